// Command bench compares whole processes on this machine: ftplan tokens with the plain way to count in Go, encoding/json and
// tiktoken-go; one goroutine with two; and starting up with opening tiktoken-go's encoding. It makes its own corpus, runs
// the programs in turn, checks that they count the same, and prints medians. Run it from the module's root:
//
//	go run ./tokenize/bench
//
// With other work on the machine CPU times mean more than times by the clock.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

type options struct {
	size   int64 // of the corpus, in MB of 1,000,000 bytes
	runs   int
	jobs   string
	peer   bool
	limit  time.Duration
	folder string // for the corpus; "" = a temporary one
}

func main() {
	var o options
	flag.Int64Var(&o.size, "size", 20, "megabytes of chat to count")
	flag.IntVar(&o.runs, "runs", 5, "runs of each program")
	flag.StringVar(&o.jobs, "jobs", "1,2", "what to give ftplan's --jobs")
	flag.BoolVar(&o.peer, "peer", true, "run the program with encoding/json and tiktoken-go")
	flag.DurationVar(&o.limit, "limit", 2*time.Minute, "start no further round after this time")
	flag.StringVar(&o.folder, "folder", "", "where to put the corpus (default: a temporary folder)")
	flag.Parse()
	if err := bench(os.Stdout, o); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// bench builds, measures and prints.
func bench(w io.Writer, o options) error {
	if o.size < 1 || o.runs < 1 {
		return fmt.Errorf("%d MB and %d runs: want 1 at least of both", o.size, o.runs)
	}
	folder, err := os.MkdirTemp(o.folder, "ftplan-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	ftplan, err := build(folder, "ftplan", "./cmd/ftplan")
	if err != nil {
		return err
	}
	peer, err := build(folder, "peer", "./tokenize/bench/peer")
	if err != nil {
		return err
	}
	end := time.Now().Add(o.limit)
	if err := counting(w, o, folder, ftplan, peer, end); err != nil {
		return err
	}
	return starting(w, o, folder, ftplan, peer, end)
}

// counting compares the programs on the corpus.
func counting(w io.Writer, o options, folder, ftplan, peer string, end time.Time) error {
	chat := filepath.Join(folder, "chat.jsonl")
	lines, err := writeCorpus(chat, o.size*1_000_000)
	if err != nil {
		return err
	}
	var programs []*program
	for _, jobs := range strings.Split(o.jobs, ",") {
		programs = append(programs, &program{name: "ftplan tokens --jobs " + jobs, path: ftplan,
			args: []string{"tokens", "--model", "gpt-4o-mini", "--format", "json", "--jobs", jobs, chat}})
	}
	if o.peer {
		programs = append(programs, &program{name: plainWay, path: peer, args: []string{chat}})
	}
	if err := alternate(programs, o.runs, end); err != nil {
		return err
	}
	tokens, err := agreed(programs)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "%d MB of English-like chat, %d examples, %d tokens of o200k_base, medians of %d runs\n\n",
		o.size, lines, tokens, len(programs[0].runs))
	table(w, programs)
	return nil
}

const plainWay = "encoding/json, tiktoken-go"

// starting compares how long it takes until anything can be counted.
func starting(w io.Writer, o options, folder, ftplan, peer string, end time.Time) error {
	ten := filepath.Join(folder, "ten.jsonl")
	data, err := os.ReadFile("testdata/support.jsonl")
	if err != nil {
		return err
	}
	if err := os.WriteFile(ten, firstLines(data, 10), 0o644); err != nil {
		return err
	}
	programs := []*program{
		{name: "ftplan quote", path: ftplan, args: []string{"quote", "--today", "2026-11-22", ten}},
		{name: "ftplan tokens", path: ftplan, args: []string{"tokens", ten}},
		{name: "tiktoken-go, its encoding", path: peer},
	}
	if err := alternate(programs, 4*o.runs, end); err != nil {
		return err
	}
	fmt.Fprintf(w, "\nten examples, and opening the encoding alone, medians of %d runs\n\n", len(programs[0].runs))
	table(w, programs)
	return nil
}

// writeCorpus writes a file of that many bytes or a line more, and returns its number of lines.
func writeCorpus(path string, size int64) (lines int64, err error) {
	f, err := os.Create(path)
	if err != nil {
		return 0, err
	}
	lines, err = newCorpus(20261122).write(f, size)
	if closed := f.Close(); err == nil {
		err = closed
	}
	return lines, err
}

// firstLines returns the first n lines of a file.
func firstLines(data []byte, n int) []byte {
	return bytes.Join(bytes.SplitAfterN(data, []byte("\n"), n+1)[:n], nil)
}

// agreed returns the tokens that all programs counted. That they count the same is what makes their times comparable.
func agreed(programs []*program) (tokens int64, err error) {
	for i, p := range programs {
		n, err := billed(p.out)
		if err != nil {
			return 0, fmt.Errorf("%s: %w", p.name, err)
		}
		if i > 0 && n != tokens {
			return 0, fmt.Errorf("%s counts %d tokens, %s %d", p.name, n, programs[0].name, tokens)
		}
		tokens = n
	}
	return tokens, nil
}

// billed reads the tokens from what a program printed: a number, or ftplan's JSON.
func billed(out string) (int64, error) {
	if n, err := strconv.ParseInt(strings.TrimSpace(out), 10, 64); err == nil {
		return n, nil
	}
	var report struct {
		Tokens struct {
			Billed int64 `json:"billed_per_epoch"`
		} `json:"tokens"`
	}
	err := json.Unmarshal([]byte(out), &report)
	return report.Tokens.Billed, err
}

// table prints the programs' medians, and how many times those of the first each takes.
func table(w io.Writer, programs []*program) {
	first := programs[0].median()
	fmt.Fprintf(w, "%-27s %10s %8s %10s %8s %9s\n", "", "clock s", "ratio", "CPU s", "ratio", "peak MiB")
	for _, p := range programs {
		m := p.median()
		fmt.Fprintf(w, "%-27s %10.3f %8.2f %10.3f %8.2f %9.1f\n", p.name, m.wall.Seconds(), m.wall.Seconds()/first.wall.Seconds(),
			m.cpu.Seconds(), m.cpu.Seconds()/first.cpu.Seconds(), float64(m.peak)/(1<<20))
	}
}
