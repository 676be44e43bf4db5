package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// How many tokens are trained is one number, whichever command says it: lint, quote and report in their finding, tokens in
// its table. FTPLAN_FILES asks for more files than the usual few.
func TestTrainedTokensAreOneNumber(t *testing.T) {
	files := 24
	if n, err := strconv.Atoi(os.Getenv("FTPLAN_FILES")); err == nil {
		files = n
	}
	t.Chdir(t.TempDir())
	fired := 0
	for seed := range files {
		file := chatOfFewAnswers(rand.New(rand.NewPCG(1, uint64(seed))))
		if err := os.WriteFile("file.jsonl", []byte(file), 0o600); err != nil {
			t.Fatal(err)
		}
		billed, trained := tableOf(t)
		want := ""
		if trained*50 < billed && billed >= 1000 {
			want = fmt.Sprintf("%d of %d", trained, billed)
			fired++
		}
		for _, line := range []string{
			"lint file.jsonl", "lint --jobs 3 file.jsonl", "lint -", "quote --allow-errors file.jsonl", "report --force file.jsonl -o -",
		} {
			if got := littleTrained(t, line, file); got != want {
				t.Errorf("seed %d: ftplan %s says %q, tokens has %d of %d", seed, line, got, trained, billed)
			}
		}
	}
	if fired < files/4 || fired == files {
		t.Errorf("of %d files %d have few trained tokens", files, fired)
	}
}

// chatOfFewAnswers makes a file of which between none and a twentieth is trained.
func chatOfFewAnswers(r *rand.Rand) string {
	words := strings.Fields("the bell rings 東京 and 価格は then поезд 12345 ==== mañana  return\tx;")
	text := func(n int) string {
		var b strings.Builder
		for range n {
			b.WriteString(words[r.IntN(len(words))] + " ")
		}
		return b.String()
	}
	var b strings.Builder
	share := r.IntN(60)
	for i := range 10 + r.IntN(20) {
		long := 20 + r.IntN(1500)
		weight := ""
		if r.IntN(4) == 0 {
			weight = `, "weight": 0`
		}
		fmt.Fprintf(&b, `{"messages": [{"role": "system", "content": %q}, {"role": "user", "content": "Number %d?"}, {"role": "assistant", "content": %q%s}, {"role": "user", "content": "And?"}, {"role": "assistant", "content": "No."}]}`+"\n",
			text(long), i, text(long*share/1000), weight)
	}
	return b.String()
}

// tableOf returns what tokens counts in file.jsonl.
func tableOf(t *testing.T) (billed, trained int) {
	t.Helper()
	var table struct {
		Tokens struct {
			Billed  int `json:"billed_per_epoch"`
			Trained int `json:"trained_per_epoch"`
		}
	}
	if err := json.Unmarshal(outputOf(t, "tokens --format json file.jsonl", ""), &table); err != nil {
		t.Fatal(err)
	}
	return table.Tokens.Billed, table.Tokens.Trained
}

var ofWhich = regexp.MustCompile(`of ([0-9,]+) tokens that are billed each epoch only ([0-9,]+) are trained`)

// littleTrained returns what a command says of the trained tokens, "" where it says nothing.
func littleTrained(t *testing.T, line, file string) string {
	t.Helper()
	found := ofWhich.FindSubmatch(outputOf(t, line, file))
	if found == nil {
		return ""
	}
	return strings.ReplaceAll(fmt.Sprintf("%s of %s", found[2], found[1]), ",", "")
}

// outputOf runs a command that may fail and returns what it prints.
func outputOf(t *testing.T, line, in string) []byte {
	t.Helper()
	w := plainWorld()
	var out bytes.Buffer
	w.in, w.out = strings.NewReader(in), &out
	run(t.Context(), w, strings.Fields(line))
	return out.Bytes()
}
