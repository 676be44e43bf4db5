package submit

import (
	"strings"
	"testing"
)

// Losses are ranked where they measure the same thing, and nowhere else.
func TestRank(t *testing.T) {
	base := func(id string, loss float64) Bill {
		return Bill{JobID: id, URL: "https://api.openai.com/v1", Method: "supervised", Encoding: "o200k_base",
			Validation: &BilledFile{ID: "file-1", SHA256: "aa"}, Best: &Best{Step: 10, Loss: loss, Full: true}}
	}
	with := func(change func(*Bill)) Bill {
		b := base("ftjob-2", 0.5)
		change(&b)
		return b
	}
	tests := []struct {
		name  string
		other Bill
		want  int    // which is lowest
		says  string // why they are not ranked
	}{
		{"lower", base("ftjob-2", 0.5), 1, ""},
		{"equal: the first", base("ftjob-2", 0.7), 0, ""},
		{"higher", base("ftjob-2", 0.9), 0, ""},
		{"no loss", with(func(b *Bill) { b.Best = nil }), 0, "tells no validation loss"},
		{"another file", with(func(b *Bill) { b.Validation.SHA256 = "bb" }), 0, "differ"},
		{"no file", with(func(b *Bill) { b.Validation = nil }), 0, "differ"},
		{"the same id at the same service", with(func(b *Bill) { b.Validation.SHA256 = "" }), 1, ""},
		{"another id, content unknown", with(func(b *Bill) { b.Validation.SHA256, b.Validation.ID = "", "file-2" }), 0, "is not known"},
		{"the same id at another service", with(func(b *Bill) { b.Validation.SHA256, b.URL = "", "https://proxy.example/v1" }), 0, "is not known"},
		{"a batch", with(func(b *Bill) { b.Best.Full = false }), 0, "of a batch of it"},
		{"another method", with(func(b *Bill) { b.Method = "dpo" }), 0, "measure different things"},
		{"other tokens", with(func(b *Bill) { b.Encoding = "cl100k_base" }), 0, "different tokens"},
		{"tokens unknown", with(func(b *Bill) { b.Encoding = "" }), 1, ""},
	}
	for _, tt := range tests {
		got, refused := Rank([]Bill{base("ftjob-1", 0.7), tt.other})
		if got != tt.want || (refused == "") != (tt.says == "") || !strings.Contains(refused, tt.says) {
			t.Errorf("%s: got %d, %q, want %d and %q", tt.name, got, refused, tt.want, tt.says)
		}
	}
}
