package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

// TestVerifyTakesNoOtherByte flips bytes all over a quote and its approval: none may pass, whichever part it is in.
func TestVerifyTakesNoOtherByte(t *testing.T) {
	w, screen := quoted(t, strings.NewReader("yes\n"))
	if code := run(t.Context(), w, []string{"approve", "quote.json"}); code != 0 {
		t.Fatal(screen.String())
	}
	for _, name := range []string{"quote.json", "quote.approval.json"} {
		good, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		step := max(1, len(good)/100)
		for i := 0; i < len(good); i += step {
			bad := bytes.Clone(good)
			bad[i] ^= 1
			verifies(t, w, name, bad, 5)
		}
		verifies(t, w, name, append(bytes.Clone(good), '\n'), 5)
		verifies(t, w, name, good[:len(good)-1], 5)
		verifies(t, w, name, good, 0)
	}
}

// verifies holds verify to an exit code for one content of a file.
func verifies(t *testing.T, w world, name string, content []byte, want int) {
	t.Helper()
	if err := os.WriteFile(name, content, 0o644); err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	w.out, w.err = &out, &errs
	if got := run(t.Context(), w, []string{"verify", "quote.json"}); got != want {
		t.Fatalf("%s: got exit code %d, want %d:\n%s%s", name, got, want, out.String(), errs.String())
	}
}
