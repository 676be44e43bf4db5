package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/plan/money"
)

// assumptions are the sentences on which the price rests, most important first.
func (d *draft) assumptions() []string {
	var list []string
	add := func(format string, args ...any) { list = append(list, fmt.Sprintf(format, args...)) }
	list = append(list, saidPrice(d.sheet, d.price))
	if d.epochsWhy != "" {
		list = append(list, d.epochsWhy)
	}
	if left := d.leftToService(); left != "" && d.price.Unit == money.PerMillion {
		add("%s: left to the service; the billed tokens do not depend on it", left)
	}
	if steps := catalog.Hyperparameters(d.parameters).Steps(d.survey.File.Examples, d.epochs); steps != "" {
		list = append(list, steps)
	}
	if d.basis() != "exact" {
		add("the token count is an estimate")
	}
	if d.price.Unit == money.PerHour && d.settings.Hours == nil {
		add("training is billed by the hour, and nothing in the file says how many it takes")
	}
	if m := d.provider.Billing.MinimumCharge; m != nil {
		add("a job costs at least %s", m.Display())
	}
	if len(d.provider.Billing.BillsCancelled) > 0 && slices.Contains(d.provider.Billing.BillsCancelled, d.method) {
		add("work done before a cancellation is billed")
	}
	list = append(list, d.evidence()...)
	list = append(list, d.provider.Assumptions...)
	list = append(list, d.survey.Notes...)
	list = append(list, d.settings.Evidence...)
	return append(list, d.otherSheets()...)
}

// leftToService names the hyperparameters that are sent as auto.
func (d *draft) leftToService() string {
	var names []string
	for _, h := range d.parameters {
		if h.Value == "auto" {
			names = append(names, h.Name)
		}
	}
	return strings.Join(names, ", ")
}

// saidPrice is the assumption that the sheet's price is right.
func saidPrice(s *catalog.Sheet, p *catalog.Price) string {
	return PriceSource{Sheet: s.Name, Checked: p.Checked, Confidence: s.Confidence}.Assumption()
}

// Assumption is the sentence by which a quote's assumptions say that its prices are right.
func (s PriceSource) Assumption() string {
	words := fmt.Sprintf("prices: sheet %s, checked %s", s.Sheet, s.Checked)
	if s.Confidence != "" {
		words += ", confidence " + s.Confidence
	}
	return words
}

// otherSheets says in one line each what other sheets of the same provider ask for training the model.
func (d *draft) otherSheets() []string {
	var list []string
	for i := range d.catalog.Sheets {
		s := &d.catalog.Sheets[i]
		if s.Name == d.sheet.Name || s.Provider != d.provider.Base {
			continue
		}
		p, err := d.catalog.Price(s, d.model, d.provider, nil)
		if err != nil || p.Training == nil || p.Unit != d.price.Unit || d.price.Training == nil || p.Training.Equal(*d.price.Training) {
			continue
		}
		list = append(list, fmt.Sprintf("sheet %s says %s per %s instead (not used)", s.Name, p.Training.Display(), p.Unit))
	}
	return list
}

// warnings are what may make the job fail or the price wrong.
func (d *draft) warnings() []string {
	var list []string
	add := func(format string, args ...any) { list = append(list, fmt.Sprintf(format, args...)) }
	if age := d.price.Checked.Until(catalog.DateOf(d.now)); age > staleSheet {
		add("the price was checked %d days ago, on %s", age, d.price.Checked)
	}
	for _, m := range d.provider.Milestones {
		if !catalog.DateOf(d.now).Before(m.Date) {
			add("since %s %s", m.Date, m.Effect)
		}
	}
	if d.offer.Warning != "" {
		list = append(list, d.offer.Warning)
	}
	if n := d.survey.OverLimit; n > 0 && d.offer.ExampleTokens != nil {
		add("%d examples are longer than %d tokens and will be cut at their end", n, *d.offer.ExampleTokens)
	}
	if d.method == catalog.Reinforcement && len(d.settings.Grader) == 0 {
		add("no grader is given: a reinforcement job without one is refused")
	}
	if n := d.provider.MinExamples; d.survey.File.Examples > 0 && d.survey.File.Examples < n {
		add("%s wants at least %d examples, the file has %d", d.provider.Name, n, d.survey.File.Examples)
	}
	if n := d.provider.MaxFileBytes; n > 0 && d.survey.File.Size > n {
		add("the file has %d bytes, %s takes %d", d.survey.File.Size, d.provider.Name, n)
	}
	if !d.provider.Launchable() {
		add("%s does not speak the protocol: it can be compared, not launched", d.provider.Title)
	}
	list = append(list, catalog.Hyperparameters(d.parameters).FarOff(d.survey.File.Examples)...)
	list = append(list, d.evidenceAgainst()...)
	return append(list, d.provider.Warnings...)
}
