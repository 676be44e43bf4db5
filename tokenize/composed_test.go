package tokenize_test

import (
	"strings"
	"testing"

	"github.com/ftplan/ftplan/tokenize"
)

// A recorder remembers the text it was to count last.
type recorder struct{ text string }

func (r *recorder) Count(text []byte) int {
	r.text = string(text)
	return len(text)
}

func TestComposedCountsTheComposedForm(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"ASCII", "plain", "plain"},
		{"composed already", "caf\u00e9", "caf\u00e9"},
		{"decomposed", "cafe\u0301 e\u0301", "caf\u00e9 \u00e9"},
		{"marks out of order", "a\u0301\u0323", "\u1ea1\u0301"},
		{"singleton", "\u212b", "\u00c5"},
		{"excluded from composition", "\u0958", "\u0915\u093c"},
		{"Hangul letters", "\u1112\u1161\u11ab", "\ud55c"},
		{"no compatibility form", "\ufb01\u00b2", "\ufb01\u00b2"},
		{"joiner of the text's own", "e\u0301\u034f", "\u00e9\u034f"},
		{"too many marks", "e" + strings.Repeat("\u0301", 31), "e" + strings.Repeat("\u0301", 31)},
		{"empty", "", ""},
	}
	var r recorder
	counter := tokenize.Composed(&r)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			n := counter.Count([]byte(test.text))
			if r.text != test.want || n != len(test.want) {
				t.Errorf("%+q: counted %d of %+q, want %d of %+q", test.text, n, r.text, len(test.want), test.want)
			}
		})
	}
}
