// Package metrics holds what a training job tells of its progress, step by step: the losses and accuracies of its events,
// its checkpoints and its result files, put together into one curve. It makes no request and knows no provider.
package metrics

import (
	"cmp"
	"encoding/json"
	"math"
	"slices"
)

// A Step is what is known of one step of training. Losses are at least 0, accuracies shares of tokens from 0 to 1. A nil
// is not told.
type Step struct {
	Step int64 `json:"step"`
	// Total is how many steps the job has, 0 where that is not told.
	Total         int64    `json:"total_steps,omitempty"`
	TrainLoss     *float64 `json:"train_loss,omitempty"`
	TrainAccuracy *float64 `json:"train_mean_token_accuracy,omitempty"`
	// ValidLoss is of one batch of the validation file; FullValidLoss is of all of it.
	ValidLoss         *float64 `json:"valid_loss,omitempty"`
	ValidAccuracy     *float64 `json:"valid_mean_token_accuracy,omitempty"`
	FullValidLoss     *float64 `json:"full_valid_loss,omitempty"`
	FullValidAccuracy *float64 `json:"full_valid_mean_token_accuracy,omitempty"`
}

// fields names the figures of a step as events, checkpoints and result files write them. Older result files say
// train_accuracy; some providers spell validation out.
var fields = []struct {
	names []string
	of    func(*Step) **float64
}{
	{[]string{"train_loss"}, func(s *Step) **float64 { return &s.TrainLoss }},
	{[]string{"train_mean_token_accuracy", "train_accuracy"}, func(s *Step) **float64 { return &s.TrainAccuracy }},
	{[]string{"valid_loss", "validation_loss"}, func(s *Step) **float64 { return &s.ValidLoss }},
	{[]string{"valid_mean_token_accuracy", "validation_mean_token_accuracy", "valid_accuracy"}, func(s *Step) **float64 { return &s.ValidAccuracy }},
	{[]string{"full_valid_loss", "full_validation_loss"}, func(s *Step) **float64 { return &s.FullValidLoss }},
	{[]string{"full_valid_mean_token_accuracy", "full_validation_mean_token_accuracy"}, func(s *Step) **float64 { return &s.FullValidAccuracy }},
}

// set takes a figure by its name. Figures that no loss and no accuracy can have are left out: services write -1 and NaN
// for a step without validation.
func (s *Step) set(name string, value float64) {
	if !(value >= 0) || math.IsInf(value, 0) {
		return
	}
	for _, f := range fields {
		if slices.Contains(f.names, name) {
			*f.of(s) = &value
		}
	}
}

// Read returns the figures in the members of a JSON object, the data of an event or the metrics of a checkpoint, and
// whether it holds any. A step that stands elsewhere is to be set by the caller.
func Read(object []byte) (Step, bool) {
	var members map[string]json.RawMessage
	if json.Unmarshal(object, &members) != nil {
		return Step{}, false
	}
	s := Step{Step: whole(members["step"]), Total: whole(members["total_steps"])}
	for name, text := range members {
		var value float64
		if string(text) != "null" && json.Unmarshal(text, &value) == nil {
			s.set(name, value)
		}
	}
	return s, s.tells()
}

// whole is a JSON number above 0 that is a whole number, or 0.
func whole(text json.RawMessage) int64 {
	var value float64
	if json.Unmarshal(text, &value) != nil || value < 1 || value > 1<<53 || value != math.Trunc(value) {
		return 0
	}
	return int64(value)
}

// tells reports whether a step holds any figure.
func (s *Step) tells() bool {
	for _, f := range fields {
		if *f.of(s) != nil {
			return true
		}
	}
	return false
}

// Loss returns the loss by which models are told apart: that of the whole validation file where there is one, otherwise
// that of a batch of it. It is nil where nothing was validated at this step.
func (s Step) Loss() (loss *float64, full bool) {
	if s.FullValidLoss != nil {
		return s.FullValidLoss, true
	}
	return s.ValidLoss, false
}

// A Curve is the steps of a job in their order, each step once.
type Curve []Step

// Merge puts sources together into one curve. Where two tell a figure of the same step, the first source counts.
func Merge(sources ...[]Step) Curve {
	at := map[int64]int{}
	var c Curve
	for _, s := range slices.Concat(sources...) {
		if s.Step < 1 {
			continue
		}
		i, ok := at[s.Step]
		if !ok {
			at[s.Step] = len(c)
			c = append(c, s)
			continue
		}
		c[i].fill(s)
	}
	slices.SortFunc(c, func(a, b Step) int { return cmp.Compare(a.Step, b.Step) })
	return c
}

// fill takes the figures that are missing from another telling of the same step.
func (s *Step) fill(from Step) {
	s.Total = cmp.Or(s.Total, from.Total)
	for _, f := range fields {
		if to := f.of(s); *to == nil {
			*to = *f.of(&from)
		}
	}
}

// Total is how many steps the job has as its steps tell, 0 where none does.
func (c Curve) Total() int64 {
	total := int64(0)
	for _, s := range c {
		total = max(total, s.Total)
	}
	return total
}

// Borders returns the steps at which epochs end, the last one included; nil where the number of steps or of epochs is not
// known. done says that no step is to come, so that the last one is the end even where the service tells no total.
func (c Curve) Borders(epochs int64, done bool) []int64 {
	total := c.Total()
	if total == 0 && done && len(c) > 0 {
		total = c[len(c)-1].Step
	}
	const most = 1000 // more borders than any picture shows
	if epochs < 1 || epochs > most || total < epochs {
		return nil
	}
	borders := make([]int64, epochs)
	for i := range borders {
		borders[i] = int64(math.Round(float64(total) * float64(i+1) / float64(epochs)))
	}
	return borders
}

// Best returns the step with the lowest validation loss, the earliest of equals; false where no step was validated. Losses
// of the whole validation file are not compared with those of a batch: where there is one of the former, only those count.
func (c Curve) Best() (Step, bool) {
	full := slices.ContainsFunc(c, func(s Step) bool { return s.FullValidLoss != nil })
	var best Step
	var lowest *float64
	for _, s := range c {
		loss, whole := s.Loss()
		if loss == nil || whole != full || lowest != nil && *loss >= *lowest {
			continue
		}
		best, lowest = s, loss
	}
	return best, lowest != nil
}
