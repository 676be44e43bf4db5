package main

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"github.com/ftplan/ftplan/cmd/ftplan/internal/view/findings"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// hostile returns texts that break a terminal, a log, a markup or a reader's eyes where they are printed as they are.
func hostile() []string {
	var runes []rune
	for _, span := range [][2]rune{{0, 0x1f}, {0x7f, 0x9f}, {0x200b, 0x200f}, {0x2028, 0x202f}, {0x2060, 0x206f}, {0xfe00, 0xfe07},
		{0xfff9, 0xfffb}, {0xe0020, 0xe0028}} {
		for r := span[0]; r <= span[1]; r++ {
			runes = append(runes, r)
		}
	}
	runes = append(runes, 0xad, 0x061c, 0x180e, 0xfeff, 0xfffd, 0xfffe, 0xffff, 0x1fffe, 0x10ffff, 0xa0, 0x3000, 0x0301)
	var texts []string
	for _, r := range runes {
		texts = append(texts, string(r), "user"+string(r), string(r)+"[2J\x1b]0;title\x07", strings.Repeat(string(r), 5000))
	}
	return append(texts, "\x1b[31mred\x1b[0m", "\x1b]8;;http://example.com\x1b\\link\x1b]8;;\x1b\\", "::error::x", "a\n::error::x", "a\r::stop-commands::y",
		"%0A::error::x", "##[error]x", "##vso[task.complete]", "]]><!--", "<script>alert(1)</script>", "&amp;&#0;", `\u001b[2J`, `"'`+"`", "${HOME}$(id)",
		"a,b:c=d", "../../etc/passwd", strings.Repeat("é", 4000), strings.Repeat("\U0001F468\u200d", 3000), "\u202euser\u202c", "e"+strings.Repeat("\u0301", 500))
}

// hostileFile writes a file that has each text for a role, and is fine besides.
func hostileFile(t *testing.T, texts []string) string {
	t.Helper()
	var b bytes.Buffer
	for i, text := range texts {
		role, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, `{"messages":[{"role":"user","content":"Question %d"},{"role":%s,"content":"x"},{"role":"assistant","content":"Answer %d"}]}`+"\n", i, role, i)
	}
	name := filepath.Join(t.TempDir(), "a\x1b[2J\u202e::error::,b%.jsonl")
	if err := os.WriteFile(name, b.Bytes(), 0o644); err != nil {
		t.Skip("the file system takes no such name: ", err)
	}
	return name
}

// printed runs a command in a world without a terminal and returns what it prints to both streams.
func printed(t *testing.T, want int, args ...string) (out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	w := world{in: strings.NewReader(""), out: &o, err: &e, getenv: func(string) string { return "" }, now: testClock}
	if got := run(t.Context(), w, args); got != want {
		t.Fatalf("ftplan %q ends with %d, want %d: %.500s", args, got, want, e.String())
	}
	return o.String(), e.String()
}

func TestHostileRolesAreFoundAndTamed(t *testing.T) {
	texts := hostile()
	if len(texts) < 515 {
		t.Fatalf("%d texts are too few", len(texts))
	}
	file := hostileFile(t, texts)
	t.Chdir(filepath.Dir(file))
	for _, format := range findings.LintFormats() {
		t.Run(format, func(t *testing.T) {
			out, errs := printed(t, exitFindings, "lint", "--format", format, "--limit", "0", "--show-text", filepath.Base(file))
			tamed(t, out+errs)
			if got := strings.Count(out, marks[format]); got != len(texts) {
				t.Errorf("%d findings, want %d", got, len(texts))
			}
			if wanted := fmt.Sprintf(`"error": %d,`, len(texts)); format == "json" && !strings.Contains(out, wanted) {
				t.Errorf("the JSON does not count %s", wanted)
			}
			parses(t, format, out)
		})
	}
}

// marks are what each finding about a role has once in each format.
var marks = map[string]string{
	"text":   "[FT403 unknown-role]",
	"json":   "\"code\": \"FT403\",\n      \"name\": \"unknown-role\",\n      \"severity\": \"error\",\n      \"line\"",
	"jsonl":  `"code":"FT403"`,
	"sarif":  `"ruleId": "FT403"`,
	"github": "title=FT403 unknown-role::",
	"junit":  `<testcase name="FT403 unknown-role at line `,
}

// tamed fails where a line is longer than 4 KiB or holds a character that is not plainly printable.
func tamed(t *testing.T, text string) {
	t.Helper()
	if !utf8.ValidString(text) {
		t.Error("the output is not UTF-8")
	}
	number := 0
	for line := range strings.Lines(text) {
		number++
		if len(line) >= 4096 {
			t.Errorf("line %d is %d bytes long", number, len(line))
		}
		for _, r := range strings.TrimSuffix(line, "\n") {
			if !unicode.IsPrint(r) {
				t.Errorf("line %d holds %U: %.200q", number, r, line)
				return
			}
		}
	}
}

// parses fails where a format's readers would stumble or see a command that the data wrote.
func parses(t *testing.T, format, text string) {
	t.Helper()
	switch format {
	case "json", "jsonl", "sarif":
		d := json.NewDecoder(strings.NewReader(text))
		for d.More() {
			if err := d.Decode(new(any)); err != nil {
				t.Fatal(err)
			}
		}
	case "junit":
		d := xml.NewDecoder(strings.NewReader(text))
		for {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatal(err)
			}
		}
	case "github":
		for line := range strings.Lines(text) {
			if strings.Count(line, "::") != 2 || !strings.HasPrefix(line, "::") {
				t.Errorf("another command in %.300q", line)
			}
		}
	case "text":
		for line := range strings.Lines(text) {
			if strings.HasPrefix(strings.TrimSpace(line), "::") || strings.Contains(line, "##[") {
				t.Errorf("a command of a CI runner in %.300q", line)
			}
		}
	}
}

func TestFixAndConvertTameWhatTheyPrint(t *testing.T) {
	texts := hostile()
	file := hostileFile(t, texts)
	t.Chdir(filepath.Dir(file))
	base := filepath.Base(file)
	out, errs := printed(t, exitFindings, "fix", "--diff", "--unsafe-fixes", base)
	tamed(t, out+errs)
	out, errs = printed(t, exitFindings, "fix", base, "-o", "out\x1b.jsonl", "--rejects", "rejects.jsonl")
	tamed(t, out+errs)
	out, errs = printed(t, exitFindings, "convert", base, "-o", "converted\u202e.jsonl")
	tamed(t, out+errs)
	rejects, err := os.ReadFile("rejects.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	if got := bytes.Count(rejects, []byte("\n")); got == 0 || got > len(texts) {
		t.Errorf("%d rejects of %d lines", got, len(texts))
	}
}

func TestARuleExplainsItselfPrintably(t *testing.T) {
	out, _ := printed(t, exitOK, "rules")
	tamed(t, out)
	for line := range strings.Lines(out) {
		code, _, _ := strings.Cut(line, " ")
		if len(code) != len("FT101") || !strings.HasPrefix(code, "FT") {
			continue
		}
		page, _ := printed(t, exitOK, "rules", code)
		tamed(t, page)
		for _, part := range []string{code + " ", "\nBad\n", "\nGood\n", "\nCure\n", "\nnext: "} {
			if !strings.Contains(page, part) {
				t.Errorf("the page of %s has no %q", code, part)
			}
		}
	}
}
