package examples

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/plan"
)

// A TokensReport is what counting a file gave.
type TokensReport struct {
	File, Model string // no model where only a vocabulary is known
	Result      *plan.Result
	Note        string // about the choice of encoding
	Tools       bool   // the definitions of tools are to be shown as the model reads them
}

var tokensFormats = map[string]func(io.Writer, []TokensReport, view.Style) error{
	"text": tokensText,
	"json": tokensJSON,
}

// TokensFormats lists the formats of [Tokens], and those of [Rows].
func TokensFormats() []string {
	return append(view.Names(tokensFormats), slices.Sorted(maps.Keys(rowFormats))...)
}

// Tokens prints the token counts of files, and what they come to where there are several.
func Tokens(w io.Writer, format string, reports []TokensReport, s view.Style) error {
	return tokensFormats[format](w, reports, s)
}

func tokensText(w io.Writer, reports []TokensReport, s view.Style) error {
	var examples, billed int64
	for i, r := range reports {
		if i > 0 {
			fmt.Fprintln(w)
		}
		fileTokens(w, r, s)
		survey := &r.Result.Training[0]
		examples, billed = examples+survey.File.Examples, billed+survey.Tokens.Billed
	}
	if len(reports) > 1 {
		fmt.Fprintf(w, "\n%s  %s, %s in one epoch\n", s.Bold(view.Count(int64(len(reports)), "file")), view.Count(examples, "example"), view.Count(billed, "token"))
	}
	return nil
}

func fileTokens(w io.Writer, r TokensReport, s view.Style) {
	survey := &r.Result.Training[0]
	fmt.Fprintf(w, "%s  %s, %s\n\n", s.Bold(lint.Printable(r.File)), r.Result.Format, view.Count(survey.File.Examples, "example"))
	if survey.File.Examples > 0 {
		Statistics(w, r.Model, survey, r.Result.Lengths[0], 0, s)
	}
	toolCosts(w, survey, s)
	if r.Tools {
		renderedTools(w, survey, s)
	}
	for _, note := range r.notes() {
		view.Wrap(w, note, "note: ", "      ", s.Width)
	}
}

func (r *TokensReport) notes() []string {
	notes := slices.Clone(r.Result.Training[0].Notes)
	if r.Note != "" {
		notes = append(notes, r.Note)
	}
	return notes
}

// Statistics prints how many tokens there are, of which kinds, and how long the examples are.
func Statistics(w io.Writer, model string, survey *plan.Survey, lengths map[int64]int64, limit int64, s view.Style) {
	t := survey.Tokens
	encoding := survey.Encoding
	if model != "" {
		encoding += " for " + model
	}
	fmt.Fprintf(w, "%s  %s, %s\n", s.Bold("Tokens"), encoding, Basis(survey))
	fmt.Fprintf(w, "  billed per epoch  %12s", view.Number(t.Billed))
	if text := bounds(survey); text != "" {
		fmt.Fprintf(w, "   %s", s.Dim(text))
	}
	fmt.Fprintf(w, "\n  trained           %12s   %s\n", view.Number(t.Trained), s.Dim(Share(t.Trained, t.Billed)))
	for _, part := range t.Parts {
		fmt.Fprintf(w, "    %-20s%8s   %s\n", part.Name, view.Number(part.Tokens), s.Dim(Share(part.Tokens, t.Billed)))
	}
	l := survey.Lengths
	line := fmt.Sprintf("  lengths           min %s · median %s · p90 %s · p95 %s · p99 %s · max %s",
		view.Number(l.Min), view.Number(l.P50), view.Number(l.P90), view.Number(l.P95), view.Number(l.P99), view.Number(l.Max))
	fmt.Fprintln(w, line)
	if limit > 0 {
		fmt.Fprintf(w, "  limit             %12s   %s\n", view.Number(limit), s.Dim(Over(survey.OverLimit)))
	}
	fmt.Fprintln(w)
	histogram(w, lengths, s)
}

// Basis says how far a count can be relied upon: exact, an estimate, or exact for some of the examples.
func Basis(survey *plan.Survey) string {
	if survey.Basis == "exact" || survey.Exact == 0 {
		return survey.Basis
	}
	return fmt.Sprintf("exact for %s of %s", view.Number(survey.Exact), view.Count(survey.File.Examples, "example"))
}

// bounds says between which figures a count lies, "" where it is no estimate.
func bounds(survey *plan.Survey) string {
	t := survey.Tokens
	switch {
	case survey.Unknown > 0:
		return fmt.Sprintf("at least %s; nothing bounds %s from above", view.Number(t.Low), view.Count(survey.Unknown, "example"))
	case t.Low > 0 && t.Low < t.Billed || t.High > t.Billed:
		return fmt.Sprintf("between %s and %s", view.Number(t.Low), view.Number(t.High))
	}
	return ""
}

// Over says how many examples are longer than the model takes.
func Over(n int64) string {
	switch n {
	case 0:
		return "no example is longer"
	case 1:
		return "1 example is longer and would be cut"
	}
	return view.Number(n) + " examples are longer and would be cut"
}

// Share returns part of whole in percent.
func Share(part, whole int64) string {
	if whole == 0 {
		return "–"
	}
	return fmt.Sprintf("%.0f %%", 100*float64(part)/float64(whole))
}

// bars is how many bars a histogram has at the most.
const bars = 8

// histogram prints how many examples have which length.
func histogram(w io.Writer, lengths map[int64]int64, s view.Style) {
	if len(lengths) == 0 {
		return
	}
	buckets := Bucketed(lengths, bars)
	most := int64(0)
	for _, b := range buckets {
		most = max(most, b.Examples)
	}
	room := int64(min(max(s.Width-40, 10), 48))
	label := len(view.Number(buckets[len(buckets)-1].To))
	for _, b := range buckets {
		n := (b.Examples*room*8 + most - 1) / most // in eighths of a column
		bar := strings.Repeat("█", int(n/8)) + []string{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"}[n%8]
		fmt.Fprintf(w, "  %*s – %-*s %s %s\n", label, view.Number(b.From), label, view.Number(b.To), bar, s.Dim(view.Number(b.Examples)))
	}
	fmt.Fprintln(w)
}

// A Bucket is how many examples are from so many to so many tokens long.
type Bucket struct{ From, To, Examples int64 }

// Span and Count are the bucket in words.
func (b Bucket) Span() string  { return view.Number(b.From) + " – " + view.Number(b.To) }
func (b Bucket) Count() string { return view.Number(b.Examples) }

// Bucketed sorts lengths into at most so many bars, or one more, of one round width.
func Bucketed(lengths map[int64]int64, bars int64) []Bucket {
	sorted := slices.Sorted(maps.Keys(lengths))
	low, high := sorted[0], sorted[len(sorted)-1]
	width := roundUp((high-low)/bars + 1)
	from := low / width * width
	var buckets []Bucket
	for ; from <= high; from += width {
		buckets = append(buckets, Bucket{From: from, To: from + width - 1})
	}
	for length, n := range lengths {
		buckets[(length-buckets[0].From)/width].Examples += n
	}
	return buckets
}

// roundUp returns the next of 1, 2, 5, 10, 20, 50, …
func roundUp(n int64) int64 {
	for power := int64(1); ; power *= 10 {
		for _, digit := range []int64{1, 2, 5} {
			if digit*power >= n {
				return digit * power
			}
		}
	}
}

// The JSON of tokens only grows.
type tokensObject struct {
	Version  int          `json:"version"`
	File     string       `json:"file"`
	Size     int64        `json:"size"`
	Model    string       `json:"model"`
	Format   string       `json:"format"`
	Examples int64        `json:"examples"`
	Encoding string       `json:"encoding"`
	Tokens   TokenNumbers `json:"tokens"`
	Lengths  plan.Lengths `json:"lengths"`
	Basis    string       `json:"basis"`
	Exact    int64        `json:"exact_examples"`
	Unknown  int64        `json:"unknown_examples,omitempty"`
	Images   int64        `json:"images,omitempty"`
	Notes    []string     `json:"notes,omitempty"`

	Dearest []plan.LineTokens `json:"dearest"`
	Tools   []toolObject      `json:"tools,omitempty"`
}

// TokenNumbers are the token counts of a file as JSON shows them.
type TokenNumbers struct {
	Billed  int64       `json:"billed_per_epoch"`
	Trained int64       `json:"trained_per_epoch"`
	Low     int64       `json:"billed_low"`
	High    int64       `json:"billed_high"`
	Parts   []plan.Part `json:"parts"`
}

// NewTokenNumbers returns the counts with their parts.
func NewTokenNumbers(t plan.TokenCounts) TokenNumbers {
	return TokenNumbers{Billed: t.Billed, Trained: t.Trained, Low: t.Low, High: t.High, Parts: view.NonNil(t.Parts)}
}

// tokensJSON prints the object of one file, or a list of the objects of several.
func tokensJSON(w io.Writer, reports []TokensReport, _ view.Style) error {
	objects := make([]tokensObject, len(reports))
	for i := range reports {
		objects[i] = newTokensObject(&reports[i])
	}
	if len(objects) == 1 {
		return view.PrintJSON(w, objects[0])
	}
	return view.PrintJSON(w, objects)
}

func newTokensObject(r *TokensReport) tokensObject {
	survey := &r.Result.Training[0]
	return tokensObject{Version: 1, File: lint.Printable(r.File), Size: survey.File.Size, Model: r.Model,
		Format: survey.Format, Examples: survey.File.Examples, Encoding: survey.Encoding, Tokens: NewTokenNumbers(survey.Tokens),
		Lengths: survey.Lengths, Basis: survey.Basis, Exact: survey.Exact, Unknown: survey.Unknown, Images: survey.Images, Notes: r.notes(), Dearest: view.NonNil(survey.Dearest), Tools: r.tools()}
}
