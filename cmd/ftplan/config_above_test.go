package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestConfigOfSigners(t *testing.T) {
	for _, test := range []struct {
		name, content string
		signers       []string
		wrong         string // part of the error
	}{
		{"two people", "approval:\n  signers:\n    - ssh-ed25519 AAAA grace\n    - ssh-ed25519 BBBB lin\n", []string{"ssh-ed25519 AAAA grace", "ssh-ed25519 BBBB lin"}, ""},
		{"beside lint's", "lint:\n  strict: true\napproval:\n  signers: [a]\n", []string{"a"}, ""},
		{"unknown section", "aproval:\n  signers: []\n", nil, "unknown key \"aproval\""},
		{"unknown key", "approval:\n  signer: []\n", nil, "unknown key \"signer\""},
		{"in the wrong section", "lint:\n  signers: [a]\n", nil, "unknown key \"signers\""},
		{"named twice", "approval:\n  signers: [a]\n  signers: []\n", nil, "signers is there twice"},
		{"two documents", "approval:\n  signers: [a]\n---\napproval:\n  signers: []\n", nil, "one document is wanted"},
	} {
		c, err := parseConfig("team.yaml", []byte(test.content))
		switch {
		case test.wrong != "":
			if err == nil || !strings.Contains(err.Error(), test.wrong) {
				t.Errorf("%s: got %v, want an error about %s", test.name, err, test.wrong)
			}
		case err != nil || !slices.Equal(c.signers, test.signers):
			t.Errorf("%s: got %q and %v, want %q", test.name, c.signers, err, test.signers)
		}
	}
}

// TestConfigIsFoundAbove finds the team's file from folders below it, and does not leave the repository for it.
func TestConfigIsFoundAbove(t *testing.T) {
	top := t.TempDir()
	for _, dir := range []string{"team/deep/er", "other/.git", "other/in"} {
		if err := os.MkdirAll(filepath.Join(top, dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{configName, filepath.Join("team", configName)} {
		if err := os.WriteFile(filepath.Join(top, name), []byte("approval:\n  signers: [x]\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for dir, found := range map[string]bool{"team": true, "team/deep/er": true, "other": false, "other/in": false} {
		t.Chdir(filepath.Join(top, dir))
		c, err := configAbove()
		if err != nil || (len(c.signers) > 0) != found {
			t.Errorf("%s: got %d signers and %v, want found to be %v", dir, len(c.signers), err, found)
		}
	}
}
