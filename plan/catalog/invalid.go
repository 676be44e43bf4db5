package catalog

import "fmt"

// Invalid is a request that makes no sense as asked: an unknown model, a hyperparameter out of range, a model without
// a price. Reason says what is wrong; Hint says what would be right.
type Invalid struct {
	Reason string `json:"reason"`
	Hint   string `json:"hint"`
}

// Error is the reason alone; the hint is for a second line.
func (i *Invalid) Error() string { return i.Reason }

// Invalidf makes an [Invalid] whose reason is formatted.
func Invalidf(hint, format string, args ...any) *Invalid {
	return &Invalid{Reason: fmt.Sprintf(format, args...), Hint: hint}
}
