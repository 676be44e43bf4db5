package main

import (
<<<<<<< HEAD
	"os"
	"path/filepath"
=======
	"errors"
	"fmt"
>>>>>>> cli3
	"strings"
	"testing"
)

<<<<<<< HEAD
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
=======
func TestConfigSaysWhatATeamChose(t *testing.T) {
	got, err := parseConfig("c", []byte("lint:\n  allow: FT304\n  only: [FT3, no-answer]\n  strict: true\n  limit: 0\n  model: gpt-4o\n  provider: azure\n  method: dpo\n  baseline: known.json\n"))
	if err != nil {
		t.Fatal(err)
	}
	text := fmt.Sprintln(got.allow, got.only, *got.strict, *got.limit, got.model, got.provider, got.method, got.baseline)
	if want := "[FT304] [FT3 no-answer] true 0 gpt-4o azure dpo known.json\n"; text != want {
		t.Errorf("got %s, want %s", text, want)
	}
	for _, empty := range []string{"", "\n", "# nothing\n", "lint:\n", "lint: {}\n"} {
		if c, err := parseConfig("c", []byte(empty)); err != nil || c.allow != nil || c.strict != nil {
			t.Errorf("%q: %+v, %v", empty, c, err)
>>>>>>> cli3
		}
	}
}

<<<<<<< HEAD
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
=======
func TestConfigIsReadStrictly(t *testing.T) {
	for _, test := range []struct{ text, want, hint string }{
		{"lint:\n  alow: FT3\n", `c:2: unknown key "alow"`, "did you mean allow?"},
		{"lnt:\n", `c:1: unknown key "lnt"`, "did you mean lint?"},
		{"strict: true\n", `c:1: unknown key "strict"`, "write it below lint:"},
		{"\nquote: {}\n", `c:2: unknown key "quote"`, "known are lint"},
		{"lint:\n  strict: 1\n", "c:2: true or false is wanted here", ""},
		{"lint:\n  strict: \"true\"\n", "c:2: true or false is wanted here", ""},
		{"lint:\n  limit: -1\n", "c:2: a number of findings is wanted here, 0 for all", ""},
		{"lint:\n  limit: 99999999999999999999\n", "c:2: a number of findings is wanted here, 0 for all", ""},
		{"lint:\n  limit:\n", "c:2: a number of findings is wanted here, 0 for all", ""},
		{"lint:\n  model:\n    - gpt-4o\n", "c:3: a word is wanted here", ""},
		{"lint:\n  allow:\n  - [FT3]\n", "c:3: codes or names of rules are wanted here", ""},
		{"lint:\n  allow:\n  - FT3\n  - missing-rol\n", `c:4: no rule is called "missing-rol"`, "did you mean missing-role? ftplan rules lists the codes and names"},
		{"lint:\n  model: a\n  model: b\n", "c:3: the key model is there twice", ""},
		{"lint: FT3\n", "c:1: keys and values are wanted here: allow, baseline, limit, method, model, only, provider, strict", ""},
		{"- lint\n", "c:1: keys and values are wanted here: lint", ""},
		{"lint: [\n", "c: line 1: did not find expected node content", ""},
		{"lint: &a\n  allow: *a\n", "c:2: codes or names of rules are wanted here", ""},
	} {
		_, err := parseConfig("c", []byte(test.text))
		if err == nil {
			t.Errorf("%q is taken", test.text)
			continue
		}
		if got, hint := err.Error(), hintOf(err); got != test.want || hint != test.hint {
			t.Errorf("%q:\ngot  %s (%s)\nwant %s (%s)", test.text, got, hint, test.want, test.hint)
		}
		if exitCode(err) != exitUsage {
			t.Errorf("%q ends with %d", test.text, exitCode(err))
		}
	}
}

func FuzzParseConfig(f *testing.F) {
	f.Add("lint:\n  allow: [FT3]\n  strict: true\n")
	f.Add("lint: &a {b: *a}\n")
	f.Fuzz(func(t *testing.T, text string) {
		_, err := parseConfig("c", []byte(text))
		if wrong := new(usageError); err != nil && !errors.As(err, wrong) {
			t.Errorf("an error of another kind: %v", err)
		}
		if err != nil && !strings.HasPrefix(err.Error(), "c:") {
			t.Errorf("%v does not name the file", err)
>>>>>>> cli3
		}
	})
}
