package view

import "time"

// instant is a time to the minute, "" where there is none.
func instant(t *time.Time) string {
	if t == nil || t.IsZero() {
		return ""
	}
	return moment(*t)
}

// moment is a time to the minute.
func moment(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }
