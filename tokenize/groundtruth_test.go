package tokenize

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/tokenize/bpe"
)

// groundTruth is the environment variable that names a folder with public training files whose bills are known and with
// recorded counts of the chat API. They are not part of the project: the test is for whoever has them.
const groundTruth = "FTPLAN_GROUNDTRUTH"

// A request as a chat API was asked, and the prompt tokens that it answered with. Its last message stands for the answer.
type request struct {
	PromptTokens int             `json:"prompt_tokens"`
	Encoding     string          `json:"encoding"`
	Request      json.RawMessage `json:"request"`
	FunctionCall json.RawMessage `json:"function_call"`
}

// asked returns the tokens that a request costs for the choice of a function beside its text.
func (r *request) asked(t *testing.T, c Counter) int {
	t.Helper()
	if len(r.FunctionCall) == 0 {
		return 0
	}
	if string(r.FunctionCall) == `"none"` {
		return 1
	}
	var call struct{ Name string }
	if err := json.Unmarshal(r.FunctionCall, &call); err != nil {
		t.Fatal(err)
	}
	return 4 + c.Count([]byte(call.Name))
}

func TestRecordedCounts(t *testing.T) {
	dir := os.Getenv(groundTruth)
	if dir == "" {
		t.Skip(groundTruth + " names no folder")
	}
	f, err := os.Open(filepath.Join(dir, "api-prompt-counts.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	n := 0
	for lines := bufio.NewScanner(f); lines.Scan(); n++ {
		var r request
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		encoding, err := bpe.ByName(r.Encoding)
		if err != nil {
			t.Fatal(err)
		}
		chat, _ := ChatNamed("openai")
		m := NewMeter(encoding.NewCounter(), chat, StandardImages)
		example := new(dataset.Record)
		if example.Decode(dataset.Line{Number: n + 1, Text: r.Request}); example.Err != nil {
			t.Fatal(example.Err)
		}
		got := m.Count(example)
		lengths := m.Messages()
		// a request opens an answer with 3 tokens, where an example has 1 of its own and the answer "."
		count := got.Billed() - 1 - lengths[len(lengths)-1] + 3 + r.asked(t, encoding.NewCounter())
		if count != r.PromptTokens {
			t.Errorf("line %d: got %d, want %d: %s", n+1, count, r.PromptTokens, r.Request)
		}
		t.Logf("line %d: %d, doubts %q", n+1, count, got.Doubts.Notes())
	}
	if n == 0 {
		t.Error("no counts were read")
	}
}

// Bills are in tokens of all epochs, at OpenAI.
func TestBills(t *testing.T) {
	dir := os.Getenv(groundTruth)
	if dir == "" {
		t.Skip(groundTruth + " names no folder")
	}
	for _, bill := range []struct {
		file, model    string
		epochs, billed int
	}{
		{"derpies-default-08-22-2024.jsonl", "gpt-4o-mini-2024-07-18", 4, 6104},
		{"ziippy-my_training_data.jsonl", "gpt-4o-mini-2024-07-18", 10, 4480},
		{"cookbook-drone_training.jsonl", "gpt-3.5-turbo-0125", 3, 145983},
		{"marv_13.jsonl", "gpt-3.5-turbo-1106", 7, 4445},
		{"pricer_100.jsonl", "gpt-4.1-nano-2025-04-14", 1, 11290},
	} {
		total := countFile(t, filepath.Join(dir, bill.file), bill.model)
		if got := total.Billed() * bill.epochs; got != bill.billed || total.Doubts != 0 {
			t.Errorf("%s: got %d, want %d; doubts %q", bill.file, got, bill.billed, total.Doubts.Notes())
		}
	}
}

// countFile adds up the tokens of a file's examples.
func countFile(t *testing.T, name, model string) Tokens {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	encodingName, _ := EncodingFor(model)
	encoding, err := bpe.ByName(encodingName)
	if err != nil {
		t.Fatal(err)
	}
	chat, _ := ChatNamed("openai")
	m := NewMeter(encoding.NewCounter(), chat.ForModel(model), ImagesFor(model))
	var total Tokens
	for line, err := range dataset.NewReader(f, 0).Lines() {
		if err != nil {
			t.Fatal(err)
		}
		r := new(dataset.Record)
		if r.Decode(line); r.Err != nil {
			t.Fatal(r.Err)
		}
		one := m.Count(r)
		for part, n := range one.Parts {
			total.Parts[part] += n
		}
		total.Low, total.High, total.Doubts = total.Low+one.Low, total.High+one.High, total.Doubts|one.Doubts
	}
	return total
}
