package costs

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/cmd/ftplan/internal/view/examples"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/money"
)

// anatomy prints where the money goes: by what the tokens are, and the dearest lines.
func anatomy(w io.Writer, r QuoteReport, s view.Style) {
	q := r.Quote
	if !r.Anatomy {
		return
	}
	fmt.Fprintf(w, "%s  of %s for %s\n", s.Bold("Anatomy"), q.Total, view.Count(q.Epochs, "epoch"))
	t := q.Training
	costs := make([]*money.USD, 0, len(q.Anatomy))
	for _, part := range q.Anatomy {
		costs = append(costs, part.Cost)
	}
	g := view.NewGrid("lrrrl")
	for _, part := range q.Anatomy {
		g.Row(part.Name, view.Number(part.Tokens), examples.Share(part.Tokens, t.TokensPerEpoch), view.AmountOf(part.Cost, view.Places(costs)), holders(part.Part, q))
	}
	untrained := t.TokensPerEpoch - t.TrainedPerEpoch
	g.Painted(s.Bold, "not trained on", view.Number(untrained), examples.Share(untrained, t.TokensPerEpoch), notTrained(q, view.Places(costs)), "paid all the same")
	g.Print(w, s)
	if q.OverLimit > 0 {
		fmt.Fprintf(w, "  %s: what is cut is not trained on\n", s.Warn(examples.Over(q.OverLimit)))
	}
	fmt.Fprintln(w)
	dearest(w, q, s)
}

// notTrained is what the tokens that are only read cost in all epochs.
func notTrained(q *plan.Quote, decimals int) string {
	t := q.Training
	if t.PricePerMillion == nil {
		return "unknown"
	}
	return view.AmountOf(money.Rate{Price: t.PricePerMillion, Unit: t.Unit}.Cost((t.TokensPerEpoch-t.TrainedPerEpoch)*q.Epochs), decimals)
}

// holders says in how many examples a part stands.
func holders(p plan.Part, q *plan.Quote) string {
	if p.Count == 0 {
		return ""
	}
	if examples := q.Files[0].Examples; p.Count == examples {
		return "in every example"
	}
	return "in " + view.Count(p.Count, "example")
}

// dearest prints the lines with the most tokens, in two columns where there are many.
func dearest(w io.Writer, q *plan.Quote, s view.Style) {
	lines := q.Dearest
	if len(lines) == 0 {
		return
	}
	fmt.Fprintf(w, "%s  %s of %s, the longest first\n", s.Bold("Dearest"), view.Count(int64(len(lines)), "line"), lint.Printable(q.Files[0].Name))
	var costs []*money.USD
	for _, line := range lines {
		costs = append(costs, line.Cost)
	}
	half := (len(lines) + 1) / 2
	g := view.NewGrid("rrrrrrr")
	g.Header("line", "tokens", "cost", "  ", "line", "tokens", "cost")
	for i := range half {
		row := append(dearestCells(lines[i], view.Places(costs)), "  ")
		if i+half < len(lines) {
			row = append(row, dearestCells(lines[i+half], view.Places(costs))...)
		}
		g.Row(row...)
	}
	g.Print(w, s)
	fmt.Fprintln(w)
}

func dearestCells(line plan.LineCost, decimals int) []string {
	return []string{view.Number(int64(line.Line)), view.Number(line.Tokens), view.AmountOf(line.Cost, decimals)}
}

// changes prints what is different from an older quote.
func changes(w io.Writer, r QuoteReport, s view.Style) {
	if r.Old == nil {
		return
	}
	made := r.Old.Created.Format(time.DateOnly)
	fmt.Fprintf(w, "%s  since %s of %s\n", s.Bold("Changes"), lint.Printable(r.OldFile), made)
	if len(r.Changes) == 0 {
		fmt.Fprintln(w, "  none")
	}
	g := view.NewGrid("ll")
	for _, c := range r.Changes {
		if c.What == "hyperparameters" {
			c.Old, c.New = apart(c.Old, c.New), apart(c.New, c.Old)
		}
		if c.What != "assumption" {
			g.Row(c.What, changed(c.What, c.Old)+" → "+changed(c.What, c.New))
		}
	}
	g.Print(w, s)
	for _, c := range r.Changes {
		if c.What == "assumption" && c.New != "" {
			view.Wrap(w, c.New, "  "+s.Good("+")+" ", "    ", s.Width)
		} else if c.What == "assumption" {
			view.Wrap(w, c.Old, "  "+s.Wrong("-")+" ", "    ", s.Width)
		}
	}
	fmt.Fprintln(w)
}

// apart are the words of a that are not in b.
func apart(a, b string) string {
	other := strings.Fields(b)
	return strings.Join(slices.DeleteFunc(strings.Fields(a), func(word string) bool { return slices.Contains(other, word) }), " ")
}

// changed is one side of a change for people: thousands and dollars marked, hashes cut.
func changed(what, value string) string {
	digits := strings.Trim(value, "0123456789") == ""
	switch {
	case value == "":
		return "none"
	case strings.HasSuffix(what, "sha256"):
		return value[:min(12, len(value))]
	case digits && what != "seed":
		var n int64
		if _, err := fmt.Sscan(value, &n); err == nil {
			return view.Number(n)
		}
	case (what == "price per million" || what == "training cost") && value != "unknown":
		return "$" + value
	}
	return lint.Printable(value)
}
