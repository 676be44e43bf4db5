package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestConfig(t *testing.T) {
	tests := []struct {
		name, content string
		signers       int
		wrong         string // part of the error
	}{
		{"empty", "", 0, ""},
		{"a comment", "# nothing yet\n", 0, ""},
		{"two people", "approval:\n  signers:\n    - ssh-ed25519 AAAA grace\n    - ssh-ed25519 BBBB lin\n", 2, ""},
		{"unknown key", "aproval:\n  signers: []\n", 0, "aproval"},
		{"unknown key inside", "approval:\n  signer: []\n", 0, "signer"},
		{"named twice", "approval:\n  signers: [a]\n  signers: []\n", 0, "already defined"},
		{"not a list", "approval:\n  signers: grace\n", 0, "cannot unmarshal"},
		{"two documents", "approval:\n  signers: [a]\n---\napproval:\n  signers: []\n", 0, "more than one document"},
		{"no YAML", "approval: [", 0, "yaml"},
		{"too large", "# " + strings.Repeat("x", 1<<20), 0, "larger than 1 MiB"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			if err := os.WriteFile(configName, []byte(tt.content), 0o644); err != nil {
				t.Fatal(err)
			}
			c, err := readConfig()
			if tt.wrong != "" {
				if err == nil || !strings.Contains(err.Error(), tt.wrong) || !strings.Contains(err.Error(), configName) {
					t.Errorf("got %v, want an error about %q in %s", err, tt.wrong, configName)
				}
				return
			}
			if err != nil || len(c.Approval.Signers) != tt.signers {
				t.Errorf("got %d signers and %v, want %d", len(c.Approval.Signers), err, tt.signers)
			}
		})
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
		c, err := readConfig()
		if err != nil || (len(c.Approval.Signers) > 0) != found {
			t.Errorf("%s: got %d signers and %v, want found to be %v", dir, len(c.Approval.Signers), err, found)
		}
	}
}

// FuzzConfig holds the reader to an error for what it does not take, and to no more than that.
func FuzzConfig(f *testing.F) {
	f.Add([]byte("approval:\n  signers:\n    - ssh-ed25519 AAAA grace\n"))
	f.Add([]byte("&a [*a, *a]"))
	path := filepath.Join(f.TempDir(), configName)
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
		if c, err := parseConfig(path); err != nil && !strings.Contains(err.Error(), configName) {
			t.Errorf("the error does not name the file: %v (%d signers)", err, len(c.Approval.Signers))
		}
	})
}
