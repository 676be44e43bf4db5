package main

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// TestLinesFitTheTerminal holds what people read to 80 and to 120 columns, in colour and without.
func TestLinesFitTheTerminal(t *testing.T) {
	commands := []string{
		"quote --compare --anatomy --max-cost 25 --monthly-input 300K --prompt-tokens 900 support.jsonl",
		"quote --model gpt-oss-20b --provider nebius --epochs 1 support.jsonl",
		"quote --diff quote.json --epochs 2 support.jsonl",
		"estimate --tokens 5M --epochs 1 --monthly-input 150M --monthly-output 450M --requests 1M",
		"approve --force quote.json", "verify quote.json", "models", "prices", "prices openai", "prices azure", "prices together",
	}
	w, screen := quoted(t, nil)
	for _, width := range []int{80, 120} {
		for _, terminal := range []bool{false, true} {
			for _, command := range commands {
				screen.Reset()
				w.width, w.terminal, w.in = width, terminal, strings.NewReader("yes\n")
				if code := run(t.Context(), w, strings.Fields(command)); code != 0 {
					t.Fatalf("ftplan %s ends with %d: %s", command, code, screen.String())
				}
				for line := range strings.Lines(colourless.Replace(screen.String())) {
					if strings.HasPrefix(line, "next: ") {
						continue // a command is copied as one line
					}
					if n := utf8.RuneCountInString(strings.TrimRight(line, "\n")); n > width {
						t.Errorf("ftplan %s: %d columns of %d: %s", command, n, width, line)
					}
				}
			}
		}
	}
}

var colourless = strings.NewReplacer("\x1b[0m", "", "\x1b[1m", "", "\x1b[2m", "", "\x1b[22m", "", "\x1b[31;1m", "", "\x1b[0;22m", "", "\x1b[32m", "", "\x1b[33m", "")
