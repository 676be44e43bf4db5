package bpe_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ftplan/ftplan/tokenize/bpe"
)

func TestByName(t *testing.T) {
	for name, size := range map[string]uint32{"o200k_base": 199998, "o200k_harmony": 199998, "cl100k_base": 100256, "p50k_base": 50281, "r50k_base": 50256} {
		encoding, err := bpe.ByName(name)
		if err != nil {
			t.Fatal(err)
		}
		if encoding.Token(size-1) == nil || encoding.Token(size) != nil {
			t.Errorf("%s: last token is not %d", name, size-1)
		}
	}
	_, err := bpe.ByName("o300k_base")
	want := `unknown encoding "o300k_base": want o200k_base, o200k_harmony, cl100k_base, p50k_base or r50k_base`
	if err == nil || err.Error() != want {
		t.Errorf("got error %v, want %s", err, want)
	}
}

func TestParsePattern(t *testing.T) {
	for name, want := range map[string]bpe.Pattern{
		"o200k": bpe.O200k, "cl100k": bpe.CL100k, "gpt2": bpe.GPT2, "p50k": bpe.GPT2, "r50k": bpe.GPT2, "llama3": bpe.Llama3, "qwen2": bpe.Qwen2,
	} {
		if got, err := bpe.ParsePattern(name); err != nil || got != want {
			t.Errorf("pattern %s: got %v, %v, want %v", name, got, err, want)
		}
	}
	_, err := bpe.ParsePattern("llama2")
	want := `unknown pattern "llama2": want one of o200k, cl100k, p50k, r50k, gpt2, llama3, qwen2`
	if err == nil || err.Error() != want {
		t.Errorf("got error %v, want %s", err, want)
	}
}

func TestAppend(t *testing.T) {
	tests := []struct {
		encoding *bpe.Encoding
		text     string
		want     []uint32
	}{
		{bpe.O200kBase(), "hello world", []uint32{24912, 2375}},
		{bpe.CL100kBase(), "hello world", []uint32{15339, 1917}},
		{bpe.P50kBase(), "hello world", []uint32{31373, 995}},
		{bpe.R50kBase(), "hello world", []uint32{31373, 995}},
		{bpe.CL100kBase(), "tiktoken is great!", []uint32{83, 1609, 5963, 374, 2294, 0}},
		{bpe.CL100kBase(), "", nil},
	}
	for _, test := range tests {
		if got := test.encoding.Append(nil, []byte(test.text)); !slices.Equal(got, test.want) {
			t.Errorf("ids of %q: got %v, want %v", test.text, got, test.want)
		}
	}
	if got, want := bpe.R50kBase().Append([]uint32{7}, []byte("hello\xff world")), []uint32{7, 31373, 4210, 995}; !slices.Equal(got, want) {
		t.Errorf("ids after another, with a bad byte: got %v, want %v", got, want)
	}
}

func TestAppendSpellsTheText(t *testing.T) {
	for _, e := range engines {
		encoding := e.open()
		for _, k := range kinds {
			text := newWriter(k, 3).text(20 << 10)
			var got []byte
			for _, id := range encoding.Append(nil, text) {
				got = append(got, encoding.Token(id)...)
			}
			if !bytes.Equal(got, text) {
				t.Errorf("%s: tokens of %s text do not spell it", e.name, k.name)
			}
		}
	}
}

// Python 3.11 printed the number of characters: len(text.decode("utf-8", "replace")).
func TestInvalidBytesBecomeReplacementCharacters(t *testing.T) {
	tests := []struct {
		text string
		want string
	}{
		{"a\xffb", "a\ufffdb"},
		{"\xc3", "\ufffd"},
		{"\xe4\xb8", "\ufffd"},
		{"\xe4\xb8\xe4\xb8", "\ufffd\ufffd"},
		{"\xf0\x9f\x98", "\ufffd"},
		{"\xf0\x9f\x98x", "\ufffdx"},
		{"\xed\xa0\x80", "\ufffd\ufffd\ufffd"},
		{"\xc0\xaf", "\ufffd\ufffd"},
		{"\xe0\x80\x80", "\ufffd\ufffd\ufffd"},
		{"\xf4\x90\x80\x80", "\ufffd\ufffd\ufffd\ufffd"},
		{"\xf8\x88\x80\x80\x80", "\ufffd\ufffd\ufffd\ufffd\ufffd"},
		{"é\x80中", "é\ufffd中"},
	}
	for _, test := range tests {
		if got := string(bpe.ReplaceInvalid([]byte(test.text))); got != test.want {
			t.Errorf("%q: got %q, want %q", test.text, got, test.want)
		}
		for _, e := range engines {
			encoding := e.open()
			got, want := encoding.Append(nil, []byte(test.text)), encoding.Append(nil, []byte(test.want))
			if !slices.Equal(got, want) {
				t.Errorf("%s: ids of %q: got %v, want %v", e.name, test.text, got, want)
			}
		}
	}
}

func TestCountsOfLongPiecesEqualReference(t *testing.T) {
	size := 3500
	if testing.Short() {
		size = 3000
	}
	for _, e := range engines {
		t.Run(e.name, func(t *testing.T) {
			t.Parallel()
			encoding := e.open()
			counter := encoding.NewCounter()
			for _, h := range hostile {
				e.check(t, encoding, counter, strings.Repeat(h.unit, size/len(h.unit)))
			}
		})
	}
}

// Quadratic time would be minutes.
func TestHostileTextTakesNoQuadraticTime(t *testing.T) {
	const size, limit = 128 << 10, 10 * time.Second
	for _, e := range engines[:1] {
		counter := e.open().NewCounter()
		for _, h := range hostile {
			start := time.Now()
			counter.Count(bytes.Repeat([]byte(h.unit), size/len(h.unit)))
			if took := time.Since(start); took > limit {
				t.Errorf("%s: %d KB of %s took %v", e.name, size>>10, h.name, took)
			}
		}
	}
}

func TestCountDoesNotAllocate(t *testing.T) {
	for _, e := range engines {
		counter := e.open().NewCounter()
		for _, k := range kinds {
			text := newWriter(k, 4).text(3000)
			counter.Count(text)
			if got := testing.AllocsPerRun(10, func() { counter.Count(text) }); got != 0 {
				t.Errorf("%s: %s text: %v allocations", e.name, k.name, got)
			}
		}
		long := bytes.Repeat([]byte("ab"), 5000)
		counter.Count(long)
		if got := testing.AllocsPerRun(10, func() { counter.Count(long) }); got != 0 {
			t.Errorf("%s: long piece: %v allocations", e.name, got)
		}
	}
}

func TestConcurrentUse(t *testing.T) {
	encoding := bpe.O200kBase()
	var texts [][]byte
	var want []int
	for _, k := range kinds {
		text := newWriter(k, 5).text(4000)
		texts = append(texts, text)
		want = append(want, len(encoding.Append(nil, text)))
	}
	var group sync.WaitGroup
	errs := make([]error, 8)
	for g := range errs {
		group.Go(func() {
			for i, text := range texts {
				if got := encoding.Count(text); got != want[i] {
					errs[g] = fmt.Errorf("%s text: got %d tokens, want %d", kinds[i].name, got, want[i])
				}
			}
		})
	}
	group.Wait()
	for _, err := range errs {
		if err != nil {
			t.Error(err)
		}
	}
}

// A counter that has seen other texts gives the same answers as a new one.
func TestCacheChangesNoCount(t *testing.T) {
	for _, e := range engines {
		encoding := e.open()
		used := encoding.NewCounter()
		for _, k := range kinds {
			text := newWriter(k, 6).text(15 << 10)
			for _, part := range messages(text) {
				if got, want := used.Count(part), len(encoding.Append(nil, part)); got != want {
					t.Fatalf("%s: %s text: got %d tokens, want %d", e.name, k.name, got, want)
				}
			}
		}
	}
}
