package plan

import (
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/plan/document"
)

// MaxLifespan is how long a quote or an approval may be good for: the age at which its prices are doubted.
const MaxLifespan = 30 * 24 * time.Hour

const (
	defaultLifespan = 72 * time.Hour
	staleSheet      = 30 // days after which a price sheet is doubted
)

// NewQuote prices one job for the surveyed file. It is a pure function: the same arguments give the same quote. An
// error is an [*catalog.Invalid] (the request makes no sense: unknown model, no price, a hyperparameter out of range) or a
// [*Refusal] (the model's time is over, the file has errors).
func NewQuote(s Settings, survey *Survey, c *catalog.Catalog, now time.Time) (*Quote, error) {
	d, err := newDraft(s, survey, c, now)
	if err != nil {
		return nil, err
	}
	q := &Quote{
		Version: QuoteVersion, Program: s.Program, Created: now.UTC().Truncate(time.Second),
		Model: d.model.Name, Continues: d.continues(), Provider: d.provider.Name, BaseURL: d.baseURL(), Method: d.method,
		Launchable: d.offer.Launchable(d.provider, now),
		Epochs:     d.epochs, Hyperparameters: d.parameters, Suffix: s.Suffix, Seed: s.Seed,
		Files: d.files(), Split: s.Split, Encoding: survey.Encoding,
		Lifetime: d.offer.Lifetime(d.provider, now), Prices: d.source(),
		Lengths: survey.Lengths, ExampleLimit: d.offer.ExampleTokens, OverLimit: survey.OverLimit, Lint: d.lint(),
		Assumptions: d.assumptions(), Warnings: d.warnings(),
	}
	q.Expires, q.Choices = q.Created.Add(d.lifespan()), d.choices()
	d.charge(q)
	if q.Body, err = d.body(); err != nil {
		return nil, err
	}
	document, err := q.Bytes()
	if err != nil {
		return nil, catalog.Invalidf("rename the file", "the quote cannot be saved: %v", err)
	}
	if err := unseen(document); err != nil {
		return nil, catalog.Invalidf("look at the price sheet and the settings", "the quote cannot be saved: %v", err)
	}
	return q, nil
}

// draft is a quote in the making: everything resolved, nothing priced.
type draft struct {
	*target
	settings   Settings
	survey     *Survey
	catalog    *catalog.Catalog
	now        time.Time
	epochs     int64
	epochsWhy  string
	parameters []catalog.Hyperparameter
	sheet      *catalog.Sheet
	price      *catalog.Price
}

func newDraft(s Settings, survey *Survey, c *catalog.Catalog, now time.Time) (*draft, error) {
	t, err := newTarget(c, s, survey.Format)
	if err != nil {
		return nil, err
	}
	d := &draft{target: t, settings: s, survey: survey, catalog: c, now: now}
	if err := t.open(c, now); err != nil && !s.PastTraining {
		return nil, err
	}
	if err := d.checkFiles(); err != nil {
		return nil, err
	}
	if err := d.checkSettings(); err != nil {
		return nil, err
	}
	if d.epochs, d.epochsWhy, err = t.provider.PinEpochs(t.method, s.Epochs, survey.File.Examples); err != nil {
		return nil, err
	}
	if d.parameters, err = t.provider.Pin(t.method, s.Hyperparameters, d.epochs); err != nil {
		return nil, err
	}
	return d, d.findPrice()
}

func (d *draft) checkFiles() error {
	for _, s := range []*Survey{d.survey, d.settings.Validation} {
		if s == nil {
			continue
		}
		if err := d.accepts(d.catalog, s, d.now); err != nil {
			return err
		}
		if s.Lint.Errors > 0 && !d.settings.AllowErrors {
			return refuse("mend them (ftplan fix), or quote it all the same with --allow-errors",
				"%s has %d errors that the service would refuse", s.File.Name, s.Lint.Errors)
		}
	}
	return nil
}

func (d *draft) checkSettings() error {
	s, p := d.settings, d.provider
	if len(s.Grader) > 0 && d.method != catalog.Reinforcement {
		return catalog.Invalidf("leave the grader out, or quote lines for reinforcement", "a grader is for reinforcement, and this is a job of the method %s", d.method)
	}
	if s.Suffix != "" && utf8.RuneCountInString(s.Suffix) > p.SuffixMax {
		return catalog.Invalidf(fmt.Sprintf("%s takes at most %d characters", p.Name, p.SuffixMax), "suffix %q is too long", document.Clip(s.Suffix))
	}
	if !shows(s.Suffix) {
		return catalog.Invalidf("leave out what cannot be seen", "suffix %q holds characters that cannot be shown", document.Clip(s.Suffix))
	}
	if s.Seed != nil && (!p.Seed || *s.Seed < 0 || *s.Seed > 1<<31-1) {
		return catalog.Invalidf("leave it out, or choose 0 to 2147483647 where the provider takes a seed", "%s does not take the seed %d", p.Name, *s.Seed)
	}
	if d.baseURL() == "" {
		return catalog.Invalidf("give its address with --base-url", "%s has no address of its own", p.Name)
	}
	if s.Lifespan < 0 || s.Lifespan > MaxLifespan {
		return catalog.Invalidf("choose up to 30 days, when prices are too old", "a quote good for %s is out of range", s.Lifespan)
	}
	if s.Hours != nil && (*s.Hours < 0 || *s.Hours > 1_000_000) {
		return catalog.Invalidf("give whole hours", "%d hours are out of range", *s.Hours)
	}
	if _, asked := s.Hyperparameters["n_epochs"]; asked {
		return catalog.Invalidf("use --epochs", "the number of epochs has a setting of its own")
	}
	return nil
}

func (d *draft) findPrice() error {
	name := d.settings.Sheet
	if name == "" {
		name = d.provider.Sheet
	}
	if name == "" {
		return catalog.Invalidf("give a sheet of your own with --prices FILE", "no prices are known for %s", d.provider.Name)
	}
	sheet, err := d.catalog.Sheet(name)
	if err != nil {
		return err
	}
	if sheet.Provider != d.provider.Base {
		return catalog.Invalidf("choose --provider "+sheet.Provider+", or a sheet of "+d.provider.Base,
			"price sheet %s is for %s, not for %s", sheet.Name, sheet.Provider, d.provider.Name)
	}
	chosen := map[string]string{}
	for _, h := range d.parameters {
		chosen[h.Name] = h.Value
	}
	d.sheet = sheet
	d.price, err = d.catalog.Price(sheet, d.model, d.provider, chosen)
	return err
}

func (d *draft) baseURL() string {
	if d.settings.BaseURL != "" {
		return catalog.ASCIIAddress(d.settings.BaseURL)
	}
	return d.provider.BaseURL
}

// continues is the fine-tune that was named as the model, or "".
func (d *draft) continues() string {
	if catalog.BaseModel(d.settings.Model) == d.settings.Model {
		return ""
	}
	return d.settings.Model
}

// lifespan is how long the quote is good for, in whole seconds.
func (d *draft) lifespan() time.Duration {
	if d.settings.Lifespan > 0 {
		return d.settings.Lifespan.Truncate(time.Second)
	}
	return defaultLifespan
}

func (d *draft) files() []QuotedFile {
	files := []QuotedFile{{TrainingFile, d.survey.File}}
	if v := d.settings.Validation; v != nil {
		files = append(files, QuotedFile{ValidationFile, v.File})
	}
	return files
}

// lint sums up the findings in both files.
func (d *draft) lint() LintSummary {
	sum := d.survey.Lint
	if v := d.settings.Validation; v != nil {
		sum.Errors += v.Lint.Errors
		sum.Warnings += v.Lint.Warnings
		sum.Infos += v.Lint.Infos
		sum.Allowed = slices.Compact(slices.Sorted(slices.Values(slices.Concat(sum.Allowed, v.Lint.Allowed))))
	}
	return sum
}

func (d *draft) source() PriceSource {
	note := ""
	if d.sheet.Currency != "USD" {
		note = fmt.Sprintf("converted from %s at %s US dollars (%s, %s)", d.sheet.Currency, d.sheet.USDPerUnit, d.sheet.RateSource, d.sheet.RateChecked)
	}
	return PriceSource{
		Sheet: d.sheet.Name, Source: d.price.Source, Checked: d.price.Checked,
		Confidence: d.sheet.Confidence, SHA256: d.sheet.SHA256, Note: note,
	}
}
