package plan

import (
	"slices"
	"strings"
	"testing"

	"github.com/ftplan/ftplan/plan/catalog"
)

// A value is warned of beyond the bound, and not at it.
func TestHyperparametersFarOff(t *testing.T) {
	tests := []struct {
		name, value string
		examples    int64
		want        string // begins a warning; "" = none
	}{
		{"learning_rate_multiplier", "50", 104, "learning_rate_multiplier 50 is far outside of 0.02 to 0.2"},
		{"learning_rate_multiplier", "10.1", 104, "learning_rate_multiplier"},
		{"learning_rate_multiplier", "10", 104, ""},
		{"learning_rate_multiplier", "2", 104, ""},
		{"learning_rate_multiplier", "0.0004", 104, ""},
		{"learning_rate_multiplier", "0.0003", 104, "learning_rate_multiplier"},
		{"learning_rate_multiplier", "auto", 104, ""},
		{"batch_size", "256", 104, "batch_size 256 is large for 104 examples: an epoch has 1 step;"},
		{"batch_size", "11", 104, "batch_size 11 is large for 104 examples: an epoch has 10 steps"},
		{"batch_size", "10", 104, ""},
		{"batch_size", "10", 100, ""},
		{"batch_size", "8", 10, ""},
		{"batch_size", "9", 10, "batch_size 9"},
		{"batch_size", "256", 2560, ""},
	}
	for _, tt := range tests {
		s := Settings{Model: "gpt-4.1", Epochs: 3, Hyperparameters: map[string]string{tt.name: tt.value}}
		q, err := NewQuote(s, chat("o200k_base", tt.examples, 100_000), catalog.Builtin(), today)
		if err != nil {
			t.Fatal(err)
		}
		got := slices.ContainsFunc(q.Warnings, func(w string) bool { return strings.HasPrefix(w, tt.name) })
		fits := slices.ContainsFunc(q.Warnings, func(w string) bool { return tt.want != "" && strings.HasPrefix(w, tt.want) })
		if got != (tt.want != "") || got && !fits {
			t.Errorf("%s %s of %d examples: got %q, want %q", tt.name, tt.value, tt.examples, q.Warnings, tt.want)
		}
	}
}

func TestSteps(t *testing.T) {
	for batch, want := range map[string]string{
		"8": "steps: 39 = 3 epochs × 13, since 104 examples in batches of 8 make so many", "1": "steps: 312 = 3 epochs × 104, ", "104": "steps: 3 = 3 epochs × 1, ", "auto": "",
	} {
		s := Settings{Model: "gpt-4.1", Epochs: 3, Hyperparameters: map[string]string{"batch_size": batch}}
		q, err := NewQuote(s, chat("o200k_base", 104, 100_000), catalog.Builtin(), today)
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(q.Assumptions, func(a string) bool { return strings.HasPrefix(a, "steps: ") })
		if (i >= 0) != (want != "") || i >= 0 && !strings.HasPrefix(q.Assumptions[i], want) {
			t.Errorf("batches of %s: got %q, want %q", batch, q.Assumptions, want)
		}
	}
}
