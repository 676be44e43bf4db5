package lint

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"iter"
	"os"
)

// A Spool keeps any number of findings about lines, in the order in which they come, in bounded memory: those that do not fit
// stand in a temporary file. It keeps all of a finding but the edits of its fix. The zero value is empty and ready to use.
type Spool struct {
	rules []*Rule
	known map[*Rule]uint64 // their numbers
	count int64
	head  []byte // the first of them
	file  *os.File
	rest  *bufio.Writer
	name  string // of the file, where it could not be removed while it is open
	buf   []byte
	err   error // of the file
}

// spoolHead is how many bytes of findings are kept in memory.
const spoolHead = 4 << 20

// Len returns how many findings there are.
func (s *Spool) Len() int64 { return s.count }

// Add takes in a finding. An error of the temporary file is told by [Spool.All].
func (s *Spool) Add(f *Finding) {
	s.count++
	s.buf = s.encode(s.buf[:0], f)
	if s.file == nil && len(s.head)+len(s.buf) <= spoolHead {
		s.head = append(s.head, s.buf...)
		return
	}
	if s.file == nil && s.err == nil {
		s.open()
	}
	if s.err == nil {
		_, s.err = s.rest.Write(s.buf)
	}
}

// open opens the temporary file and removes its name at once, so that nothing outlives a process that is killed. Where the
// system refuses that for an open file, as Windows does, [Spool.Close] removes it.
func (s *Spool) open() {
	if s.file, s.err = os.CreateTemp("", "ftplan-findings-"); s.err != nil {
		return
	}
	s.rest = bufio.NewWriterSize(s.file, 64<<10)
	if err := os.Remove(s.file.Name()); err != nil {
		s.name = s.file.Name()
	}
}

// encode appends a finding: numbers, then texts with their lengths before them.
func (s *Spool) encode(buf []byte, f *Finding) []byte {
	rule, ok := s.known[f.Rule]
	if !ok {
		if s.known == nil {
			s.known = map[*Rule]uint64{}
		}
		rule = uint64(len(s.rules))
		s.known[f.Rule], s.rules = rule, append(s.rules, f.Rule)
	}
	var fix uint64
	title := ""
	if f.Fix != nil {
		fix, title = 1, f.Fix.Title
		for bit, set := range [...]bool{f.Fix.Unsafe, f.Fix.Drop, f.Fix.BOM} {
			if set {
				fix |= 2 << bit
			}
		}
	}
	for _, n := range [...]uint64{rule, uint64(f.Line), uint64(f.Column), uint64(f.Offset), uint64(f.Caret), fix} {
		buf = binary.AppendUvarint(buf, n)
	}
	for _, text := range [...]string{f.Path, f.Message, f.Snippet, title} {
		buf = append(binary.AppendUvarint(buf, uint64(len(text))), text...)
	}
	return buf
}

// All yields the findings in the order in which they came, and at last an error where the temporary file could not be written
// or read. It may be called again.
func (s *Spool) All() iter.Seq2[Finding, error] {
	return func(yield func(Finding, error) bool) {
		var in io.Reader = bytes.NewReader(s.head)
		if s.file != nil && s.err == nil {
			s.err = s.rest.Flush()
		}
		if s.file != nil {
			in = io.MultiReader(in, io.NewSectionReader(s.file, 0, 1<<62))
		}
		d := spoolReader{bufio.NewReaderSize(in, 64<<10), s.err}
		for range s.count {
			f := d.finding(s.rules)
			if d.err != nil {
				yield(Finding{}, fmt.Errorf("keeping findings in a temporary file: %w", d.err))
				return
			}
			if !yield(f, nil) {
				return
			}
		}
	}
}

// Close removes the temporary file.
func (s *Spool) Close() error {
	if s.file == nil {
		return nil
	}
	name := s.name
	s.file.Close()
	s.file, s.count, s.head, s.name = nil, 0, nil, ""
	if name == "" {
		return nil
	}
	return os.Remove(name)
}

// A spoolReader reads back what encode wrote. Its first error stays.
type spoolReader struct {
	*bufio.Reader
	err error
}

func (d *spoolReader) number() int {
	n, err := binary.ReadUvarint(d)
	if d.err == nil {
		d.err = err
	}
	return int(n)
}

func (d *spoolReader) text() string {
	n := d.number()
	if d.err != nil || n == 0 {
		return ""
	}
	text := make([]byte, n)
	_, d.err = io.ReadFull(d, text)
	return string(text)
}

func (d *spoolReader) finding(rules []*Rule) Finding {
	var f Finding
	rule := d.number()
	f.Line, f.Column, f.Offset, f.Caret = d.number(), d.number(), d.number(), d.number()
	fix := d.number()
	f.Path, f.Message, f.Snippet = d.text(), d.text(), d.text()
	title := d.text()
	if fix != 0 {
		f.Fix = &Fix{Title: title, Unsafe: fix&2 != 0, Drop: fix&4 != 0, BOM: fix&8 != 0}
	}
	if d.err == nil {
		f.Rule = rules[rule]
	}
	return f
}
