package lint

import (
	"fmt"
	"io"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint/detect"
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
	Training *Summary // what a validation file is compared with
	index    index
	Repeats  repeats
	Near     near
	Prompts  Prompts
	openings table
	Shared   shared
	Answers  answers
	Systems  systems
	Toolsets toolsets
	Pairs    pairs
	Items    items
	Emails   Places
	Phones   Places
	Billed   int64 // tokens of the file in one epoch; see [Summary.Counted]
	Trained  int64 // those of them that are trained
	Cut      int64 // examples that are longer than the model takes
	written  int64 // bytes of messages that are trained
}

// Summary returns an empty summary for one file.
func (c *Checker) Summary() *Summary {
	return &Summary{
		checker:  c,
		Formats:  map[dataset.Format]int{},
		Repeats:  repeats{table: newTable(repeatSlots)},
		Near:     near{table: newTable(nearSlots)},
		Prompts:  Prompts{table: newTable(forkSlots)},
		openings: newTable(openingSlots),
		Pairs:    pairs{seen: newTable(pairSlots)},
	}
}

// Against makes s the summary of a validation file, to be compared with the training file's. All lines of the training
// file have to be in, and none of the validation file's.
func (s *Summary) Against(training *Summary) { s.Training = training }

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
	if s.Training != nil {
		s.Shared.add(f, s.Training)
	}
	if s.Repeats.add(f.Line, f.Hash) {
		return
	}
	if f.Sketched {
		s.Near.add(f.Line, f.Sketch)
	}
	if f.Conversation.Prompt != 0 && f.Conversation.HasReply {
		s.Prompts.add(f.Line, f.Conversation.Prompt)
	}
	if f.Conversation.Opening != 0 {
		s.openings.count(f.Conversation.Opening)
	}
	if f.Format == dataset.Preference {
		s.Pairs.add(f.Line, f.Pair)
	}
}

// count adds what is only counted.
func (s *Summary) count(f *Facts) {
	s.Answers.add(f.Line, f.Answer)
	s.Systems.add(f.Line, f.Conversation)
	s.Toolsets.add(f.Line, f.Toolset)
	if f.Items != nil {
		s.Items.add(f.Line, f.Items)
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
		s.Emails.Add(f.Line)
	}
	if f.Phones {
		s.Phones.Add(f.Line)
	}
	s.written += int64(f.Trained)
}

// Counted takes in the tokens of the whole file in one epoch and those of them that are trained, as the service bills them,
// and how many examples are cut. Without them, what depends on them is not judged.
func (s *Summary) Counted(billed, trained, cut int64) {
	s.Billed, s.Trained, s.Cut = billed, trained, cut
}

// FewTrained reports whether so little of the file's bytes is trained that its tokens are worth counting: a fifth. Answers
// would need ten times the bytes for a token of other text to be missed.
func (s *Summary) FewTrained() bool {
	return s.Formats[dataset.Chat] >= TellingMin && s.written*5 < s.Size
}

// Notes returns what was not judged for lack of memory or of a second look at the file, each in one sentence.
func (s *Summary) Notes() []string {
	var notes []string
	note := func(n int, format string, args ...any) {
		if n > 0 {
			notes = append(notes, fmt.Sprintf(format, args...))
		}
	}
	candidates := len(s.Near.Candidates) + s.Near.more
	note(s.Repeats.left, "%s behind the first %s were not compared with each other for duplicates",
		Count(s.Repeats.left, "example"), Thousands(s.Repeats.table.used))
	note(s.Near.left, "%s behind the first %s were compared for near duplicates with those only",
		Count(s.Near.left, "example"), Thousands(s.Near.table.used/detect.Bands))
	note(s.Near.more, "of %s that may be near duplicates the first %s were read again",
		Count(candidates, "example"), Thousands(candidatesMax))
	if s.Source == nil {
		note(candidates, "near duplicates were not judged: that needs a file that can be read twice")
	}
	note(s.Prompts.left, "%s were not compared for several answers to one prompt", Count(s.Prompts.left, "example"))
	note(s.Pairs.left, "%s were not compared for the same outputs turned round", Count(s.Pairs.left, "pair"))
	if s.openings.full() && s.Training == nil {
		note(1, "openings behind the first %s are not compared with a validation file's", Thousands(s.openings.used))
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
