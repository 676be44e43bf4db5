package view

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/fatih/color"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/tokenize"
)

// A ShowReport is one example as a model will see it.
type ShowReport struct {
	File            string
	Line            int
	Model, Encoding string
	Format          dataset.Format
	Limit           int // tokens of the longest example; 0 = not stated
	Turns           []tokenize.Turn
	Tokens          tokenize.Tokens
	Note            string                 // about the choice of encoding
	Spell           func(id uint32) []byte // of a token, where tokens are to be shown; nil otherwise
}

var showFormats = map[string]func(io.Writer, ShowReport, Style) error{
	"text": showText,
	"json": showJSON,
}

// ShowFormats lists the formats of [Show].
func ShowFormats() []string { return names(showFormats) }

// Show prints one example.
func Show(w io.Writer, format string, r ShowReport, s Style) error {
	return showFormats[format](w, r, s)
}

// A look is how text of a fate is marked, with colour and without.
type look struct {
	mark, meaning string
	color         []color.Attribute
}

var looks = map[tokenize.Fate]look{
	tokenize.TrainedFate:   {"+", "trained: the model learns to write it", []color.Attribute{color.FgGreen}},
	tokenize.ContextFate:   {"|", "context: the model reads it", nil},
	tokenize.UntrainedFate: {"0", "weight 0: read like context, paid for, not learnt", []color.Attribute{color.FgYellow}},
	tokenize.RejectedFate:  {"-", "rejected: the model is led away from it", []color.Attribute{color.FgMagenta}},
	tokenize.CutFate:       {"x", "cut off: behind the longest example, never seen", []color.Attribute{color.FgRed, color.CrossedOut}},
}

// paint returns text in the colour of the look, if it has one.
func (l look) paint(text string, s Style) string {
	if len(l.color) == 0 {
		return text
	}
	return s.paint(text, l.color...)
}

// boundary stands where a token ends.
const boundary = "│"

func showText(w io.Writer, r ShowReport, s Style) error {
	limit := "no limit stated"
	if r.Limit > 0 {
		limit = "limit " + number(int64(r.Limit))
	}
	fmt.Fprintf(w, "%s  %s, %s tokens, %s trained, %s  %s\n\n", s.bold(fmt.Sprintf("%s:%d", lint.Printable(r.File), r.Line)), r.Format,
		number(int64(r.Tokens.Billed())), number(int64(r.Tokens.Trained())), limit, s.dim(r.Encoding+" for "+lint.Printable(r.Model)))
	seen := map[tokenize.Fate]bool{}
	for _, turn := range r.Turns {
		fmt.Fprintf(w, "%s  %s\n", s.bold(title(&turn)), s.dim(count(int64(turn.Tokens), "token")))
		for _, p := range turn.Passages {
			seen[p.Fate] = true
			passage(w, &p, r.Spell, s)
		}
		toolTurn(w, &turn, r.Tokens.Billed(), s)
	}
	fmt.Fprintln(w)
	for _, fate := range []tokenize.Fate{tokenize.TrainedFate, tokenize.ContextFate, tokenize.UntrainedFate, tokenize.RejectedFate, tokenize.CutFate} {
		if l := looks[fate]; seen[fate] {
			fmt.Fprintf(w, "%s %s\n", l.paint(l.mark, s), s.dim(l.meaning))
		}
	}
	if r.Spell != nil {
		fmt.Fprintf(w, "%s %s\n", boundary, s.dim("a token ends"))
	}
	for _, note := range r.notes() {
		wrap(w, note, "note: ", "      ", s.Width)
	}
	r.wholeFile(w)
	return nil
}

// wholeFile says which command tells what tools cost in the whole file. What came from standard input is gone.
func (r *ShowReport) wholeFile(w io.Writer) {
	declared := slices.ContainsFunc(r.Turns, func(t tokenize.Turn) bool { return len(t.Tools) > 0 })
	if declared && r.File != "-" {
		Next(w, "see what each tool costs in an epoch of the file with %s", Command("ftplan", "tokens", "--model", r.Model, r.File))
	}
}

// toolTurn says what each definition costs, and all of them in the example.
func toolTurn(w io.Writer, turn *tokenize.Turn, billed int, s Style) {
	if len(turn.Tools) == 0 {
		return
	}
	var costs []string
	for i, t := range turn.Tools {
		if i == shownTools {
			costs = append(costs, fmt.Sprintf("and %d more", len(turn.Tools)-i))
			break
		}
		costs = append(costs, fmt.Sprintf("%s %d", cut(lint.Printable(t.Name), 40), t.Tokens))
	}
	wrap(w, fmt.Sprintf("%s of the example, in every epoch: %s", share(int64(turn.Tokens), int64(billed)), strings.Join(costs, ", ")), "= ", "  ", s.Width)
}

func (r *ShowReport) notes() []string {
	notes := r.Tokens.Doubts.Notes()
	if r.Note != "" {
		notes = append(notes, r.Note)
	}
	return notes
}

func title(turn *tokenize.Turn) string {
	name := lint.Printable(turn.Role)
	if name == "" {
		name = "no role"
	}
	if turn.Output != "" {
		name = turn.Output + " " + name
	}
	return name
}

// passage prints a passage behind its mark, broken into lines that fit.
func passage(w io.Writer, p *tokenize.Passage, spell func(uint32) []byte, s Style) {
	l := looks[p.Fate]
	label := ""
	switch p.Label {
	case "text", "tools":
	case "image":
		label = fmt.Sprintf("[image, at most %s]", count(int64(p.Tokens), "token"))
	default:
		label = p.Label + ": "
	}
	for _, line := range wrapped(label, pieces(p, spell), max(s.Width-2, 20)) {
		if s.Color && spell != nil {
			line = strings.ReplaceAll(line, boundary, s.dim(boundary)+opening(s, l))
		}
		fmt.Fprintf(w, "%s %s\n", l.paint(l.mark, s), l.paint(line, s))
	}
}

// opening returns the escape sequences that start a look.
func opening(s Style, l look) string {
	start, _, _ := strings.Cut(l.paint("\x00", s), "\x00")
	return start
}

// pieces are the tokens of a passage where they are to be shown, otherwise its lines.
func pieces(p *tokenize.Passage, spell func(uint32) []byte) [][]byte {
	if spell == nil {
		return bytes.SplitAfter(p.Text, []byte("\n"))
	}
	tokens := make([][]byte, len(p.IDs))
	for i, id := range p.IDs {
		tokens[i] = append(slices.Clip(spell(id)), boundary...)
	}
	return tokens
}

// wrapped returns the lines of printable text that pieces make, broken behind blanks where a line would be longer than
// width, and where the text has a newline. A newline inside of a token is written out.
func wrapped(label string, pieces [][]byte, width int) []string {
	var lines []string
	line := []rune(label)
	for _, piece := range pieces {
		text, ended := bytes.CutSuffix(piece, []byte("\n"))
		line = append(line, []rune(lint.Printable(string(text)))...)
		for len(line) > width {
			at := breakAt(line, width)
			lines = append(lines, string(line[:at]))
			line = line[at:]
		}
		if ended || bytes.HasSuffix(piece, []byte("\n"+boundary)) {
			lines = append(lines, string(line))
			line = nil
		}
	}
	if len(line) > 0 || len(lines) == 0 {
		lines = append(lines, string(line))
	}
	return lines
}

// breakAt returns where to break a line that is longer than width: behind the last blank that fits, or at the width.
func breakAt(line []rune, width int) int {
	for i := width; i > width/2; i-- {
		if line[i-1] == ' ' {
			return i
		}
	}
	return width
}

// The JSON of show only grows. It holds the text of the data as it is.
type showObject struct {
	Version  int          `json:"version"`
	File     string       `json:"file"`
	Line     int          `json:"line"`
	Format   string       `json:"format"`
	Model    string       `json:"model"`
	Encoding string       `json:"encoding"`
	Limit    *int         `json:"limit"`
	Tokens   int          `json:"tokens"`
	Trained  int          `json:"trained"`
	Turns    []turnObject `json:"turns"`
	Notes    []string     `json:"notes,omitempty"`
}

type turnObject struct {
	Role     string          `json:"role"`
	Output   string          `json:"output,omitempty"`
	Tokens   int             `json:"tokens"`
	Passages []passageObject `json:"passages"`
	Tools    []toolCost      `json:"tools,omitempty"`
}

type toolCost struct {
	Name   string `json:"name"`
	Tokens int    `json:"tokens"`
}

type passageObject struct {
	Fate   string   `json:"fate"`
	Label  string   `json:"label"`
	Text   string   `json:"text"`
	Tokens int      `json:"tokens"`
	IDs    []uint32 `json:"ids,omitempty"`
}

func showJSON(w io.Writer, r ShowReport, _ Style) error {
	o := showObject{Version: 1, File: lint.Printable(r.File), Line: r.Line, Format: r.Format.String(), Model: r.Model, Encoding: r.Encoding,
		Tokens: r.Tokens.Billed(), Trained: r.Tokens.Trained(), Turns: []turnObject{}, Notes: r.notes()}
	if r.Limit > 0 {
		o.Limit = &r.Limit
	}
	for _, turn := range r.Turns {
		object := turnObject{Role: turn.Role, Output: turn.Output, Tokens: turn.Tokens, Passages: []passageObject{}}
		for _, t := range turn.Tools {
			object.Tools = append(object.Tools, toolCost(t))
		}
		for _, p := range turn.Passages {
			of := passageObject{Fate: p.Fate.String(), Label: p.Label, Text: string(p.Text), Tokens: p.Tokens}
			if r.Spell != nil {
				of.IDs = p.IDs
			}
			object.Passages = append(object.Passages, of)
		}
		o.Turns = append(o.Turns, object)
	}
	var buffer bytes.Buffer
	if err := printJSON(&buffer, o); err != nil {
		return err
	}
	_, err := io.WriteString(w, escaped(buffer.String()))
	return err
}
