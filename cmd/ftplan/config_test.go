package main

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestConfigSaysWhatATeamChose(t *testing.T) {
	got, err := parseConfig("c", []byte("lint:\n  allow: FT304\n  only: [FT3, no-answer]\n  strict: true\n  limit: 0\n  model: gpt-4o\n  provider: azure\n  method: dpo\n  baseline: known.txt\n"), configKeys)
	if err != nil {
		t.Fatal(err)
	}
	text := fmt.Sprintln(got.allow, got.only, *got.strict, *got.limit, got.model, got.provider, got.method, got.baseline)
	if want := "[FT304] [FT3 no-answer] true 0 gpt-4o azure dpo known.txt\n"; text != want {
		t.Errorf("got %s, want %s", text, want)
	}
	for _, empty := range []string{"", "\n", "# nothing\n", "lint:\n", "lint: {}\n"} {
		if c, err := parseConfig("c", []byte(empty), configKeys); err != nil || c.allow != nil || c.strict != nil {
			t.Errorf("%q: %+v, %v", empty, c, err)
		}
	}
}

func TestConfigIsReadStrictly(t *testing.T) {
	for _, test := range []struct{ text, want, hint string }{
		{"lint:\n  alow: FT3\n", `c:2: unknown key "alow"`, "did you mean allow?"},
		{"lnt:\n", `c:1: unknown key "lnt"`, "did you mean lint?"},
		{"strict: true\n", `c:1: unknown key "strict"`, "write it below lint:"},
		{"\nquote: {}\n", `c:2: unknown key "quote"`, "known are approval, lint"},
		{"lint:\n  strict: 1\n", "c:2: true or false is wanted here", ""},
		{"lint:\n  strict: \"true\"\n", "c:2: true or false is wanted here", ""},
		{"lint:\n  limit: -1\n", "c:2: a number of findings is wanted here, 0 for all", ""},
		{"lint:\n  limit: 99999999999999999999\n", "c:2: a number of findings is wanted here, 0 for all", ""},
		{"lint:\n  limit:\n", "c:2: a number of findings is wanted here, 0 for all", ""},
		{"lint:\n  model:\n    - gpt-4o\n", "c:3: a word is wanted here", ""},
		{"lint:\n  allow:\n  - [FT3]\n", "c:3: codes or names of rules are wanted here", ""},
		{"lint:\n  allow:\n  - FT3\n  - missing-rol\n", `c:4: there is no rule "missing-rol"; did you mean FT401 missing-role?`, ""},
		{"lint:\n  model: a\n  model: b\n", "c:3: the key model is there twice", ""},
		{"lint: FT3\n", "c:1: keys and values are wanted here: allow, baseline, limit, method, model, only, provider, strict", ""},
		{"- lint\n", "c:1: keys and values are wanted here: approval, lint", ""},
		{"lint: [\n", "c: line 1: did not find expected node content", ""},
		{"lint:\n  strict: true\n---\nlint:\n  strict: false\n", "c: one document is wanted, and there is more", "take out the line ---"},
		{"lint: &a\n  allow: *a\n", "c:2: codes or names of rules are wanted here", ""},
	} {
		_, err := parseConfig("c", []byte(test.text), configKeys)
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
		_, err := parseConfig("c", []byte(text), configKeys)
		if wrong := new(usageError); err != nil && !errors.As(err, wrong) {
			t.Errorf("an error of another kind: %v", err)
		}
		if err != nil && !strings.HasPrefix(err.Error(), "c:") {
			t.Errorf("%v does not name the file", err)
		}
	})
}
