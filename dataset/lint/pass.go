package lint

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint/detect"
	"github.com/ftplan/ftplan/dataset/lint/schema"
	"github.com/ftplan/ftplan/dataset/repair"
)

// A Pass is one line on its way past the rules.
type Pass struct {
	*dataset.Record
	Settings *Settings
	Lengths  Lengths
	Format   dataset.Format   // of the line; between chat and reinforcement the settings decide
	Roles    RoleSet          // of the conversation, outputs of a preference aside
	Broken   repair.Diagnosis // of a line that is not JSON
	Fits     bool             // the line is an object of the wanted format and has messages where it should

	traits       detect.Traits
	rule         *Rule
	checker      *Checker
	findings     []Finding
	limit        int  // of findings that are collected
	quiet        bool // whoever asks wants no words
	more         []More
	spare        Finding // what is reported beyond the limit
	counted      place
	Schemas      *schema.Cache
	Parser       *dataset.Parser // for values inside texts
	system       systemMemory
	declared     []Tool // by the example, once somebody has asked
	checked      []CheckedCall
	callsChecked bool
	exchanges    []Exchange // of the conversation, once somebody has asked
	Calls        int        // of tools and functions, in all messages
}

// A RoleSet says which roles speak in a conversation.
type RoleSet uint8

// Has reports whether a message of the role is there; [dataset.OtherRole] stands for messages without a known role.
func (s RoleSet) Has(role dataset.Role) bool { return s&(1<<role) != 0 }

func rolesOf(messages []dataset.Message) RoleSet {
	var s RoleSet
	for i := range messages {
		s |= 1 << messages[i].Role
	}
	return s
}

// MaxFindings is how many findings of one line are collected. Beyond them nobody reads on: they are counted, so that a hostile
// line stays cheap.
const MaxFindings = 100

// full counts a finding that cannot be collected any more, and reports whether that is so.
func (p *Pass) full() bool {
	if len(p.findings) < p.limit {
		return false
	}
	for i := range p.more {
		if p.more[i].Rule == p.rule {
			p.more[i].Count++
			return true
		}
	}
	p.more = append(p.more, More{p.rule, 1})
	return true
}

// Report notes a finding of the running rule at v, and returns it so that a fix can be added. The message says what is
// wrong and what to do. It must not hold text of the data beyond what [Quote] has made safe.
func (p *Pass) Report(v dataset.Value, format string, args ...any) *Finding {
	switch {
	case p.full():
		return &p.spare
	case p.isQuiet():
		return p.add(Finding{Rule: p.rule, Line: p.Number, Offset: v.Start()})
	}
	return p.add(p.told(v.Start(), v.Path(), format, args))
}

// ReportAt notes a finding at an offset in the line.
func (p *Pass) ReportAt(offset int, path, format string, args ...any) *Finding {
	offset = min(max(offset, 0), len(p.Text))
	switch {
	case p.full():
		return &p.spare
	case p.isQuiet():
		return p.add(Finding{Rule: p.rule, Line: p.Number, Offset: offset})
	}
	return p.add(p.told(offset, path, format, args))
}

func (p *Pass) isQuiet() bool { return p.quiet || p.checker.quiet[p.rule].Load() }

// told returns a finding with all that there is to say about it.
func (p *Pass) told(offset int, path, format string, args []any) Finding {
	f := Finding{Rule: p.rule, Line: p.Number, Offset: offset, Path: printablePath(path), Message: fmt.Sprintf(format, args...)}
	f.Column = p.column(offset)
	if p.Settings.ShowText {
		f.Snippet, f.Caret = Snippet(p.Text, offset)
	}
	return f
}

func (p *Pass) add(f Finding) *Finding {
	p.findings = append(p.findings, f)
	return &p.findings[len(p.findings)-1]
}

// column returns the column of an offset. It counts on from the last one where it can, so that many findings on one long
// line stay cheap.
func (p *Pass) column(offset int) int {
	if offset < p.counted.offset {
		p.counted = place{}
	}
	p.counted.runes += utf8.RuneCount(p.Text[p.counted.offset:offset])
	p.counted.offset = offset
	return p.counted.runes + 1
}

// A place is an offset in a line, in bytes and in characters.
type place struct{ offset, runes int }

// pathMax is how many bytes of a path a finding keeps.
const pathMax = 200

// printablePath returns a path whose names, which are data, are safe to print.
func printablePath(path string) string {
	if len(path) > pathMax {
		path = strings.ToValidUTF8(path[:pathMax], "") + "…"
	}
	return Printable(path)
}

// snippetBefore and snippetAfter are how much of a line is shown around a place, in bytes.
const snippetBefore, snippetAfter = 30, 50

// Snippet returns a piece of a line around an offset, printable, and where in the piece the offset is.
func Snippet(line []byte, offset int) (piece string, caret int) {
	start, end := max(offset-snippetBefore, 0), min(offset+snippetAfter, len(line))
	for start < offset && !utf8.RuneStart(line[start]) {
		start++
	}
	for end < len(line) && end > offset && !utf8.RuneStart(line[end]) {
		end--
	}
	before, after := Printable(string(line[start:offset])), Printable(string(line[offset:end]))
	if start > 0 {
		before = "…" + before
	}
	if end < len(line) {
		after += "…"
	}
	return before + after, len(before)
}

// Quote is [dataset.Quote], for messages.
func Quote(name []byte) string { return dataset.Quote(name) }

// Printable is [dataset.Printable].
func Printable(s string) string { return dataset.Printable(s) }

// ReportFault returns a check that reports a broken line whose first fault is of the given kind.
func ReportFault(kind repair.Kind) func(*Pass) {
	return func(p *Pass) {
		d := &p.Broken
		if d.Kind != kind {
			return
		}
		f := p.ReportAt(d.At, p.Err.Pointer, "not JSON: %s", Printable(d.Reason))
		if d.Edits != nil {
			f.Fix = &Fix{Title: "write the line as JSON", Unsafe: d.Unsafe, Edits: d.Edits}
		}
	}
}
