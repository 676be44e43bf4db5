package dataset

import (
	"math/rand/v2"
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

func TestAShareIsAboutKept(t *testing.T) {
	portion, _ := ParsePortion("10%")
	split := Split{Seed: 7, Below: portion.Below}
	n := 0
	for i := range uint64(100_000) {
		if split.Validation(Mix(i, i)) {
			n++
		}
	}
	if n < 9_700 || n > 10_300 {
		t.Errorf("10 %% of 100,000 examples are %d", n)
	}
}

func TestANumberIsExact(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, count := range []int{1, 2, 10, 499} {
		picker := NewPicker(3, count)
		hashes := make([]uint64, 500)
		for i := range hashes {
			hashes[i] = random.Uint64()
			picker.Add(hashes[i])
		}
		split, err := picker.Split(len(hashes))
		if err != nil {
			t.Fatal(err)
		}
		got := 0
		for _, hash := range hashes {
			if split.Validation(hash) {
				got++
			}
		}
		if got != count {
			t.Errorf("%d of 500 examples were asked for, %d picked", count, got)
		}
	}
	if _, err := NewPicker(0, 5).Split(5); err == nil {
		t.Error("a split that leaves nothing for training is accepted")
	}
}

func TestSeedsDivideOtherwise(t *testing.T) {
	a, b := Split{Seed: 0, Below: 1 << 63}, Split{Seed: 1, Below: 1 << 63}
	same := 0
	for i := range uint64(10_000) {
		if a.Validation(Mix(i, 0)) == b.Validation(Mix(i, 0)) {
			same++
		}
	}
	if same < 4_700 || same > 5_300 {
		t.Errorf("two seeds agree on %d of 10,000 examples, want about half", same)
	}
}
