package syntax

import (
	"fmt"
	"unicode/utf8"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

var duplicateName = &lint.Rule{
	Code: "FT209", Name: "duplicate-name", Consequence: lint.Quality,
	Title: "an object has the same name twice",
	Why: "JSON leaves open what such an object means, and its readers keep the last of the two values: that is the one that is" +
		" counted, shown and trained, and not the one that somebody reads first in the file.",
	Cure:   "Keep the value that was meant and remove the other.",
	Bad:    []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Yes.", "content": "Hello"}]}`},
	Good:   []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`},
	Fixed:  `{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`,
	Unsafe: true,
	Shape: func(p *lint.Pass) {
		if p.HasTwins() {
			reportTwins(p)
		}
	},
}

// reportTwins reports the first name that stands twice, and cures all of the line.
func reportTwins(p *lint.Pass) {
	var first dataset.Twin
	fix, more := lint.Fix{Title: "keep the last of the values"}, -1
	for twin := range p.Root.Twins() {
		if more++; more == 0 {
			first = twin
		}
		fix.Edits = append(fix.Edits, dataset.Edit{Start: twin.Name.Start(), End: twin.Next.Start()})
		fix.Unsafe = fix.Unsafe || !sameAsKept(twin)
	}
	others := ""
	if more > 0 {
		others = fmt.Sprintf("; the line has %s", lint.Count(more, "more name")) + " like that"
	}
	p.ReportAt(first.Name.Start(), first.Last.Path(), "%s stands here and again at column %s; the last value is the one that is trained%s",
		lint.Quote(first.Name.Text()), lint.Thousands(utf8.RuneCount(p.Text[:first.Last.Start()])+1), others).Fix = &fix
}

// sameAsKept reports whether a member says the same as the one that is kept.
func sameAsKept(t dataset.Twin) bool { return dataset.Equal(t.Value, t.Last.Following()) }
