package lint

import (
	"cmp"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint/schema"
	"github.com/ftplan/ftplan/dataset/repair"
)

// A Checker judges files by a list of rules. It is made once and safe for concurrent use.
type Checker struct {
	settings Settings
	rules    []*Rule
	broken   []*Rule // those of the rules that look at broken lines
	readable []*Rule // at whole lines that could be read
	message  []*Rule // at single messages
	facts    bool    // a rule looks at the facts of all lines
	schemas  schema.Cache
	passes   sync.Pool // of *Pass, with their memory
	quiet    map[*Rule]*atomic.Bool
}

// NewChecker returns a checker of the given rules; [Rules] are all there are.
func NewChecker(settings Settings, rules []*Rule) *Checker {
	c := &Checker{settings: settings, rules: rules, quiet: map[*Rule]*atomic.Bool{}}
	for _, rule := range rules {
		c.quiet[rule] = new(atomic.Bool)
		if rule.Broken != nil {
			c.broken = append(c.broken, rule)
		}
		if rule.Shape != nil || rule.Line != nil {
			c.readable = append(c.readable, rule)
		}
		if rule.Message != nil {
			c.message = append(c.message, rule)
		}
		c.facts = c.facts || rule.File != nil && !rule.Unreadable()
	}
	return c
}

// Quiet has the findings of a rule about lines come without column, path, message and snippet from now on, which takes a
// fraction of the time: it is for whoever has enough of them and counts the others.
func (c *Checker) Quiet(rule *Rule) {
	if quiet := c.quiet[rule]; quiet != nil {
		quiet.Store(true)
	}
}

// A Result is what one line adds to the judgement of a file. It holds nothing of the record.
type Result struct {
	Findings []Finding // in the order of their places, [MaxFindings] at most
	More     []More    // findings beyond those, counted
	Facts    Facts
}

// More is how many findings of a rule one line has beyond those that were collected.
type More struct {
	Rule  *Rule
	Count int
}

// Line judges one line. The lengths may be zero: then what depends on them is not judged.
func (c *Checker) Line(r *dataset.Record, lengths Lengths) Result {
	return c.line(r, lengths, MaxFindings, false)
}

// line is Line that collects no more findings than limit says, all of them as if their rules were quiet where that is wanted.
func (c *Checker) line(r *dataset.Record, lengths Lengths, limit int, quiet bool) Result {
	p, _ := c.passes.Get().(*Pass)
	if p == nil {
		p = &Pass{Parser: new(dataset.Parser)}
	}
	defer c.passes.Put(p)
	*p = Pass{Record: r, Settings: &c.settings, Lengths: lengths, Format: formatOf(r, c.settings.Format),
		Schemas: &c.schemas, Parser: p.Parser, checker: c, limit: limit, quiet: quiet, findings: p.findings[:0], system: p.system, declared: p.declared[:0]}
	if r.Err != nil {
		c.judgeBroken(p)
	} else {
		c.judgeReadable(p)
	}
	if len(p.findings) > 1 {
		slices.SortStableFunc(p.findings, func(a, b Finding) int { return cmp.Compare(a.Offset, b.Offset) })
	}
	return Result{Findings: slices.Clone(p.findings), More: p.more, Facts: c.factsOf(p)}
}

// factsOf returns the facts that the rules need.
func (c *Checker) factsOf(p *Pass) Facts {
	f := bareFacts(p)
	if c.facts && f.Example {
		f.Hash = p.Root.Hash()
		if p.Fits {
			f.add(p)
		}
	}
	return f
}

func (c *Checker) judgeBroken(p *Pass) {
	if p.Err.Fault == dataset.BadJSON {
		p.Broken = repair.Diagnose(p.Text, p.Err)
	}
	for _, rule := range c.broken {
		p.rule = rule
		rule.Broken(p)
	}
}

func (c *Checker) judgeReadable(p *Pass) {
	p.Roles = rolesOf(p.Example.Messages)
	p.Fits = fits(p)
	p.Calls = countCalls(p)
	for _, rule := range c.readable {
		p.rule = rule
		if rule.Shape != nil {
			rule.Shape(p)
		}
		if rule.Line != nil && p.Fits {
			rule.Line(p)
		}
	}
	if p.Fits {
		EachMessage(p, c.judgeMessage)
	}
}

func (c *Checker) judgeMessage(p *Pass, m *dataset.Message) {
	for _, rule := range c.message {
		p.rule = rule
		rule.Message(p, m)
	}
}

// EachMessage runs check on every message that is an object.
func EachMessage(p *Pass, check func(*Pass, *dataset.Message)) {
	e := &p.Example
	for _, messages := range [...][]dataset.Message{e.Messages, e.Preferred, e.NonPreferred} {
		for i := range messages {
			if messages[i].Value.Kind() == dataset.Object {
				check(p, &messages[i])
			}
		}
	}
}

// formatOf returns the format of a record. What tells chat from reinforcement is a guess, so the wanted format decides.
func formatOf(r *dataset.Record, want dataset.Format) dataset.Format {
	conversation := r.Format == dataset.Chat || r.Format == dataset.Reinforcement
	if conversation && (want == dataset.Chat || want == dataset.Reinforcement) {
		return want
	}
	return r.Format
}

// fits reports whether a line has the shape that the rules about examples expect. Where it has not, a rule about shapes
// says so, and nothing else need be said.
func fits(p *Pass) bool {
	switch {
	case p.Root.Kind() != dataset.Object || !p.Format.Service():
		return false
	case p.Settings.Format != dataset.UnknownFormat && p.Format != p.Settings.Format && !p.Settings.Limits.takes(p.Settings.Format, p.Format):
		return false
	case p.Settings.Format == dataset.Chat && PromptOnly(p):
		return false
	case p.Format == dataset.Chat || p.Format == dataset.Reinforcement:
		return len(p.Example.Messages) > 0
	}
	return true
}

// takes reports whether a line of a format is taken where another is wanted.
func (l *Limits) takes(want, format dataset.Format) bool {
	return want == dataset.Chat && (format == dataset.Completion && l.Prompts || format == dataset.PlainText && l.Text)
}

// Taken reports whether the line is in a format that is taken beside the one that is wanted.
func (p *Pass) Taken() bool { return p.Settings.Limits.takes(p.Settings.Format, p.Format) }

// PromptOnly reports whether a line of messages is one for reinforcement: no answer, and data for graders beside it.
func PromptOnly(p *Pass) bool {
	return p.Record.Format == dataset.Reinforcement && len(p.Example.Messages) > 0 &&
		!p.Roles.Has(dataset.AssistantRole) && !p.Roles.Has(dataset.OtherRole)
}
