package submit

import (
	"testing"

	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/submit/service"
)

// Figures are kept where a bill can be held against its quote's count, and there alone.
func TestBillFigures(t *testing.T) {
	provider, err := catalog.Builtin().Provider("openai")
	if err != nil {
		t.Fatal(err)
	}
	two, three, seven, nine := int64(2), int64(3), int64(7), int64(9)
	for _, tt := range []struct {
		name            string
		status          service.Status
		billed, counted *int64
		epochs          *int64
		model           string
		want            string // the model's name in the figures; "" = none are kept
	}{
		{"met", service.Succeeded, &seven, &nine, &two, "gpt-4o-mini-2024-07-18", "gpt-4o-mini-2024-07-18"},
		{"epochs that are not told", service.Succeeded, &seven, &nine, nil, "gpt-4o-mini-2024-07-18", "gpt-4o-mini-2024-07-18"},
		{"a name of the user's", service.Succeeded, &seven, &nine, &two, "secret", "o200k_base"},
		{"other epochs", service.Succeeded, &seven, &nine, &three, "gpt-4o-mini-2024-07-18", ""},
		{"no bill", service.Succeeded, nil, &nine, &two, "gpt-4o-mini-2024-07-18", ""},
		{"no count", service.Succeeded, &seven, nil, &two, "gpt-4o-mini-2024-07-18", ""},
		{"failed", service.Failed, &seven, &nine, &two, "gpt-4o-mini-2024-07-18", ""},
	} {
		q := &plan.Quote{Model: tt.model, Provider: "openai", Encoding: "o200k_base", Epochs: 2, Files: []plan.QuotedFile{{Role: plan.TrainingFile, FileRef: plan.FileRef{Name: "x", Examples: 5}}},
			Training: plan.Training{BilledTokens: tt.counted, Format: "chat", ExactExamples: 4, Constructs: []string{"answers", "strict"}}}
		f := Ending{Job: service.Job{Status: tt.status, TrainedTokens: tt.billed, Epochs: tt.epochs}, Quote: q, Provider: provider}.Bill().Figures
		switch {
		case f == nil && tt.want == "":
		case f == nil || f.Model != tt.want || f.Counted != 9 || f.Billed != 7 || f.Examples != 5 || f.Exact != 4 || f.Epochs != 2 || len(f.Constructs) != 2:
			t.Errorf("%s: got %+v, want %q", tt.name, f, tt.want)
		}
	}
}
