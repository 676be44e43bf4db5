package convert_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/convert"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules"
	"github.com/ftplan/ftplan/tokenize"
	"github.com/ftplan/ftplan/tokenize/bpe"
)

// said is one message that a made row holds: who says what, and whether the source wants it trained; nil where it does not
// say.
type said struct {
	role, text string
	trained    *bool
}

// A maker makes one row of a shape from messages: system or none, then user and assistant in turn. It reports the messages
// that have to come out, and nil where the source says not to train the example.
type maker struct {
	name string
	to   dataset.Format
	make func(r *rand.Rand, talk []said) (row map[string]any, want []said)
}

type object = map[string]any

func list(talk []said, role, text string, names map[string]string) (messages []object) {
	for _, m := range talk {
		name := m.role
		if names != nil {
			name = names[m.role]
		}
		messages = append(messages, object{role: name, text: m.text})
	}
	return messages
}

var (
	shareNames  = map[string]string{"system": "system", "user": "human", "assistant": "gpt"}
	geminiNames = map[string]string{"user": "user", "assistant": "model"}
	flowNames   = map[string]string{"system": "system", "user": "input", "assistant": "output"}
)

// rest returns the messages without the system's, and that one's text.
func rest(talk []said) (system string, others []said) {
	if talk[0].role == "system" {
		return talk[0].text, talk[1:]
	}
	return "", talk
}

// withSystem adds the instruction beside a conversation under a name, where there is one.
func withSystem(row object, name, system string) object {
	if system != "" {
		row[name] = system
	}
	return row
}

// pairOf makes a row of two columns of the last question and answer.
func pairOf(ask, reply string) func(*rand.Rand, []said) (object, []said) {
	return func(_ *rand.Rand, talk []said) (object, []said) {
		last := talk[len(talk)-2:]
		return object{ask: last[0].text, reply: last[1].text}, last
	}
}

// withHistory makes a row of columns with the turns before them.
func withHistory(ask, reply string) func(*rand.Rand, []said) (object, []said) {
	return func(_ *rand.Rand, talk []said) (object, []said) {
		system, talk := rest(talk)
		history := [][]string{}
		for i := 0; i+2 < len(talk); i += 2 {
			history = append(history, []string{talk[i].text, talk[i+1].text})
		}
		last := talk[len(talk)-2:]
		row := withSystem(object{ask: last[0].text, reply: last[1].text, "history": history}, "system", system)
		if system != "" {
			talk = append([]said{{role: "system", text: system}}, talk...)
		}
		return row, talk
	}
}

var makers = []maker{
	{"messages", dataset.Chat, func(_ *rand.Rand, talk []said) (object, []said) {
		return object{"messages": list(talk, "role", "content", nil)}, talk
	}},
	{"messages with a system beside", dataset.Chat, func(_ *rand.Rand, talk []said) (object, []said) {
		system, others := rest(talk)
		return withSystem(object{"messages": list(others, "role", "content", nil)}, "system", system), talk
	}},
	{"messages of parts with value", dataset.Chat, func(_ *rand.Rand, talk []said) (object, []said) {
		var messages []object
		for _, m := range talk {
			messages = append(messages, object{"role": m.role, "content": []object{{"type": "text", "value": m.text}}})
		}
		return object{"messages": messages}, talk
	}},
	{"parts without a type", dataset.Chat, func(_ *rand.Rand, talk []said) (object, []said) {
		system, others := rest(talk)
		var messages []object
		for _, m := range others {
			messages = append(messages, object{"role": m.role, "content": []object{{"text": m.text}}})
		}
		row := object{"messages": messages, "schemaVersion": "bedrock-conversation-2024"}
		if system != "" {
			row["system"] = []object{{"text": system}}
		}
		return row, talk
	}},
	{"sharegpt", dataset.Chat, func(_ *rand.Rand, talk []said) (object, []said) {
		return object{"conversations": list(talk, "from", "value", shareNames)}, talk
	}},
	{"input and output as roles", dataset.Chat, func(_ *rand.Rand, talk []said) (object, []said) {
		return object{"conversations": list(talk, "from", "value", flowNames)}, talk
	}},
	{"contents", dataset.Chat, func(_ *rand.Rand, talk []said) (object, []said) {
		system, others := rest(talk)
		var contents []object
		for _, m := range others {
			contents = append(contents, object{"role": geminiNames[m.role], "parts": []object{{"text": m.text}}})
		}
		row := object{"contents": contents}
		if system != "" {
			row["systemInstruction"] = object{"role": "system", "parts": []object{{"text": system}}}
		}
		return row, talk
	}},
	{"item", dataset.Chat, func(_ *rand.Rand, talk []said) (object, []said) {
		return object{"item": object{"messages": list(talk, "role", "content", nil)}}, talk
	}},
	{"weights", dataset.Chat, weighted("weight", func(trained bool) any { return map[bool]float64{true: 1, false: 0}[trained] })},
	{"loss weights", dataset.Chat, weighted("loss_weight", func(trained bool) any { return map[bool]int{true: 1, false: 0}[trained] })},
	{"train", dataset.Chat, weighted("train", func(trained bool) any { return trained })},
	{"masked", dataset.Chat, weighted("masked", func(trained bool) any { return !trained })},
	{"label", dataset.Chat, func(r *rand.Rand, talk []said) (object, []said) {
		trained := r.IntN(2) == 0
		row := object{"messages": list(talk, "role", "content", nil), "label": trained}
		if !trained {
			return row, nil
		}
		return row, talk
	}},
	{"kto", dataset.Chat, func(r *rand.Rand, talk []said) (object, []said) {
		trained := r.IntN(2) == 0
		before, answer := talk[:len(talk)-1], talk[len(talk)-1:]
		row := object{"prompt": list(before, "role", "content", nil), "completion": list(answer, "role", "content", nil), "label": trained}
		if !trained {
			return row, nil
		}
		return row, talk
	}},
	{"alpaca", dataset.Chat, withHistory("instruction", "output")},
	{"query and response", dataset.Chat, withHistory("query", "response")},
	{"question and answer", dataset.Chat, pairOf("question", "answer")},
	{"Question and Answer", dataset.Chat, pairOf("Question", "Answer")},
	{"prompt and response", dataset.Chat, pairOf("prompt", "response")},
	{"problem and solution", dataset.Chat, pairOf("problem", "solution")},
	{"turns", dataset.Chat, func(_ *rand.Rand, talk []said) (object, []said) {
		_, talk = rest(talk)
		row := object{}
		for i := 0; i < len(talk); i += 2 {
			row["turn_"+strconv.Itoa(i/2+1)] = object{"user": talk[i].text, "assistant": talk[i+1].text}
		}
		return row, talk
	}},
	{"texts in turn", dataset.Chat, func(_ *rand.Rand, talk []said) (object, []said) {
		_, talk = rest(talk)
		var texts []string
		for _, m := range talk {
			texts = append(texts, m.text)
		}
		return object{"data": texts}, talk
	}},
	{"pairs in a line", dataset.Chat, func(_ *rand.Rand, talk []said) (object, []said) {
		_, talk = rest(talk)
		var pairs []any
		for i := 0; i < len(talk); i += 2 {
			pairs = append(pairs, []string{talk[i].text, talk[i+1].text})
		}
		return object{"conversation": pairs}, talk
	}},
	{"ChatML", dataset.Chat, func(_ *rand.Rand, talk []said) (object, []said) {
		var b strings.Builder
		for _, m := range talk {
			b.WriteString("<|im_start|>" + m.role + "\n" + m.text + "<|im_end|>\n")
		}
		return object{"text": b.String()}, talk
	}},
	{"prompt, chosen, rejected", dataset.Preference, func(r *rand.Rand, talk []said) (object, []said) {
		before, answer := talk[:len(talk)-1], talk[len(talk)-1]
		row := object{"prompt": list(before, "role", "content", nil), "chosen": []object{{"role": "assistant", "content": answer.text}},
			"rejected": []object{{"role": "assistant", "content": "worse"}}}
		return row, append(slices.Clone(talk), said{role: "assistant", text: "worse"})
	}},
	{"prompt and the rest in chosen and rejected", dataset.Preference, func(r *rand.Rand, talk []said) (object, []said) {
		first := slices.IndexFunc(talk, func(m said) bool { return m.role == "user" })
		shared := talk[first+1 : len(talk)-1]
		row := object{"prompt": list(talk[:first+1], "role", "content", nil),
			"chosen":   append(list(shared, "role", "content", nil), object{"role": "assistant", "content": talk[len(talk)-1].text}),
			"rejected": append(list(shared, "role", "content", nil), object{"role": "assistant", "content": "worse"})}
		return row, append(slices.Clone(talk), said{role: "assistant", text: "worse"})
	}},
	{"whole conversations as chosen and rejected", dataset.Preference, func(r *rand.Rand, talk []said) (object, []said) {
		before := list(talk[:len(talk)-1], "role", "content", nil)
		row := object{"prompt": talk[len(talk)-2].text,
			"chosen":   object{"messages": append(slices.Clone(before), object{"role": "assistant", "content": talk[len(talk)-1].text})},
			"rejected": object{"messages": append(slices.Clone(before), object{"role": "assistant", "content": "worse"})}}
		if len(before) > 2 || talk[0].role == "system" && len(before) > 2 {
			delete(row, "prompt")
		}
		return row, append(slices.Clone(talk), said{role: "assistant", text: "worse"})
	}},
	{"conversations beside chosen and rejected", dataset.Preference, func(r *rand.Rand, talk []said) (object, []said) {
		row := object{"conversations": list(talk[:len(talk)-1], "from", "value", shareNames),
			"chosen":   object{"from": "gpt", "value": talk[len(talk)-1].text},
			"rejected": object{"from": "gpt", "value": "worse"}}
		return row, append(slices.Clone(talk), said{role: "assistant", text: "worse"})
	}},
}

// weighted makes messages whose answers have a mark; the last one is trained, so that something is.
func weighted(key string, value func(trained bool) any) func(*rand.Rand, []said) (object, []said) {
	return func(r *rand.Rand, talk []said) (object, []said) {
		talk = slices.Clone(talk)
		messages := list(talk, "role", "content", nil)
		for i := range talk {
			if talk[i].role == "assistant" {
				trained := i == len(talk)-1 || r.IntN(2) == 0
				talk[i].trained = &trained
				messages[i][key] = value(trained)
			}
		}
		return object{"messages": messages}, talk
	}
}

// talkOf makes a conversation of texts from a small pool, so that questions and answers come again.
func talkOf(r *rand.Rand) (talk []said) {
	pool := []string{"Go on", "Where is it?", "no.", "It is\nhere.", "“ja” \u2028 \\n", " spaces around ", "🚲 \"quoted\"", "x"}
	pick := func() string { return pool[r.IntN(len(pool))] }
	if r.IntN(3) == 0 {
		talk = append(talk, said{role: "system", text: "Be kind. " + pick()})
	}
	for range 1 + r.IntN(3) {
		talk = append(talk, said{role: "user", text: pick()}, said{role: "assistant", text: pick() + " " + strconv.Itoa(r.IntN(1000))})
	}
	return talk
}

// files is how many files the property is tried with; FTPLAN_CONVERT_FILES asks for more.
func files(t *testing.T) int {
	if text := os.Getenv("FTPLAN_CONVERT_FILES"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	return 40 * len(makers)
}

// Whatever shape a file has: what was said comes out as it was, in its order and with the weights that the source asks for;
// every row comes out or is named; the rules find no error; and a row that is counted as it is counts as what it becomes.
func TestNothingIsLostInAnyShape(t *testing.T) {
	encoding, err := bpe.ByName("o200k_base")
	if err != nil {
		t.Fatal(err)
	}
	chat, err := tokenize.ChatNamed("openai")
	if err != nil {
		t.Fatal(err)
	}
	meter := tokenize.NewMeter(encoding.NewCounter(), chat, tokenize.ImagesFor("gpt-4o"))
	for seed := range uint64(files(t)) {
		m := makers[seed%uint64(len(makers))]
		checkFile(t, m, rand.New(rand.NewPCG(seed, 22)), meter)
		if t.Failed() {
			t.Fatalf("seed %d, shape %q", seed, m.name)
		}
	}
}

func checkFile(t *testing.T, m maker, r *rand.Rand, meter *tokenize.Meter) {
	var in strings.Builder
	var wants [][]said
	rows := 3 + r.IntN(6)
	for range rows {
		row, want := m.make(r, talkOf(r))
		line, err := json.Marshal(row)
		if err != nil {
			t.Fatal(err)
		}
		in.Write(append(line, '\n'))
		wants = append(wants, want)
	}
	got := run(t.Context(), in.String(), "x.jsonl", convert.Options{To: m.to, DropExtra: true})
	if got.err != nil || len(got.lines)+len(got.rejects) != rows || got.stats.Rejected > 0 {
		t.Errorf("%s\n%d lines, rejects %+v, %v", in.String(), len(got.lines), got.rejects, got.err)
		return
	}
	sources := strings.Split(in.String(), "\n")
	next := 0
	for i, want := range wants {
		if want == nil {
			if !slices.ContainsFunc(got.rejects, func(one convert.Reject) bool { return one.Line == i+1 && one.Unwanted }) {
				t.Errorf("line %d is not to be trained and was not left out: %s", i+1, sources[i])
			}
			continue
		}
		checkExample(t, sources[i], got.lines[next], want, meter)
		next++
	}
	checkRules(t, m.to, got.lines)
}

// checkExample fails where a line does not say what its source says.
func checkExample(t *testing.T, source, line string, want []said, meter *tokenize.Meter) {
	var before, after dataset.Record
	before.Decode(dataset.Line{Text: []byte(source)})
	after.Decode(dataset.Line{Text: []byte(line)})
	var have []said
	for m := range after.Example.AllMessages() {
		one := said{role: m.Role.String()}
		for text := range m.Texts() {
			one.text += string(text.Text())
		}
		have = append(have, one)
		if n := len(have) - 1; n < len(want) && want[n].trained != nil && m.Trained() != *want[n].trained {
			t.Errorf("message %d of %s is trained: %v, the source says otherwise: %s", n, line, m.Trained(), source)
		}
	}
	if len(have) != len(want) {
		t.Errorf("%s\nbecame %s", source, line)
		return
	}
	for i := range want {
		if have[i].role != want[i].role || have[i].text != want[i].text {
			t.Errorf("%s\nbecame %s\nmessage %d is %q, want %q", source, line, i, have[i].text, want[i].text)
		}
	}
	if why := after.Misread(false); why != "" {
		t.Errorf("what came out is not counted: %s: %s", why, line)
	}
	if before.Misread(false) != "" {
		return
	}
	was := meter.Count(&before)
	if is := meter.Count(&after); was.Billed() != is.Billed() || was.Trained() != is.Trained() {
		t.Errorf("%s\ncounts %d, %d trained; what it becomes counts %d, %d", source, was.Billed(), was.Trained(), is.Billed(), is.Trained())
	}
}

// checkRules fails where a line has an error by the rules.
func checkRules(t *testing.T, format dataset.Format, lines []string) {
	checker := lint.NewChecker(lint.Settings{Format: format, Limits: lint.OpenAI()}, rules.Rules())
	for i, line := range lines {
		var r dataset.Record
		r.Decode(dataset.Line{Number: i + 1, Text: []byte(line)})
		for _, f := range checker.Line(&r, lint.Lengths{}).Findings {
			if f.Rule.Severity() == lint.Error {
				t.Errorf("%s: %s: %s", fmt.Sprint(f.Rule.Code), f.Message, line)
			}
		}
	}
}
