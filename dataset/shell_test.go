package dataset

import (
	"os/exec"
	"testing"
)

func TestShellFile(t *testing.T) {
	shells := []string{}
	for _, name := range []string{"bash", "zsh"} {
		if path, err := exec.LookPath(name); err == nil {
			shells = append(shells, path)
		}
	}
	for name, want := range map[string]string{
		"a-b_1.jsonl":      "a-b_1.jsonl",
		"-":                "-",
		"-dash.jsonl":      "./-dash.jsonl",
		"--force":          "./--force",
		"- b":              "'./- b'",
		"":                 "''",
		"=ls":              "'=ls'",
		"~a":               "'~a'",
		"a b":              "'a b'",
		"it's":             `'it'\''s'`,
		"$(rm) `x` !! \\n": "'$(rm) `x` !! \\n'",
		"é.jsonl":          "'é.jsonl'",
		"a\nb":             `$'a\nb'`,
		"-\t\r":            `$'./-\t\r'`,
		"\x1b[31m":         `$'\x1b[31m'`,
		"é\u202eb":         `$'é\xe2\x80\xaeb'`,
		"a\u00a0b":         `$'a\xc2\xa0b'`,
		"\xffa'\\\n":       `$'\xffa\'\\\n'`,
		"\ufffd":           "'\ufffd'",
		"##[error]":        `$'#\x23[error]'`,
	} {
		got := ShellFile(name)
		if got != want {
			t.Errorf("%q: got %s, want %s", name, got, want)
		}
		for _, shell := range shells {
			out, err := exec.Command(shell, "-c", "printf %s "+got).Output()
			if read := string(out); err != nil || read != name && read != "./"+name {
				t.Errorf("%s reads %s as %q, %v; want %q", shell, got, read, err, name)
			}
		}
	}
}
