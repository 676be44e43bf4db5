package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view/findings"
	"github.com/ftplan/ftplan/dataset/lint"
)

// An asker asks a person for each fix: whether to make this one, all of its kind, none of its kind, or no more at all.
type asker struct {
	ctx    context.Context
	common *common
	diff   *findings.Diff
	kinds  map[*lint.Rule]bool // what was said of all fixes of a rule
	single map[string]bool     // what was said of one
	done   bool                // no more fixes are made
	err    error               // that ended the asking
}

func newAsker(ctx context.Context, c *common, file string) *asker {
	return &asker{ctx: ctx, common: c, diff: findings.NewDiff(c.out, file, c.style()), kinds: map[*lint.Rule]bool{}, single: map[string]bool{}}
}

// wanted shows what the fix of a finding would change and returns whether it is to be made. Asked the same again, it
// answers as the person did.
func (a *asker) wanted(text []byte, f *lint.Finding) bool {
	key := fmt.Sprint(f.Line, f.Rule.Code, f.Path, f.Message)
	if said, known := a.single[key]; known {
		return said
	}
	if said, known := a.kinds[f.Rule]; known || a.done {
		return said
	}
	change := lint.Change{Line: f.Line, Before: text, Applied: []lint.Finding{*f}}
	if !f.Fix.Drop {
		change.After, _ = lint.Apply(text, change.Applied, true)
	}
	a.diff.Change(change)
	return a.answer(key, f.Rule)
}

// answer asks until it is answered.
func (a *asker) answer(key string, rule *lint.Rule) bool {
	for {
		said, err := a.common.ask(a.ctx, "make this fix? yes, no, all of this kind, none of this kind, stop: ")
		if err != nil {
			a.err, a.done = err, true
			return false
		}
		switch strings.ToLower(strings.TrimSpace(said)) {
		case "y", "yes":
			a.single[key] = true
			return true
		case "n", "no":
			a.single[key] = false
			return false
		case "a", "all":
			a.kinds[rule] = true
			return true
		case "none":
			a.kinds[rule] = false
			return false
		case "s", "stop", "":
			a.done = true
			return false
		}
	}
}
