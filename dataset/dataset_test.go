package dataset

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/iotest"
	"time"
)

// cut returns the lines of a stream as short texts, and the error at its end.
func cut(r *Reader) (lines []string, err error) {
	for line, e := range r.Lines() {
		if e != nil {
			return lines, e
		}
		lines = append(lines, show(line))
	}
	return lines, nil
}

func show(l Line) string {
	s := fmt.Sprintf("%d@%d %q", l.Number, l.Offset, l.Text)
	for _, flag := range []struct {
		on   bool
		name string
	}{{l.CR, " cr"}, {l.BOM, " bom"}, {l.TooLong, " long"}, {l.Open, " open"}} {
		if flag.on {
			s += flag.name
		}
	}
	return s
}

func TestLines(t *testing.T) {
	for _, test := range []struct {
		name, in string
		max      int
		want     []string
	}{
		{"empty", "", 0, nil},
		{"one line", "{}\n", 0, []string{`1@0 "{}"`}},
		{"no newline at the end", "{}\n[]", 0, []string{`1@0 "{}"`, `2@3 "[]" open`}},
		{"blank lines", "\n\n{}\n", 0, []string{`1@0 ""`, `2@1 ""`, `3@2 "{}"`}},
		{"carriage returns", "{}\r\n[]\r\n", 0, []string{`1@0 "{}" cr`, `2@4 "[]" cr`}},
		{"byte-order mark", "\ufeff{}\n{}\n", 0, []string{`1@3 "{}" bom`, `2@6 "{}"`}},
		{"a long line between short ones", "{}\n\"" + strings.Repeat("x", 50) + "\"\n[]\n", 20,
			[]string{`1@0 "{}"`, `2@3 "" long`, `3@56 "[]"`}},
		{"a long line at the end", "{}\n" + strings.Repeat("x", 50), 20, []string{`1@0 "{}"`, `2@3 "" long open`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := cut(NewReader(strings.NewReader(test.in), test.max))
			if err != nil || !slices.Equal(got, test.want) {
				t.Errorf("lines of %q\n got %q, %v\nwant %q", test.in, got, err, test.want)
			}
			got, err = cut(NewReader(iotest.OneByteReader(strings.NewReader(test.in)), test.max))
			if err != nil || !slices.Equal(got, test.want) {
				t.Errorf("lines of %q, byte by byte\n got %q, %v\nwant %q", test.in, got, err, test.want)
			}
		})
	}
}

// A line far beyond the limit is stepped over without being kept, and the lines behind it keep their places.
func TestHugeLine(t *testing.T) {
	huge := io.LimitReader(zeros('x'), 100<<20)
	r := NewReader(io.MultiReader(strings.NewReader("{}\n"), huge, strings.NewReader("\n[]\n")), 1<<20)
	got, err := cut(r)
	want := []string{`1@0 "{}"`, `2@3 "" long`, `3@104857604 "[]"`}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
}

type zeros byte

func (z zeros) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(z)
	}
	return len(p), nil
}

func TestForeignFiles(t *testing.T) {
	for _, test := range []struct{ name, head, want string }{
		{"gzip", "\x1f\x8b\x08\x00abc", "gzip-compressed"},
		{"utf-16 with a mark", "\xff\xfe{\x00}\x00", "UTF-16 text"},
		{"utf-16 without a mark", "{\x00\"\x00a\x00", "UTF-16 text"},
		{"zip", "PK\x03\x04xxxx", "a zip archive or an Excel workbook"},
		{"zeros", "\x00\x00\x00\x00\x00", "binary"},
		{"old Mac line endings", "{\"a\":1}\r{\"a\":2}\r", "text with bare CR line endings"},
		{"an array of lines", "[\n{\"a\":1},\n{\"a\":2}\n]\n", "one JSON array"},
		{"an array that starts in its first line", "[{\"a\":1},\n{\"a\":2}]\n", "one JSON array"},
		{"an array of indented objects", "\ufeff\n[\r\n  {\r\n \"a\": 1},\r\n", "one JSON array"},
		{"an indented object", "{\n  \"messages\": [\n    {", "pretty-printed JSON"},
		{"an object over two lines", "{\"messages\": [\n {\"role\": \"user\",\n", "pretty-printed JSON"},
		{"a table", "prompt,completion\nHi,Hello\n", "a CSV table"},
		{"a table of tabs", "id\tquestion\tanswer\n1\tHi\tHello\n", "a CSV table"},
		{"a web page", "<!DOCTYPE html>\n<html>", "an HTML page"},
	} {
		_, err := cut(NewReader(strings.NewReader(test.head), 0))
		foreign, ok := IsForeign(err)
		if !ok || foreign.Kind != test.want {
			t.Errorf("%s: got error %v, want one of kind %q", test.name, err, test.want)
		}
	}
}

// Files with a fault in their first line are still JSON lines, and are read to their end.
func TestFaultyFirstLineIsNotForeign(t *testing.T) {
	for _, file := range []string{
		"{\"messages\": [{\"role\": \"user\",\n{\"messages\": []}\n",
		"{\"messages\": [{\"role\": \"user\"},\n{\"messages\": []}\n",
		"[1,\n{}\n", "[\n", "[[]]\n{}\n", "{\n", "hello, user\n{}\n", "[{\"a\":1}]\n[{\"a\":2}]\n",
	} {
		lines, err := cut(NewReader(strings.NewReader(file), 0))
		if want := strings.Count(file, "\n"); err != nil || len(lines) != want {
			t.Errorf("%q: got %d lines, %v, want %d", file, len(lines), err, want)
		}
	}
}

func TestStreamErrorEndsTheLines(t *testing.T) {
	broken := errors.New("the disk is gone")
	lines, err := cut(NewReader(io.MultiReader(strings.NewReader("{}\n[]\n"), iotest.ErrReader(broken)), 0))
	if want := []string{`1@0 "{}"`, `2@3 "[]"`}; !slices.Equal(lines, want) || !errors.Is(err, broken) {
		t.Errorf("got %q, %v, want %q and %v", lines, err, want, broken)
	}
}

// sample makes a file of n lines, of which some are blank, broken or long.
func sample(n int) string {
	random := rand.New(rand.NewPCG(1, 2))
	var b strings.Builder
	for range n {
		switch random.IntN(12) {
		case 0:
			b.WriteString("\n")
		case 1:
			b.WriteString("{\"messages\": [\r\n")
		case 2:
			fmt.Fprintf(&b, "{\"messages\":[{\"role\":\"user\",\"content\":%q}]}\n", strings.Repeat("word ", random.IntN(20_000)))
		default:
			fmt.Fprintf(&b, "{\"messages\":[{\"role\":\"user\",\"content\":\"number %d\"}]}\n", random.IntN(1000))
		}
	}
	return b.String()
}

func TestMapIsTheSameForAnyNumberOfJobs(t *testing.T) {
	in := sample(3000)
	describe := func(r *Record) string { return fmt.Sprint(r.Number, r.Offset, r.CR, r.Format, r.Err, r.Root.Hash()) }
	var want []string
	for line := range NewReader(strings.NewReader(in), 0).Lines() {
		var r Record
		r.Decode(line)
		want = append(want, describe(&r))
	}
	for _, jobs := range []int{1, 2, 3, 8, 32} {
		var got []string
		for s, err := range Map(t.Context(), NewReader(strings.NewReader(in), 0), jobs, describe) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, s)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%d jobs: %d results differ from the %d of one loop over the lines", jobs, len(got), len(want))
		}
	}
}

// Every goroutine costs memory, and whoever asks for a thousand shall not pay for them.
func TestMapBoundsItsGoroutines(t *testing.T) {
	for jobs, want := range map[int]int32{-1: 1, 1: 1, 3: 3, 32: 32, 1000: 32} {
		var workers atomic.Int32
		all := make(chan struct{})
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		worker := func() func(*Record) int {
			if workers.Add(1) == want {
				close(all)
			}
			return func(r *Record) int {
				select {
				case <-all: // so that every goroutine gets lines
				case <-ctx.Done():
				}
				return r.Number
			}
		}
		pieces := []io.Reader{strings.NewReader(strings.Repeat("{}\n", sniffSize/2))}
		for range 2 * want {
			pieces = append(pieces, strings.NewReader("{}\n"))
		}
		for _, err := range MapWith(t.Context(), NewReader(io.MultiReader(pieces...), 0), jobs, worker) {
			if err != nil {
				t.Fatal(err)
			}
		}
		if got := workers.Load(); got != want {
			t.Errorf("%d jobs: got %d goroutines, want %d", jobs, got, want)
		}
	}
}

// A goroutine that has nothing to do needs nothing to do it with.
func TestMapAsksNoIdleWorkers(t *testing.T) {
	workers := 0
	worker := func() func(*Record) int {
		workers++
		return func(r *Record) int { return r.Number }
	}
	for _, err := range MapWith(t.Context(), NewReader(strings.NewReader("{}\n{}\n"), 0), 8, worker) {
		if err != nil {
			t.Fatal(err)
		}
	}
	if workers != 1 {
		t.Errorf("one block of lines got %d workers", workers)
	}
}

func TestMapStopsEarly(t *testing.T) {
	for n := range Map(t.Context(), NewReader(strings.NewReader(sample(3000)), 0), 4, func(r *Record) int { return r.Number }) {
		if n == 5 {
			break
		}
	}
}

func TestMapEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	pipe, hold := io.Pipe()
	defer hold.Close()
	go func() {
		io.WriteString(hold, sample(2000))
		cancel()
	}()
	var last error
	for _, err := range Map(ctx, NewReader(pipe, 0), 2, func(r *Record) int { return r.Number }) {
		last = err
	}
	if !errors.Is(last, context.Canceled) {
		t.Errorf("the last error is %v, want %v", last, context.Canceled)
	}
}

// A stop is heard between two lines that were read at once, and within a line that takes long.
func TestMapStopsBetweenLinesAndWithin(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var seen atomic.Int64
	p := newPipeline[int](1)
	go p.read(ctx, NewReader(strings.NewReader(sample(100)), 0))
	p.work(ctx, func() func(*Record) int {
		return func(*Record) int {
			cancel()
			return int(seen.Add(1))
		}
	})
	if seen.Load() != 1 {
		t.Errorf("%d lines were looked at, the stop came in the first", seen.Load())
	}
	ctx, cancel = context.WithCancel(t.Context())
	hold := make(chan struct{})
	var last error
	for _, err := range Map(ctx, NewReader(strings.NewReader(sample(1)), 0), 1, func(*Record) int {
		cancel()
		<-hold
		return 0
	}) {
		last = err
	}
	close(hold)
	if !errors.Is(last, context.Canceled) {
		t.Errorf("the last error is %v, want %v", last, context.Canceled)
	}
}

func TestFormatLooksAheadAndLosesNothing(t *testing.T) {
	in := "{\"prompt\":\"a\",\"completion\":\"b\"}\n{\"messages\":[]}\n{\"prompt\":\"c\",\"completion\":\"d\"}\n"
	r := NewReader(strings.NewReader(in), 0)
	if got := r.Format(); got != Completion {
		t.Errorf("the format is %v, want %v", got, Completion)
	}
	var b bytes.Buffer
	for line, err := range r.Lines() {
		if err != nil {
			t.Fatal(err)
		}
		b.Write(append(line.Text, '\n'))
	}
	if b.String() != in {
		t.Errorf("after a look ahead the lines are %q, want %q", b.String(), in)
	}
}
