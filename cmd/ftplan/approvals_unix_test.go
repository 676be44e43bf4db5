//go:build unix

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestAFolderOfApprovalsThatOthersCanWriteIsNotBelieved neither records there nor takes what stands there.
func TestAFolderOfApprovalsThatOthersCanWriteIsNotBelieved(t *testing.T) {
	for _, below := range []string{"ftplan", filepath.Join("ftplan", "approvals")} {
		t.Run(below, func(t *testing.T) {
			w, _ := quoted(t, strings.NewReader(""))
			if code, out := try(t, w, "approve", "quote.json", "--limit", "9", "--by", "Ada"); code != 0 {
				t.Fatal(out)
			}
			dir := filepath.Join(w.getenv("XDG_STATE_HOME"), below)
			if err := os.Chmod(dir, 0o777); err != nil {
				t.Fatal(err)
			}
			for _, args := range [][]string{{"submit", "--dry-run", "quote.json"}, {"verify", "quote.json"}, {"approve", "--force", "--limit", "9", "--by", "Ada", "quote.json"}} {
				code, out := try(t, w, args...)
				if code == 0 || !strings.Contains(strings.Join(strings.Fields(out), " "), "can be written by others") {
					t.Errorf("%q ends with %d: %s", args, code, out)
				}
			}
			if err := os.Chmod(dir, 0o700); err != nil {
				t.Fatal(err)
			}
			if code, out := try(t, w, "submit", "--dry-run", "quote.json"); code != 0 {
				t.Errorf("ends with %d: %s", code, out)
			}
		})
	}
}
