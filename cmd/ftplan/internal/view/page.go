package view

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"strings"

	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/tally"
	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/plan/money"
	"github.com/ftplan/ftplan/tokenize"
)

// A Page is what the page of a report shows: one part for each training file.
type Page struct {
	Program string // name and version
	Today   catalog.Date
	Files   []PageFile
}

// A PageFile is what is known of one training file. What is nil or empty is not shown.
type PageFile struct {
	Measure
	File       string
	Result     *plan.Result
	Validation *PageValidation
	Quote      *plan.Quote   // nil where nothing can be priced
	Unpriced   string        // why not
	Refused    *plan.Refusal // why the job cannot be created, though it can be priced
	Candidates []plan.Candidate
	Advice     []plan.Advice
	Ownership  *plan.Ownership
	BreakEven  *plan.BreakEven
	Trainings  []Training // jobs whose losses are drawn
	Budget     *Budget
	ShowText   bool // findings show pieces of the data
}

// A Budget is what a job may cost, and what keeps a quote from it; nil where nothing does.
type Budget struct {
	Max  money.USD
	Over *plan.OverBudget
}

// A PageValidation is a validation file of its own.
type PageValidation struct {
	Measure
	File   string
	Result *plan.Result
}

// Fails reports whether the findings make the command fail.
func (f *PageFile) Fails() bool {
	return f.fails(&f.Result.Tally) || f.Validation != nil && f.Validation.fails(&f.Validation.Result.Tally)
}

var (
	//go:embed page/page.html
	pageHTML string
	//go:embed page/page.css
	pageCSS string
	//go:embed page/page.js
	pageJS string
)

// HTML writes the page: one file that asks nothing of any network, because it has no need to and because its own policy
// forbids it.
func HTML(w io.Writer, p Page) error {
	t, err := template.New("page").Funcs(pageFuncs()).Parse(pageHTML)
	if err != nil {
		return err
	}
	page := pageData{Page: p, CSS: template.CSS(pageCSS), JS: template.JS(pageJS), Policy: pagePolicy()}
	for i := range p.Files {
		page.Parts = append(page.Parts, newPart(fmt.Sprintf("f%d", i+1), &p.Files[i], p.share()))
	}
	return t.Execute(w, page)
}

// listedFindings is how many findings a page lists, so that it stays well under 5 MB whatever was found.
const listedFindings = 2000

// share is how many findings each list of the page may hold.
func (p *Page) share() int {
	lists := 0
	for _, f := range p.Files {
		lists++
		if f.Validation != nil {
			lists++
		}
	}
	return max(1, listedFindings/max(1, lists))
}

// pagePolicy allows the page's own style and script, by their hashes, and nothing else.
func pagePolicy() string {
	return fmt.Sprintf("default-src 'none'; style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'",
		sourceHash(pageCSS), sourceHash(pageJS))
}

func sourceHash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

func pageFuncs() template.FuncMap {
	return template.FuncMap{
		"p":        lint.Printable,
		"number":   number,
		"count":    count,
		"size":     bytesSize,
		"share":    share,
		"optional": optional,
		"item":     itemText,
		"ends":     ends,
		"sentence": sentence,
		"shell":    shell,
		"line":     func(n int) string { return number(int64(n)) },
	}
}

// ends says when a model's fine-tunes stop answering.
func ends(l catalog.Lifetime) string {
	switch {
	case l.Shutdown.IsZero():
		return "not announced"
	case l.AtLeast:
		return "not before " + l.Shutdown.String()
	}
	return l.Shutdown.String()
}

// sentence begins a text with a capital letter.
func sentence(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

// pageData is what the template sees.
type pageData struct {
	Page
	CSS    template.CSS
	JS     template.JS
	Policy string
	Parts  []*part
}

// Title names what the page is about.
func (d pageData) Title() string {
	if len(d.Files) == 1 {
		return lint.Printable(d.Files[0].File)
	}
	return count(int64(len(d.Files)), "training file")
}

// A part is one training file as the template sees it.
type part struct {
	*PageFile
	ID       string // that the ids of the part begin with
	Verdicts []verdictLine
	Tiles    []tile
	Next     []nextStep

	Lists   []findingList // of the training file, then of the validation file
	Hygiene []hygieneGroup

	Survey  *plan.Survey
	Lengths *chart
	Buckets []bucket
	Tokens  []tokenRow
	Cost    *chart
	Epochs  []epochRow
	Dearest [][]dearRow
	Tools   []tokenize.ToolShare // the dearest
	Unused  string               // what leaving out those that are never called would save
	Basis   string
	Bills   []billRow
	Owning  *chart
	Even    *chart
	Sides   []sideRow
	Losses  []lossPart
	What    *compareFlags
}

func newPart(id string, f *PageFile, listed int) *part {
	p := &part{PageFile: f, ID: id, Verdicts: verdictsOf(f), Tiles: tilesOf(f), Next: nextOf(f)}
	p.Lists = append(p.Lists, newFindingList(id+"-t", f.File, f.Result, f.ShowText, listed))
	if v := f.Validation; v != nil {
		p.Lists = append(p.Lists, newFindingList(id+"-v", v.File, v.Result, f.ShowText, listed))
	}
	p.Hygiene = hygieneOf(f, p.Lists)
	p.count()
	if q := f.Quote; q != nil {
		p.Cost, p.Epochs, p.Dearest = costChart(id+"-cost", q), epochRows(q), dearColumns(q)
		p.What = newWhatIf(f.Candidates, q)
	}
	if o := f.Ownership; o != nil {
		p.Owning, p.Bills = ownershipChart(id+"-own", o), billsOf(o)
	}
	p.Losses = lossParts(id+"-loss", f.Trainings)
	if b := f.BreakEven; b != nil {
		p.Even, p.Sides = breakEvenChart(id+"-even", b), sidesOf(b)
	}
	return p
}

// count fills in what the tokens show, where any were counted.
func (p *part) count() {
	if len(p.Result.Training) == 0 || p.Result.Training[0].File.Examples == 0 {
		return
	}
	p.Survey = &p.Result.Training[0]
	p.Tools, p.Unused, p.Basis = p.Survey.Tools, UnusedTools(p.Survey), Basis(p.Survey)
	p.Tools = p.Tools[:min(len(p.Tools), shownTools)]
	buckets, far := lengthBuckets(p.Result.Lengths[0], p.Survey.Lengths)
	p.Lengths = lengthChart(p.ID+"-len", p.Survey, buckets, far, p.limit())
	p.Buckets = buckets
	if far != nil {
		p.Buckets = append(p.Buckets, *far)
	}
	p.Tokens = tokenRows(p.Survey, p.Quote)
}

// Rate is what training is charged by.
func (p *part) Rate() string { return rate(&p.Quote.Training) }

// limit is the longest example that the model takes, in tokens; 0 where that is not stated.
func (p *part) limit() int64 {
	if p.Quote == nil || p.Quote.ExampleLimit == nil {
		return 0
	}
	return *p.Quote.ExampleLimit
}

// A verdictLine is one sentence that decides. The mark says the same as the colour.
type verdictLine struct{ Kind, Mark, Text string }

func verdictsOf(f *PageFile) []verdictLine {
	lines := fileVerdicts("the file", &f.Result.Tally, f.Measure)
	if v := f.Validation; v != nil {
		lines = append(lines, fileVerdicts("the validation file", &v.Result.Tally, v.Measure)...)
	}
	switch {
	case f.Refused != nil:
		lines = append(lines, verdictLine{"bad", "✕", "This job can no longer be created, the figures are for comparison alone: " + f.Refused.Reason})
	case f.Quote == nil && f.Unpriced != "":
		lines = append(lines, verdictLine{"warn", "!", "There is no price: " + f.Unpriced})
	}
	if f.Budget != nil {
		lines = append(lines, budgetVerdict(f.Budget))
	}
	return lines
}

func budgetVerdict(b *Budget) verdictLine {
	if b.Over == nil {
		return verdictLine{"good", "✓", fmt.Sprintf("The job costs no more than the budget of %s.", b.Max.Display())}
	}
	no := b.Over.Refusal()
	return verdictLine{"bad", "✕", fmt.Sprintf("Over budget: %s; %s.", no.Reason, no.Hint)}
}

// fileVerdicts says what the findings in a file amount to, and which of them do not count.
func fileVerdicts(file string, t *tally.Tally, m Measure) []verdictLine {
	lines := []verdictLine{fileVerdict(file, t, m)}
	switch held := m.heldBack(); {
	case m.Errors > 0:
		lines = append(lines, verdictLine{"warn", "!", sentence(held) + "."})
	case held != "":
		lines = append(lines, verdictLine{"good", "✓", sentence(held) + "."})
	}
	return lines
}

func fileVerdict(file string, t *tally.Tally, m Measure) verdictLine {
	words := severities(t)
	switch {
	case t.Count(lint.Error) == 0 && m.fails(t):
		return verdictLine{"bad", "✕", fmt.Sprintf("%s is not good enough, since warnings fail: %s.", sentence(file), words)}
	case t.Total() == 0 && m.heldBack() != "":
		return verdictLine{"good", "✓", fmt.Sprintf("There is nothing else to complain about in %s.", file)}
	case t.Count(lint.Error) > 0:
		return verdictLine{"bad", "✕", fmt.Sprintf("The service would refuse %s: %s.", file, words)}
	case t.Count(lint.Warning) > 0:
		return verdictLine{"warn", "!", fmt.Sprintf("The service would accept %s, but some of it is worth a look: %s.", file, words)}
	case t.Total() > 0:
		return verdictLine{"good", "✓", fmt.Sprintf("The service would accept %s: %s.", file, words)}
	}
	return verdictLine{"good", "✓", fmt.Sprintf("The service would accept %s, and there is nothing to complain about.", file)}
}

// A tile is a figure that stands out.
type tile struct{ Name, Value, Note string }

func tilesOf(f *PageFile) []tile {
	var tiles []tile
	if q := f.Quote; q != nil {
		tiles = append(tiles, tile{"Training costs", q.Total.String(), fmt.Sprintf("%s of %s at %s", count(q.Epochs, "epoch"), q.Trains(), q.Provider)})
	}
	if o := f.Ownership; o != nil {
		tiles = append(tiles, tile{"Owning it costs", o.Total.String(), fmt.Sprintf("training and use until %s", o.Until)})
	}
	source := f.Result.Source
	tiles = append(tiles, tile{"Examples", number(source.Examples), fmt.Sprintf("%s, %s%s", f.Result.Format, bytesSize(source.Size), setAside(f.Result))})
	if len(f.Result.Training) > 0 {
		t := f.Result.Training[0].Tokens
		tiles = append(tiles, tile{"Tokens an epoch", number(t.Billed), fmt.Sprintf("%s of them trained, %s", share(t.Trained, t.Billed), Basis(&f.Result.Training[0]))})
	}
	if q := f.Quote; q != nil {
		tiles = append(tiles, lifetimeTile(q.Lifetime))
	}
	return tiles
}

// setAside says how many examples a split keeps for validation.
func setAside(result *plan.Result) string {
	if len(result.Validation) == 0 {
		return ""
	}
	return fmt.Sprintf("; %s of them for validation", number(result.Validation[0].File.Examples))
}

func lifetimeTile(l catalog.Lifetime) tile {
	switch {
	case !l.Shutdown.IsZero():
		note := "the fine-tune no longer answers then"
		if l.DaysToShutdown != nil && *l.DaysToShutdown >= 0 {
			note = fmt.Sprintf("in %s; then the fine-tune no longer answers", count(int64(*l.DaysToShutdown), "day"))
		}
		return tile{"Shutdown", l.Shutdown.String(), note}
	case !l.LastTrainingDay.IsZero():
		return tile{"Last training day", l.LastTrainingDay.String(), "no shutdown announced"}
	}
	return tile{"Shutdown", "none", "no end is announced"}
}

// A nextStep is a command to type next.
type nextStep struct{ Text, Command string }

func nextOf(f *PageFile) []nextStep {
	file := shell(f.File)
	if f.Result.Tally.Count(lint.Error) > 0 {
		steps := []nextStep{{"see every finding", "ftplan lint " + file}}
		if f.Result.Tally.Fixable > 0 {
			steps = append(steps, nextStep{"mend what can be mended without changing what is trained",
				fmt.Sprintf("ftplan fix %s -o %s", file, shell(strings.TrimSuffix(f.File, ".jsonl")+".fixed.jsonl"))})
		}
		return steps
	}
	if f.Quote == nil || f.Refused != nil {
		return nil
	}
	if split := f.Quote.Split; split != nil {
		return []nextStep{{"write the two files, then report on them",
			fmt.Sprintf("ftplan split %s --validation %s%s", file, shell(split.Validation), seedFlag(split.Seed))}}
	}
	return []nextStep{
		{"save the quote that a launch is held to", fmt.Sprintf("ftplan quote %s%s -o quote.json", file, quoteFlags(f))},
		{"approve it, which spends nothing yet", "ftplan approve quote.json"},
	}
}

// quoteFlags are the flags that make a quote of what the page shows.
func quoteFlags(f *PageFile) string {
	flags := " --model " + shell(f.Quote.Model)
	if f.Quote.Provider != "openai" {
		flags += " --provider " + shell(f.Quote.Provider)
	}
	flags += fmt.Sprintf(" --epochs %d", f.Quote.Epochs)
	if f.Validation != nil {
		flags += " --validation " + shell(f.Validation.File)
	}
	if f.Errors > 0 || f.Validation != nil && f.Validation.Errors > 0 {
		flags += " --allow-errors"
	}
	return flags
}

// PageWritten says that a page was written, and what to do with it.
func PageWritten(w io.Writer, file string, size int64, p Page, s Style) {
	fmt.Fprintf(w, "%s  %s about %s\n", s.bold(lint.Printable(file)), bytesSize(size), count(int64(len(p.Files)), "training file"))
	for i := range p.Files {
		for _, v := range verdictsOf(&p.Files[i]) {
			wrap(w, lint.Printable(v.Text), "  "+v.Mark+" ", "    ", s.Width)
		}
	}
	Next(w, "open %s in a browser", shell(file))
}
