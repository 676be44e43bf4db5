package catalog

import (
	"fmt"
	"strconv"
)

// EpochRule says how a provider resolves n_epochs when nobody chose a number.
type EpochRule struct {
	Auto    string `json:"auto"`             // by examples ([AutoEpochs]), default (a fixed number), none (must be given)
	Default int64  `json:"default,omitzero"` // with the rule default
}

// maxEpochs bounds what a provider without a stated range is asked for; it keeps every product inside an int64.
const maxEpochs = 1000

// AutoEpochs is the number of epochs that OpenAI's service picks for n examples when n_epochs is "auto": 3, more for
// fewer than 34 examples (up to 25), fewer above 8,333. See [tokenize.AutoEpochs] for the jobs that agree.
func AutoEpochs(examples int64) int64 {
	const target, fewest, most, cap = 3, 100, 25_000, 25
	switch {
	case examples <= 0:
		return target
	case target*examples < fewest:
		return min(cap, fewest/examples)
	case target*examples > most:
		return max(1, most/examples)
	}
	return target
}

// PinEpochs pins the number of epochs, and says in words where it comes from when nobody chose it.
func (p *Provider) PinEpochs(method Method, asked, examples int64) (n int64, why string, err error) {
	n = asked
	if asked == 0 {
		n, why, err = p.autoEpochs(method, examples)
	}
	if err != nil {
		return 0, "", err
	}
	known := p.Parameter("n_epochs")
	if known == nil {
		return 0, "", Invalidf("choose another provider", "no job at %s can be described: its hyperparameters are not known", p.Name)
	}
	if n > maxEpochs || !known.accepts(strconv.FormatInt(n, 10)) {
		return 0, "", Invalidf(p.Name+" takes "+known.Range(), "%d epochs are out of range", n)
	}
	return n, why, nil
}

// unknownEpochs are the epochs of a method of which nobody knows what auto becomes.
const unknownEpochs = 3

// autoEpochs resolves auto. The rule by examples is known from supervised jobs alone and holds for no other method.
func (p *Provider) autoEpochs(method Method, examples int64) (int64, string, error) {
	switch {
	case p.Epochs.Auto == "by examples" && method != Supervised:
		return unknownEpochs, fmt.Sprintf("epochs: what auto becomes for %s is not known, so %d are sent; --epochs N chooses another number", method, unknownEpochs), nil
	case p.Epochs.Auto == "by examples":
		n := AutoEpochs(examples)
		return n, fmt.Sprintf("epochs: auto resolves to %d for %d examples; the number is sent, so the service cannot pick another", n, examples), nil
	case p.Epochs.Auto == "default":
		n := p.Epochs.Default
		return n, fmt.Sprintf("epochs: %s has no auto, its default of %d is sent", p.Name, n), nil
	}
	return 0, "", Invalidf("give --epochs N", "%s states no rule for automatic epochs", p.Name)
}
