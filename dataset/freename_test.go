package dataset

import (
	"os"
	"testing"
)

func TestFreeNamesAreNotTaken(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, want := range []string{"a.jsonl", "a-2.jsonl", "a-3.jsonl"} {
		if got := FreeName("a.jsonl"); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		if err := os.WriteFile(want, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if got := FreeName("folder/none"); got != "folder/none" {
		t.Errorf("got %s", got)
	}
}
