package page

import (
	"math"
	"strconv"
	"strings"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/plan/money"
)

// A chart is a picture of bars or lines in SVG, and what is said to those who cannot see it. Places are in percent of the
// plot: the picture is as wide as its page, and its text stays as large as the page's.
type chart struct {
	ID      string
	Text    string // what the picture shows, in full sentences
	Caption string // what stands below it
	Grid    []tick // from the bottom up; At is the height
	Axis    []tick // from left to right

	Zones  []zone
	Bars   []bar
	Lines  []stroke
	Curves []curve
	Dots   []dot
	Marks  []mark
}

// plotHeight and axisHeight are the pixels of the plot and of the labels below it.
const plotHeight, axisHeight = 180, 30

// Head is the pixels above the plot, for the labels of bars and marks.
func (c *chart) Head() int {
	rows := 0
	for _, m := range c.Marks {
		rows = max(rows, m.Row+1)
	}
	return 18 + rows*markHeight
}

// Foot and Height are where the axis begins and where the picture ends, in pixels.
func (c *chart) Foot() int   { return c.Head() + plotHeight }
func (c *chart) Height() int { return c.Foot() + axisHeight }

// A tick is a labelled place on an axis.
type tick struct {
	At    percent
	Label string
	Kind  string // how the label stands to the place: start, middle, end
}

// Ticked reports whether the place itself is to be seen: where the label does not stand below a bar.
func (t tick) Ticked() bool { return t.Kind == "start" }

// A zone is a stretch of the axis that is told apart from the rest.
type zone struct {
	From, Width percent
	Label       string
}

// Middle is where a zone's label goes.
func (z zone) Middle() percent { return z.From + z.Width/2 }

// Wide reports whether there is room for the label.
func (z zone) Wide() bool { return z.Width > 40 }

// A bar stands on the axis.
type bar struct {
	From, Width, Height percent
	Kind                string // plain, chosen or over
	Label               string // above it
	Tip                 string
}

// Middle and Top are where a bar's label goes.
func (b bar) Middle() percent { return b.From + b.Width/2 }
func (b bar) Top() percent    { return 100 - b.Height }

// Left and Inside leave a gap between bars.
func (b bar) Left() percent   { return b.From + b.Width*barGap/2 }
func (b bar) Inside() percent { return b.Width * (1 - barGap) }

// barGap is the part of a bar's width that stays free.
const barGap = 0.12

// A stroke is a straight line from the left of the plot to its right.
type stroke struct {
	From, To percent // heights
	Kind     string  // solid or dashed
}

// Start and End are where a stroke begins and ends, from above.
func (s stroke) Start() percent { return 100 - s.From }
func (s stroke) End() percent   { return 100 - s.To }

// A mark is a labelled line across the plot.
type mark struct {
	tick
	Row  int // of the label above the plot, so that labels do not touch
	Line string
}

// markHeight is the pixels of one row of marks' labels.
const markHeight = 15

// Y is where the mark begins, in pixels below the top of the plot.
func (m mark) Y() int { return -16 - markHeight*m.Row }

// A percent is a place or a length in percent of the plot. It is good for drawing alone.
type percent float64

func (p percent) String() string { return strconv.FormatFloat(float64(p), 'f', 2, 64) + "%" }

// Top is the place of a height, from above.
func (p percent) Top() percent { return 100 - p }

// at returns a tick whose label does not leave the plot.
func at(place percent, label string) tick {
	kind := "middle"
	if place < 8 {
		kind = "start"
	} else if place > 92 {
		kind = "end"
	}
	return tick{At: place, Label: label, Kind: kind}
}

// A scale goes from nothing up in round steps: 1, 2 or 5 times a power of ten.
type scale struct {
	step  float64
	steps int
}

// scaleFor returns the scale that holds most in about four steps of no less than least.
func scaleFor(most, least float64) scale {
	want := max(most/4, least)
	power := math.Pow(10, math.Floor(math.Log10(want)))
	step := 10 * power
	for _, digit := range []float64{5, 2, 1} {
		if digit*power >= want*(1-1e-9) {
			step = digit * power
		}
	}
	return scale{step: step, steps: max(1, int(math.Ceil(most/step-1e-9)))}
}

func (s scale) top() float64 { return s.step * float64(s.steps) }

func (s scale) of(v float64) percent { return percent(100 * v / s.top()) }

// ticks returns the steps of the scale with their labels.
func (s scale) ticks(label func(float64) string) []tick {
	var ticks []tick
	for i := range s.steps + 1 {
		v := s.step * float64(i)
		ticks = append(ticks, at(s.of(v), label(v)))
	}
	return ticks
}

// grid returns the steps of the scale as heights; nothing needs no label.
func (s scale) grid(label func(float64) string) []tick {
	ticks := s.ticks(label)
	ticks[0].Label = ""
	return ticks
}

// leastMoney is the finest step of a scale of money, in dollars.
const leastMoney = 1e-6

// drawn returns an amount as a length to draw; every figure that is read comes from the exact amount.
func drawn(u money.USD) float64 {
	f, _ := u.Rat().Float64()
	return f
}

// moneyTick labels a step of a scale of dollars.
func moneyTick(v float64) string {
	if v >= 10_000 {
		return "$" + compact(int64(v))
	}
	u, err := money.ParseUSD(strconv.FormatFloat(v, 'f', 6, 64))
	if err != nil {
		return ""
	}
	return strings.TrimSuffix(u.Display(), ".00")
}

func countTick(v float64) string { return compact(int64(math.Round(v))) }

// compact returns a number that fits below a chart: 950, 12,500, 1.5M.
func compact(n int64) string {
	for _, unit := range []struct {
		size int64
		name string
	}{{1e12, "T"}, {1e9, "B"}, {1e6, "M"}} {
		if n >= unit.size {
			return strings.TrimSuffix(strconv.FormatFloat(float64(n)/float64(unit.size), 'f', 1, 64), ".0") + unit.name
		}
	}
	return view.Number(n)
}

// barLabel returns an amount that fits above a bar.
func barLabel(u money.USD) string {
	switch v := drawn(u); {
	case v >= 1e6:
		return "$" + compact(int64(math.Round(v)))
	case v >= 1e3:
		return "$" + view.Number(int64(math.Round(v)))
	}
	return u.Display()
}

// every returns how far apart labels stand so that there are at most so many of n.
func every(n, labels int) int { return max(1, (n+labels-1)/labels) }
