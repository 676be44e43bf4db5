package costs

import (
	"cmp"
	"fmt"
	"io"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/cmd/ftplan/internal/view/findings"
	"github.com/ftplan/ftplan/plan"
)

// quoteMarkdown prints a quote as a comment on a pull request: what the job costs, before and after where an older quote is
// there to compare with, what was found in the file, and whether the budget is enough.
func quoteMarkdown(w io.Writer, r QuoteReport, _ view.Style) error {
	fmt.Fprintf(w, "### %s: %s\n\n", markdown(r.File), markdown(headline(&r)))
	if r.Quote != nil {
		costTable(w, &r)
		fmt.Fprintf(w, "%s\n\n", markdown(priceLine(r.Quote)))
	}
	if r.Budget != nil {
		refusal := r.Budget.Refusal()
		fmt.Fprintf(w, "**Over budget**: %s. %s.\n\n", markdown(refusal.Reason), markdown(wayOut(refusal.Hint)))
	} else if r.Max != nil && r.Quote != nil {
		fmt.Fprintf(w, "Within the budget of %s.\n\n", markdown(r.Max.Display()))
	}
	if r.Refused != nil {
		fmt.Fprintf(w, "**Cannot be created**: %s. %s.\n\n", markdown(r.Refused.Reason), markdown(wayOut(r.Refused.Hint)))
	}
	fmt.Fprintf(w, "Lint: %s\n\n", markdown(findings.Verdict(&r.Result.Tally, view.Style{})))
	markdownFindings(w, "", r.File, r.Result.Tally.Findings(0), shownFindings)
	if v := r.unfit(); v != nil && r.Quote == nil {
		if r.Result.Tally.Total() > 0 {
			fmt.Fprintln(w)
		}
		fmt.Fprintf(w, "Lint of the validation file: %s\n\n", markdown(findings.Verdict(&v.Tally, view.Style{})))
		markdownFindings(w, "", v.Source.Name, v.Tally.Findings(0), shownFindings)
	}
	if r.Quote != nil {
		for _, text := range r.Quote.Warnings {
			fmt.Fprintf(w, "- warning: %s\n", markdown(text))
		}
	}
	return nil
}

// headline says in a few words what the job costs or why there is no quote.
func headline(r *QuoteReport) string {
	q := r.Quote
	if q == nil {
		return "no quote, " + r.noQuote()
	}
	text := fmt.Sprintf("%s for %s of %s", q.Total, view.Count(q.Epochs, "epoch"), q.Trains())
	if r.Old != nil && q.Total.Cost != nil && r.Old.Total.Cost != nil {
		difference := q.Total.Cost.Sub(*r.Old.Total.Cost)
		text += ", " + signed(&difference)
	}
	return text
}

// costTable prints the figures that the cost is made of, beside those of the older quote where there is one.
func costTable(w io.Writer, r *QuoteReport) {
	q := r.Quote
	if r.Old == nil {
		fmt.Fprintln(w, "| | |\n|---|---:|")
		for _, f := range quoteFigures(q, q) {
			fmt.Fprintf(w, "| %s | %s |\n", f.name, markdown(f.new))
		}
	} else {
		fmt.Fprintln(w, "| | before | after | change |\n|---|---:|---:|---:|")
		for _, f := range quoteFigures(r.Old, q) {
			fmt.Fprintf(w, "| %s | %s | %s | %s |\n", f.name, markdown(f.old), markdown(f.new), markdown(f.change))
		}
	}
	fmt.Fprintln(w)
}

func quoteFigures(old, q *plan.Quote) []figure {
	list := []figure{
		counted("examples", old.Files[0].Examples, q.Files[0].Examples),
		counted("tokens per epoch", old.Training.TokensPerEpoch, q.Training.TokensPerEpoch),
		counted("epochs", old.Epochs, q.Epochs),
	}
	if was, is := old.Training.BilledTokens, q.Training.BilledTokens; was != nil && is != nil {
		list = append(list, counted("billed tokens", *was, *is))
	}
	if old.Trains() != q.Trains() {
		list = append(list, figure{"model", old.Trains(), q.Trains(), ""})
	}
	change := figure{"cost", old.Total.String(), q.Total.String(), "unknown"}
	if was, is := old.Total.Cost, q.Total.Cost; was != nil && is != nil {
		difference := is.Sub(*was)
		change.change = signed(&difference)
	}
	return append(list, change)
}

// priceLine says what the figures rest on.
func priceLine(q *plan.Quote) string {
	return fmt.Sprintf("%s, %s, %s, %s; prices %s of %s; %s", q.Provider, q.Method, q.Training.Basis, Rate(&q.Training), q.Prices.Sheet,
		q.Prices.Checked, q.Lifetime)
}

// wayOut returns a hint as the start of a sentence.
func wayOut(hint string) string { return view.Sentence(cmp.Or(hint, "there is no way around it")) }
