package main

import (
	"cmp"
	"fmt"

	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/submit"
	"github.com/ftplan/ftplan/submit/service"
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
	var met met
	for _, b := range bills {
		if b.Model == model.Name && b.Provider == provider.Name && service.SameAddress(b.URL, address) && b.Status == service.Succeeded {
			met.add(b)
		}
	}
	return met.sentence()
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

func (m *met) sentence() []string {
	switch {
	case m.jobs == 0:
		return nil
	case m.quoted == m.billed && m.least == 0 && m.most == 0:
		return []string{fmt.Sprintf("evidence: earlier jobs of this model launched from here (%d) were billed exactly as quoted", m.jobs)}
	}
	return []string{fmt.Sprintf("evidence: earlier jobs of this model launched from here (%d) were billed %+.1f %% to %+.1f %% off their quotes",
		m.jobs, m.least, m.most)}
}
