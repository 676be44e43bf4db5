package preference

import (
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/samples"
)

var lengthBias = &lint.Rule{
	Code: "FT708", Name: "length-bias", Consequence: lint.Quality,
	Title: "the preferred output is the longer one nearly always",
	Why: "Where nine of ten preferred outputs are longer than the others, length is the surest thing to learn, and the " +
		"model learns to ramble.",
	Cure:     "Add pairs whose better output is the shorter one, or trim the preferred ones.",
	Settings: forPreferences,
	Long: func() (bad, good []string) {
		bad = []string{samples.ManyPreferences(20, "It is %d, and I am glad that you asked me about it.", "It is %d.")}
		good = []string{samples.ManyPreferences(19, "It is %d, and I am glad that you asked me about it.", "It is %d.")}
		return bad, good
	},
	File: func(p *lint.SummaryPass) {
		if s := &p.Pairs; s.Total >= biasMin && s.Longer >= int(biasShare*float64(s.Total)) {
			p.Report("the preferred output is the longer one in %s of %s; the model will learn that longer is better",
				lint.Percent(s.Longer, s.Total), lint.Count(s.Total, "pair"))
		}
	},
}

// biasMin is how many pairs a file needs before their lengths say anything, and biasShare how many of them have to agree.
const (
	biasMin   = 20
	biasShare = 0.9
)
