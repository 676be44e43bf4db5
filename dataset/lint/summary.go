package lint

import (
	"fmt"
	"io"

	"github.com/ftplan/ftplan/dataset"
)

// A Summary gathers the results of a file's lines in file order and in bounded memory: at most about 24 MiB, however
// long the file is. What the bounds left out, [Summary.Notes] says.
type Summary struct {
	Lines         int
	Blank         int // lines that hold nothing
	Packed        int // examples that share a line with an earlier one
	Examples      int // lines that hold an object
	Tools         int // those of them that declare tools
	Calls         int // those that call some
	ImageExamples int // those with images
	Formats       map[dataset.Format]int
	Size          int64 // bytes up to the end of the last line

	// Source reads the same file once more, to confirm what hashes suggest. It is nil where the file can be read but once;
	// then duplicates are judged by hashes and near duplicates not at all.
	Source io.ReaderAt

	checker  *Checker
	training *Summary // what a validation file is compared with
	index    index
	repeats  repeats
	near     near
	forks    forks
	openings table
	shared   shared
	answers  answers
	systems  systems
	toolsets toolsets
	pairs    pairs
	items    items
	emails   places
	phones   places
	billed   int64 // tokens of the file, 0 where nobody counted them
	trained  int64 // those of them that are trained
	cut      int64 // examples that are longer than the model takes
	written  int64 // bytes of messages that are trained
}

// Summary returns an empty summary for one file.
func (c *Checker) Summary() *Summary {
	return &Summary{
		checker:  c,
		Formats:  map[dataset.Format]int{},
		repeats:  repeats{table: newTable(repeatSlots)},
		near:     near{table: newTable(nearSlots)},
		forks:    forks{table: newTable(forkSlots)},
		openings: newTable(openingSlots),
		pairs:    pairs{seen: newTable(pairSlots)},
	}
}

// Against makes s the summary of a validation file, to be compared with the training file's. All lines of the training
// file have to be in, and none of the validation file's.
func (s *Summary) Against(training *Summary) { s.training = training }

// Add takes in the facts of the next line.
func (s *Summary) Add(f Facts) {
	s.Lines++
	s.Size = f.Offset + int64(f.Size)
	if s.checker.facts {
		s.index.add(f.Line, f.Offset)
	}
	if f.Blank {
		s.Blank++
	}
	s.Packed += f.Packed
	if !f.Example {
		return
	}
	s.Examples++
	s.Formats[f.Format]++
	if s.checker.facts {
		s.compare(&f)
		s.count(&f)
	}
}

// compare looks for earlier lines like this one, and for lines of the training file.
func (s *Summary) compare(f *Facts) {
	if s.training != nil {
		s.shared.add(f, s.training)
	}
	if s.repeats.add(f.Line, f.Hash) {
		return
	}
	if f.Sketched {
		s.near.add(f.Line, f.Sketch)
	}
	if f.Talk.Prompt != 0 && f.Talk.HasReply {
		s.forks.add(f.Line, f.Talk.Prompt)
	}
	if f.Talk.Opening != 0 {
		s.openings.count(f.Talk.Opening)
	}
	if f.Format == dataset.Preference {
		s.pairs.add(f.Line, f.Pair)
	}
}

// count adds what is only counted.
func (s *Summary) count(f *Facts) {
	s.answers.add(f.Line, f.Answer)
	s.systems.add(f.Line, f.Talk)
	s.toolsets.add(f.Line, f.Toolset)
	if f.Items != nil {
		s.items.add(f.Line, f.Items)
	}
	if f.Tools {
		s.Tools++
	}
	if f.Calls {
		s.Calls++
	}
	if f.Images {
		s.ImageExamples++
	}
	if f.Emails {
		s.emails.add(f.Line)
	}
	if f.Phones {
		s.phones.add(f.Line)
	}
	s.written += int64(f.Trained)
}

// Counted takes in the tokens of the whole file in one epoch and those of them that are trained, as the service bills them,
// and how many examples are cut. Without them, what depends on them is not judged.
func (s *Summary) Counted(billed, trained, cut int64) {
	s.billed, s.trained, s.cut = billed, trained, cut
}

// FewTrained reports whether so little of the file's bytes is trained that its tokens are worth counting: a fifth. Answers
// would need ten times the bytes of other text for each token to be missed.
func (s *Summary) FewTrained() bool {
	return s.Formats[dataset.Chat] >= tellingMin && s.written*trainedPart/10 < s.Size
}

// Notes returns what was not judged for lack of memory or of a second look at the file, each in one sentence.
func (s *Summary) Notes() []string {
	var notes []string
	note := func(n int, format string, args ...any) {
		if n > 0 {
			notes = append(notes, fmt.Sprintf(format, args...))
		}
	}
	candidates := len(s.near.candidates) + s.near.more
	note(s.repeats.left, "%s behind the first %s were not compared with each other for duplicates",
		count(s.repeats.left, "example"), thousands(s.repeats.table.used))
	note(s.near.left, "%s behind the first %s were compared for near duplicates with those only",
		count(s.near.left, "example"), thousands(s.near.table.used/bands))
	note(s.near.more, "of %s that may be near duplicates the first %s were read again",
		count(candidates, "example"), thousands(candidatesMax))
	if s.Source == nil {
		note(candidates, "near duplicates were not judged: that needs a file that can be read twice")
	}
	note(s.forks.left, "%s were not compared for several answers to one prompt", count(s.forks.left, "example"))
	note(s.pairs.left, "%s were not compared for the same outputs turned round", count(s.pairs.left, "pair"))
	if s.openings.full() && s.training == nil {
		note(1, "openings behind the first %s are not compared with a validation file's", thousands(s.openings.used))
	}
	return notes
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
func (p *SummaryPass) Report(format string, args ...any) *Finding {
	return p.ReportAt(0, format, args...)
}

// ReportAt notes a finding about a line that only the whole file shows.
func (p *SummaryPass) ReportAt(line int, format string, args ...any) *Finding {
	p.findings = append(p.findings, Finding{Rule: p.rule, Line: line, Message: fmt.Sprintf(format, args...)})
	return &p.findings[len(p.findings)-1]
}
