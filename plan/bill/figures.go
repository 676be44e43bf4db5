package bill

import "github.com/ftplan/ftplan/plan/catalog"

// Figures are what can be shared of a bill: nothing in them is from a text or a name of the user's. Their JSON only grows.
type Figures struct {
	Model      string   `json:"model"`
	Provider   string   `json:"provider"`
	Format     string   `json:"format"`
	Examples   int64    `json:"examples"`
	Exact      int64    `json:"exact_examples"`
	Epochs     int64    `json:"epochs"`
	Constructs []string `json:"constructs"` // kinds of text, and what makes the count an estimate
	Counted    int64    `json:"counted"`    // tokens in all epochs, as the provider bills
	Billed     int64    `json:"billed"`
	Explained  string   `json:"explained,omitempty"`
}

// Known is the public name of a model, or its encoding where the name may be the user's own.
func Known(model, encoding string) string {
	if known, err := catalog.Builtin().Model(model); err == nil {
		return known.Name
	}
	return encoding
}
