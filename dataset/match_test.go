package dataset

import (
	"reflect"
	"strings"
	"testing"
)

// prints returns the prints of a file.
func prints(t *testing.T, file string) []Print {
	t.Helper()
	var list []Print
	var r Record
	for line, err := range NewReader(strings.NewReader(file), 0).Lines() {
		if err != nil {
			t.Fatal(err)
		}
		r.Decode(line)
		list = append(list, PrintOf(&r))
	}
	return list
}

// exchange is a chat example of one question and one answer.
func exchange(question, answer string) string {
	return `{"messages": [{"role": "user", "content": "` + question + `"}, {"role": "assistant", "content": "` + answer + `"}]}` + "\n"
}

func TestMatch(t *testing.T) {
	weighted := strings.Replace(exchange("a", "1"), `"1"}`, `"1", "weight": 0}`, 1)
	respelt := `{"messages":[{"content":"\u0061","role":"user"},{"role":"assistant","content":"1"}]}` + "\n"
	pair := func(prompt, good, bad string) string {
		return `{"input": {"messages": [{"role": "user", "content": "` + prompt + `"}]}, "preferred_output": [{"role": "assistant", "content": "` +
			good + `"}], "non_preferred_output": [{"role": "assistant", "content": "` + bad + `"}]}` + "\n"
	}
	tests := []struct {
		name, old, changed string
		want               Matching
	}{
		{"nothing", "", "", Matching{}},
		{"another order", exchange("a", "1") + exchange("b", "2"), exchange("b", "2") + exchange("a", "1"), Matching{Same: []Pair{{2, 1}, {1, 2}}}},
		{"another spelling", exchange("a", "1"), respelt, Matching{Same: []Pair{{1, 1}}}},
		{"another answer", exchange("a", "1"), exchange("a", "2"), Matching{Answers: []Pair{{1, 1}}}},
		{"another weight", exchange("a", "1"), weighted, Matching{Rest: []Pair{{1, 1}}}},
		{"another question", exchange("a", "1"), exchange("b", "1"), Matching{Removed: []int{1}, Added: []int{1}}},
		{"one copy less", exchange("a", "1") + exchange("a", "1"), exchange("a", "1"), Matching{Same: []Pair{{1, 1}}, Removed: []int{2}}},
		{"the same before another answer", exchange("a", "1") + exchange("a", "2"), exchange("a", "2") + exchange("a", "3"),
			Matching{Same: []Pair{{2, 1}}, Answers: []Pair{{1, 2}}}},
		{"the same prompt and answer before another answer", exchange("a", "0") + exchange("a", "1"), weighted + exchange("a", "2"),
			Matching{Rest: []Pair{{2, 1}}, Answers: []Pair{{1, 2}}}},
		{"a broken line stays", "{\n" + exchange("a", "1"), exchange("a", "1") + "{\n", Matching{Same: []Pair{{2, 1}, {1, 2}}}},
		{"a broken line is mended", "{\n", exchange("a", "1"), Matching{Removed: []int{1}, Added: []int{1}}},
		{"a preference", pair("a", "1", "2"), pair("a", "2", "1"), Matching{Answers: []Pair{{1, 1}}}},
		{"a completion", `{"prompt": "a", "completion": "1"}`, `{"prompt": "a", "completion": "2"}`, Matching{Answers: []Pair{{1, 1}}}},
		{"data without messages", `{"x": 1}`, `{"x": 2}`, Matching{Removed: []int{1}, Added: []int{1}}},
	}
	for _, tt := range tests {
		if got := Match(prints(t, tt.old), prints(t, tt.changed)); !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: got %+v, want %+v", tt.name, got, tt.want)
		}
	}
}

// Every line of both files is in the matching once, whatever the files are.
func TestMatchCountsEveryLineOnce(t *testing.T) {
	var old, changed []Print
	for i := range 3000 {
		old = append(old, Print{Line: i + 1, Content: uint64(i % 700), Prompt: uint64(i % 90), Answer: uint64(i % 11)})
		changed = append(changed, Print{Line: i + 1, Content: uint64(i % 801), Prompt: uint64(i % 100), Answer: uint64(i % 7)})
	}
	m := Match(old, changed)
	seenOld, seenNew := map[int]int{}, map[int]int{}
	for _, pairs := range [][]Pair{m.Same, m.Answers, m.Rest} {
		for _, p := range pairs {
			seenOld[p.Old]++
			seenNew[p.New]++
		}
	}
	for _, line := range m.Removed {
		seenOld[line]++
	}
	for _, line := range m.Added {
		seenNew[line]++
	}
	for i := range 3000 {
		if seenOld[i+1] != 1 || seenNew[i+1] != 1 {
			t.Fatalf("line %d: got %d times of the old and %d times of the new file, want once", i+1, seenOld[i+1], seenNew[i+1])
		}
	}
}
