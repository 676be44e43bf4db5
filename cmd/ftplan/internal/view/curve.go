package view

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/ftplan/ftplan/submit/metrics"
)

// A Training is what a picture of a job's training shows.
type Training struct {
	JobID string
	Curve metrics.Curve
	// Borders are the steps at which epochs end; nil where they are not known.
	Borders []int64
	// Data says that the job was trained on other data than is shown; "" where it was not.
	Data string
}

// plotRows is how many rows a plot has; leastPlot and mostPlot bound its columns.
const plotRows, leastPlot, mostPlot = 10, 20, 70

// A lossPlot is a grid of characters on which losses are drawn over steps.
type lossPlot struct {
	Training
	cells       [plotRows][]rune
	first, last int64   // steps
	low, high   float64 // losses
	full        bool    // losses of the whole validation file are drawn, not of batches
}

// plotTraining draws training and validation loss over all steps, with the ends of the epochs. Nothing is drawn of fewer
// than two steps.
func plotTraining(w io.Writer, t Training, s Style) {
	p, ok := newLossPlot(t, min(max(s.Width-12, leastPlot), mostPlot))
	if !ok {
		return
	}
	p.draw()
	fmt.Fprintln(w)
	for i, row := range p.cells {
		label := ""
		if i%3 == 0 {
			label = lossText(p.high - (p.high-p.low)*float64(i)/(plotRows-1))
		}
		fmt.Fprintf(w, "%8s ┤%s\n", label, strings.TrimRight(string(row), " "))
	}
	p.axis(w)
	wrap(w, p.legend(), "          ", "          ", max(s.Width, 60))
}

// newLossPlot returns an empty plot with that many columns; false where the losses are too few to draw.
func newLossPlot(t Training, columns int) (*lossPlot, bool) {
	p := &lossPlot{Training: t, low: math.Inf(1), high: math.Inf(-1)}
	if best, ok := t.Curve.Best(); ok {
		_, p.full = best.Loss()
	}
	for _, s := range t.Curve {
		for _, loss := range []*float64{s.TrainLoss, p.validation(s)} {
			if loss == nil {
				continue
			}
			if p.first == 0 {
				p.first = s.Step
			}
			p.last = s.Step
			p.low, p.high = min(p.low, *loss), max(p.high, *loss)
		}
	}
	if p.first == p.last {
		return nil, false
	}
	if n := len(t.Borders); n > 0 {
		p.last = max(p.last, t.Borders[n-1])
	}
	if p.high == p.low {
		p.low, p.high = p.low-p.low/2, p.high+max(p.high/2, 1e-9)
	}
	for i := range p.cells {
		p.cells[i] = []rune(strings.Repeat(" ", columns))
	}
	return p, true
}

// validation is the validation loss of a step that is drawn: of the whole file where any step tells that, otherwise of a
// batch.
func (p *lossPlot) validation(s metrics.Step) *float64 {
	if p.full {
		return s.FullValidLoss
	}
	return s.ValidLoss
}

func (p *lossPlot) column(step int64) int {
	return int(float64(step-p.first) / float64(p.last-p.first) * float64(len(p.cells[0])-1))
}

func (p *lossPlot) row(loss float64) int {
	return int(math.Round((p.high - loss) / (p.high - p.low) * (plotRows - 1)))
}

// draw draws the ends of the epochs, over them the training loss, the mean of the steps that share a column, and over that
// the validation loss where it was measured, the lowest told apart.
func (p *lossPlot) draw() {
	for _, border := range p.Borders[:max(0, len(p.Borders)-1)] {
		if border >= p.first {
			for i := range p.cells {
				p.cells[i][p.column(border)] = '┊'
			}
		}
	}
	sums, counts := make([]float64, len(p.cells[0])), make([]float64, len(p.cells[0]))
	for _, s := range p.Curve {
		if s.TrainLoss != nil {
			sums[p.column(s.Step)] += *s.TrainLoss
			counts[p.column(s.Step)]++
		}
	}
	for column, n := range counts {
		if n > 0 {
			p.cells[p.row(sums[column]/n)][column] = '·'
		}
	}
	best, _ := p.Curve.Best()
	for _, s := range p.Curve {
		if loss := p.validation(s); loss != nil {
			at := &p.cells[p.row(*loss)][p.column(s.Step)]
			if *at != '●' {
				*at = '○'
			}
			if s.Step == best.Step {
				*at = '●'
			}
		}
	}
}

// axis prints the axis of steps: the first, the last, and the ends of epochs that there is room for.
func (p *lossPlot) axis(w io.Writer) {
	columns := len(p.cells[0])
	line, labels := []rune(strings.Repeat("─", columns)), []rune(strings.Repeat(" ", columns+12))
	place := func(step int64) bool {
		text := []rune(strconv.FormatInt(step, 10))
		at := p.column(step)
		from := max(0, at-len(text)/2)
		if strings.TrimSpace(string(labels[max(0, from-1):from+len(text)+1])) != "" {
			return false
		}
		copy(labels[from:], text)
		line[at] = '┴'
		return true
	}
	place(p.first)
	place(p.last)
	for _, border := range p.Borders {
		if border >= p.first {
			place(border)
		}
	}
	fmt.Fprintf(w, "         └%s\n          %s step\n", string(line), strings.TrimRight(string(labels), " "))
}

func (p *lossPlot) legend() string {
	parts := []string{"· training loss"}
	if p.validated() {
		parts = append(parts, "○ "+validationName(p.full)+", ● the lowest")
	}
	if len(p.Borders) > 1 {
		parts = append(parts, "┊ an epoch ends")
	}
	return strings.Join(parts, "; ")
}

func (p *lossPlot) validated() bool {
	return slices.ContainsFunc(p.Curve, func(s metrics.Step) bool { return p.validation(s) != nil })
}

// validationName says of what a validation loss is.
func validationName(full bool) string {
	if full {
		return "loss of the whole validation file"
	}
	return "loss of a batch of the validation file"
}

// lossText is a loss for people: four digits behind the point at most, and three that count.
func lossText(loss float64) string {
	switch {
	case loss >= 100:
		return strconv.FormatFloat(loss, 'f', 0, 64)
	case loss >= 0.1 || loss == 0:
		return strconv.FormatFloat(loss, 'f', 2, 64)
	}
	return strconv.FormatFloat(loss, 'g', 3, 64)
}
