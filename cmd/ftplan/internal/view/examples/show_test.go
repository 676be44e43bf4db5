package examples

import (
	"slices"
	"strings"
	"testing"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/tokenize"
)

func TestWrapped(t *testing.T) {
	tests := []struct {
		name, label string
		pieces      []string
		width       int
		want        []string
	}{
		{"nothing", "", []string{""}, 20, []string{""}},
		{"a label alone", "call: ", nil, 20, []string{"call: "}},
		{"lines", "", []string{"one\n", "two\n"}, 20, []string{"one", "two"}},
		{"blanks", "", []string{"one two three"}, 8, []string{"one two ", "three"}},
		{"no blanks", "", []string{"abcdefghij"}, 4, []string{"abcd", "efgh", "ij"}},
		{"a newline in a token", "", []string{"a│", ".\n│", "b│"}, 20, []string{`a│.\n│`, "b│"}},
		{"an escape sequence", "", []string{"\x1b[31mred"}, 40, []string{`\u001b[31mred`}},
	}
	for _, tt := range tests {
		var pieces [][]byte
		for _, p := range tt.pieces {
			pieces = append(pieces, []byte(p))
		}
		if got := wrapped(tt.label, pieces, tt.width); !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

// On a terminal colour tells the fates apart, and the marks stay.
func TestPassageInColour(t *testing.T) {
	tests := []struct {
		fate  tokenize.Fate
		spell bool
		want  string
	}{
		{tokenize.ContextFate, false, "| ab\n"},
		{tokenize.TrainedFate, false, "\x1b[32m+\x1b[0m \x1b[32mab\x1b[0m\n"},
		{tokenize.ContextFate, true, "| a\x1b[2m│\x1b[22mb\x1b[2m│\x1b[22m\n"},
		{tokenize.TrainedFate, true, "\x1b[32m+\x1b[0m \x1b[32ma\x1b[2m│\x1b[22m\x1b[32mb\x1b[2m│\x1b[22m\x1b[32m\x1b[0m\n"},
	}
	for _, tt := range tests {
		p := &tokenize.Passage{Fate: tt.fate, Label: "text", Text: []byte("ab"), IDs: []uint32{0, 1}}
		var spell func(uint32) []byte
		if tt.spell {
			spell = func(id uint32) []byte { return p.Text[id : id+1] }
		}
		var w strings.Builder
		if passage(&w, p, spell, view.Style{Color: true, Width: 80}); w.String() != tt.want {
			t.Errorf("%s: got %q, want %q", tt.fate, w.String(), tt.want)
		}
	}
}
