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
		c, err := parseConfig("team.yaml", []byte(test.content), configKeys)
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

// TestSignersAddUp looks for the rules about money from the quote's folder up to the root, wherever one stands.
func TestSignersAddUp(t *testing.T) {
	top, elsewhere := t.TempDir(), t.TempDir()
	for _, dir := range []string{"team/deep/er", "team/repo/.git", "team/copy/in", "team/free", "other"} {
		if err := os.MkdirAll(filepath.Join(top, dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range map[string]string{
		"team/.ftplan.yaml":      "approval:\n  signers: [x]\n",
		"team/deep/.ftplan.yaml": "lint:\n  strict: true\n",
		"team/free/.ftplan.yaml": "approval:\n  signers: []\n",
		"team/copy/.git":         "gitdir: elsewhere\n",
		"team/copy/.ftplan.yaml": "approval:\n  signers: [y]\n",
	} {
		if err := os.WriteFile(filepath.Join(top, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(filepath.Join(top, "team", "deep"), filepath.Join(elsewhere, "link")); err != nil {
		t.Skip("no symbolic links here")
	}
	for _, tt := range []struct {
		stand, quote string
		want         []string
	}{
		{"team", "quote.json", []string{"x"}},
		{"other", "../team/quote.json", []string{"x"}},
		{"team/deep", "quote.json", []string{"x"}},
		{"team/deep/er", "quote.json", []string{"x"}},
		{"team/repo", "quote.json", []string{"x"}},
		{"team/copy/in", "quote.json", []string{"y", "x"}},
		{"team/free", "quote.json", []string{"x"}},
		{"other", "quote.json", nil},
		{"other", filepath.Join(elsewhere, "link", "quote.json"), []string{"x"}},
	} {
		t.Chdir(filepath.Join(top, tt.stand))
		teams, err := teamsOf(tt.quote)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, team := range teams {
			got = append(got, team.signers...)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s from %s: got %q, want %q", tt.quote, tt.stand, got, tt.want)
		}
	}
}

// TestALinkedConfigIsRefused says nothing of what the link leads to.
func TestALinkedConfigIsRefused(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("secret", []byte("the-password: 12345\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("secret", configName); err != nil {
		t.Skip("no symbolic links here")
	}
	_, err := teamsOf("quote.json")
	if err == nil || !strings.Contains(err.Error(), "is a symbolic link") || strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "password") {
		t.Errorf("got %v, want the link alone to be refused", err)
	}
	if code := exitCode(err); code != exitRefused {
		t.Errorf("got the exit code %d, want %d", code, exitRefused)
	}
}
