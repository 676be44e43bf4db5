package money

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"
)

// Percent is an exact share from 0 to 100 %. The zero value is none.
type Percent struct {
	d decimal.Decimal
}

// ParsePercent reads "7.5%" or "7.5": from 0 to 100 with at most four decimals.
func ParsePercent(text string) (Percent, error) {
	digits := strings.TrimSuffix(text, "%")
	if !IsDecimal(digits, 3, 4) {
		return Percent{}, fmt.Errorf("%q is not a percentage: write 0%% to 100%%", clip(text))
	}
	d, err := decimal.NewFromString(digits)
	if err != nil || d.GreaterThan(decimal.New(100, 0)) {
		return Percent{}, fmt.Errorf("%q is not a percentage from 0%% to 100%%", clip(text))
	}
	return Percent{d}, nil
}

// String is the share without a sign and without trailing zeros: "7.5".
func (p Percent) String() string { return p.d.String() }

// IsZero reports whether the share is none.
func (p Percent) IsZero() bool { return p.d.IsZero() }

// Of returns the share of n whole things, rounded half up.
func (p Percent) Of(n int64) int64 {
	return p.d.Shift(-2).Mul(decimal.NewFromInt(n)).Round(0).IntPart()
}

// MarshalText writes the form of [Percent.String].
func (p Percent) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads what [ParsePercent] reads.
func (p *Percent) UnmarshalText(text []byte) error {
	parsed, err := ParsePercent(string(text))
	if err == nil {
		*p = parsed
	}
	return err
}

// Rest is the factor that is left after the share is taken off: 0.925 for 7.5 %.
func (p Percent) Rest() decimal.Decimal { return decimal.New(1, 0).Sub(p.d.Shift(-2)) }
