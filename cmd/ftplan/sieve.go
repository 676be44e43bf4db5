package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

// A sieve decides which findings of a file count: not those of rules that are let pass, and not those that a baseline
// knows. It counts what it holds back.
type sieve struct {
	file    string
	allowed map[*lint.Rule]bool
	known   map[string]int // how often a finding of the baseline may still come up; nil without a baseline
	noted   *baseline      // takes in every finding that is not let pass; nil where none is written

	passed map[*lint.Rule]int64
	old    int64

	line int // whose sum is kept, so that a long line with many findings is hashed once
	sum  [sha256.Size]byte
}

// counts reports whether a finding counts.
func (s *sieve) counts(line dataset.Line, f *lint.Finding) bool {
	if s.allowed[f.Rule] {
		s.passed[f.Rule]++
		return false
	}
	if s.known == nil && s.noted == nil {
		return true
	}
	print := s.fingerprint(line, f)
	if s.noted != nil {
		s.noted.add(f.Rule.Code, print)
	}
	if s.known[print] == 0 {
		return true
	}
	s.known[print]--
	s.old++
	return false
}

// fingerprint returns what tells a finding from others, whatever its line's number is: rule, path and the text of the
// line; for a finding about the whole file the file's name in place of the text.
func (s *sieve) fingerprint(line dataset.Line, f *lint.Finding) string {
	h := sha256.New()
	io.WriteString(h, f.Rule.Code+"\x00"+f.Path+"\x00")
	if line.Number == 0 {
		io.WriteString(h, filepath.Base(s.file))
	} else {
		if s.line != line.Number {
			s.line, s.sum = line.Number, sha256.Sum256(line.Text)
		}
		h.Write(s.sum[:])
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// A baseline is the findings that a team knows of and lives with. It holds no text of the data.
type baseline struct {
	Version  int           `json:"version"`
	Findings []knownObject `json:"findings"`

	at map[string]int // in Findings, by fingerprint
}

type knownObject struct {
	Code        string `json:"code"`
	Fingerprint string `json:"fingerprint"`
	Count       int    `json:"count"`
}

func newBaseline() *baseline {
	return &baseline{Version: 1, Findings: []knownObject{}, at: map[string]int{}}
}

func (b *baseline) add(code, print string) {
	i, ok := b.at[print]
	if !ok {
		i = len(b.Findings)
		b.at[print] = i
		b.Findings = append(b.Findings, knownObject{Code: code, Fingerprint: print})
	}
	b.Findings[i].Count++
}

// baselineMax is how long a baseline may be, in bytes.
const baselineMax = 64 << 20

// readBaseline reads a baseline strictly.
func readBaseline(name string) (*baseline, error) {
	text, err := readAtMost(name, baselineMax)
	if err != nil {
		return nil, err
	}
	b := newBaseline()
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(b); err != nil || b.Version != 1 || d.More() {
		return nil, usage("write one with ftplan lint --write-baseline FILE", "%s is no baseline of this version", name)
	}
	return b, nil
}

// counts returns how often each finding is known.
func (b *baseline) counts() map[string]int {
	counts := map[string]int{}
	for _, f := range b.Findings {
		counts[f.Fingerprint] += f.Count
	}
	return counts
}

// write writes the baseline in place of an older one. A file that is none is left alone.
func (b *baseline) write(name string) error {
	start := dataset.Create
	if _, err := readBaseline(name); err == nil {
		start = dataset.Replace
	}
	slices.SortFunc(b.Findings, func(x, y knownObject) int { return strings.Compare(x.Code+x.Fingerprint, y.Code+y.Fingerprint) })
	f, err := start(name)
	if err != nil {
		return err
	}
	defer f.Discard()
	e := json.NewEncoder(f)
	e.SetIndent("", " ")
	if err := e.Encode(b); err != nil {
		return err
	}
	return f.Commit()
}
