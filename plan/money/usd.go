// Package money counts what is paid and for how much: US dollars, shares, rates and quantities, each exact. It knows no
// model, no provider and no price.
package money

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/shopspring/decimal"
)

// USD is an exact amount of US dollars. The zero value is nothing owed. Amounts are added and multiplied without
// rounding; only [USD.Cents] and [USD.Display] round, and say how.
type USD struct {
	d decimal.Decimal
}

// Bounds of what is read as money: digits before the point and after it (a converted price times tokens needs 26), so that
// no input can make a number that is slow to handle.
const (
	usdWhole  = 24
	usdPlaces = 30
)

// ParseUSD reads a decimal amount such as "25", "0.018312" or "$3.00". Exponents and digit separators are refused.
func ParseUSD(text string) (USD, error) {
	digits := strings.TrimPrefix(text, "$")
	if !IsDecimal(strings.TrimPrefix(digits, "-"), usdWhole, usdPlaces) {
		return USD{}, fmt.Errorf("%q is not an amount: write dollars as 25 or 25.00", clip(text))
	}
	d, err := decimal.NewFromString(digits)
	if err != nil {
		return USD{}, fmt.Errorf("%q is not an amount: %w", clip(text), err)
	}
	return USD{d}, nil
}

// String is the exact amount without a currency sign, with at least two decimals and no zeros beyond those: "3.00",
// "0.018312". It is the form used in JSON.
func (u USD) String() string {
	text := u.d.String()
	_, fraction, found := strings.Cut(text, ".")
	if found {
		fraction = strings.TrimRight(fraction, "0")
		text = text[:strings.IndexByte(text, '.')+1] + fraction
	} else {
		text += "."
	}
	return text + strings.Repeat("0", max(0, 2-len(fraction)))
}

// Display is the amount for people: cents, rounded half up, with thousands separators ("$3,511.00"); below one dollar
// up to six decimals, so that a small amount stays visible ("$0.018312").
func (u USD) Display() string {
	if u.IsZero() || !u.rounded(decimal.Decimal.Round).IsZero() {
		return u.rounded(decimal.Decimal.Round).dollars()
	}
	if u.Sign() < 0 {
		return "under -$0.000001"
	}
	return "under $0.000001"
}

// AtMost is [USD.Display] of an amount that bounds another from above: rounded up, so that what is shown is enough.
func (u USD) AtMost() string { return u.rounded(decimal.Decimal.RoundCeil).dollars() }

// AtLeast is [USD.Display] of an amount that bounds another from below: rounded down.
func (u USD) AtLeast() string { return u.rounded(decimal.Decimal.RoundFloor).dollars() }

// Ceil is the amount rounded up to a number of decimals.
func (u USD) Ceil(places int) USD { return USD{u.d.RoundCeil(int32(places))} }

// Floor is the amount rounded down to a number of decimals.
func (u USD) Floor(places int) USD { return USD{u.d.RoundFloor(int32(places))} }

// rounded is the amount to cents, or to six decimals where it is below one dollar.
func (u USD) rounded(round func(decimal.Decimal, int32) decimal.Decimal) USD {
	if u.d.Abs().LessThan(decimal.New(1, 0)) {
		return USD{round(u.d, 6)}
	}
	return USD{round(u.d, 2)}
}

// dollars is the exact amount with its sign, a dollar sign and thousands separators.
func (u USD) dollars() string {
	digits, negative := strings.CutPrefix(u.String(), "-")
	whole, fraction, _ := strings.Cut(digits, ".")
	text := "$" + Group(whole) + "." + fraction
	if negative {
		return "-" + text
	}
	return text
}

// Group puts a comma before every third digit from the right.
func Group(digits string) string {
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// Add returns u + v.
func (u USD) Add(v USD) USD { return USD{u.d.Add(v.d)} }

// Sub returns u - v.
func (u USD) Sub(v USD) USD { return USD{u.d.Sub(v.d)} }

// Times returns n × u.
func (u USD) Times(n int64) USD { return USD{u.d.Mul(decimal.NewFromInt(n))} }

// Cents returns u rounded to whole cents, half away from zero, as invoices are.
func (u USD) Cents() USD { return USD{u.d.Round(2)} }

// Cmp is -1, 0 or +1 as u is below, equal to or above v.
func (u USD) Cmp(v USD) int { return u.d.Cmp(v.d) }

// Equal reports whether u and v are the same amount; 1.5 and 1.50 are.
func (u USD) Equal(v USD) bool { return u.Cmp(v) == 0 }

// Least returns the smaller of two amounts.
func Least(u, v USD) USD {
	if u.Cmp(v) < 0 {
		return u
	}
	return v
}

// Most returns the larger of two amounts.
func Most(u, v USD) USD {
	if u.Cmp(v) > 0 {
		return u
	}
	return v
}

// Sign is -1, 0 or +1 as u is negative, nothing or positive.
func (u USD) Sign() int { return u.d.Sign() }

// IsZero reports whether u is nothing.
func (u USD) IsZero() bool { return u.Sign() == 0 }

// Rat returns the exact amount as a new rational number.
func (u USD) Rat() *big.Rat { return u.d.Rat() }

// MarshalText writes the form of [USD.String].
func (u USD) MarshalText() ([]byte, error) { return []byte(u.String()), nil }

// UnmarshalText reads what [ParseUSD] reads, without a currency sign.
func (u *USD) UnmarshalText(text []byte) error {
	if strings.HasPrefix(string(text), "$") {
		return fmt.Errorf("%q is not an amount: leave the currency sign out", clip(string(text)))
	}
	parsed, err := ParseUSD(string(text))
	if err == nil {
		*u = parsed
	}
	return err
}

// Decimal is the amount as a factor.
func (u USD) Decimal() decimal.Decimal { return u.d }

// Places is the number of digits behind the point.
func (u USD) Places() int { return max(0, -int(u.d.Exponent())) }

// NewUSD returns whole dollars.
func NewUSD(dollars int64) USD { return USD{decimal.NewFromInt(dollars)} }

// Scale returns the exact product with a decimal factor.
func (u USD) Scale(factor decimal.Decimal) USD { return USD{u.d.Mul(factor)} }

// Quotient returns how many times v goes into u, rounded down. It is 0 when v is nothing or negative.
func (u USD) Quotient(v USD) int64 {
	if v.Sign() <= 0 || u.Sign() <= 0 {
		return 0
	}
	ratio := new(big.Rat).Quo(u.Rat(), v.Rat())
	whole := new(big.Int).Quo(ratio.Num(), ratio.Denom())
	if !whole.IsInt64() {
		return MaxQuantity
	}
	return whole.Int64()
}

// Round returns a rational amount, rounded half away from zero to a number of decimals.
func Round(r *big.Rat, places int) USD {
	return USD{decimal.RequireFromString(r.FloatString(places))}
}
