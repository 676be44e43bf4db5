package plan

import (
	"fmt"
	"strconv"

	"github.com/ftplan/ftplan/plan/money"
)

// parameter is the value of a hyperparameter that is sent, "" where none is.
func (d *draft) parameter(name string) string {
	for _, p := range d.parameters {
		if p.Name == name {
			return p.Value
		}
	}
	return ""
}

// batch is the batch size where it was chosen, 0 where the service picks it.
func (d *draft) batch() int64 {
	n, err := strconv.ParseInt(d.parameter("batch_size"), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// stepsPerEpoch is how many batches hold all examples.
func stepsPerEpoch(examples, batch int64) int64 { return (examples + batch - 1) / batch }

// steps says how many steps the job takes, "" where the batch size is not known.
func (d *draft) steps() string {
	n, batch := d.survey.File.Examples, d.batch()
	if batch < 1 || n < 1 {
		return ""
	}
	each := stepsPerEpoch(n, batch)
	return fmt.Sprintf("steps: %d = %d epochs × %s, since %s examples in batches of %d make so many", d.epochs*each, d.epochs,
		money.Group(fmt.Sprint(each)), money.Group(fmt.Sprint(n)), batch)
}

// The ranges that providers document, and how far beyond them a value is warned of. The multiplier is that of OpenAI's API
// reference of 2023 (fine-tunes), the only place where a range was ever named; jobs on auto were seen with up to 2. The
// batch size is that reference's as well: about 0.2 % of the examples, at most 256.
const (
	leastMultiplier, mostMultiplier = 0.02, 0.2
	farMultiplier                   = 50 // times beyond the range
	batchShare, farBatch            = 0.002, 50
	smallBatch                      = 8 // of which nothing is said, however few examples there are
)

// farOff warns of hyperparameters far beyond what is documented.
func (d *draft) farOff() []string {
	var list []string
	if m, err := strconv.ParseFloat(d.parameter("learning_rate_multiplier"), 64); err == nil && (m > mostMultiplier*farMultiplier || m < leastMultiplier/farMultiplier) {
		list = append(list, fmt.Sprintf("learning_rate_multiplier %s is far outside of %g to %g, the range that OpenAI's API reference advised to try (2023)",
			d.parameter("learning_rate_multiplier"), leastMultiplier, mostMultiplier))
	}
	n, batch := d.survey.File.Examples, d.batch()
	if n > 0 && batch > smallBatch && float64(batch) > batchShare*farBatch*float64(n) {
		list = append(list, fmt.Sprintf("batch_size %d is large for %d examples: an epoch has %s; by OpenAI's API reference auto takes about 0.2 %% of the examples (2023)",
			batch, n, stepCount(stepsPerEpoch(n, batch))))
	}
	return list
}

func stepCount(n int64) string {
	if n == 1 {
		return "1 step"
	}
	return fmt.Sprintf("%d steps", n)
}
