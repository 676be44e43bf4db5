package money

import (
	"strconv"
	"strings"
	"testing"
)

func TestParseQuantity(t *testing.T) {
	tests := []struct {
		text string
		want int64 // -1 = refused
	}{
		{"0", 0},
		{"1200", 1200},
		{"300K", 300_000},
		{"300k", 300_000},
		{"1.5M", 1_500_000},
		{"0.000001M", 1},
		{"2B", 2_000_000_000},
		{"5,000,000", 5_000_000},
		{"5_000", 5000},
		{"1000000B", 1_000_000_000_000_000},
		{"1000000.000000001B", -1},
		{"1000001B", -1},
		{"0.5", -1},
		{"1.2345K", -1},
		{"", -1},
		{"K", -1},
		{"-5", -1},
		{"5 M", -1},
		{"5MM", -1},
		{"1e6", -1},
		{"1,00", -1},
		{"1,000_000", -1},
		{",100", -1},
		{"5T", -1},
		{"99999999999999999", -1},
	}
	for _, tt := range tests {
		got, err := ParseQuantity(tt.text)
		if tt.want < 0 {
			if err == nil {
				t.Errorf("ParseQuantity(%q) = %d, want it refused", tt.text, got)
			}
			continue
		}
		if err != nil || got != tt.want {
			t.Errorf("ParseQuantity(%q) = %d, %v; want %d", tt.text, got, err, tt.want)
		}
	}
}

func TestParseQuantitySaysWhatIsTooMuch(t *testing.T) {
	for text, want := range map[string]string{
		"1000001B":                      "more than a million billions",
		strings.Repeat("9", 17):         "more than a million billions",
		strings.Repeat("9", 30):         "more than a million billions",
		strings.Repeat("9", 30) + ".5M": "more than a million billions",
		"999,999,999,999,999,999,999":   "more than a million billions",
		strings.Repeat("0", 30):         "not a quantity",
		strings.Repeat("9", 30) + "x":   "not a quantity",
	} {
		if _, err := ParseQuantity(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("ParseQuantity(%q): got %v, want it to say %q", text, err, want)
		}
	}
}

func FuzzParseQuantity(f *testing.F) {
	for _, seed := range []string{"0", "300K", "1.5M", "5,000,000", "2B", "-1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n, err := ParseQuantity(text)
		if err != nil {
			return
		}
		if n < 0 || n > MaxQuantity {
			t.Errorf("%q became %d", text, n)
		}
		if again, err := ParseQuantity(strconv.FormatInt(n, 10)); err != nil || again != n {
			t.Errorf("%d was read back as %d, %v", n, again, err)
		}
	})
}

func TestParsePercent(t *testing.T) {
	tests := []struct {
		text string
		want string // "" = refused
		of   int64  // its share of 1001
	}{
		{"0", "0", 0},
		{"50%", "50", 501},
		{"7.5", "7.5", 75},
		{"100%", "100", 1001},
		{"33.3333%", "33.3333", 334},
		{"100.1", "", 0},
		{"-1", "", 0},
		{"5.55555", "", 0},
		{"%", "", 0},
		{"1e1", "", 0},
	}
	for _, tt := range tests {
		p, err := ParsePercent(tt.text)
		if tt.want == "" {
			if err == nil {
				t.Errorf("ParsePercent(%q) = %s, want it refused", tt.text, p)
			}
			continue
		}
		if err != nil || p.String() != tt.want || p.Of(1001) != tt.of {
			t.Errorf("ParsePercent(%q) = %s, of 1001 %d, %v; want %s, %d", tt.text, p, p.Of(1001), err, tt.want, tt.of)
		}
	}
}
