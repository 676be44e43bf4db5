package plan

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/shopspring/decimal"
)

var quantityText = regexp.MustCompile(`^[0-9]{1,16}(\.[0-9]{1,9})?[KMBkmb]?$`)

// ParseQuantity reads a number of tokens or requests: "1200", "300K", "1.5M", "2B", "5,000,000" or "5_000_000". K is a
// thousand, M a million, B a billion. A fraction of one, a negative number and more than 10¹⁵ are refused.
func ParseQuantity(text string) (int64, error) {
	plain, ok := ungroup(text)
	if !ok || !quantityText.MatchString(plain) {
		return 0, fmt.Errorf("%q is not a quantity: write 300000, 300K, 1.5M or 2B", clip(text))
	}
	zeros := map[byte]int32{'k': 3, 'm': 6, 'b': 9}[plain[len(plain)-1]|0x20]
	d, err := decimal.NewFromString(strings.TrimRight(plain, "KMBkmb"))
	if err != nil {
		return 0, fmt.Errorf("%q is not a quantity: %w", clip(text), err)
	}
	d = d.Shift(zeros)
	if !d.IsInteger() {
		return 0, fmt.Errorf("%q is not a whole number", clip(text))
	}
	if d.GreaterThan(decimal.NewFromInt(maxQuantity)) {
		return 0, fmt.Errorf("%q is more than a million billions", clip(text))
	}
	return d.IntPart(), nil
}

var grouped = regexp.MustCompile(`^[0-9]{1,3}([,_][0-9]{3})+$`)

// ungroup takes the separators out of a number in groups of three; ok is false when they stand elsewhere.
func ungroup(text string) (plain string, ok bool) {
	if !strings.ContainsAny(text, ",_") {
		return text, true
	}
	plain = strings.NewReplacer(",", "", "_", "").Replace(text)
	return plain, grouped.MatchString(text) && !(strings.Contains(text, ",") && strings.Contains(text, "_"))
}
