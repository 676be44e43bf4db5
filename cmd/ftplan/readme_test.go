package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write what the commands print into the README")

// shown is a command whose output the README shows.
var shown = regexp.MustCompile("(?s)<!-- output of: (ftplan [^\n]*) -->\n```text\n.*?```\n")

// TestREADME runs the commands whose output the README shows, and holds the README to it.
func TestREADME(t *testing.T) {
	t.Chdir("../..")
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := 0
	got := shown.ReplaceAllFunc(readme, func(block []byte) []byte {
		blocks++
		parts := shown.FindSubmatch(block)
		output := runQuietly(t, strings.Fields(string(parts[1]))[1:])
		return fmt.Appendf(nil, "<!-- output of: %s -->\n```text\n%s```\n", parts[1], output)
	})
	if blocks == 0 {
		t.Fatal("the README shows no output")
	}
	if *update {
		if err := os.WriteFile("README.md", got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(got, readme) {
		t.Errorf("the README shows something else than the commands print; go test ./cmd/ftplan -run README -update writes it anew")
	}
}

// runQuietly runs a command in a world without a terminal and returns what it prints.
func runQuietly(t *testing.T, args []string) string {
	t.Helper()
	var out, errs bytes.Buffer
	w := world{in: strings.NewReader(""), out: &out, err: &errs, getenv: func(string) string { return "" }, now: time.Now}
	if code := run(t.Context(), w, args); code != 0 {
		t.Fatalf("ftplan %s ends with %d: %s", strings.Join(args, " "), code, errs.String())
	}
	return out.String()
}
