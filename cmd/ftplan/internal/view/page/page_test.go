package page

import (
	"bytes"
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/catalog"
)

// pageOf is the page about a file with the given text, judged and priced as for the default model.
func pageOf(t *testing.T, name, text string, showText bool) string {
	t.Helper()
	c, today := catalog.Builtin(), day(t, "2026-11-22")
	s := plan.Settings{Model: "gpt-4o-mini", AllowErrors: true, Program: "ftplan test"}
	pass, err := plan.NewPass(c, s)
	if err != nil {
		t.Fatal(err)
	}
	pass.Name, pass.Jobs, pass.Keep, pass.Again, pass.Hash = name, 2, 100, strings.NewReader(text), true
	pass.Lint.ShowText = showText
	result, err := pass.Survey(context.Background(), strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	file := PageFile{File: name, Result: result, ShowText: showText, Unpriced: "nothing to price"}
	if result.Training[0].File.Examples > 0 {
		if file.Quote, err = plan.NewQuote(s, &result.Training[0], c, today.Time()); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := HTML(&b, Page{Program: "ftplan test", Today: today, Files: []PageFile{file}}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func day(t *testing.T, text string) catalog.Date {
	t.Helper()
	d, err := catalog.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// chatLine is a line of a chat file.
func chatLine(question, answer string) string {
	return fmt.Sprintf(`{"messages":[{"role":"user","content":%q},{"role":"assistant","content":%q}]}`+"\n", question, answer)
}

// hostile is text that would break out of a page, turn it around or vanish in it.
const hostile = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\u202e\u0007\u200b'\"&{{.}}"

func TestPageEscapes(t *testing.T) {
	line := `{"messages":[{"role":"` + strings.ReplaceAll(strings.ReplaceAll(hostile, `"`, `\"`), "\u0007", `\u0007`) +
		`","content":"x"},{"role":"assistant","content":"y","</td></table>` + "\u202e" + `":1}]}` + "\n"
	for _, showText := range []bool{false, true} {
		page := pageOf(t, hostile, line+chatLine("a", "b"), showText)
		if got := strings.Count(page, "<script>"); got != 1 {
			t.Errorf("show text %v: the page has %d scripts, want its own alone", showText, got)
		}
		for _, bad := range []string{"<img", "onerror=alert(1)>", "</td></table>\u202e", "\u202e", "\u0007", "\u200b"} {
			if strings.Contains(page, bad) {
				t.Errorf("show text %v: the page holds %q as it is", showText, bad)
			}
		}
		for _, want := range []string{`\u202e`, `&lt;script&gt;`} {
			if !strings.Contains(page, want) {
				t.Errorf("show text %v: the page does not say %q", showText, want)
			}
		}
	}
}

// TestPageHoldsNoText looks for the text of the examples, which stays out unless it was asked for.
func TestPageHoldsNoText(t *testing.T) {
	text := chatLine("the SECRETWORD is here", "an answer") + `{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"SECRETWORD","weight":7}]}` + "\n"
	if page := pageOf(t, "a.jsonl", text, false); strings.Contains(page, "SECRETWORD") {
		t.Error("the page quotes the examples without being asked")
	}
	if page := pageOf(t, "a.jsonl", text, true); !strings.Contains(page, "SECRETWORD") {
		t.Error("the page does not quote the examples when asked")
	}
}

var (
	element = regexp.MustCompile(`(?s)<(style|script)>(.*?)</(?:style|script)>`)
	loads   = regexp.MustCompile(`(?i)\s(src|srcset|href|action|poster|data)\s*=\s*"[^"#]|url\(\s*[^#)]|@import|\sstyle=|\son\w+=`)
)

// TestPageAllowsOnlyItself compares the page's policy with what the page holds, and looks for anything that would be fetched.
func TestPageAllowsOnlyItself(t *testing.T) {
	page := pageOf(t, "a.jsonl", chatLine("a", "b"), false)
	found := element.FindAllStringSubmatch(page, -1)
	if len(found) != 2 {
		t.Fatalf("got %d elements of style and script, want 2", len(found))
	}
	policy := strings.ReplaceAll(page[strings.Index(page, "Content-Security-Policy"):], "&#43;", "+")
	for _, f := range found {
		if want := f[1] + "-src &#39;" + sourceHash(f[2]) + "&#39;"; !strings.Contains(policy[:400], want) {
			t.Errorf("the policy does not allow the page's %s: want %s", f[1], want)
		}
	}
	if got := loads.FindString(page); got != "" {
		t.Errorf("the page holds %q", got)
	}
}

func TestPageIsTheSameAgain(t *testing.T) {
	text := strings.Repeat(chatLine("a", "b"), 3) + `{"messages":[{"role":"usr","content":1,"x":2}],"y":null}` + "\n"
	first := pageOf(t, "a.jsonl", text, true)
	for range 5 {
		if again := pageOf(t, "a.jsonl", text, true); again != first {
			t.Fatal("the same file gives another page")
		}
	}
}

// TestPageStaysSmall is about a file that breaks many rules on every line, with names that grow when they are escaped.
func TestPageStaysSmall(t *testing.T) {
	name := strings.Repeat("<\u202e", 20)
	var b strings.Builder
	for i := range 4_000 {
		fmt.Fprintf(&b, `{"messages":[{"role":%q,%q:1,"content":null,"name":7},{"role":"assistant","content":"%d","weight":9,"tool_calls":{}}],%q:%d}`+"\n",
			name, name, i, name, i)
	}
	page := pageOf(t, "a.jsonl", b.String(), true)
	if len(page) > 5_000_000 {
		t.Errorf("the page has %d bytes, want at most 5 MB", len(page))
	}
	if !strings.Contains(page, "findings are listed here; <code>ftplan lint a.jsonl --limit 0</code> lists all.") {
		t.Error("the page does not say that it leaves findings out")
	}
}

func TestPageOfNothing(t *testing.T) {
	for _, text := range []string{"", "\n\n", "PK\x03\x04 an archive", "[1, 2"} {
		page := pageOf(t, "a.jsonl", text, true)
		if !strings.Contains(page, "The service would refuse the file") || !strings.Contains(page, "There is no price: nothing to price") {
			t.Errorf("%q: the page gives no verdict", text)
		}
	}
}

// TestPageOverview is what a page about several files begins with.
func TestPageOverview(t *testing.T) {
	look := func(text string) *plan.Result {
		pass, err := plan.NewPass(catalog.Builtin(), plan.Settings{Model: "gpt-4o-mini"})
		if err != nil {
			t.Fatal(err)
		}
		pass.Jobs = 1
		result, err := pass.Survey(t.Context(), strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		return result
	}
	files := []PageFile{
		{File: "good.jsonl", Result: look(strings.Repeat(chatLine("a", "b"), 1) + chatLine("c", "d"))},
		{File: "bad.jsonl", Result: look("{\n")},
	}
	var b bytes.Buffer
	if err := HTML(&b, Page{Program: "ftplan test", Today: day(t, "2026-11-22"), Files: files}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"<h1>2 training files</h1>", `<a href="#f1">good.jsonl</a>`, `<a href="#f2">bad.jsonl</a>`, `id="f2-t-FT`} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the page does not hold %s", want)
		}
	}
}
