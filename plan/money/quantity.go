package money

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"
)

// MaxQuantity is the largest number of tokens or requests; it keeps every product inside an int64.
const MaxQuantity = 1_000_000_000_000_000

// ParseQuantity reads a number of tokens or requests: "1200", "300K", "1.5M", "2B", "5,000,000" or "5_000_000". K is a
// thousand, M a million, B a billion. A fraction of one, a negative number and more than 10¹⁵ are refused.
func ParseQuantity(text string) (int64, error) {
	plain, ok := ungroup(text)
	digits := strings.TrimRight(plain, "KMBkmb")
	if whole, _, _ := strings.Cut(digits, "."); ok && len(plain) <= len(digits)+1 && IsDecimal(digits, len(digits), 9) && len(strings.TrimLeft(whole, "0")) > 16 {
		return 0, tooMany(text)
	}
	if !ok || len(plain) > len(digits)+1 || !IsDecimal(digits, 16, 9) {
		return 0, fmt.Errorf("%q is not a quantity: write 300000, 300K, 1.5M or 2B", clip(text))
	}
	zeros := map[byte]int32{'k': 3, 'm': 6, 'b': 9}[plain[len(plain)-1]|0x20]
	d, err := decimal.NewFromString(digits)
	if err != nil {
		return 0, fmt.Errorf("%q is not a quantity: %w", clip(text), err)
	}
	d = d.Shift(zeros)
	if !d.IsInteger() {
		return 0, fmt.Errorf("%q is not a whole number", clip(text))
	}
	if d.GreaterThan(decimal.NewFromInt(MaxQuantity)) {
		return 0, tooMany(text)
	}
	return d.IntPart(), nil
}

func tooMany(text string) error { return fmt.Errorf("%q is more than a million billions", clip(text)) }

// ungroup takes the separators out of a number in groups of three; ok is false when they stand elsewhere.
func ungroup(text string) (plain string, ok bool) {
	at := strings.IndexAny(text, ",_")
	if at < 0 {
		return text, true
	}
	groups := strings.Split(text, text[at:at+1])
	for i, group := range groups {
		if !isDigits(group, 3) || i > 0 && len(group) < 3 {
			return "", false
		}
	}
	return strings.Join(groups, ""), true
}
