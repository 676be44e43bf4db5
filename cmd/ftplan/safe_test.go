package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
)

func TestSafeWriterEscapes(t *testing.T) {
	const colour, progress = "\x1b[1;31mred\x1b[0m", "\r\x1b[K50 %"
	for _, test := range []struct {
		runner, codes bool
		text, want    string
	}{
		{false, false, "plain é 日本\tx\n", "plain é 日本\tx\n"},
		{false, false, colour, `\u001b[1;31mred\u001b[0m`},
		{false, true, colour + progress, colour + progress},
		{false, true, "\x1b[2J\x1b]0;x\a\rx", `\u001b[2J\u001b]0;x\u0007\u000dx`},
		{false, false, "\u202e\u0085\u200b\U000e0041\xff", `\u202e\u0085\u200b\udb40\udc41\xff`},
		{false, false, "::error::x\n##[error]x\n", "::error::x\n##[error]x\n"},
		{true, false, "::error::x\n  ::debug::\na::b\n", ":\\u003aerror::x\n  :\\u003adebug::\na::b\n"},
		{true, false, "##[error]x a##[group]\n##vso[task.complete]\n#[a] [b]", `##\u005berror]x a##\u005bgroup]` + "\n" + `##vso\u005btask.complete]` + "\n#[a] [b]"},
	} {
		env := func(name string) string { return map[string]string{"GITHUB_ACTIONS": fmt.Sprint(test.runner)}[name] }
		if !test.runner {
			env = func(string) string { return "" }
		}
		for size := 1; size <= len(test.text); size++ {
			var got bytes.Buffer
			p := newSafeWriter(&got, env, test.codes)
			for text := test.text; text != ""; {
				piece := text[:min(size, len(text))]
				if n, err := p.Write([]byte(piece)); n != len(piece) || err != nil {
					t.Fatalf("wrote %d of %d bytes: %v", n, len(piece), err)
				}
				text = text[len(piece):]
			}
			p.Flush()
			if got.String() != test.want {
				t.Errorf("%q in pieces of %d: got %q, want %q", test.text, size, got.String(), test.want)
			}
		}
	}
}

// obeyed are lines that a runner obeys.
var obeyed = regexp.MustCompile(`(?m)^\s*::|##\[|##vso\[`)

// Whatever a name, a key, a role or a server's answer holds, nothing that is printed moves a cursor or commands a runner.
func TestEveryCommandTamesWhatItPrints(t *testing.T) {
	const evil = "##[error]x ::warning::y ##vso[task.complete]\x1b[2J\u202e\r\n::error::z"
	name := strings.ReplaceAll(evil, "\n", " ") + ".jsonl"
	served := newHostileWorld(t)
	t.Chdir(t.TempDir())
	quoted, err := json.Marshal(evil)
	if err != nil {
		t.Fatal(err)
	}
	var lines strings.Builder
	for i := range 12 {
		fmt.Fprintf(&lines, `{"messages":[{"role":"user","content":"Question %d"},{"role":"assistant","content":%s}]}`+"\n", i, quoted)
	}
	good := lines.String()
	fmt.Fprintf(&lines, `{"messages":[{"role":%[1]s,"content":"x",%[1]s:1},{"role":"assistant","content":"x"}],%[1]s:%[1]s}`+"\n", quoted)
	if err := os.WriteFile(name, []byte(lines.String()), 0o600); err != nil {
		t.Skip("the file system takes no such name: ", err)
	}
	write(t, "good"+name, []byte(good))
	for _, args := range [][]string{
		{"lint", name}, {"lint", "--show-text", name}, {"lint", "--format", "json", name}, {"lint", "--format", "junit", name}, {"lint", "missing" + name},
		{"fix", "--diff", "--unsafe-fixes", name}, {"fix", name, "-o", "out" + name, "--rejects", "rejects" + name}, {"fix", name},
		{"convert", name, "-o", "converted" + name, "--columns", "user=" + evil}, {"convert", name, "--to", evil, "-o", "x"},
		{"tokens", name}, {"tokens", "--format", "json", name}, {"tokens", "--model", evil, name}, {"show", name, "--line", "13"}, {"show", name}, {"show", "missing" + name},
		{"diff", name, "good" + name}, {"diff", "--show-text", "good" + name, name}, {"split", name}, {"split", "good" + name},
		{"quote", name}, {"quote", "good" + name}, {"quote", "--suffix", evil, "good" + name}, {"quote", "good" + name, "-o", "q" + name}, {"quote", "--format", "markdown", "good" + name},
		{"approve", "q" + name, "--by", evil, "--limit", "5"}, {"verify", "q" + name}, {"verify", name}, {"submit", name}, {"submit", "q" + name}, {"resume", "q" + name},
		{"report", name, "-o", "page" + name}, {"rules", evil}, {"models", evil}, {"prices", evil}, {"estimate", evil}, {evil}, {"lint", "--" + evil, name}, {"lint", "--format", evil, name},
		{"lint", "--baseline", "missing" + name, name}, {"lint", "--write-baseline", "known" + name, name}, {"lint", "--today", evil, name}, {"lint", "-h"},
		{"jobs", "show", evil}, {"jobs", "list", "--base-url", evil}, {"jobs", "list", "--key-file", "missing" + name}, {"man", "pages" + name}, {"doctor"}, {"version"},
	} {
		for _, terminal := range []bool{false, true} {
			for _, runner := range []string{"", "true"} {
				w := served
				var out, errs bytes.Buffer
				w.in, w.out, w.err, w.terminal, w.width = strings.NewReader(""), &out, &errs, terminal, 100
				env := map[string]string{"GITHUB_ACTIONS": runner, "OPENAI_API_KEY": "sk-test-0123456789abcdef", "XDG_STATE_HOME": "state", "HTTPS_PROXY": evil}
				w.getenv = func(name string) string { return env[name] }
				run(t.Context(), w, args)
				said := out.String() + "\n" + errs.String()
				if terminal {
					said = regexp.MustCompile(`\x1b\[[0-9;]*m`).ReplaceAllString(said, "")
				}
				if i := strings.IndexFunc(said, func(r rune) bool { return r != '\n' && r != '\t' && !unicode.IsPrint(r) }); i >= 0 {
					t.Errorf("%q prints a control character: %.200q", args, said[max(i-50, 0):])
				}
				if place := obeyed.FindStringIndex(said); runner != "" && place != nil {
					t.Errorf("%q prints what a runner obeys: %.200q", args, said[max(place[0]-50, 0):])
				}
			}
		}
	}
	left, err := filepath.Glob("*")
	if err != nil || len(left) == 0 {
		t.Errorf("nothing was written: %v", err)
	}
}

// newHostileWorld is a world in which every connection ends at a server that answers with text that would move a cursor or
// command a runner.
func newHostileWorld(t *testing.T) world {
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("X-Request-Id", "##[error]id")
		w.WriteHeader(http.StatusForbidden)
		fmt.Fprint(w, `{"error":{"message":"##[error]no ::error::x \u001b[2J\n::error::y","type":"##[x]","code":"::error::"}}`)
	}))
	t.Cleanup(server.Close)
	dial := func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, server.Listener.Addr().String())
	}
	w := plainWorld()
	w.settings.Transport = &http.Transport{DialContext: dial, TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}
	return w
}
