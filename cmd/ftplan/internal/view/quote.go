package view

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/tally"
	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/plan/money"
)

// A QuoteReport is a quote and what led to it.
type QuoteReport struct {
	File      string
	Result    *plan.Result
	Quote     *plan.Quote   // nil where a file has errors
	Evidence  []string      // how earlier quotes met their bills, where the quote does not say it
	Refused   *plan.Refusal // why the job cannot be created, though it can be priced
	Sheet     string        // the price sheet that was asked for; "" = the provider's own
	SheetFile string        // the user's file that holds it, "" where none does
	Saved     string        // the file that the quote goes to; "" = none
	Chosen    []string      // the flags with which the same job is quoted again
	Now       time.Time

	Validation *plan.Result // of the validation file; nil where there is none of its own

	// What was asked beside the price; nil where it was not.
	Ownership *plan.Ownership
	BreakEven *plan.BreakEven
	Others    []plan.Candidate // the same file elsewhere
	Old       *plan.Quote      // an older quote, from OldFile, and what changed since
	OldFile   string
	Changes   []plan.Change
	Max       *money.USD       // the budget
	Budget    *plan.OverBudget // nil where the budget is enough
	Anatomy   bool             // it is to be shown
	Advice    []plan.Advice
}

var quoteFormats = map[string]func(io.Writer, QuoteReport, Style) error{
	"text":     quoteText,
	"json":     quoteJSON,
	"markdown": quoteMarkdown,
}

// QuoteFormats lists the formats of [Quote].
func QuoteFormats() []string { return names(quoteFormats) }

// Quote prints a quote.
func Quote(w io.Writer, format string, r QuoteReport, s Style) error {
	return quoteFormats[format](w, r, s)
}

// Faulty returns the files with errors: the training file, the validation file, or both.
func (r *QuoteReport) Faulty() []*plan.Result {
	var faulty []*plan.Result
	for _, result := range []*plan.Result{r.Result, r.Validation} {
		if result != nil && result.Tally.Count(lint.Error) > 0 {
			faulty = append(faulty, result)
		}
	}
	return faulty
}

// unfit returns the validation file where it has errors, nil otherwise.
func (r *QuoteReport) unfit() *plan.Result {
	if v := r.Validation; v != nil && v.Tally.Count(lint.Error) > 0 {
		return v
	}
	return nil
}

// noQuote says why there is no quote.
func (r *QuoteReport) noQuote() string {
	switch {
	case len(r.Faulty()) > 1:
		return "the service would refuse both files"
	case r.unfit() != nil:
		return "the service would refuse the validation file"
	}
	return "the service would refuse the file"
}

// shownFindings is how many findings a quote shows; ftplan lint shows all.
const shownFindings = 10

func quoteText(w io.Writer, r QuoteReport, s Style) error {
	source := r.Result.Source
	fmt.Fprintf(w, "%s  %s, %s, %s, sha256 %.12s\n", s.bold(lint.Printable(r.File)), r.Result.Format,
		count(source.Examples, "example"), bytesSize(source.Size), source.SHA256)
	quoteLint(w, r, s)
	if len(r.Result.Training) > 0 && r.Result.Training[0].File.Examples > 0 {
		fmt.Fprintln(w)
		limit, model := int64(0), "the model"
		if r.Quote != nil {
			model = r.Quote.Model
			if r.Quote.ExampleLimit != nil {
				limit = *r.Quote.ExampleLimit
			}
		}
		statistics(w, model, &r.Result.Training[0], r.Result.Lengths[0], limit, s)
	}
	if r.Quote == nil {
		unquoted(w, r, s)
		return nil
	}
	quoteSplit(w, r, s)
	quoteCost(w, r, s)
	anatomy(w, r, s)
	ownership(w, r.Ownership, s)
	breakEven(w, r.BreakEven, s)
	comparison(w, r, s)
	changes(w, r, s)
	smallPrint(w, r.Quote.Prices, r.Quote.Lifetime, r.Quote.Warnings, s)
	advice(w, r.Advice, s)
	budget(w, r.Max, r.Quote.Total, r.Budget, s)
	assumed(w, slices.Concat(r.Quote.Assumptions, r.Evidence), r.Quote.Prices, s)
	quoteNext(w, r, s)
	return nil
}

// unquoted says why there is no quote, after what was found in the validation file where that is the reason.
func unquoted(w io.Writer, r QuoteReport, s Style) {
	names, them := []string{r.File}, "it"
	if v := r.unfit(); v != nil {
		names = append(names, "--validation", v.Source.Name)
		files := shells(names)
		fmt.Fprintf(w, "%s  %s\n", s.bold("Validation"), lint.Printable(v.Source.Name))
		lintOf(w, v, files, s)
		fmt.Fprintln(w)
	}
	if len(r.Faulty()) > 1 {
		them = "them"
	}
	fmt.Fprintf(w, "%s\n", s.wrong("No quote: "+r.noQuote()+"."))
	fmt.Fprintf(w, "Mend %s, or quote %[1]s all the same with --allow-errors.\n", them)
	Next(w, "%s", s.Given.step("lint", names...))
}

func quoteLint(w io.Writer, r QuoteReport, s Style) { lintOf(w, r.Result, shell(r.File), s) }

// lintOf prints the first findings in a file and what they amount to; ftplan lint with these files as words shows all.
func lintOf(w io.Writer, result *plan.Result, files string, s Style) {
	findings := result.Tally.Findings(shownFindings)
	for _, f := range findings {
		findingText(w, result.Source.Name, f, s)
	}
	if more := result.Tally.Total() - int64(len(findings)); more > 0 {
		fmt.Fprintf(w, "%s\n", s.dim(fmt.Sprintf("… and %s more; ftplan lint %s shows all", number(more), files)))
	}
	fmt.Fprintf(w, "%s    %s\n", s.bold("Lint"), verdict(&result.Tally, s))
}

func quoteSplit(w io.Writer, r QuoteReport, s Style) {
	if len(r.Result.Validation) == 0 {
		return
	}
	title := "Validation"
	if split := r.Quote.Split; split != nil {
		title = fmt.Sprintf("Split  %s for validation, seed %d", split.Validation, split.Seed)
	}
	fmt.Fprintln(w, s.bold(title))
	validation := &r.Result.Validation[0]
	splitTable(w, &r.Result.Training[0], validation, s)
	if l := validation.Lint; l.Errors+l.Warnings+l.Infos > 0 {
		fmt.Fprintf(w, "%s\n", s.dim(fmt.Sprintf("it has %s; ftplan lint %s --validation %s shows them",
			severityCounts(l.Errors, l.Warnings, l.Infos), shell(r.File), shell(validation.File.Name))))
	}
	fmt.Fprintln(w)
}

func quoteCost(w io.Writer, r QuoteReport, s Style) {
	q := r.Quote
	fmt.Fprintf(w, "%s  %s%s, %s, %s\n", s.bold("Cost"), tuned(q), q.Provider, q.Method, rate(&q.Training))
	epochTable(w, q.PerEpoch, q.Epochs, s)
	fmt.Fprintf(w, "\n%s  %s for %s\n", s.bold("Total"), s.bold(q.Total.String()), count(q.Epochs, "epoch"))
	for _, item := range q.Items {
		if len(q.Items) > 1 || item.Note != "" {
			wrap(w, item.Name+": "+itemText(item), "  ", "    ", s.Width)
		}
	}
	fmt.Fprintln(w)
}

// tuned names the fine-tune that training goes on from, where there is one.
func tuned(q *plan.Quote) string {
	if q.Continues == "" {
		return ""
	}
	return lint.Printable(q.Continues) + ", "
}

// epochTable prints what each number of epochs would cost; the chosen one is marked.
func epochTable(w io.Writer, rows []plan.EpochCost, chosen int64, s Style) {
	var costs []*money.USD
	for _, e := range rows {
		costs = append(costs, e.Cost, e.CostLow, e.CostHigh)
	}
	decimals := places(costs)
	fmt.Fprintf(w, "  %6s  %16s  %14s\n", "epochs", "billed tokens", "cost")
	for _, e := range rows {
		mark, paint := " ", s.dim
		if e.Epochs == chosen {
			mark, paint = "»", s.bold
		}
		fmt.Fprintf(w, "%s\n", paint(fmt.Sprintf("%s %6d  %16s  %14s", mark, e.Epochs, optional(e.BilledTokens), epochCost(e, decimals))))
	}
}

func rate(t *plan.Training) string {
	switch {
	case t.PricePerMillion != nil:
		return t.PricePerMillion.Display() + " per 1M tokens"
	case t.PricePerHour != nil:
		return t.PricePerHour.Display() + " per hour"
	case t.PriceLow != nil && t.PriceHigh != nil:
		return t.PriceLow.Display() + " to " + t.PriceHigh.Display() + " per 1M tokens"
	}
	return "at a rate that nobody knows"
}

func optional(n *int64) string {
	if n == nil {
		return "unknown"
	}
	return number(*n)
}

func epochCost(e plan.EpochCost, decimals int) string {
	switch {
	case e.CostLow != nil && e.CostHigh != nil:
		return amountOf(e.CostLow, decimals) + " – " + amountOf(e.CostHigh, decimals)
	case e.Cost == nil && e.CostLow != nil && e.CostLow.Sign() > 0:
		return "at least " + amountOf(e.CostLow, decimals)
	}
	return amountOf(e.Cost, decimals)
}

func itemText(item plan.LineItem) string {
	text := "unknown"
	if item.Cost != nil {
		text = item.Cost.Display()
	} else if item.Low != nil {
		text = "at least " + item.Low.AtLeast()
	}
	if item.Quantity != nil {
		text = fmt.Sprintf("%s %s, %s", number(*item.Quantity), item.Unit, text)
	}
	if item.Note != "" {
		text += " (" + item.Note + ")"
	}
	return text
}

// smallPrint says where the prices come from, how long the model lives, and what may go wrong.
func smallPrint(w io.Writer, prices plan.PriceSource, lifetime catalog.Lifetime, warnings []string, s Style) {
	const under = "          "
	confidence, _, _ := strings.Cut(prices.Confidence, ":")
	said := fmt.Sprintf("%s, checked %s", prices.Sheet, prices.Checked)
	if confidence != "" {
		said += ", confidence " + confidence
	}
	wrap(w, said+": "+prices.Source, s.bold("Prices")+"    ", under, s.Width)
	if prices.Note != "" {
		wrap(w, prices.Note, under, under, s.Width)
	}
	wrap(w, lifetime.String(), s.bold("Lifetime")+"  ", under, s.Width)
	for _, text := range warnings {
		wrap(w, text, s.warn("Warning")+"   ", under, s.Width)
	}
}

// assumed prints the assumptions. That the prices are right is said by their source already.
func assumed(w io.Writer, assumptions []string, prices plan.PriceSource, s Style) {
	fmt.Fprintln(w, s.bold("Assumed"))
	for _, text := range assumptions {
		if text != prices.Assumption() {
			wrap(w, text, "  - ", "    ", s.Width)
		}
	}
	fmt.Fprintln(w)
}

// quoteNext prints the next command to type.
func quoteNext(w io.Writer, r QuoteReport, s Style) {
	switch {
	case r.Refused != nil:
		tooLate(w, s)
	case r.Budget != nil:
		fmt.Fprintf(w, "%s\n", s.wrong("Over the budget: no quote is saved."))
	case r.Saved != "":
		words := []string{r.Saved}
		if r.SheetFile != "" {
			words = []string{"--prices", r.SheetFile, r.Saved}
		}
		Next(w, "ftplan approve %s", shells(words))
	case r.File == "-":
		Next(w, "save it to a file, then ftplan quote FILE -o quote.json")
	case r.Quote.Split != nil:
		Next(w, "%s%s", s.Given.step("split", r.File, "--validation", r.Quote.Split.Validation), seedFlag(r.Quote.Split.Seed))
	default:
		words := append(slices.Clone(r.Chosen), r.File, "-o", dataset.FreeName("quote.json"))
		Next(w, "ftplan quote %s", shells(words))
	}
}

// tooLate says that the figures are no offer.
func tooLate(w io.Writer, s Style) {
	fmt.Fprintf(w, "%s\n", s.wrong("This job can no longer be created; the figures are for comparison alone."))
}

func seedFlag(seed int64) string {
	if seed == 0 {
		return ""
	}
	return " --seed " + strconv.FormatInt(seed, 10)
}

// The JSON of quote is that of the saved quote and only grows.
type quoteObject struct {
	*plan.Quote
	Tokens    tokenNumbers     `json:"tokens"`
	Refused   *plan.Refusal    `json:"refused,omitempty"`
	Ownership *plan.Ownership  `json:"ownership,omitempty"`
	BreakEven *plan.BreakEven  `json:"break_even,omitempty"`
	Compare   []plan.Candidate `json:"compare,omitempty"`
	Changes   *[]plan.Change   `json:"changes,omitempty"` // since an older quote; empty where nothing changed
	MaxCost   *money.USD       `json:"max_cost,omitempty"`
	Budget    *plan.OverBudget `json:"over_budget,omitempty"`
	Advice    []plan.Advice    `json:"advice,omitempty"`
}

// unquotedObject is printed in its place for a file with errors.
type unquotedObject struct {
	Version  int             `json:"version"`
	File     string          `json:"file"`
	Examples int64           `json:"examples"`
	Tokens   tokenNumbers    `json:"tokens"`
	Lengths  plan.Lengths    `json:"lengths"`
	Basis    string          `json:"basis"`
	Lint     countsObject    `json:"lint"`
	Findings []findingObject `json:"findings"`
	Refused  *plan.Refusal   `json:"refused"`
}

func quoteJSON(w io.Writer, r QuoteReport, _ Style) error {
	survey := &r.Result.Training[0]
	if r.Quote != nil {
		o := quoteObject{Quote: r.Quote, Tokens: newTokenNumbers(survey.Tokens), Refused: r.Refused, Ownership: r.Ownership,
			BreakEven: r.BreakEven, Compare: r.Others, MaxCost: r.Max, Budget: r.Budget, Advice: r.Advice}
		if r.Old != nil {
			changes := append([]plan.Change{}, r.Changes...)
			o.Changes = &changes
		}
		return printJSON(w, o)
	}
	o := unquotedObject{Version: 1, File: lint.Printable(r.File), Examples: survey.File.Examples, Tokens: newTokenNumbers(survey.Tokens),
		Lengths: survey.Lengths, Basis: survey.Basis, Lint: newCounts(&r.Result.Tally)}
	for _, f := range r.Result.Tally.Findings(0) {
		o.Findings = append(o.Findings, newFindingObject(f))
	}
	if v := r.Validation; v != nil {
		more := newCounts(&v.Tally)
		o.Lint.Error, o.Lint.Warning, o.Lint.Info = o.Lint.Error+more.Error, o.Lint.Warning+more.Warning, o.Lint.Info+more.Info
		for _, f := range v.Tally.Findings(0) {
			finding := newFindingObject(f)
			finding.File = lint.Printable(v.Source.Name)
			o.Findings = append(o.Findings, finding)
		}
	}
	o.Refused = refusalOf(&r)
	return printJSON(w, o)
}

// refusalOf says which files have errors.
func refusalOf(r *QuoteReport) *plan.Refusal {
	var reasons []string
	for _, result := range r.Faulty() {
		reasons = append(reasons, fmt.Sprintf("%s has %s", lint.Printable(result.Source.Name), count(result.Tally.Count(lint.Error), "error")))
	}
	return &plan.Refusal{Reason: strings.Join(reasons, ", "), Hint: "mend them, or quote the file all the same with --allow-errors"}
}

func newCounts(t *tally.Tally) countsObject {
	return countsObject{Error: t.Count(lint.Error), Warning: t.Count(lint.Warning), Info: t.Count(lint.Info)}
}
