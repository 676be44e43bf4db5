package catalog

import "testing"

func day(t *testing.T, text string) Date {
	t.Helper()
	d, err := ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDates(t *testing.T) {
	for _, tt := range []struct {
		from   string
		months int
		want   string
	}{
		{"2026-11-22", 1, "2026-12-22"},
		{"2026-11-22", 12, "2027-11-22"},
		{"2026-01-31", 1, "2026-02-28"},
		{"2028-01-31", 1, "2028-02-29"},
		{"2026-12-31", 2, "2027-02-28"},
		{"2026-11-22", 0, "2026-11-22"},
	} {
		if got := day(t, tt.from).AddMonths(tt.months).String(); got != tt.want {
			t.Errorf("%s and %d months: got %s, want %s", tt.from, tt.months, got, tt.want)
		}
	}
	if got := day(t, "2026-11-22").Until(day(t, "2027-01-14")); got != 53 {
		t.Errorf("days to the shutdown: got %d, want 53", got)
	}
	for _, bad := range []string{"", "2026-2-3", "2026-02-30", "22.11.2026", "2026-11-22T00:00:00Z", "0001-01-01"} {
		if d, err := ParseDate(bad); err == nil {
			t.Errorf("ParseDate(%q) = %s, want it refused", bad, d)
		}
	}
}
