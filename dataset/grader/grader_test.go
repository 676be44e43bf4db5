package grader

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/ftplan/ftplan/dataset"
)

const check = `{"type": "string_check", "name": "c", "input": "{{sample.output_text}}", "reference": "{{item.answer}}", "operation": "eq"}`

// list shows faults as "path: message".
func list(faults []Fault) string {
	var lines []string
	for _, f := range faults {
		lines = append(lines, f.Path+": "+f.Message)
	}
	return strings.Join(lines, "\n")
}

func multi(formula, parts string) string {
	return fmt.Sprintf(`{"type": "multi", "name": "m", "graders": %s, "calculate_output": %q}`, parts, formula)
}

func model(kind, more string) string {
	return fmt.Sprintf(`{"type": %q, "name": "m", "model": "gpt-4o-2024-08-06", "input": [{"role": "user", "content": "Judge {{sample.output_text}} by {{item.truth.date}}"}]%s}`, kind, more)
}

func TestGoodGradersHaveNoFault(t *testing.T) {
	for _, text := range []string{
		check,
		`{"type": "text_similarity", "name": "s", "input": "{{ sample.output_text }}", "reference": "{{ item.answer }}", "evaluation_metric": "rouge_l", "pass_threshold": 1}`,
		model("score_model", `, "range": [0, 1], "sampling_params": {"seed": 1}`),
		model("label_model", `, "labels": ["good", "bad"], "passing_labels": ["good"]`),
		`{"type": "python", "name": "p", "source": "def grade(sample, item):\n    return 1.0"}`,
		`{"type": "python", "name": "p", "source": "grade = lambda sample, item: 1.0"}`,
		`{"type": "endpoint", "name": "e", "url": "https://example.com"}`,
		multi("(a + max(b, 0.5)) / 2 ^ -1", `{"a": `+check+`, "b": `+check+`}`),
		`{"type": "score_model", "name": "m", "model": "x", "input": [{"role": "user", "content": [{"type": "input_text", "text": "{{sample.choices[0].message.content}}"}, "and"]}]}`,
		`{"type": "string_check", "name": "c", "input": "get", "reference": "{{sample.output_tools[0].function.name}}", "operation": "ne"}`,
	} {
		if g := Read([]byte(text)); len(g.Faults)+len(g.Idle) > 0 {
			t.Errorf("%s\n%s%s", text, list(g.Faults), list(g.Idle))
		}
	}
}

func TestFaultsAreNamedWithTheirPlace(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{`[]`, ": it is an array, and has to be one object with a type"},
		{`{"type": "multi",` + "\n" + `"name": }`, ": it is no JSON: line 2: "},
		{strings.Replace(check, `"name": "c"`, `"name": "c", "name": "d"`, 1), `/name: the name "name" stands twice in one object`},
		{`{}`, ": a grader needs a type: "},
		{`{"type": "strings"}`, `/type: unknown type "strings"; known are string_check`},
		{`{"type": "string_check", "name": 1}`, "/name: name is a number, and has to be a text\n: input is missing\n: reference is missing\n: operation is missing"},
		{strings.Replace(check, `"eq"`, `"neq"`, 1), `/operation: unknown operation "neq"; known are eq, ne, like, ilike`},
		{strings.Replace(check, "item.answer", "answer", 1), `/reference: the template "{{answer}}": a template names a field as item.NAME`},
		{strings.Replace(check, "item.answer", "item", 1), `/reference: the template "{{item}}": a name is missing`},
		{strings.Replace(check, "answer}}", "answer}", 1), `/reference: {{ is not closed by }}`},
		{strings.Replace(check, "output_text", "text", 1), `/input: the template "{{sample.text}}": the answer has no "text"`},
		{strings.Replace(check, "item.answer", "item.a[x]", 1), `a number from 0 on is wanted in []`},
		{strings.Replace(check, "item.answer", "item.a[0]b", 1), `a point is wanted behind ]`},
		{`{"type": "text_similarity", "name": "s", "input": "{{sample.output_text}}", "reference": "", "evaluation_metric": "rouge"}`, `/evaluation_metric: unknown evaluation_metric "rouge"; known are cosine`},
		{model("score_model", `, "range": [0, 1, 2]`), "/range: range is a list of two numbers"},
		{model("score_model", `, "range": [0, "1"]`), "/range: range is a list of two numbers"},
		{model("label_model", `, "labels": ["good"], "passing_labels": ["fine"]`), `/passing_labels/0: "fine" is none of the labels`},
		{model("label_model", `, "labels": [], "passing_labels": ["fine"]`), `/labels: labels has to be a list of texts that is not empty`},
		{`{"type": "score_model", "name": "m", "model": "x", "input": "Judge"}`, "/input: input has to be a list of messages"},
		{`{"type": "score_model", "name": "m", "model": "x", "input": [{"role": "tool", "content": null}]}`, `/input/0/role: unknown role "tool"; known are user, assistant, system, developer` + "\n" + "/input/0/content: content is null"},
		{`{"type": "python", "name": "p", "source": "def score(a, b): return 1"}`, "/source: the source defines no function grade(sample, item)"},
		{`{"type": "python", "name": "p", "source": "def grade(sample, item): return 1 #` + strings.Repeat("x", 256_000) + `"}`, "/source: the source has 256035 bytes"},
		{multi("a", "["+check+"]"), "/graders: graders is an array; it has to be an object of graders by their names"},
		{multi("a", check), "/graders: graders is one grader"},
		{multi("1", "{}"), "/graders: graders holds no grader"},
		{multi("a", `{"a": `+multi("b", `{"b": `+check+`}`)+`}`), "/graders/a/type: a multi grader cannot stand inside another"},
		{multi("0.5 * complaint + a", `{"a": `+check+`}`), `/calculate_output: the formula uses "complaint", which is the name of no grader; known are "a"`},
		{multi("a +", `{"a": `+check+`}`), "/calculate_output: the formula cannot be read: it ends too early"},
		{multi("mean(a)", `{"a": `+check+`}`), `the formula cannot be read: "mean" is no function; known are min, max`},
		{multi("(a", `{"a": `+check+`}`), "the end stands where ) is wanted"},
		{multi("a a", `{"a": `+check+`}`), `"a" is left over`},
		{multi("a.b", `{"a": `+check+`}`), `uses "a.b", which is the name of no grader`},
		{multi("1.2.3 + a", `{"a": `+check+`}`), `"1.2.3" is no number`},
		{multi(strings.Repeat("(", 101)+"a"+strings.Repeat(")", 101), `{"a": `+check+`}`), "its brackets nest too deeply"},
	} {
		if got := list(Read([]byte(test.text)).Faults); !strings.Contains(got, test.want) {
			t.Errorf("%.120s\ngot  %s\nwant %s", test.text, got, test.want)
		}
	}
	if g := Read([]byte(multi(strings.Repeat("(", 99)+"a"+strings.Repeat(")", 99), `{"a": `+check+`}`))); len(g.Faults) > 0 {
		t.Errorf("99 brackets: %s", list(g.Faults))
	}
}

func TestIdlePartsAreNamed(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{multi("a", `{"a": `+check+`, "b": `+check+`}`), "/graders/b: calculate_output does not use it"},
		{strings.Replace(check, "sample.output_text", "item.other", 1), ": it reads nothing of the answer"},
		{multi("a", `{"a": `+strings.Replace(check, "{{sample.output_text}}", "yes", 1)+`}`), "/graders/a: it reads nothing of the answer"},
	} {
		g := Read([]byte(test.text))
		if got := list(g.Idle); !strings.HasPrefix(got, test.want) || len(g.Faults) > 0 || len(g.Idle) != 1 {
			t.Errorf("%s\ngot %s %s, want %s", test.text, list(g.Faults), got, test.want)
		}
	}
}

func TestFieldsAreThoseThatTheGraderReads(t *testing.T) {
	g := Read([]byte(multi("a + b", `{"a": `+check+`, "b": `+model("score_model", "")+`}`)))
	var got []string
	for _, f := range g.Fields {
		got = append(got, f.Path)
	}
	if want := []string{"answer", "truth.date"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if !g.Reads("truth") || g.Reads("date") || len(g.Models) != 1 || g.Models[0] != (Model{"/graders/b/model", "gpt-4o-2024-08-06"}) {
		t.Errorf("got %+v", g)
	}
	code := Read([]byte(`{"type": "python", "name": "p", "source": "def grade(sample, item):\n  return item['a'] == item.get(\"b\") or item[ \"a\" ]"}`))
	if !code.Reads("a") || !code.Reads("b") || len(code.Code) != 2 || len(code.Fields) != 0 {
		t.Errorf("got %+v", code)
	}
}

func TestAFieldIsFoundInALine(t *testing.T) {
	line, _ := dataset.ParseValue([]byte(`{"truth": {"dates": ["1", {"y": 2}]}, "a.b": 3}`))
	for path, want := range map[string]string{"truth.dates[0]": `"1"`, "truth.dates[1].y": "2", "truth.dates[2]": "", "truth.x": "", `truth["dates"][1]`: `{"y": 2}`} {
		steps, err := parseSteps(path)
		if err != nil {
			t.Fatal(err)
		}
		if got := string(Field{Path: path, steps: steps}.In(line).Raw()); got != want {
			t.Errorf("%s: got %s, want %s", path, got, want)
		}
	}
}

// Whatever a grader holds, reading it ends, and what is said of it can be printed on one line.
func FuzzRead(f *testing.F) {
	f.Add([]byte(check))
	f.Add([]byte(multi("(a + max(b, 0.5)) / 2", `{"a": `+check+`, "b": `+model("label_model", `, "labels": ["x"], "passing_labels": ["x"]`)+`}`)))
	f.Add([]byte(`{"type": "python", "name": "p", "source": "def grade(sample, item): return item['a']"}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		g := Read(text)
		for _, fault := range slices.Concat(g.Faults, g.Idle) {
			if fault.Message == "" || strings.ContainsAny(fault.Message, "\n\r\x1b") {
				t.Errorf("%q", fault.Message)
			}
		}
		line, _ := dataset.ParseValue([]byte(`{"answer": {"a": [1]}}`))
		for _, field := range g.Fields {
			field.In(line)
		}
	})
}
