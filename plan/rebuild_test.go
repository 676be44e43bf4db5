package plan

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/plan/document"
)

// rebuilt makes a quote of tests again.
func rebuilt(t *testing.T, q *Quote, training, validation *Survey) *Quote {
	t.Helper()
	again, err := Rebuild(q, training, validation, q.Program, catalog.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	return again
}

// TestQuotesAreMadeAgain holds every kind of choice to giving the same quote again from what was saved of it.
func TestQuotesAreMadeAgain(t *testing.T) {
	seed, hours := int64(0), int64(3)
	grader := []byte(`{"type": "string_check",   "input": "{{sample.output_text}}", "operation": "eq", "reference": "{{item.x}}", "name": "n"}`)
	validation := chat("o200k_base", 12, 6000)
	validation.File.Name = "valid.jsonl"
	tests := []struct {
		name       string
		settings   Settings
		survey     *Survey
		validation *Survey
	}{
		{"nothing chosen", Settings{Model: "gpt-4o-mini"}, chat("o200k_base", 25, 1526), nil},
		{"what is the default anyhow", Settings{Model: "gpt-4o-mini", Provider: "openai", Method: catalog.Supervised, Sheet: "openai", BaseURL: "https://api.openai.com/v1/",
			Hyperparameters: map[string]string{"batch_size": "auto"}, AllowErrors: true, Hours: &hours}, chat("o200k_base", 25, 1526), nil},
		{"everything", Settings{Model: "gpt-4.1", Epochs: 2, Suffix: "s", Seed: &seed, Hyperparameters: map[string]string{"batch_size": "8", "learning_rate_multiplier": "0.10"},
			BaseURL: "http://127.0.0.1:1/v1", Lifespan: MaxLifespan}, chat("o200k_base", 120, 61_000), validation},
		{"a fine-tune", Settings{Model: "ft:gpt-4.1-2025-04-14:my-org:example:abc"}, chat("o200k_base", 120, 61_000), nil},
		{"another sheet", Settings{Model: "gpt-4o-mini", Epochs: 1, Sheet: "guide-2026"}, chat("o200k_base", 200, 100_000), nil},
		{"another provider", Settings{Model: "gpt-oss-20b", Provider: "nebius", Hyperparameters: map[string]string{"lora_r": "8"}}, chat("o200k_harmony", 120, 53_117), nil},
		{"a tier", Settings{Model: "gpt-4.1-nano", Provider: "azure-global", BaseURL: "https://mine.openai.azure.com/openai/v1"}, chat("o200k_base", 20, 5170), nil},
		{"by the hour", Settings{Model: "o4-mini", Provider: "azure", BaseURL: "https://mine.openai.azure.com/openai/v1", Hours: &hours, Grader: grader}, reinforcement(20), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.settings.Program, tt.settings.Validation = "ftplan test", tt.validation
			made := mustQuote(t, tt.settings, tt.survey, today)
			q, err := ReadQuote(saved(t, made))
			if err != nil {
				t.Fatal(err)
			}
			if err := q.Holds(rebuilt(t, q, tt.survey, tt.validation), "x"); err != nil {
				t.Errorf("%v", err)
			}
			once := rebuilt(t, made, tt.survey, tt.validation)
			if again := rebuilt(t, once, tt.survey, tt.validation); once.Choices.BaseURL != again.Choices.BaseURL {
				t.Error("its choices change when they are chosen again")
			}
			body, err := q.JobBody("file-1", "file-2", "s")
			if again, err2 := made.JobBody("file-1", "file-2", "s"); err != nil || err2 != nil || string(body) != string(again) {
				t.Errorf("its body is\n%s, %v and was\n%s, %v", body, err, again, err2)
			}
		})
	}
}

func reinforcement(examples int64) *Survey {
	s := chat("o200k_base", examples, 5170)
	s.Format = "reinforcement"
	return s
}

func TestWhatHasNoEffectIsNoChoice(t *testing.T) {
	hours := int64(3)
	plain := mustQuote(t, Settings{Model: "gpt-4o-mini"}, chat("o200k_base", 25, 1526), today)
	same := mustQuote(t, Settings{Model: "gpt-4o-mini-2024-07-18", Provider: "openai", Method: catalog.Supervised, Sheet: "openai",
		BaseURL: "https://api.openai.com/v1/", Hyperparameters: map[string]string{"batch_size": "auto"}, AllowErrors: true, Hours: &hours,
		Lifespan: defaultLifespan}, chat("o200k_base", 25, 1526), today)
	if a, b := string(saved(t, plain)), string(saved(t, same)); a != b {
		t.Errorf("got\n%s\nwant\n%s", b, a)
	}
}

// TestNoMemberOfAQuoteIsBelieved changes, removes and adds each member of a saved quote and makes the digest fit. What is
// still read as a quote has to differ from the one that is made again.
func TestNoMemberOfAQuoteIsBelieved(t *testing.T) {
	made := fullQuote(t)
	survey, validation := fullSurveys()
	good := saved(t, made)
	q, err := ReadQuote(good)
	if err != nil {
		t.Fatal(err)
	}
	if err := q.Holds(rebuilt(t, q, survey, validation), "x"); err != nil {
		t.Fatal(err)
	}
	known, tried, read := catalog.Builtin(), 0, 0
	for _, forged := range forgeries(t, good) {
		tried++
		q, err := ReadQuote(forged.data)
		if err == nil {
			read++
			var again *Quote
			if again, err = Rebuild(q, survey, validation, made.Program, known); err == nil {
				err = q.Holds(again, "x")
			}
		}
		if err == nil {
			t.Errorf("%s: it is believed", forged.what)
		}
	}
	if tried < 500 || read < 200 {
		t.Errorf("%d forgeries were tried, of which %d were read: too few", tried, read)
	}
}

// A forgery is a document of which one member was changed, with its digest made to fit.
type forgery struct {
	what, member string
	data         []byte
}

// forgeries changes each leaf of a sealed document in several ways, and removes it.
func forgeries(t *testing.T, good []byte) []forgery {
	t.Helper()
	var list []forgery
	text, places := string(good), spans(string(good))
	for _, d := range document.Compare(good, nil) {
		at, ok := places[d.Member]
		if !ok || d.Member == "digest" {
			continue
		}
		before, after := text[:at[0]], text[at[1]:]
		for _, other := range others(d.Old) {
			if other != text[at[0]:at[1]] {
				list = append(list, forgery{d.Member + " as " + other, d.Member, []byte(fitDigest(before + other + after))})
			}
		}
		begin := before[:strings.LastIndexByte(before, '\n')]
		if strings.HasPrefix(after, ",") {
			after = after[1:]
		} else {
			begin = strings.TrimSuffix(begin, ",")
		}
		list = append(list, forgery{"without " + d.Member, d.Member, []byte(fitDigest(begin + after))})
		list = append(list, forgery{"more beside " + d.Member, d.Member, []byte(fitDigest(begin + "\n\"more\": 1," + text[len(begin):]))})
	}
	return list
}

// others are values of the same kind, and null.
func others(value string) []string {
	switch {
	case value == "true", value == "false":
		return []string{strconv.FormatBool(value == "false")}
	case strings.HasPrefix(value, `"`):
		text, _ := strconv.Unquote(value)
		list := []string{strconv.Quote(text + "x"), `""`}
		if _, err := strconv.ParseFloat(text, 64); err == nil {
			list = append(list, strconv.Quote("1"+text), `"0.000001"`, `"9999.00"`)
		}
		if strings.HasPrefix(text, "20") {
			list = append(list, strconv.Quote(strings.Replace(text, "20", "21", 1)))
		}
		return list
	case value == "null":
		return []string{`"0.01"`, "1"}
	case value == "[]", value == "{}":
		return nil
	}
	n, _ := strconv.ParseInt(value, 10, 64)
	return []string{fmt.Sprint(n + 1), fmt.Sprint(n * 10), "1"}
}

// spans finds where the value of each member of a document begins and ends.
func spans(text string) map[string][2]int {
	dec := json.NewDecoder(strings.NewReader(text))
	found := map[string][2]int{}
	var path []string
	var index []int // of an item; -1 before a name, -2 behind it
	for {
		token, err := dec.Token()
		if err != nil {
			return found
		}
		last := len(path) - 1
		switch token {
		case json.Delim('{'):
			path, index = append(path, ""), append(index, -1)
			continue
		case json.Delim('['):
			path, index = append(path, "0"), append(index, 0)
			continue
		case json.Delim('}'), json.Delim(']'):
			path, index = path[:last], index[:last]
		default:
			if index[last] == -1 {
				path[last], index[last] = token.(string), -2
				continue
			}
			end := int(dec.InputOffset())
			found[strings.Join(path, "/")] = [2]int{end - len(rawOf(text[:end], token)), end}
		}
		if last := len(path) - 1; last >= 0 && index[last] == -2 {
			index[last] = -1
		} else if last >= 0 {
			index[last]++
			path[last] = strconv.Itoa(index[last])
		}
	}
}

// rawOf is the text of a token that a document ends with.
func rawOf(text string, token json.Token) string {
	if _, isText := token.(string); !isText {
		return text[strings.LastIndexAny(text, " \n")+1:]
	}
	for i := len(text) - 2; ; i-- {
		if text[i] == '"' && text[i-1] != '\\' {
			return text[i:]
		}
	}
}
