package catalog

import (
	"fmt"
	"time"

	"github.com/ftplan/ftplan/plan/document"
)

// Date is a day in the calendar, without a time or a zone. The zero value is no date. Dates compare with ==.
type Date struct {
	year  int
	month time.Month
	day   int
}

// ParseDate reads a day written as 2027-01-14.
func ParseDate(text string) (Date, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil || t.Year() < 1970 {
		return Date{}, fmt.Errorf("%q is not a date: write it as 2027-01-14", document.Clip(text))
	}
	return DateOf(t), nil
}

// DateOf returns the day of t in UTC.
func DateOf(t time.Time) Date {
	year, month, day := t.UTC().Date()
	return Date{year, month, day}
}

// String is the day as 2027-01-14, or "" for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.Time().Format(time.DateOnly)
}

// IsZero reports whether d is no date.
func (d Date) IsZero() bool { return d == Date{} }

// Time is the first moment of the day in UTC.
func (d Date) Time() time.Time { return time.Date(d.year, d.month, d.day, 0, 0, 0, 0, time.UTC) }

// Before reports whether d comes before e.
func (d Date) Before(e Date) bool { return d.Time().Before(e.Time()) }

// Until is the number of days from d to e, negative when e comes first.
func (d Date) Until(e Date) int { return int(e.Time().Sub(d.Time()).Hours() / 24) }

// AddMonths returns the same day n months later, or that month's last day where it has no such day.
func (d Date) AddMonths(n int) Date {
	first := time.Date(d.year, d.month+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return DateOf(first.AddDate(0, 0, min(d.day, last)-1))
}

// MarshalText writes the form of [Date.String].
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what [ParseDate] reads.
func (d *Date) UnmarshalText(text []byte) error {
	parsed, err := ParseDate(string(text))
	if err == nil {
		*d = parsed
	}
	return err
}
