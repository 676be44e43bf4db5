package runs

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
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
const plotRows, LeastPlot, mostPlot = 10, 20, 70

// A LossPlot is a grid of characters on which losses are drawn over steps.
type LossPlot struct {
	Training
	cells       [plotRows][]rune
	First, Last int64   // steps
	low, High   float64 // losses
	Full        bool    // losses of the whole validation file are drawn, not of batches
}

// plotTraining draws training and validation loss over all steps, with the ends of the epochs. Nothing is drawn of fewer
// than two steps.
func plotTraining(w io.Writer, t Training, s view.Style) {
	p, ok := NewLossPlot(t, min(max(s.Width-12, LeastPlot), mostPlot))
	if !ok {
		return
	}
	p.draw()
	fmt.Fprintln(w)
	for i, row := range p.cells {
		label := ""
		if i%3 == 0 {
			label = LossText(p.High - (p.High-p.low)*float64(i)/(plotRows-1))
		}
		fmt.Fprintf(w, "%8s ┤%s\n", label, strings.TrimRight(string(row), " "))
	}
	p.axis(w)
	view.Wrap(w, p.legend(), "          ", "          ", max(s.Width, 60))
}

// NewLossPlot returns an empty plot with that many columns; false where the losses are too few to draw.
func NewLossPlot(t Training, columns int) (*LossPlot, bool) {
	p := &LossPlot{Training: t, low: math.Inf(1), High: math.Inf(-1)}
	if best, ok := t.Curve.Best(); ok {
		_, p.Full = best.Loss()
	}
	for _, s := range t.Curve {
		for _, loss := range []*float64{s.TrainLoss, p.Validation(s)} {
			if loss == nil {
				continue
			}
			if p.First == 0 {
				p.First = s.Step
			}
			p.Last = s.Step
			p.low, p.High = min(p.low, *loss), max(p.High, *loss)
		}
	}
	if p.First == p.Last {
		return nil, false
	}
	if n := len(t.Borders); n > 0 {
		p.Last = max(p.Last, t.Borders[n-1])
	}
	if p.High == p.low {
		p.low, p.High = p.low-p.low/2, p.High+max(p.High/2, 1e-9)
	}
	for i := range p.cells {
		p.cells[i] = []rune(strings.Repeat(" ", columns))
	}
	return p, true
}

// Validation is the validation loss of a step that is drawn: of the whole file where any step tells that, otherwise of a
// batch.
func (p *LossPlot) Validation(s metrics.Step) *float64 {
	if p.Full {
		return s.FullValidLoss
	}
	return s.ValidLoss
}

func (p *LossPlot) column(step int64) int {
	return int(float64(step-p.First) / float64(p.Last-p.First) * float64(len(p.cells[0])-1))
}

func (p *LossPlot) row(loss float64) int {
	return int(math.Round((p.High - loss) / (p.High - p.low) * (plotRows - 1)))
}

// draw draws the ends of the epochs, over them the training loss, the mean of the steps that share a column, and over that
// the validation loss where it was measured, the lowest told apart.
func (p *LossPlot) draw() {
	for _, border := range p.Borders[:max(0, len(p.Borders)-1)] {
		if border >= p.First {
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
		if loss := p.Validation(s); loss != nil {
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
func (p *LossPlot) axis(w io.Writer) {
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
	place(p.First)
	place(p.Last)
	for _, border := range p.Borders {
		if border >= p.First {
			place(border)
		}
	}
	fmt.Fprintf(w, "         └%s\n          %s step\n", string(line), strings.TrimRight(string(labels), " "))
}

func (p *LossPlot) legend() string {
	parts := []string{"· training loss"}
	if p.validated() {
		parts = append(parts, "○ "+ValidationName(p.Full)+", ● the lowest")
	}
	if len(p.Borders) > 1 {
		parts = append(parts, "┊ an epoch ends")
	}
	return strings.Join(parts, "; ")
}

func (p *LossPlot) validated() bool {
	return slices.ContainsFunc(p.Curve, func(s metrics.Step) bool { return p.Validation(s) != nil })
}

// ValidationName says of what a validation loss is.
func ValidationName(full bool) string {
	if full {
		return "loss of the whole validation file"
	}
	return "loss of a batch of the validation file"
}

// LossText is a loss for people: four digits behind the point at most, and three that count.
func LossText(loss float64) string {
	switch {
	case loss >= 100:
		return strconv.FormatFloat(loss, 'f', 0, 64)
	case loss >= 0.1 || loss == 0:
		return strconv.FormatFloat(loss, 'f', 2, 64)
	}
	return strconv.FormatFloat(loss, 'g', 3, 64)
}
