package lint

import (
	"fmt"

	"github.com/ftplan/ftplan/dataset"
)

// A Summary gathers the results of a file's lines in file order and in bounded memory.
type Summary struct {
	checker  *Checker
	Lines    int
	Blank    int // lines that hold nothing
	Examples int // lines that hold an object
	Tools    int // examples that declare tools
	Calls    int // examples that call some
	Formats  map[dataset.Format]int
}

// Summary returns an empty summary for one file.
func (c *Checker) Summary() *Summary {
	return &Summary{checker: c, Formats: map[dataset.Format]int{}}
}

// Add takes in the facts of the next line.
func (s *Summary) Add(f Facts) {
	s.Lines++
	if f.Blank {
		s.Blank++
	}
	if f.Tools {
		s.Tools++
	}
	if f.Calls {
		s.Calls++
	}
	if f.Example {
		s.Examples++
		s.Formats[f.Format]++
	}
}

// Finish runs the rules about the whole file, after the last line. Where the stream turned out to be something other than
// JSON lines, foreign says what; otherwise it is nil.
func (s *Summary) Finish(foreign *dataset.ForeignError) []Finding {
	p := SummaryPass{Summary: s, Settings: &s.checker.settings, Foreign: foreign}
	for _, rule := range s.checker.rules {
		if rule.File != nil {
			p.rule = rule
			rule.File(&p)
		}
	}
	return p.findings
}

// A SummaryPass is a whole file on its way past the rules.
type SummaryPass struct {
	*Summary
	Settings *Settings
	Foreign  *dataset.ForeignError

	rule     *Rule
	findings []Finding
}

// Report notes a finding about the file as a whole.
func (p *SummaryPass) Report(format string, args ...any) {
	p.ReportAt(0, format, args...)
}

// ReportAt notes a finding about a line that only the whole file shows.
func (p *SummaryPass) ReportAt(line int, format string, args ...any) {
	p.findings = append(p.findings, Finding{Rule: p.rule, Line: line, Message: fmt.Sprintf(format, args...)})
}
