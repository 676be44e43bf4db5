package dataset

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestParsePortion(t *testing.T) {
	const half = 1 << 63
	for _, test := range []struct {
		in    string
		below uint64
		count int
		bad   bool
	}{
		{in: "50%", below: half},
		{in: "0.5", below: half},
		{in: "12.5%", below: half / 4},
		{in: "20", count: 20},
		{in: "1", count: 1},
		{in: "0", bad: true},
		{in: "0%", bad: true},
		{in: "100%", bad: true},
		{in: "1.5", bad: true},
		{in: "-3", bad: true},
		{in: "ten", bad: true},
		{in: "1/2", bad: true},
		{in: "1e-1", bad: true},
		{in: "", bad: true},
		{in: "%", bad: true},
	} {
		got, err := ParsePortion(test.in)
		if (err != nil) != test.bad || got.Below != test.below || got.Count != test.count {
			t.Errorf("%q: got %+v, %v, want below %d, count %d, bad %v", test.in, got, err, test.below, test.count, test.bad)
		}
	}
}

// asked returns a record of chat that asks and answers so.
func asked(question, answer string) *Record {
	r := new(Record)
	r.Decode(Line{Text: fmt.Appendf(nil, `{"messages":[{"role":"user","content":%q},{"role":"assistant","content":%q}],"id":%q}`, question, answer, answer)})
	return r
}

// divide returns the split of the records and how many of them are for validation.
func divide(t *testing.T, portion string, key, class Key, records []*Record) (Split, int) {
	t.Helper()
	share, err := ParsePortion(portion)
	if err != nil {
		t.Fatal(err)
	}
	picker := NewPicker(3, share, key, class)
	for _, r := range records {
		picker.Add(picker.Sort(r))
	}
	split, err := picker.Split()
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, r := range records {
		if split.Validation(r) {
			n++
		}
	}
	return split, n
}

func different(n int) (records []*Record) {
	for i := range n {
		records = append(records, asked(fmt.Sprint("question ", i), fmt.Sprint("answer ", i)))
	}
	return records
}

func TestAShareIsAboutKept(t *testing.T) {
	if _, n := divide(t, "10%", nil, nil, different(5_000)); n < 440 || n > 560 {
		t.Errorf("10 %% of 5,000 examples are %d", n)
	}
}

func TestANumberIsExact(t *testing.T) {
	for _, count := range []int{1, 2, 10, 499} {
		if _, got := divide(t, fmt.Sprint(count), nil, nil, different(500)); got != count {
			t.Errorf("%d of 500 examples were asked for, %d picked", count, got)
		}
	}
	for _, n := range []int{5, 4} {
		picker := NewPicker(0, Portion{Count: 5}, nil, nil)
		for _, r := range different(n) {
			picker.Add(picker.Sort(r))
		}
		if _, err := picker.Split(); err == nil {
			t.Errorf("5 of %d examples are accepted, which leaves nothing for training", n)
		}
	}
}

// Whatever the seed and the share, both sides have an example, and examples that ask the same are on one side.
func TestNoSideIsEmptyAndNoPromptOnBoth(t *testing.T) {
	for seed := range uint64(200) {
		for n := 2; n < 8; n++ {
			records := slices.Concat(different(n), different(n))
			for _, portion := range []Portion{{Below: 1}, {Below: 1 << 60}, {Below: 1<<64 - 1}, {Count: 1}, {Count: n}} {
				picker := NewPicker(seed, portion, ByOpening, nil)
				for _, r := range records {
					picker.Add(picker.Sort(r))
				}
				split, err := picker.Split()
				if err != nil {
					t.Fatal(err)
				}
				sides := map[bool]int{}
				for i, r := range records {
					sides[split.Validation(r)]++
					if split.Validation(r) != split.Validation(records[i%n]) {
						t.Fatalf("seed %d, %+v: example %d and its twin are divided", seed, portion, i)
					}
				}
				if sides[true] == 0 || sides[false] == 0 || portion.Count > 1 && sides[true] > portion.Count {
					t.Fatalf("seed %d, %+v: the sides of %d examples are %v", seed, portion, len(records), sides)
				}
			}
		}
	}
}

func TestOneKeyIsNotDivided(t *testing.T) {
	picker := NewPicker(0, Portion{Count: 1}, nil, nil)
	for _, answer := range []string{"a", "b", "c"} {
		picker.Add(picker.Sort(asked("the same", answer)))
	}
	if _, err := picker.Split(); err == nil || !strings.Contains(err.Error(), "all 3 examples stay together") {
		t.Errorf("three answers to one question are divided: %v", err)
	}
}

// What begins alike stays together where the beginning is long enough to tell conversations apart.
func TestKeys(t *testing.T) {
	long := "How long does it take to ride from Graz to Wien?"
	more := func(first string) *Record {
		r := new(Record)
		r.Decode(Line{Text: fmt.Appendf(nil, `{"messages":[{"role":"user","content":%q},{"role":"assistant","content":"x"},{"role":"user","content":"And back?"},{"role":"assistant","content":"y"}]}`, first)})
		return r
	}
	for _, test := range []struct {
		name string
		key  Key
		a, b *Record
		same bool
	}{
		{"equal questions", ByPrompt, asked("q", "a"), asked("q", "b"), true},
		{"other questions", ByPrompt, asked("q", "a"), asked("r", "a"), false},
		{"a longer conversation", ByPrompt, asked(long, "a"), more(long), false},
		{"a longer conversation, by its opening", ByOpening, asked(long, "a"), more(long), true},
		{"a short opening", ByOpening, asked(strings.Repeat("h", 31), "a"), more(strings.Repeat("h", 31)), false},
		{"an opening just long enough", ByOpening, asked(strings.Repeat("h", 32), "a"), more(strings.Repeat("h", 32)), true},
		{"equal answers", ByAnswer, asked("q", "a"), asked("r", "a"), true},
		{"other answers", ByAnswer, asked("q", "a"), asked("q", "b"), false},
		{"a field", ByField("id"), asked("q", "a"), asked("r", "a"), true},
	} {
		a, hasA := test.key(test.a)
		b, hasB := test.key(test.b)
		if (a == b) != test.same || !hasA || !hasB {
			t.Errorf("%s: equal keys: %v, want %v; %v %v", test.name, a == b, test.same, hasA, hasB)
		}
	}
	if _, has := ByField("nothing")(asked("q", "a")); has {
		t.Error("a field that is not there is a key")
	}
}

// Each class is divided by itself, rounded up, and a class of one example is for training.
func TestClassesAreDividedByThemselves(t *testing.T) {
	var records []*Record
	for i := range 100 {
		records = append(records, asked(fmt.Sprint("q", i), "common"))
	}
	for i := range 11 {
		records = append(records, asked(fmt.Sprint("r", i), "seldom"))
	}
	records = append(records, asked("once", "single"))
	split, _ := divide(t, "10%", nil, ByAnswer, records)
	counts := map[string]int{}
	for _, r := range records {
		if split.Validation(r) {
			counts[string(r.Example.Messages[1].Content.Text())]++
		}
	}
	if counts["common"] != 10 || counts["seldom"] != 2 || counts["single"] != 0 {
		t.Errorf("for validation are %v, want 10 of the common, 2 of the seldom, none of the single", counts)
	}
}

func TestSeedsDivideOtherwise(t *testing.T) {
	records := different(2_000)
	a, b, same := Split{Seed: 0, Below: 1 << 63}, Split{Seed: 1, Below: 1 << 63}, 0
	for _, r := range records {
		if a.Validation(r) == b.Validation(r) {
			same++
		}
	}
	if same < 900 || same > 1_100 {
		t.Errorf("two seeds agree on %d of 2,000 examples, want about half", same)
	}
}
