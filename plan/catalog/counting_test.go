package catalog

import (
	"slices"
	"testing"

	"github.com/ftplan/ftplan/tokenize"
)

// TestCountings holds the catalog to one counting for each encoding, so that a pass with all of them serves every model.
func TestCountings(t *testing.T) {
	countings, err := Builtin().Countings()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range countings {
		got = append(got, c.Encoding)
	}
	if want := []string{"o200k_base", "cl100k_base", "o200k_harmony"}; !slices.Equal(got, want) {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestAModelWithItsVocabularyTakesNoOther(t *testing.T) {
	tests := []struct{ model, want string }{
		{"gpt-4o-mini", "gpt-4o-mini-2024-07-18 has its own vocabulary here, o200k_base"},
		{"no-model", `unknown model "no-model"`},
	}
	for _, test := range tests {
		if _, err := Builtin().WithCounting(test.model, ownCounting(t)); err == nil || err.Error() != test.want {
			t.Errorf("%s: got error %v, want %s", test.model, err, test.want)
		}
	}
}

func TestAModelWithoutVocabularyIsNotCounted(t *testing.T) {
	_, _, err := Builtin().CountingFor("Qwen3-32B")
	want := "tokens of Qwen3-32B cannot be counted here: its vocabulary is not included"
	if err == nil || err.Error() != want {
		t.Errorf("got error %v, want %s", err, want)
	}
}

func ownCounting(t *testing.T) Counting {
	t.Helper()
	chat, err := tokenize.ChatNamed("openai")
	if err != nil {
		t.Fatal(err)
	}
	return Counting{Encoding: "own", Chat: chat, Counter: func() tokenize.Counter { return nil }}
}
