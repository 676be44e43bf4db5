package view

import "time"

// Instant is a time to the minute, "" where there is none.
func Instant(t *time.Time) string {
	if t == nil || t.IsZero() {
		return ""
	}
	return Moment(*t)
}

// Moment is a time to the minute.
func Moment(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }
