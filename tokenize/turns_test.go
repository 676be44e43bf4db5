package tokenize

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/tokenize/bpe"
)

// sketch writes turns down: role, tokens and each passage by its fate and text.
func sketch(turns []Turn) string {
	var b strings.Builder
	for _, turn := range turns {
		fmt.Fprintf(&b, "%s%s %d:", turn.Role, turn.Output, turn.Tokens)
		for _, p := range turn.Passages {
			fmt.Fprintf(&b, " %s %s %d %q", p.Fate, p.Label, p.Tokens, p.Text)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestTurns(t *testing.T) {
	const chat = `{"messages": [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "One two three?"},
		{"role": "assistant", "content": "Four", "weight": 0}, {"role": "user", "content": "And?"}, {"role": "assistant", "content": "Five six seven."}]}`
	tests := []struct {
		name, line string
		limit      int
		want       string
	}{
		{"chat", chat, 0, `system 7: context text 3 "Be kind."
user 8: context text 4 "One two three?"
assistant 5: weight 0 text 1 "Four"
user 6: context text 2 "And?"
assistant 8: trained text 4 "Five six seven."
`},
		{"chat that is too long", chat, 33, `system 7: context text 3 "Be kind."
user 8: context text 4 "One two three?"
assistant 5: weight 0 text 1 "Four"
user 6: context text 2 "And?"
assistant 8: trained text 2 "Five six" cut text 2 " seven."
`},
		{"chat that is far too long", chat, 13, `system 7: context text 3 "Be kind."
user 8: context text 1 "One" cut text 3 " two three?"
assistant 5: cut text 1 "Four"
user 6: cut text 2 "And?"
assistant 8: cut text 4 "Five six seven."
`},
		{"a call", `{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "1", "type": "function",
			"function": {"name": "look", "arguments": "{}"}}]}]}`, 0, `user 5: context text 1 "Hi"
assistant 10: trained call 1 "look" trained arguments 1 "{}"
`},
		{"a picture", `{"messages": [{"role": "user", "content": [{"type": "text", "text": "Hi"}, {"type": "image_url",
			"image_url": {"url": "https://example.com/a.png", "detail": "low"}}]}, {"role": "assistant", "content": "A cat"}]}`, 0,
			`user 90: context text 1 "Hi" context image 85 ""
assistant 6: trained text 2 "A cat"
`},
		{"a preference", `{"input": {"messages": [{"role": "user", "content": "Hi"}]}, "preferred_output": [{"role": "assistant", "content": "Good day"}],
			"non_preferred_output": [{"role": "assistant", "content": "Go away"}]}`, 10, `user 5: context text 1 "Hi"
assistantpreferred 6: cut text 2 "Good day"
assistantnon-preferred 6: cut text 2 "Go away"
`},
		{"a completion", `{"prompt": "Hi", "completion": " you"}`, 0, `prompt 1: context text 1 "Hi"
completion 1: trained text 1 " you"
`},
		{"no messages", `{"messages": []}`, 0, ""},
	}
	format, err := ChatNamed("openai")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range tests {
		turns, _ := Turns(record(t, tt.line), bpe.O200kBase(), format, StandardImages, tt.limit)
		if got := sketch(turns); got != tt.want {
			t.Errorf("%s: got\n%swant\n%s", tt.name, got, tt.want)
		}
	}
}

// The turns of every example file add up to what the meter counts, and their tokens spell their texts.
func TestTurnsAddUp(t *testing.T) {
	format, err := ChatNamed("openai")
	if err != nil {
		t.Fatal(err)
	}
	encoding := bpe.O200kBase()
	for _, name := range []string{"support", "tools", "preference", "reinforcement"} {
		f, err := os.Open("../testdata/" + name + ".jsonl")
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		var r dataset.Record
		for line, err := range dataset.NewReader(f, 0).Lines() {
			if err != nil {
				t.Fatal(err)
			}
			r.Decode(line)
			turns, tokens := Turns(&r, encoding, format, StandardImages, 0)
			got := format.Example
			for i, turn := range turns {
				got += turn.Tokens
				if r.Format == dataset.Preference && turn.Output == "" {
					got += turn.Tokens
				}
				for j, p := range turn.Passages {
					spelled := ""
					for _, id := range p.IDs {
						spelled += string(encoding.Token(id))
					}
					if spelled != string(p.Text) {
						t.Fatalf("%s:%d: turn %d, passage %d: got %q, want %q", name, line.Number, i, j, spelled, p.Text)
					}
				}
			}
			if r.Format == dataset.Preference {
				got += format.Example
			}
			if want := tokens.Billed(); got != want {
				t.Errorf("%s:%d: got %d tokens in all turns, want %d", name, line.Number, got, want)
			}
		}
	}
}
