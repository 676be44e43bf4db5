package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ftplan/ftplan/plan/document"
	"github.com/ftplan/ftplan/submit/service/openai/openaitest"
)

// ownSheet prices models that no built-in sheet of the provider does.
func ownSheet(t *testing.T, provider, name string, models ...string) {
	t.Helper()
	type price struct {
		Model    string `json:"model"`
		Training string `json:"training"`
		Unit     string `json:"training_unit,omitempty"`
	}
	var prices []price
	for _, model := range models {
		p := price{Model: model, Training: "2"}
		if model == "o4-mini" {
			p.Unit = "hour"
		}
		prices = append(prices, p)
	}
	text, err := json.Marshal(map[string]any{
		"version": 1, "sheet": name, "provider": provider, "currency": "USD", "checked": "2026-09-30", "source": "a contract", "confidence": "high", "prices": prices,
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name+".json", text, 0o644); err != nil {
		t.Fatal(err)
	}
}

// pictureCases are quotes of every method at the providers with a price, and what the sheets of the test price.
func pictureCases() [][]string {
	azure := []string{"--base-url", "https://mine.openai.azure.com/openai/v1"}
	with := func(more []string, args ...string) []string { return append(args, more...) }
	return [][]string{
		{"support.jsonl", "--model", "ft:gpt-4.1-2025-04-14:my-org:example:abc", "--suffix", "mine", "--seed", "7"},
		{"support.jsonl", "--set", "batch_size=8", "--validation", "validation.jsonl"},
		{"preference.jsonl", "--model", "gpt-4.1", "--allow-errors", "--set", "beta=0.2"},
		{"reinforcement.jsonl", "--model", "o4-mini", "--grader", "grader.json", "--hours", "2", "--allow-errors", "--prices", "openai-own.json"},
		{"support.jsonl", "--model", "gpt-oss-20b", "--provider", "nebius", "--epochs", "1"},
		with(azure, "support.jsonl", "--model", "gpt-4.1-nano", "--provider", "azure-global", "--suffix", "mine"),
		with(azure, "support.jsonl", "--model", "gpt-4.1-nano", "--provider", "azure"),
		with(azure, "support.jsonl", "--model", "gpt-4.1-nano", "--provider", "azure-developer", "--seed", "3"),
		with(azure, "preference.jsonl", "--model", "gpt-4.1", "--provider", "azure-global", "--allow-errors", "--prices", "azure-own.json"),
		with(azure, "reinforcement.jsonl", "--model", "o4-mini", "--provider", "azure-global", "--grader", "grader.json", "--hours", "2", "--allow-errors"),
	}
}

// TestEachMemberThatIsSentWasShown launches, and compares the body that arrives with the request that was approved, with
// the one that a dry run prints, and with the words about what stands in braces.
func TestEachMemberThatIsSentWasShown(t *testing.T) {
	for _, args := range pictureCases() {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			w := pictureWorld(t, args)
			if slices.Contains(args, "openai-own.json") { // OpenAI trained o4-mini until then
				w.now = func() time.Time { return time.Date(2026, 10, 1, 9, 0, 0, 0, time.UTC) }
			}
			do := func(args ...string) string {
				t.Helper()
				code, out := try(t, w.world, args...)
				if code != 0 {
					t.Fatalf("%q ends with %d: %s", args, code, out)
				}
				return out
			}
			do(append([]string{"quote", "-o", "quote.json"}, args...)...)
			more := sheetOf(args)
			picture := do(append(more, "approve", "quote.json", "--limit", "9999", "--by", "Ada")...)
			dry := do(append(more, "submit", "--dry-run", "quote.json")...)
			do(append(more, "submit", "quote.json")...)
			q, err := readQuote("quote.json")
			if err != nil {
				t.Fatal(err)
			}
			digest, err := q.Digest()
			if err != nil {
				t.Fatal(err)
			}
			shown := requestIn(t, picture)
			sent := created(t, w.fake)
			if !strings.Contains(strings.Join(strings.Fields(picture), " "), " of "+q.Trains()+" at ") {
				t.Errorf("the picture does not speak of %s:\n%s", q.Trains(), picture)
			}
			places := map[string]func(value string) bool{
				"{training_file}":   func(v string) bool { return strings.HasPrefix(v, "file-") },
				"{validation_file}": func(v string) bool { return strings.HasPrefix(v, "file-") },
				"{submission}":      func(v string) bool { return len(v) == 32 },
				"{quote}":           func(v string) bool { return "sha256:"+v == digest },
			}
			for _, d := range document.Compare([]byte(shown), sent) {
				fits := places[strings.Trim(d.Old, `"`)]
				if fits == nil || !fits(strings.Trim(d.New, `"`)) {
					t.Errorf("%s was shown as %q and sent as %q", d.Member, d.Old, d.New)
				}
			}
			for _, d := range document.Compare(bodyIn(t, dry), sent) {
				if d.Member != "training_file" && d.Member != "validation_file" {
					t.Errorf("%s stands in the dry run as %q and was sent as %q", d.Member, d.Old, d.New)
				}
			}
			if said := strings.Contains(picture, "the digest of this quote"); said != strings.Contains(shown, "{quote}") {
				t.Errorf("what {quote} stands for is said: %v\n%s", said, picture)
			}
		})
	}
}

// pictureWorld is a folder with the files of the cases and a service that knows their models.
func pictureWorld(t *testing.T, args []string) servedWorld {
	t.Helper()
	data := map[string]string{"support.jsonl": "support.jsonl", "validation.jsonl": "support-validation.jsonl", "preference.jsonl": "preference.jsonl", "reinforcement.jsonl": "reinforcement.jsonl"}
	content := map[string][]byte{"grader.json": []byte(`{"type": "string_check", "name": "same", "input": "{{sample.output_text}}", "reference": "yes", "operation": "eq"}`)}
	for name, from := range data {
		text, err := os.ReadFile(filepath.Join("..", "..", "testdata", from))
		if err != nil {
			t.Fatal(err)
		}
		content[name] = text
	}
	t.Chdir(t.TempDir())
	for name, text := range content {
		if err := os.WriteFile(name, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	ownSheet(t, "openai", "openai-own", "o4-mini")
	ownSheet(t, "azure", "azure-own", "gpt-4.1")
	options := openaitest.Options{}
	for _, id := range []string{"gpt-4o-mini-2024-07-18", "gpt-4.1-2025-04-14", "gpt-4.1-nano-2025-04-14", "o4-mini-2025-04-16", "unsloth/gpt-oss-20b-BF16", "ft:gpt-4.1-2025-04-14:my-org:example:abc"} {
		options.Models = append(options.Models, openaitest.Model{ID: id})
	}
	for _, arg := range args {
		options.TrainingType = max(options.TrainingType, map[string]string{"azure": "Standard", "azure-global": "GlobalStandard", "azure-developer": "developerTier"}[arg])
	}
	return worldOf(t, openaitest.New(options))
}

// sheetOf are the flags that give the price sheet again.
func sheetOf(args []string) []string {
	for i, arg := range args {
		if arg == "--prices" {
			return []string{"--prices", args[i+1]}
		}
	}
	return nil
}

// requestIn is the request that the picture of an approval shows, without its line breaks.
func requestIn(t *testing.T, picture string) string {
	t.Helper()
	_, after, found := strings.Cut(picture, "\n  request\n")
	text, _, ends := strings.Cut(after, "\n    in braces: ")
	if !found || !ends {
		t.Fatalf("no request is shown, or no words about it:\n%s", picture)
	}
	return strings.Join(strings.Fields(text), " ")
}

// bodyIn is the body of the paid call that a dry run prints.
func bodyIn(t *testing.T, dry string) []byte {
	t.Helper()
	for line := range strings.Lines(dry) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, `{"model"`) {
			return []byte(line)
		}
	}
	t.Fatalf("the dry run prints no body:\n%s", dry)
	return nil
}

// created is the body of the one call that created a job.
func created(t *testing.T, fake *openaitest.Service) []byte {
	t.Helper()
	var bodies [][]byte
	for _, r := range fake.Requests() {
		if r.Call == openaitest.CreateJob {
			bodies = append(bodies, bytes.Clone(r.Body))
		}
	}
	if len(bodies) != 1 {
		t.Fatalf("%d calls created a job, want 1", len(bodies))
	}
	return bodies[0]
}
