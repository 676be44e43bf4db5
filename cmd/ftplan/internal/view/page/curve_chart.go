package page

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strconv"
	"strings"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/cmd/ftplan/internal/view/runs"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/submit/metrics"
)

// A curve is a line through points of the plot.
type curve struct {
	Points string // x,y from the top left, in percent
	Kind   string // solid or dashed
}

// A dot is a point of the plot that is told apart.
type dot struct {
	At, Top percent
	Kind    string // plain or chosen
	Tip     string
}

// A lossPart is the losses of one job as the page shows them.
type lossPart struct {
	*chart
	runs.Training
}

// lossParts are the jobs that there is anything to draw of.
func lossParts(id string, trainings []runs.Training) []lossPart {
	var parts []lossPart
	for i, t := range trainings {
		if c := lossChart(fmt.Sprintf("%s%d", id, i+1), t); c != nil {
			parts = append(parts, lossPart{c, t})
		}
	}
	return parts
}

// mostPoints is how many points a curve is drawn through: more cannot be told apart.
const mostPoints = 1000

// lossChart draws training and validation loss over all steps, with the ends of the epochs; nil of fewer than two steps.
func lossChart(id string, t runs.Training) *chart {
	p, ok := runs.NewLossPlot(t, runs.LeastPlot)
	if !ok {
		return nil
	}
	heights := scaleFor(p.High, 1e-6)
	c := &chart{ID: id, Caption: "Steps of training, and the loss at each.", Grid: heights.grid(lossTick)}
	place := func(step int64) percent { return percent(100 * float64(step-p.First) / float64(p.Last-p.First)) }
	c.Curves = []curve{{Points: points(thinned(p), place, heights), Kind: "solid"}}
	best, validated := t.Curve.Best()
	var validation metrics.Curve
	for _, s := range t.Curve {
		loss := p.Validation(s)
		if loss == nil {
			continue
		}
		validation = append(validation, metrics.Step{Step: s.Step, TrainLoss: loss})
		one := dot{At: place(s.Step), Top: heights.of(*loss).Top(), Kind: "plain", Tip: fmt.Sprintf("step %s: %s %s", view.Number(s.Step), runs.ValidationName(p.Full), runs.LossText(*loss))}
		if s.Step == best.Step {
			one.Kind = "chosen"
		}
		if len(c.Dots) < mostPoints {
			c.Dots = append(c.Dots, one)
		}
	}
	if validated {
		c.Curves = append(c.Curves, curve{Points: points(validation, place, heights), Kind: "dashed"})
	}
	c.steps(p, place)
	c.Text = lossSentence(p, best, validated)
	c.Caption += " " + c.Text
	return c
}

// thinned is the training loss at few enough steps to draw: the mean of those that share a place.
func thinned(p *runs.LossPlot) metrics.Curve {
	var thin metrics.Curve
	bucket := (p.Last-p.First)/mostPoints + 1
	sum, n, at := 0.0, 0.0, int64(-1)
	flush := func() {
		if n > 0 {
			mean := sum / n
			thin = append(thin, metrics.Step{Step: min(p.First+at*bucket+bucket/2, p.Last), TrainLoss: &mean})
		}
		sum, n = 0, 0
	}
	for _, s := range p.Curve {
		if s.TrainLoss == nil {
			continue
		}
		if b := (s.Step - p.First) / bucket; b != at {
			flush()
			at = b
		}
		sum, n = sum+*s.TrainLoss, n+1
	}
	flush()
	return thin
}

// points are the training losses of a curve as a polyline has them.
func points(c metrics.Curve, place func(int64) percent, heights scale) string {
	var text []string
	for _, s := range c[:min(len(c), 2*mostPoints)] {
		text = append(text, fmt.Sprintf("%.2f,%.2f", float64(place(s.Step)), float64(heights.of(*s.TrainLoss).Top())))
	}
	return strings.Join(text, " ")
}

// steps labels the axis and marks the ends of epochs, as many as there is room for.
func (c *chart) steps(p *runs.LossPlot, place func(int64) percent) {
	c.Axis = []tick{{At: 0, Label: view.Number(p.First), Kind: "start"}, {At: 100, Label: view.Number(p.Last), Kind: "end"}}
	every := every(len(p.Borders), axisLabels)
	for i, border := range p.Borders {
		at := place(border)
		if i == len(p.Borders)-1 || at < 0 {
			continue
		}
		one := mark{tick: tick{At: at, Kind: "middle"}, Line: "dotted"}
		if (i+1)%every == 0 && at > 8 && at < 92 {
			one.Label = fmt.Sprintf("epoch %d", i+1)
			c.Axis = append(c.Axis, tick{At: at, Label: view.Number(border), Kind: "middle"})
		}
		c.Marks = append(c.Marks, one)
	}
}

// lossSentence says what the picture shows to those who cannot see it.
func lossSentence(p *runs.LossPlot, best metrics.Step, validated bool) string {
	text := fmt.Sprintf("Training loss from step %s to step %s.", view.Number(p.First), view.Number(p.Last))
	if !validated {
		return text + " Nothing was validated, so that nothing shows when the model began to learn by heart."
	}
	return text + fmt.Sprintf(" The %s is lowest at step %s: %s.", runs.ValidationName(p.Full), view.Number(best.Step), runs.LossText(*p.Validation(best)))
}

func lossTick(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

//go:embed drawing.svg
var drawingSVG string

// LossSVG writes the picture of a training as a file of its own; it reports whether there was anything to draw.
func LossSVG(w io.Writer, t runs.Training) (drawn bool, err error) {
	c := lossChart("loss", t)
	if c == nil {
		return false, nil
	}
	const left, top, width, height = 30, 40, 660, 260
	funcs := template.FuncMap{
		"p": lint.Printable,
		"x": func(at percent) string { return coordinate(left + float64(at)*width/100) },
		"y": func(at percent) string { return coordinate(top + float64(at)*height/100) },
		"xy": func(points string) string {
			var moved []string
			for point := range strings.FieldsSeq(points) {
				x, y, _ := strings.Cut(point, ",")
				moved = append(moved, coordinate(left+reading(x)*width/100)+","+coordinate(top+reading(y)*height/100))
			}
			return strings.Join(moved, " ")
		},
		"anchor": func(kind string) string {
			if kind == "" {
				return "middle"
			}
			return kind
		},
	}
	drawing, err := template.New("drawing").Funcs(funcs).Parse(drawingSVG)
	if err != nil {
		return false, err
	}
	return true, drawing.Execute(w, struct {
		*chart
		JobID string
	}{c, t.JobID})
}

func coordinate(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) }

func reading(text string) float64 {
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return 0
	}
	return v
}
