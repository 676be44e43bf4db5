package catalog

import (
	"fmt"
	"strconv"

	"github.com/ftplan/ftplan/plan/money"
)

// Hyperparameters are the pinned choices of a job.
type Hyperparameters []Hyperparameter

// value is what is sent under a name, "" where nothing is.
func (h Hyperparameters) value(name string) string {
	for _, p := range h {
		if p.Name == name {
			return p.Value
		}
	}
	return ""
}

// batch is the batch size where it was chosen, 0 where the service picks it.
func (h Hyperparameters) batch() int64 {
	n, err := strconv.ParseInt(h.value("batch_size"), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// stepsPerEpoch is how many batches hold all examples.
func stepsPerEpoch(examples, batch int64) int64 { return (examples + batch - 1) / batch }

// Steps says how many steps a job takes, "" where the batch size is not known.
func (h Hyperparameters) Steps(examples, epochs int64) string {
	batch := h.batch()
	if batch < 1 || examples < 1 {
		return ""
	}
	each := stepsPerEpoch(examples, batch)
	return fmt.Sprintf("steps: %d = %d epochs × %s, since %s examples in batches of %d make so many", epochs*each, epochs,
		money.Group(fmt.Sprint(each)), money.Group(fmt.Sprint(examples)), batch)
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

// FarOff warns of hyperparameters far beyond what is documented.
func (h Hyperparameters) FarOff(examples int64) []string {
	var list []string
	if m, err := strconv.ParseFloat(h.value("learning_rate_multiplier"), 64); err == nil && (m > mostMultiplier*farMultiplier || m < leastMultiplier/farMultiplier) {
		list = append(list, fmt.Sprintf("learning_rate_multiplier %s is far outside of %g to %g, the range that OpenAI's API reference advised to try (2023)",
			h.value("learning_rate_multiplier"), leastMultiplier, mostMultiplier))
	}
	batch := h.batch()
	if examples > 0 && batch > smallBatch && float64(batch) > batchShare*farBatch*float64(examples) {
		list = append(list, fmt.Sprintf("batch_size %d is large for %d examples: an epoch has %s; by OpenAI's API reference auto takes about 0.2 %% of the examples (2023)",
			batch, examples, stepCount(stepsPerEpoch(examples, batch))))
	}
	return list
}

func stepCount(n int64) string {
	if n == 1 {
		return "1 step"
	}
	return fmt.Sprintf("%d steps", n)
}
