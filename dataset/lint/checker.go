package lint

import "github.com/ftplan/ftplan/dataset"

// A Checker judges files by a list of rules. It is made once and safe for concurrent use.
type Checker struct {
	settings Settings
	rules    []*Rule
}

// NewChecker returns a checker of the given rules; [Rules] are all there are.
func NewChecker(settings Settings, rules []*Rule) *Checker {
	return &Checker{settings: settings, rules: rules}
}

// A Result is what one line adds to the judgement of a file. It holds nothing of the record.
type Result struct {
	Findings []Finding
	Facts    Facts
}

// Facts are what the rules about whole files need to know of a line. They are a few words long.
type Facts struct {
	Line    int
	Offset  int64
	Example bool // the line could be read and is an object
	Format  dataset.Format
	Hash    uint64 // of what the line says
}

// Line judges one line. The lengths may be zero: then what depends on them is not judged.
func (c *Checker) Line(r *dataset.Record, lengths Lengths) Result {
	p := Pass{Record: r, Settings: &c.settings, Lengths: lengths}
	for _, rule := range c.rules {
		check := rule.Line
		if r.Err != nil {
			check = rule.Broken
		}
		if check != nil {
			p.rule = rule
			check(&p)
		}
	}
	return Result{Findings: p.findings, Facts: facts(r)}
}

func facts(r *dataset.Record) Facts {
	f := Facts{Line: r.Number, Offset: r.Offset}
	if r.Err == nil && r.Root.Kind() == dataset.Object {
		f.Example, f.Format, f.Hash = true, r.Format, r.Root.Hash()
	}
	return f
}
