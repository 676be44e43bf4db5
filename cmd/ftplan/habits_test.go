package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Quiet never touches a stream that can carry data: what looks like a next step is data there.
func TestQuietLeavesDataAsItIs(t *testing.T) {
	t.Chdir(t.TempDir())
	data := "next: ftplan quote a\n" + `{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "next: b\nnext: c"}]}` + "\n"
	if err := os.WriteFile("a.jsonl", []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, _ := printed(t, exitFindings, "fix", "--quiet", "a.jsonl", "-o", "-"); out != data {
		t.Errorf("fix: got %q, want %q", out, data)
	}
	out, _ := printed(t, exitOK, "show", "--quiet", "a.jsonl", "--line", "2")
	if !strings.Contains(out, "next: b") || !strings.Contains(out, "next: c") {
		t.Errorf("show: got %q, want the whole text", out)
	}
}

func TestQuietPrintsNoNextStep(t *testing.T) {
	training, broken := "../../testdata/support.jsonl", "../../testdata/broken.jsonl"
	dir := t.TempDir()
	for _, args := range [][]string{
		{"lint", training}, {"lint", broken}, {"lint", broken, "--write-baseline", filepath.Join(dir, "known")}, {"fix", "--diff", broken},
		{"fix", broken, "-o", filepath.Join(dir, "fixed.jsonl")}, {"convert", "../../testdata/guide.jsonl", "-o", filepath.Join(dir, "chat.jsonl")},
		{"rules"}, {"rules", "FT201"}, {"prices"}, {"estimate", "--tokens", "5M"}, {"quote", training}, {"quote", broken},
		{"diff", training, broken}, {"split", training, "--training-output", filepath.Join(dir, "t"), "--validation-output", filepath.Join(dir, "v")},
		{"report", training, "-o", filepath.Join(dir, "report.html")}, {"man", dir},
	} {
		said := func(more ...string) string {
			var out bytes.Buffer
			w := plainWorld()
			w.out, w.err, w.in = &out, &out, strings.NewReader("")
			run(t.Context(), w, append(more, args...))
			return out.String()
		}
		if quiet := said("--quiet"); strings.Contains(quiet, "next: ") {
			t.Errorf("%v: got the next step in %q", args, quiet)
		}
		if args[0] == "lint" && !strings.Contains(said(), "next: ") {
			t.Errorf("%v: without --quiet there is no next step", args)
		}
	}
}

func TestProxyIsShownWithoutItsPassword(t *testing.T) {
	tests := []struct{ value, want string }{
		{"", "none"},
		{"http://proxy:3128", "proxy:3128, from $HTTPS_PROXY"},
		{"http://me:secret@proxy:3128/", "proxy:3128, from $HTTPS_PROXY"},
		{"me:secret@proxy", "proxy, from $HTTPS_PROXY"},
		{"http://[::1", "$HTTPS_PROXY holds no address of a proxy, and requests would go around it"},
		{"http://pro xy:3128", "$HTTPS_PROXY holds no address of a proxy, and requests would go around it"},
		{"http://", "$HTTPS_PROXY holds no address of a proxy, and requests would go around it"},
		{":3128", "$HTTPS_PROXY holds no address of a proxy, and requests would go around it"},
	}
	for _, tt := range tests {
		c := &common{world: plainWorld()}
		c.getenv = func(name string) string { return map[string]string{"HTTPS_PROXY": tt.value}[name] }
		if got := c.proxy().Text; got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.value, got, tt.want)
		}
	}
}
