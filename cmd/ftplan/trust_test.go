package main

import (
	"bytes"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/plan/document"
)

// A trap is an address that notes whether anybody comes to it.
type trap struct {
	url   string
	comes atomic.Int64
}

func newTrap(t *testing.T) *trap {
	t.Helper()
	tr := &trap{}
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			tr.comes.Add(1)
		}
	}
	server.Start()
	t.Cleanup(server.Close)
	tr.url = server.URL + "/v1"
	return tr
}

// try runs a command in a world without a terminal and returns its exit code and what it prints.
func try(t *testing.T, w world, args ...string) (int, string) {
	t.Helper()
	var out bytes.Buffer
	w.in, w.out, w.err, w.person = strings.NewReader(""), &out, &out, false
	code := run(t.Context(), w, args)
	return code, out.String()
}

// withKeys is a world of another user, whose environment holds a key for every provider.
func withKeys(w world, state string) world {
	w.getenv = func(name string) string {
		switch {
		case strings.HasSuffix(name, "_API_KEY"):
			return testKey
		case name == "XDG_STATE_HOME":
			return state
		}
		return ""
	}
	return w
}

// TestAStrangersFolderGetsNoKey submits what came from elsewhere: nobody comes to the address that it names.
func TestAStrangersFolderGetsNoKey(t *testing.T) {
	w, _ := quoted(t, strings.NewReader(""))
	away := newTrap(t)
	for _, provider := range []string{"openai", "nebius"} {
		words := []string{"quote", "support.jsonl", "--epochs", "1", "--provider", provider, "--base-url", away.url, "-o", "quote.json", "--force"}
		if provider == "nebius" {
			words = append(words, "--model", "gpt-oss-20b")
		}
		if code, out := try(t, w, words...); code != 0 {
			t.Fatalf("%s: %s", provider, out)
		}
		code, out := try(t, w, "approve", "quote.json", "--limit", "9", "--by", "Eve", "--force")
		if code != 0 || !strings.Contains(out, "is NOT an address of ") {
			t.Fatalf("%s: the address is not marked: %d %s", provider, code, out)
		}
		for _, args := range [][]string{
			{"submit", "quote.json"}, {"submit", "quote.json", "--unsigned"}, {"submit", "quote.json", "--dry-run"}, {"resume", "quote.json"},
			{"submit", "quote.json", "--unsigned", "--base-url", away.url}, {"submit", "quote.json", "--base-url", "https://api.openai.com/v1"},
			{"verify", "quote.json"}, {"submit", "quote.json", "--watch"},
		} {
			if code, out := try(t, withKeys(w, t.TempDir()), args...); code != exitRefused {
				t.Errorf("%s %q: got the exit code %d, want %d: %s", provider, args, code, exitRefused, out)
			}
		}
	}
	if n := away.comes.Load(); n != 0 {
		t.Errorf("%d connections reached the address", n)
	}
	// Who approved it here, seeing the address, sends the key there.
	if code, out := try(t, func() world { x := withKeys(w, w.getenv("XDG_STATE_HOME")); return x }(), "submit", "quote.json"); away.comes.Load() == 0 || !strings.Contains(out, "NOT an address") {
		t.Errorf("the approval given here does not count: %d %s", code, out)
	}
}

// TestUnsignedIsForTheProvidersOwnAddress takes an unsigned approval at the word of who submits, and not silently.
func TestUnsignedIsForTheProvidersOwnAddress(t *testing.T) {
	w, _ := quoted(t, strings.NewReader(""))
	if code, out := try(t, w, "approve", "quote.json", "--limit", "9", "--by", "Eve"); code != 0 {
		t.Fatal(out)
	}
	other := withKeys(w, t.TempDir())
	code, out := try(t, other, "submit", "quote.json", "--dry-run")
	if code != exitRefused || !strings.Contains(out, "was not given on this machine") || !strings.Contains(out, "--unsigned") {
		t.Errorf("got %d %s", code, out)
	}
	if code, out := try(t, other, "submit", "quote.json", "--dry-run", "--unsigned"); code != 0 {
		t.Errorf("got %d %s", code, out)
	}
	// A dry run needs no key.
	nokey := w
	if code, out := try(t, nokey, "submit", "quote.json", "--dry-run"); code != 0 || !strings.Contains(out, "POST") {
		t.Errorf("without a key: got %d %s", code, out)
	}
}

// TestADryRunEndsAsTheLaunchWould asks the guards that need no network.
func TestADryRunEndsAsTheLaunchWould(t *testing.T) {
	w, _ := quoted(t, strings.NewReader(""))
	if code, out := try(t, w, "approve", "quote.json", "--limit", "9", "--by", "Ada"); code != 0 {
		t.Fatal(out)
	}
	data, err := os.ReadFile("support.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	expect := func(what string, args ...string) {
		t.Helper()
		if code, out := try(t, w, append([]string{"submit", "--dry-run", "quote.json"}, args...)...); code != exitRefused {
			t.Errorf("%s: got the exit code %d, want %d: %s", what, code, exitRefused, out)
		}
	}
	expect("expired", "--today", "2026-11-26")
	expect("before it was made", "--today", "2026-11-21")
	if err := os.WriteFile("support.jsonl", bytes.Replace(data, []byte("q"), []byte("Q"), 1), 0o644); err != nil {
		t.Fatal(err)
	}
	expect("changed data")
	os.Remove("support.jsonl")
	expect("missing data")
	if err := os.WriteFile("support.jsonl", data, 0o644); err != nil {
		t.Fatal(err)
	}
	if code, out := try(t, w, "submit", "--dry-run", "quote.json"); code != 0 {
		t.Errorf("got %d %s", code, out)
	}
	if code, out := try(t, w, "quote", "support.jsonl", "--epochs", "2", "-o", "quote.json", "--force"); code != 0 {
		t.Fatal(out)
	}
	expect("the approval of another quote")
}

// TestForgedMembersLaunchNothing changes and removes members of a quote and of its approval, makes the digests fit, and asks
// every command that pays or leads to paying. FORGE=all tries every member.
func TestForgedMembersLaunchNothing(t *testing.T) {
	w, _ := quoted(t, strings.NewReader(""))
	away := newTrap(t)
	if code, out := try(t, w, "quote", "support.jsonl", "--epochs", "2", "--suffix", "mine", "--base-url", away.url, "-o", "quote.json", "--force"); code != 0 {
		t.Fatal(out)
	}
	if code, out := try(t, w, "approve", "quote.json", "--limit", "9", "--by", "Ada"); code != 0 {
		t.Fatal(out)
	}
	keyed := withKeys(w, w.getenv("XDG_STATE_HOME"))
	for _, name := range []string{"quote.json", "quote.approval.json"} {
		good, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		list := document.Compare(good, nil)
		step := 1
		if os.Getenv("FORGE") != "all" && name == "quote.json" {
			step = len(list)/12 + 1
		}
		for i := 0; i < len(list); i += step {
			d := list[i]
			if d.Member == "digest" {
				continue
			}
			forged, ok := forge(t, good, d)
			if !ok {
				continue
			}
			if err := os.WriteFile(name, forged, 0o644); err != nil {
				t.Fatal(err)
			}
			commands := [][]string{{"verify", "quote.json"}, {"submit", "--dry-run", "quote.json"}, {"submit", "quote.json"}}
			if name == "quote.json" {
				commands = append(commands, []string{"approve", "--force", "--limit", "9", "quote.json"})
			}
			for _, args := range commands {
				kept, _ := os.ReadFile("quote.approval.json")
				code, out := try(t, keyed, args...)
				if !names(out, d.Member) {
					t.Errorf("%s of %s as %s: %q does not name the member:\n%s", d.Member, name, d.New, args, out)
				}
				if code != exitRefused {
					t.Errorf("%s of %s as %s: %q ends with %d, want %d:\n%s", d.Member, name, d.New, args, code, exitRefused, out)
				}
				if err := os.WriteFile("quote.approval.json", kept, 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := os.WriteFile(name, good, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if n := away.comes.Load(); n != 0 {
		t.Errorf("%d connections reached the service", n)
	}
}

// forge gives a leaf another value of its kind and makes the digest fit.
func forge(t *testing.T, good []byte, d document.Difference) ([]byte, bool) {
	t.Helper()
	text := string(good)
	other := ""
	switch {
	case strings.HasPrefix(d.Old, `"`) && len(d.Old) > 2:
		other = d.Old[:1] + "1" + d.Old[1:]
	case d.Old == "0":
		other = "1"
	case d.Old == "true":
		other = "false"
	case d.Old == "false":
		other = "true"
	case strings.Trim(d.Old, "0123456789") == "":
		other = d.Old + "1"
	default:
		return nil, false
	}
	at := placeOf(good, d)
	if at < 0 {
		return nil, false
	}
	body := text[:at] + other + text[at+len(d.Old):]
	body = body[:strings.LastIndex(body, ",\n  \"digest\": ")]
	return []byte(body + ",\n  \"digest\": \"sha256:" + document.Digest([]byte(body+"\n}\n")) + "\"\n}\n"), true
}

// TestNamesThatLookEmpty approve nothing.
func TestNamesThatLookEmpty(t *testing.T) {
	q, err := plan.NewQuote(plan.Settings{Model: "gpt-4o-mini"}, &plan.Survey{
		File: plan.FileRef{Name: "a", SHA256: strings.Repeat("a", 64), Size: 1, Examples: 10, Tokens: 10}, Format: "chat", Encoding: "o200k_base",
		Basis: "exact", Tokens: plan.TokenCounts{Billed: 10},
	}, catalog.Builtin(), testClock())
	if err != nil {
		t.Fatal(err)
	}
	for _, by := range []string{"\u3164", "\u2800", "\u115f", "\u1160\u3164", "-", "Ada\u3164", "\u200b", "\ufe0f", "a\u2800"} {
		if _, err := plan.Approve(q, *q.Total.High, by, testClock()); err == nil {
			t.Errorf("%q approves", by)
		}
	}
	for _, by := range []string{"Ada", "李", "O'Neill 2"} {
		if _, err := plan.Approve(q, *q.Total.High, by, testClock()); err != nil {
			t.Errorf("%q: %v", by, err)
		}
	}
}

// placeOf is where the value of a member begins, -1 where it is written in another form. Members come in their order.
func placeOf(good []byte, d document.Difference) int {
	end := 0
	for _, l := range document.Compare(good, nil) {
		needle := l.Old
		if name := l.Member[strings.LastIndexByte(l.Member, '/')+1:]; strings.Trim(name, "0123456789") != "" {
			needle = `"` + name + `": ` + l.Old
		}
		at := bytes.Index(good[end:], []byte(needle))
		if at >= 0 {
			end += at + len(needle)
		}
		if l.Member == d.Member {
			if at < 0 {
				return -1
			}
			return end - len(l.Old)
		}
	}
	return -1
}

// names reports whether a refusal names what was changed: a member by its path, what a choice changes, or the part in words.
func names(out, member string) bool {
	said := strings.Join(strings.Fields(out), " ")
	words := []string{member}
	switch {
	case strings.HasPrefix(member, "choices/"):
		words = append(words, "it differs in ", "cannot be made again: ", "is missing", "the price sheet 1openai ")
	case strings.HasPrefix(member, "total/"), strings.HasPrefix(member, "items/"):
		words = append(words, "its total is not the sum of its items")
	case member == "files/0/size":
		words = append(words, " bytes, the quote is for ")
	default:
		words = append(words, " "+member[strings.LastIndexByte(member, '/')+1:]+" ")
	}
	return slices.ContainsFunc(words, func(word string) bool { return strings.Contains(said, word) })
}
