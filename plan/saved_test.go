package plan

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/plan/document"
	"github.com/ftplan/ftplan/plan/money"
)

// fullQuote is a quote in which every part is filled.
func fullQuote(t *testing.T) *Quote {
	t.Helper()
	seed := int64(42)
	survey, validation := fullSurveys()
	return mustQuote(t, Settings{
		Model: "gpt-4.1", Epochs: 3, Suffix: "support", Seed: &seed, Program: "ftplan test", Validation: validation,
	}, survey, today)
}

// fullSurveys are the surveys of its files.
func fullSurveys() (survey, validation *Survey) {
	survey = chat("o200k_base", 120, 61_000)
	survey.Basis = "estimate"
	survey.Tokens.Low, survey.Tokens.High = 60_000, 62_000
	survey.Tokens.Parts = []Part{{"system prompts", 30_000, 120}, {"answers", 20_000, 0}, {"overhead", 11_000, 0}}
	survey.Dearest = []LineTokens{{17, 1000}, {3, 900}}
	survey.Lengths = Lengths{100, 500, 700, 800, 900, 1000}
	survey.Notes = []string{"tools are an estimate of ±3 %"}
	survey.Lint = LintSummary{Warnings: 2, Allowed: []string{"FT301"}}
	validation = chat("o200k_base", 12, 6000)
	validation.File.Name, validation.File.SHA256 = "valid.jsonl", strings.Repeat("cd", 32)
	return survey, validation
}

func saved(t *testing.T, q *Quote) []byte {
	t.Helper()
	data, err := q.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestSavedQuoteReadsBack(t *testing.T) {
	unknown := mustQuote(t, Settings{Model: "gpt-4.1", Provider: "azure"}, chat("o200k_base", 100, 1000), today)
	ranged := mustQuote(t, Settings{Model: "gpt-oss-20b", Provider: "together", Epochs: 1}, chat("o200k_harmony", 100, 100_000_000), today)
	for _, q := range []*Quote{fullQuote(t), unknown, ranged} {
		data := saved(t, q)
		again, err := ReadQuote(data)
		if err != nil {
			t.Fatalf("%v\n%s", err, data)
		}
		if got := saved(t, again); !bytes.Equal(got, data) {
			t.Errorf("got\n%s\nwant\n%s", got, data)
		}
		digest, err := q.Digest()
		if err != nil || !strings.HasSuffix(string(data), ",\n  \"digest\": \""+digest+"\"\n}\n") {
			t.Errorf("digest %s, %v is not at the end of\n%s", digest, err, data)
		}
		if diff := Diff(q, again); diff != nil {
			t.Errorf("read back with changes %v", diff)
		}
	}
}

// TestSavedQuoteJSON holds the names that scripts rely on.
func TestSavedQuoteJSON(t *testing.T) {
	q := mustQuote(t, Settings{Model: "gpt-4o-mini", Program: "ftplan test"}, chat("o200k_base", 25, 1526), today)
	data := string(saved(t, q))
	for _, want := range []string{
		"{\n  \"version\": 2,\n  \"program\": \"ftplan test\",\n  \"created\": \"2026-11-22T09:00:00Z\",\n  \"expires\": \"2026-11-25T09:00:00Z\",\n",
		`"model": "gpt-4o-mini-2024-07-18"`, `"provider": "openai"`, `"method": "supervised"`, `"epochs": 4`,
		"\"training\": {\n    \"tokens_per_epoch\": 1526,\n    \"trained_per_epoch\": 508,\n    \"billed_tokens\": 6104,\n    \"unit\": \"1M tokens\",\n" +
			"    \"price_per_million\": \"3.00\",\n    \"cost\": \"0.018312\",\n    \"basis\": \"exact\",\n    \"format\": \"chat\"\n  }",
		"\"per_epoch\": [\n    {\n      \"epochs\": 1,\n      \"billed_tokens\": 1526,\n      \"cost\": \"0.004578\"\n    },",
		"\"prices\": {\n    \"sheet\": \"openai\",\n    \"source\": \"developers.openai.com/", `"checked": "2026-11-22"`,
		"\"assumptions\": [\n    \"prices: sheet openai, ",
		"\"files\": [\n    {\n      \"role\": \"training\",\n      \"name\": \"train.jsonl\",\n      \"sha256\": \"abab",
		"\"lifetime\": {\n    \"last_training_day\": \"2027-01-06\",\n    \"shutdown\": \"2027-01-14\",\n    \"days_to_train\": 45,\n    \"days_to_shutdown\": 53,",
	} {
		if !strings.Contains(data, want) {
			t.Errorf("the quote lacks %s\n%s", want, data)
		}
	}
}

// TestEveryFlippedByteIsRefused changes each byte of a saved quote and approval in turn, in several ways.
func TestEveryFlippedByteIsRefused(t *testing.T) {
	q := fullQuote(t)
	a, err := Approve(q, usd(t, "25"), "Ada", today)
	if err != nil {
		t.Fatal(err)
	}
	approval, err := a.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	readers := map[string]struct {
		data []byte
		read func([]byte) error
	}{
		"quote":    {saved(t, q), func(d []byte) error { _, err := ReadQuote(d); return err }},
		"approval": {approval, func(d []byte) error { _, err := ReadApproval(d); return err }},
	}
	for name, r := range readers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if err := r.read(r.data); err != nil {
				t.Fatal(err)
			}
			for i := range r.data {
				for _, mask := range []byte{0x01, 0x20} {
					flipped := bytes.Clone(r.data)
					flipped[i] ^= mask
					if r.read(flipped) == nil {
						t.Errorf("byte %d: %q accepted as %q", i, r.data[i], flipped[i])
					}
				}
			}
			for i := 0; i <= len(r.data); i += 7 {
				if r.read(r.data[:i]) == nil && i < len(r.data) {
					t.Errorf("accepted when cut to %d bytes", i)
				}
				if r.read(slices.Concat(r.data[:i], []byte(" "), r.data[i:])) == nil {
					t.Errorf("accepted with a space before byte %d", i)
				}
			}
		})
	}
}

// TestForgedQuotesAreRefused are changes whose digest was made to fit: the reader's other guards, and the approval.
func TestForgedQuotesAreRefused(t *testing.T) {
	tests := []struct {
		name  string
		forge func(*Quote)
		want  string
	}{
		{"another version", func(q *Quote) { q.Version = 1 }, "its version is 1, this program reads 2; it was written by ftplan test, which reads it"},
		{"a smaller total", func(q *Quote) { q.Total = Total{&money.USD{}, money.USD{}, &money.USD{}} }, "not the sum"},
		{"an unknown total", func(q *Quote) { q.Total.High = nil }, "not the sum"},
		{"no file", func(q *Quote) { q.Files = nil }, "no training file"},
		{"two training files", func(q *Quote) { q.Files[1].Role = TrainingFile }, "second file"},
		{"an unknown role", func(q *Quote) { q.Files[1].Role = "test" }, "unknown"},
		{"times upside down", func(q *Quote) { q.Expires = q.Created }, "expires before"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			q := fullQuote(t)
			tt.forge(q)
			_, err := ReadQuote(saved(t, q))
			reason, _ := explain(t, err, true)
			if !strings.Contains(reason, tt.want) {
				t.Errorf("got %q, want it to say %q", reason, tt.want)
			}
		})
	}
}

// fitDigest makes the digest fit an edited document, as a forger would.
func fitDigest(text string) string {
	body := text[:strings.LastIndex(text, ",\n  \"digest\": ")]
	return body + ",\n  \"digest\": \"sha256:" + document.Digest([]byte(body+"\n}\n")) + "\"\n}\n"
}

func TestReadQuoteIsStrict(t *testing.T) {
	good := string(saved(t, fullQuote(t)))
	approval, err := (&Approval{Version: 1, By: "Ada", At: today, Expires: today}).Bytes()
	if err != nil {
		t.Fatal(err)
	}
	edit := func(old, with string) string { return strings.Replace(good, old, with, 1) }
	tests := []struct{ name, text, want string }{
		{"nothing", "", "EOF"},
		{"no object", "[]", "unmarshal"},
		{"no version", "{}", "no version"},
		{"an edited field", edit(`"suffix": "support"`, `"suffix": "suppert"`), "changed after it was written"},
		{"an unknown field", fitDigest(edit(`"program"`, `"programme"`)), "unknown"},
		{"a repeated field", fitDigest(edit(`"program"`, `"model": "x", "program"`)), "duplicate"},
		{"a missing field", fitDigest(edit(`"program": "ftplan test",`, ``)), "not in the form"},
		{"a space more", fitDigest(edit(`"epochs": 3`, `"epochs":  3`)), "not in the form"},
		{"an escape", fitDigest(edit("ftplan", `\u0066tplan`)), "not in the form"},
		{"a longer number", fitDigest(edit(`"4.575"`, `"4.5750"`)), "not in the form"},
		{"a float", fitDigest(edit(`"epochs": 3`, `"epochs": 3.0`)), "unmarshal"},
		{"a newer version", fitDigest(edit(`"version": 2`, `"version": 3`)), "its version is 3"},
		{"a newer version of another form", `{"version":3,"new":{}}`, "its version is 3, this program reads 2; it was written by a newer ftplan, which reads it"},
		{"other line ends", strings.ReplaceAll(good, "\n", "\r\n"), "changed after it was written"},
		{"no last newline", strings.TrimSuffix(good, "\n"), "changed after it was written"},
		{"another document behind", good + "{}", "invalid character"},
		{"a byte-order mark", "\ufeff" + good, "changed after it was written"},
		{"more than 1 MiB", good + strings.Repeat(" ", 1<<20), "1 MiB"},
		{"deep nesting", strings.Repeat(`{"a":`, 40) + "1" + strings.Repeat("}", 40), "nested deeper"},
		{"an approval", string(approval), "it is an approval"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := ReadQuote([]byte(tt.text))
			reason, hint := explain(t, err, true)
			if !strings.HasPrefix(reason, "the quote cannot be used: ") || !strings.Contains(reason, tt.want) || hint == "" {
				t.Errorf("got %q (%q), want it to say %q", reason, hint, tt.want)
			}
		})
	}
}

func TestQuoteIsAPureFunction(t *testing.T) {
	if a, b := fullQuote(t), fullQuote(t); !reflect.DeepEqual(saved(t, a), saved(t, b)) {
		t.Error("two quotes of the same arguments differ")
	}
	later := mustQuote(t, Settings{Model: "gpt-4.1"}, chat("o200k_base", 100, 1000), today.Add(1500*time.Millisecond))
	if got := later.Created.Format(time.RFC3339Nano); got != "2026-11-22T09:00:01Z" {
		t.Errorf("created %s, want whole seconds", got)
	}
}

func FuzzReadQuote(f *testing.F) {
	q, err := NewQuote(Settings{Model: "gpt-4o-mini", Program: "ftplan"}, chat("o200k_base", 25, 1526), catalog.Builtin(), today)
	if err != nil {
		f.Fatal(err)
	}
	data, err := q.Bytes()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte(`{"version":1}`))
	f.Add(data[:len(data)-80])
	f.Fuzz(func(t *testing.T, data []byte) {
		q, err := ReadQuote(data)
		if err != nil {
			q, err = resealed(data)
		}
		if err != nil {
			return
		}
		again, err := q.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		if same, err := ReadQuote(again); err != nil || Diff(q, same) != nil {
			t.Errorf("read and written differ: %v\n%s\n%s", err, data, again)
		}
		useForged(t, q)
	})
}

// resealed reads a quote's body without a digest, as a forger would who makes the digest fit.
func resealed(data []byte) (*Quote, error) {
	var q Quote
	if err := document.Decode(data, &q); err != nil {
		return nil, err
	}
	sealed, err := q.Bytes()
	if err != nil {
		return nil, err
	}
	return ReadQuote(sealed)
}

// useForged calls what takes a quote: whatever it holds, nothing may panic.
func useForged(t *testing.T, q *Quote) {
	t.Helper()
	if over := q.Within(money.USD{}, nil); over != nil {
		over.Refusal()
	}
	if a, err := Approve(q, money.USD{}, "Ada", q.Created); err == nil && q.Total.High.Sign() > 0 {
		t.Errorf("%s approved with a limit of nothing", a.Quote)
	}
	_, _ = q.JobBody("file-1", "file-2", "0")
	_ = (&Approval{}).Problems(q, q.Created, nil)
}

func FuzzReadApproval(f *testing.F) {
	a := Approval{Version: 1, Quote: "sha256:00", Limit: money.USD{}, By: "Ada", At: today, Expires: today.Add(time.Hour)}
	data, err := a.Bytes()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data, "")
	f.Add([]byte(`{"version":1}`), fmt.Sprintf("-----BEGIN %s-----\nU1NIU0lH\n-----END %[1]s-----\n", "SSH SIGNATURE"))
	f.Fuzz(func(t *testing.T, data []byte, signature string) {
		a, err := ReadApproval(data)
		if err != nil {
			a = &Approval{Version: 1}
		} else if again, err := a.Bytes(); err != nil || !bytes.Equal(again, data) {
			t.Errorf("read and written differ: %v\n%s\n%s", err, data, again)
		}
		a.Signature = signature
		if keys, err := a.Signers(); err == nil {
			t.Errorf("%q is taken for a signature by %s", signature, keys[0].Type())
		}
	})
}

// Whoever approves a quote that another person made has to see what it holds.
func TestReadQuoteRefusesTextThatCannotBeShown(t *testing.T) {
	for _, text := range []string{"\x1b[8m", "\u202e", "\u009b2J", "a\nb", "\u200b"} {
		for name, change := range map[string]func(q *Quote){
			"/model":    func(q *Quote) { q.Model += text },
			"/base_url": func(q *Quote) { q.BaseURL += text },
			"/hyperparameters/0/value": func(q *Quote) {
				q.Hyperparameters = slices.Clone(q.Hyperparameters)
				q.Hyperparameters[0].Value += text
			},
			"/items/0/name": func(q *Quote) { q.Items = slices.Clone(q.Items); q.Items[0].Name += text },
			"/warnings/0":   func(q *Quote) { q.Warnings = []string{text} },
		} {
			q := *fullQuote(t)
			change(&q)
			if _, err := ReadQuote(saved(t, &q)); err == nil || !strings.Contains(err.Error(), name+" holds characters that cannot be shown") {
				t.Errorf("%q in %s: %v", text, name, err)
			}
		}
		q := *fullQuote(t)
		q.Files = slices.Clone(q.Files)
		q.Files[0].Name += text
		if _, err := ReadQuote(saved(t, &q)); err != nil {
			t.Errorf("%q in the name of a file, which is escaped when shown: %v", text, err)
		}
	}
}

func TestReadApprovalRefusesANameThatCannotBeShown(t *testing.T) {
	q := fullQuote(t)
	limit, _ := money.ParseUSD("100")
	a, err := Approve(q, limit, "Ada", today)
	if err != nil {
		t.Fatal(err)
	}
	a.By = "Ada\u202e"
	data, err := a.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ReadApproval(data); err == nil {
		t.Error("an approval by a name that turns the direction of writing is read")
	}
}
