package lint

import (
	"cmp"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/cespare/xxhash/v2"
)

// A Baseline is the set of findings that a team knows of and lives with. A finding is known by its rule and the text of its
// line, so that it stays known when lines move, and is new again when its line changes.
//
// A Baseline is read or built once; after that it may be used by several goroutines, each with its own [Baseline.Filter].
type Baseline struct {
	counts map[knownFinding]int
}

// A knownFinding is what a finding is known by. A finding about a whole file has the hash 0.
type knownFinding struct {
	code string
	line uint64
}

// baselineHeader is the first line of a baseline file.
const baselineHeader = "ftplan baseline 1"

// maxBaseline is how long a baseline file may be, in bytes.
const maxBaseline = 64 << 20

// Add takes a finding in, with the text of its line; nil for one about the whole file.
func (b *Baseline) Add(f Finding, line []byte) {
	if b.counts == nil {
		b.counts = map[knownFinding]int{}
	}
	b.counts[known(f, line)]++
}

func known(f Finding, line []byte) knownFinding {
	if line == nil {
		return knownFinding{code: f.Rule.Code}
	}
	return knownFinding{code: f.Rule.Code, line: xxhash.Sum64(line)}
}

// Filter returns a function that reports whether a finding is new. A finding that is known once is new the second time. The
// function is for one goroutine and one run over the files.
func (b *Baseline) Filter() func(f Finding, line []byte) bool {
	used := map[knownFinding]int{}
	return func(f Finding, line []byte) bool {
		k := known(f, line)
		if used[k] >= b.counts[k] {
			return true
		}
		used[k]++
		return false
	}
}

// Write writes the baseline, sorted, one known finding a line: code, hash of the line in hexadecimal, and how often.
func (b *Baseline) Write(w io.Writer) error {
	var list []knownFinding
	for k := range b.counts {
		list = append(list, k)
	}
	slices.SortFunc(list, func(a, b knownFinding) int {
		return cmp.Or(cmp.Compare(a.code, b.code), cmp.Compare(a.line, b.line))
	})
	out := []byte(baselineHeader + "\n")
	for _, k := range list {
		out = fmt.Appendf(out, "%s %016x %d\n", k.code, k.line, b.counts[k])
	}
	_, err := w.Write(out)
	return err
}

// ReadBaseline reads what [Baseline.Write] wrote. Anything else is an error that says on which line: a baseline that is
// half understood would hide findings.
func ReadBaseline(r io.Reader) (*Baseline, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxBaseline+1))
	if err != nil {
		return nil, err
	}
	if len(text) > maxBaseline {
		return nil, fmt.Errorf("the baseline is longer than %d MiB; write it anew", maxBaseline>>20)
	}
	header, rest, _ := strings.Cut(string(text), "\n")
	if header != baselineHeader {
		return nil, fmt.Errorf("line 1: a baseline starts with %q; write it anew", baselineHeader)
	}
	b := &Baseline{counts: map[knownFinding]int{}}
	number := 1
	for line := range strings.Lines(rest) {
		number++
		k, count, ok := parseKnown(line)
		if !ok || b.counts[k] > 0 {
			return nil, fmt.Errorf("line %d: not a known finding, or one that stands there twice; write the baseline anew", number)
		}
		b.counts[k] = count
	}
	return b, nil
}

// parseKnown reads one line of a baseline, its newline included.
func parseKnown(line string) (k knownFinding, count int, ok bool) {
	fields := strings.Split(line, " ")
	if len(fields) != 3 || len(fields[1]) != 16 {
		return k, 0, false
	}
	hash, err := hex.DecodeString(fields[1])
	number, whole := strings.CutSuffix(fields[2], "\n")
	count, countErr := strconv.Atoi(number)
	if err != nil || countErr != nil || !whole || count < 1 || strconv.Itoa(count) != number || !isCode(fields[0]) {
		return k, 0, false
	}
	for _, b := range hash {
		k.line = k.line<<8 | uint64(b)
	}
	k.code = fields[0]
	return k, count, hex.EncodeToString(hash) == fields[1]
}

// isCode reports whether a word has the form of a rule's code.
func isCode(word string) bool {
	digits, ok := strings.CutPrefix(word, "FT")
	_, err := strconv.ParseUint(digits, 10, 16)
	return ok && len(digits) == 3 && err == nil
}
