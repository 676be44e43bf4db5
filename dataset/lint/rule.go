package lint

import (
	"fmt"

	"github.com/ftplan/ftplan/dataset"
)

// A Consequence is what happens to whoever uploads the file as it is. It decides the severity.
type Consequence int

// The consequences, gravest first, and what cannot be judged.
const (
	Refused Consequence = iota // the service refuses the file or the job
	Dropped                    // the service leaves out the example, or cuts it
	Wasted                     // tokens are paid for and train nothing
	Quality                    // the model learns what nobody meant
	Advice                     // good to know
	Unread                     // this program cannot read it, and vouches for nothing
)

var consequences = [...]string{"refused", "dropped", "wasted", "quality", "advice", "unread"}

// String returns the consequence as the pages of the rules name it.
func (c Consequence) String() string { return consequences[c] }

// A Severity is how loudly a finding speaks.
type Severity int

// The severities. Only an Error makes a file fail.
const (
	Error Severity = iota
	Warning
	Info
)

// String returns the severity as it is printed: error, warning or info.
func (s Severity) String() string { return [...]string{"error", "warning", "info"}[s] }

// Severity returns how loudly findings of this consequence speak.
func (c Consequence) Severity() Severity {
	switch c {
	case Refused, Unread:
		return Error
	case Dropped, Wasted, Quality:
		return Warning
	}
	return Info
}

// A Rule is one thing that can be wrong with a training file.
type Rule struct {
	Code        string // "FT201": the family, then the number; never used again for anything else
	Name        string // "missing-role": reads well after "allow"
	Consequence Consequence
	Title       string   // the fault in a few words
	Why         string   // what it is and why it matters, in full sentences
	Refusal     string   // what the service says, in its own words, where it says anything
	Bad, Good   []string // files: the first fires the rule and no other, the second fires none; read them with Examples
	Cure        string   // what to do about it, in one sentence
	Training    string   // the file that the examples are the validation file of, for rules about two files
	BadGrader   string   // the grader of the bad examples, for rules about graders
	GoodGrader  string   // the grader of the good ones
	Fixed       string   // what the fix makes of Bad[0], "" where there is none
	Unsafe      bool     // the fix can change what is trained
	Repeats     bool     // is about lines that say what an earlier one says; fixing a file leaves them out

	Long     func() (bad, good []string) // makes the examples where they are long, in place of Bad and Good
	Settings func(*Settings)             // the examples' settings, where they need others than a test's usual ones

	Broken  func(*Pass)                   // looks at one line that could not be read
	Shape   func(*Pass)                   // looks at one line that could be read, whatever it holds
	Line    func(*Pass)                   // looks at one line that has the wanted shape: see [Pass.Fits]
	Message func(*Pass, *dataset.Message) // looks at one message of such a line; it is an object
	File    func(*SummaryPass)            // looks at the whole, after the last line
}

// Severity returns how loudly the rule's findings speak.
func (r *Rule) Severity() Severity { return r.Consequence.Severity() }

// Examples returns the files of Bad and Good.
func (r *Rule) Examples() (bad, good []string) {
	if r.Long != nil {
		return r.Long()
	}
	return r.Bad, r.Good
}

func (r *Rule) String() string { return r.Code + " " + r.Name }

// A Finding is one fault at one place of one file.
type Finding struct {
	Rule    *Rule
	Line    int    // 1 for the first line; 0 for the file as a whole
	Column  int    // in characters, 1 for the first; 0 for the line as a whole
	Offset  int    // of the place in the line, in bytes
	Path    string // JSON Pointer of the value in its line, printable and cut; "" for the line
	Message string // what is wrong and what to do; printable, on one line, without text of the data
	Snippet string // the place in its line, cut, printable; only with Settings.ShowText
	Caret   int    // where in the snippet the place is, in bytes
	Fix     *Fix   // nil where none is known
}

func (f Finding) String() string {
	return fmt.Sprintf("%d:%d: %v: %s [%v]", f.Line, f.Column, f.Rule.Severity(), f.Message, f.Rule)
}

// A Fix is a repair of one line by replacing bytes, so that what was not broken stays as it was.
type Fix struct {
	Title  string         // what it does, as in "remove the blank line"
	Unsafe bool           // it can change what is trained
	Drop   bool           // the whole line goes, its newline included
	BOM    bool           // the byte-order mark before the line goes
	Edits  []dataset.Edit // in order, not overlapping; a newline in one of them divides the line
}

// Unreadable reports whether the rule says that a file or a line cannot be read.
func (r *Rule) Unreadable() bool { return r.Broken != nil || r.File != nil && r.Code < "FT110" }
