package plan

import (
	"slices"
	"strings"
	"testing"

	"github.com/ftplan/ftplan/dataset/lint/rules"
	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/tokenize"
)

// bytesCounter counts every byte as a token.
type bytesCounter struct{}

func (bytesCounter) Count(text []byte) int { return len(text) }

func ownCounting(t *testing.T) catalog.Counting {
	t.Helper()
	chat, err := tokenize.ChatNamed("openai")
	if err != nil {
		t.Fatal(err)
	}
	return catalog.Counting{Encoding: "own", Chat: chat, Notes: []string{"taken on trust"}, Counter: func() tokenize.Counter { return bytesCounter{} }}
}

func TestAModelIsCountedWithAVocabularyOfTheUsers(t *testing.T) {
	builtin := catalog.Builtin()
	c, err := builtin.WithCounting("Qwen3-32B", ownCounting(t))
	if err != nil {
		t.Fatal(err)
	}
	s := Settings{Model: "Qwen3-32B", Provider: "azure-global", Epochs: 1, AllowErrors: true}
	pass, err := NewPass(c, s)
	if err != nil {
		t.Fatal(err)
	}
	line := `{"messages": [{"role": "user", "content": "ab"}, {"role": "assistant", "content": "cde"}]}` + "\n"
	pass.Rules = rules.Unreadable()
	result, err := pass.Survey(t.Context(), strings.NewReader(line))
	if err != nil {
		t.Fatal(err)
	}
	survey := &result.Training[0]
	// 1 + (3 + 4 + 2) + (3 + 9 + 3)
	if survey.Encoding != "own" || survey.Tokens.Billed != 25 || survey.Basis != "estimate" {
		t.Errorf("got %s, %d tokens, %s; want own, 25 tokens, estimate", survey.Encoding, survey.Tokens.Billed, survey.Basis)
	}
	q, err := NewQuote(s, survey, c, day(t, "2026-11-22").Time())
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(q.Assumptions, "taken on trust") || !slices.Contains(q.Assumptions, "the token count is an estimate") {
		t.Errorf("the quote assumes %q", q.Assumptions)
	}
	if _, err := NewQuote(s, survey, builtin, day(t, "2026-11-22").Time()); err == nil {
		t.Error("the built-in catalog took the survey: it has been changed")
	}
	countings, err := c.Countings()
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(countings, func(c catalog.Counting) bool { return c.Encoding == "own" }) {
		t.Error("a comparison does not count with the user's vocabulary")
	}
}

// What lint lets through, the upload has to take: both read 512 MB and 8 GB as powers of ten.
func TestSizesAreReadAlike(t *testing.T) {
	for provider, want := range map[string][2]int64{
		"openai": {512_000_000, 8_000_000_000},
		"azure":  {512_000_000, 512_000_000},
	} {
		pass, err := NewPass(catalog.Builtin(), Settings{Model: "gpt-4.1", Provider: provider})
		if err != nil {
			t.Fatal(err)
		}
		if got := [2]int64{pass.Lint.Limits.FileBytes, pass.Lint.Limits.UploadBytes}; got != want {
			t.Errorf("%s: lint allows %d bytes at once and in parts, want %d", provider, got, want)
		}
	}
}
