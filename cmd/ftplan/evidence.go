package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/submit"
	"github.com/ftplan/ftplan/submit/service"
	"github.com/ftplan/ftplan/tokenize"
)

// evidence says how well earlier quotes for the same model at the same provider and address met their bills, from the ledger
// of this machine: what a rehearsal or a proxy billed says nothing about the service itself. There is nothing to say without
// bills; a ledger that cannot be read is said.
func (w world) evidence(c *catalog.Catalog, s plan.Settings) []string {
	model, provider, _, err := c.Find(s.Model, s.Provider)
	if err != nil {
		return nil
	}
	dir, err := w.stateFolder()
	if err != nil {
		return nil
	}
	bills, err := submit.Bills(dir)
	if err != nil {
		return []string{fmt.Sprintf("the ledger of earlier bills cannot be read (%v)", err)}
	}
	address := cmp.Or(s.BaseURL, provider.BaseURL)
	var all met
	var uncertain met // whose files hold what no public bill confirms
	var constructs []string
	for _, b := range bills {
		if b.Model != model.Name || b.Provider != provider.Name || !service.SameAddress(b.URL, address) || b.Status != service.Succeeded {
			continue
		}
		all.add(b)
		if f := b.Figures; f != nil && f.Exact < f.Examples {
			uncertain.add(b)
			constructs = append(constructs, doubtsIn(f.Constructs)...)
		}
	}
	return append(all.sentence("earlier jobs of this model launched from here"), uncertain.sentence(withConstructs(constructs))...)
}

// doubtsIn returns those of a file's constructs that make its count an estimate.
func doubtsIn(constructs []string) []string {
	known := tokenize.AllDoubts().Names()
	return slices.DeleteFunc(slices.Clone(constructs), func(name string) bool { return !slices.Contains(known, name) })
}

// withConstructs names jobs by what their files hold.
func withConstructs(constructs []string) string {
	slices.Sort(constructs)
	return "those of them with " + strings.Join(slices.Compact(constructs), ", ")
}

// met adds up how quotes met their bills.
type met struct {
	jobs           int
	quoted, billed int64
	least, most    float64 // of the bills beyond the quotes, in percent
}

func (m *met) add(b submit.Bill) {
	if b.QuotedTokens == nil || b.BilledTokens == nil || *b.QuotedTokens <= 0 {
		return
	}
	off := 100 * float64(*b.BilledTokens-*b.QuotedTokens) / float64(*b.QuotedTokens)
	if m.jobs == 0 {
		m.least, m.most = off, off
	}
	m.jobs++
	m.quoted, m.billed = m.quoted+*b.QuotedTokens, m.billed+*b.BilledTokens
	m.least, m.most = min(m.least, off), max(m.most, off)
}

// sentence says how the named jobs met their quotes; nothing where there are none.
func (m *met) sentence(jobs string) []string {
	switch {
	case m.jobs == 0:
		return nil
	case m.quoted == m.billed && m.least == 0 && m.most == 0:
		return []string{fmt.Sprintf("evidence: %s (%d) were billed exactly as quoted", jobs, m.jobs)}
	}
	return []string{fmt.Sprintf("evidence: %s (%d) were billed %+.1f %% to %+.1f %% off their quotes",
		jobs, m.jobs, m.least, m.most)}
}
