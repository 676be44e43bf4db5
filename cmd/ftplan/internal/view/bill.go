package view

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/bill"
	"github.com/ftplan/ftplan/submit"
)

// A BillReport is a bill compared with the file that it is for.
type BillReport struct {
	File, Model, Provider string
	Known                 string // the model's public name, or its encoding
	Status                string // of the job; "" where nobody said
	Survey                *plan.Survey
	Bill                  *bill.Result
}

var billFormats = map[string]func(io.Writer, BillReport, Style) error{
	"text": billText,
	"json": billJSON,
}

// BillFormats lists the formats of [Bill].
func BillFormats() []string { return names(billFormats) }

// Bill prints what a bill and a file have to do with each other.
func Bill(w io.Writer, format string, r BillReport, s Style) error {
	return billFormats[format](w, r, s)
}

func billText(w io.Writer, r BillReport, s Style) error {
	b := r.Bill
	fmt.Fprintf(w, "%s  %s, %s, %s of %s at %s\n", s.bold(lint.Printable(r.File)), r.Survey.Format,
		count(r.Survey.File.Examples, "example"), count(b.Epochs, "epoch"), lint.Printable(r.Model), r.Provider)
	fmt.Fprintf(w, "  counted  %14s   %s\n", number(b.Counted), s.dim(Basis(r.Survey)))
	fmt.Fprintf(w, "  billed   %14s\n\n", number(b.Billed))
	billVerdict(w, b, s)
	if r.Status == "failed" || r.Status == "cancelled" {
		wrap(w, fmt.Sprintf("the job is %s: these are the tokens that it trained; whether they are billed is not known", r.Status), "note: ", "      ", s.Width)
	}
	for _, note := range r.Survey.Notes {
		wrap(w, note, "note: ", "      ", s.Width)
	}
	fmt.Fprintf(w, "\n%s\n", s.dim("The figures alone, without a name or a text of yours, for whoever you want to share them with:"))
	if err := json.NewEncoder(w).Encode(r.figures()); err != nil {
		return err
	}
	Next(w, "ftplan rules tokens")
	return nil
}

// billVerdict says whether the bill is met, and what would explain it where it is not.
func billVerdict(w io.Writer, b *bill.Result, s Style) {
	if b.Met() {
		fmt.Fprintln(w, s.good("The bill is met to the token."))
		return
	}
	off := fmt.Sprintf("%+d of %s, %+.2f %%", b.Difference, count(b.Counted, "token"), 100*float64(b.Difference)/float64(max(b.Counted, 1)))
	switch {
	case b.Within():
		fmt.Fprintf(w, "%s\n", s.good(fmt.Sprintf("The bill is off by %s, and within what the count leaves open: %s.", off, spread(b))))
	case len(b.Explanations) > 0:
		fmt.Fprintf(w, "%s\n", s.warn(fmt.Sprintf("The bill is off by %s.", off)))
	default:
		fmt.Fprintf(w, "%s\n", s.wrong(fmt.Sprintf("The bill is off by %s, and nothing that is known explains it.", off)))
		wrap(w, "Is it the file that was trained, byte for byte, and the job that it was trained in?", "", "", s.Width)
		return
	}
	if len(b.Explanations) > 0 {
		fmt.Fprintln(w, "It is met to the token where")
	}
	for _, e := range b.Explanations {
		wrap(w, e.Text, "  - ", "    ", s.Width)
	}
}

// spread is what a count leaves open.
func spread(b *bill.Result) string {
	if b.High == nil {
		return "at least " + number(b.Low)
	}
	return number(b.Low) + " to " + number(*b.High)
}

// figures are what can be shared of the comparison: nothing in them is from a text or a name of the user's.
func (r *BillReport) figures() bill.Figures {
	f := bill.Figures{Model: r.Known, Provider: r.Provider, Format: r.Survey.Format, Examples: r.Survey.File.Examples, Exact: r.Survey.Exact,
		Epochs: r.Bill.Epochs, Constructs: nonNil(r.Survey.Constructs()), Counted: r.Bill.Counted, Billed: r.Bill.Billed}
	if len(r.Bill.Explanations) > 0 {
		f.Explained = r.Bill.Explanations[0].Text
	}
	return f
}

// Figures prints what can be shared of the bills of a ledger, a line of JSON for each that is known.
func Figures(w io.Writer, bills []submit.Bill) error {
	encoder := json.NewEncoder(w)
	for _, b := range bills {
		if b.Figures == nil {
			continue
		}
		if err := encoder.Encode(b.Figures); err != nil {
			return err
		}
	}
	return nil
}

// billObject is the JSON of a bill. It only grows.
type billObject struct {
	Version int    `json:"version"`
	File    string `json:"file"`
	*bill.Result
	Met     bool         `json:"met"`
	Within  bool         `json:"within"`
	Notes   []string     `json:"notes,omitempty"`
	Figures bill.Figures `json:"figures"`
}

func billJSON(w io.Writer, r BillReport, _ Style) error {
	b := *r.Bill
	b.Explanations = nonNil(b.Explanations)
	return printJSON(w, billObject{Version: 1, File: lint.Printable(r.File), Result: &b, Met: b.Met(), Within: b.Within(),
		Notes: r.Survey.Notes, Figures: r.figures()})
}
