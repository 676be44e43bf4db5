package costs

import (
	"encoding/json"
	"github.com/ftplan/ftplan/cmd/ftplan/internal/view/examples"
	"testing"
)

func TestPlacesOfLines(t *testing.T) {
	tests := []struct {
		name  string
		list  []int
		was   map[int]int
		limit int
		want  string
	}{
		{"one", []int{3}, nil, 0, "line 3 of f"},
		{"runs", []int{1, 2, 3, 7, 9, 10}, nil, 0, "lines 1–3, 7, 9–10 of f"},
		{"too many", []int{1, 2, 3, 4}, nil, 2, "lines 1–2 and 2 more of f"},
		{"where they were", []int{5}, map[int]int{5: 5}, 0, "line 5 of f"},
		{"moved", []int{5}, map[int]int{5: 9}, 0, "line 5 (was 9) of f"},
		{"moved together", []int{5, 6, 8}, map[int]int{5: 9, 6: 10, 8: 8}, 0, "lines 5–6 (was 9), 8 of f"},
		{"moved apart", []int{5, 6}, map[int]int{5: 9, 6: 11}, 0, "lines 5 (was 9), 6 (was 11) of f"},
	}
	for _, tt := range tests {
		f := fate{list: tt.list, was: tt.was, of: "f"}
		if got := f.places(tt.limit); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestMarkdownStaysText(t *testing.T) {
	tests := []struct{ text, want string }{
		{"plain text, 5.5 %", "plain text, 5.5 %"},
		{"<img src=x> [a](b) ![c](d)", "&#60;img src=x&#62; &#91;a&#93;&#40;b&#41; &#33;&#91;c&#93;&#40;d&#41;"},
		{"| `code` | @team", "&#124; &#96;code&#96; &#124; &#64;team"},
		{"https://evil.example www.evil.example", "https:&#47;&#47;evil.example www&#46;evil.example"},
		{"two\nlines \x1b[31m", "two&#92;nlines &#92;u001b&#91;31m"},
	}
	for _, tt := range tests {
		if got := markdown(tt.text); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestEscapedJSONSaysTheSame(t *testing.T) {
	for _, text := range []string{"plain", "é 日本 🚲", "\u202e\u009b\u00a0\u2028", "\U000e0041 tag", "\x07\x1b"} {
		plain, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		var got string
		safe := examples.Escaped(string(plain))
		if err := json.Unmarshal([]byte(safe), &got); err != nil || got != text {
			t.Errorf("%q: got %q back from %s", text, got, safe)
		}
	}
	if got, want := examples.Escaped("\"\u202e\U000e0041\u009b é\""), `"\u202e\udb40\udc41\u009b é"`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
