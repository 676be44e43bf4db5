package view

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/money"
)

// A table of amounts has one number of decimals, so that its points stand below each other.

// Places returns the decimals for a table of amounts: as many as they have, at most six where all are below a dollar, four
// where some are, two otherwise; and never below two. Unknown amounts are nil.
func Places(amounts []*money.USD) int {
	dollar, _ := money.ParseUSD("1")
	small, large, exact := false, false, 2
	for _, a := range amounts {
		if a == nil || a.IsZero() {
			continue
		}
		if a.Cmp(dollar) < 0 {
			small = true
		} else {
			large = true
		}
		_, fraction, _ := strings.Cut(a.String(), ".")
		exact = max(exact, len(fraction))
	}
	switch {
	case small && large:
		return min(exact, 4)
	case small:
		return min(exact, 6)
	}
	return 2
}

// AmountOf returns an amount with a number of decimals, rounded half up: "$3,511.00". Unknown is "unknown", and what is too
// small to be seen is said to be under the smallest amount.
func AmountOf(u *money.USD, places int) string {
	if u == nil {
		return "unknown"
	}
	text := u.Rat().FloatString(places)
	if !u.IsZero() && strings.Trim(text, "-0.") == "" {
		return "<$" + text[:len(text)-1] + "1"
	}
	sign := ""
	if strings.HasPrefix(text, "-") {
		sign, text = "-", text[1:]
	}
	whole, fraction, _ := strings.Cut(text, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	return sign + "$" + whole + "." + fraction
}

// Total returns a total with a number of decimals.
func Total(t plan.Total, places int) string {
	switch {
	case t.High == nil && t.Low.IsZero():
		return "unknown"
	case t.High == nil:
		return "at least " + atLeast(t.Low, places)
	case t.Low.Equal(*t.High):
		return AmountOf(&t.Low, places)
	}
	high := t.High.Ceil(places)
	return atLeast(t.Low, places) + " to " + AmountOf(&high, places)
}

// atLeast is an amount that bounds another from below, rounded down.
func atLeast(u money.USD, places int) string {
	u = u.Floor(places)
	return AmountOf(&u, places)
}

// A Grid is a table whose columns are as wide as they need to be.
type Grid struct {
	rows  [][]string
	right []bool // which columns stand to the right
	paint map[int]func(string) string
	heads map[int]string // in place of rows
	names []string       // of the columns
	Flush bool           // the first column stands at the very left
}

// NewGrid returns a grid. Each letter of align is a column: l for left, r for right.
func NewGrid(align string) *Grid {
	g := &Grid{paint: map[int]func(string) string{}, heads: map[int]string{}}
	for _, side := range align {
		g.right = append(g.right, side == 'r')
	}
	return g
}

// Header names the columns.
func (g *Grid) Header(cells ...string) { g.names = cells }

// Row adds a row, one cell for a column.
func (g *Grid) Row(cells ...string) { g.rows = append(g.rows, cells) }

// Painted adds a row that is painted as a whole.
func (g *Grid) Painted(paint func(string) string, cells ...string) {
	g.paint[len(g.rows)] = paint
	g.Row(cells...)
}

// Heading adds a line of its own between rows.
func (g *Grid) Heading(text string) {
	g.heads[len(g.rows)] = text
	g.Row()
}

// Print writes the grid, two columns from the left and two between columns. A column without text in any row is left out,
// its name with it.
func (g *Grid) Print(w io.Writer, s Style) {
	widths := make([]int, len(g.right))
	for _, row := range g.rows {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	for i, name := range g.names {
		if widths[i] > 0 {
			widths[i] = max(widths[i], utf8.RuneCountInString(name))
		}
	}
	if g.names != nil {
		fmt.Fprintln(w, s.Dim(g.line(g.names, widths)))
	}
	for n, row := range g.rows {
		text := g.line(row, widths)
		if paint := g.paint[n]; paint != nil {
			text = paint(text)
		}
		if head := g.heads[n]; head != "" {
			text = "  " + head
		}
		fmt.Fprintln(w, text)
	}
}

func (g *Grid) line(row []string, widths []int) string {
	var line strings.Builder
	for i, cell := range row {
		if widths[i] == 0 {
			continue
		}
		pad := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell))
		if g.right[i] {
			cell = pad + cell
		} else {
			cell += pad
		}
		line.WriteString("  " + cell)
	}
	text := strings.TrimRight(line.String(), " ")
	if g.Flush {
		return strings.TrimPrefix(text, "  ")
	}
	return text
}
