package preference

import (
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/samples"
)

var swappedPairs = &lint.Rule{
	Code: "FT709", Name: "swapped-pairs", Consequence: lint.Quality,
	Title: "the preferred output is far shorter than the other nearly always",
	Why: "In nine of ten pairs the preferred output has less than half the length of the other. That can be meant, to teach " +
		"brevity; as often a script has written the two outputs into each other's place.",
	Cure:     "Read a few pairs and swap the outputs if the better ones stand in non_preferred_output.",
	Settings: forPreferences,
	Long: func() (bad, good []string) {
		bad = []string{samples.ManyPreferences(20, "It is %d.", "It is %d, and I am glad that you asked me about it.")}
		good = []string{samples.ManyPreferences(19, "It is %d.", "It is %d, and I am glad that you asked me about it.")}
		return bad, good
	},
	File: func(p *lint.SummaryPass) {
		if s := &p.Pairs; s.Total >= biasMin && s.Shorter >= int(biasShare*float64(s.Total)) {
			p.Report("in %s of %s the preferred output has less than half the length of the other; make sure they are not swapped",
				lint.Percent(s.Shorter, s.Total), lint.Count(s.Total, "pair"))
		}
	},
}
