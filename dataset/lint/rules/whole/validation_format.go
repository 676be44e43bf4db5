package whole

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/samples"
)

var validationFormat = &lint.Rule{
	Code: "FT923", Name: "validation-format", Consequence: lint.Refused,
	Title: "the validation file is for another method than the training file",
	Why: "A job trains and validates with one method. A validation file with lines of another format is refused, after both files " +
		"are uploaded.",
	Cure:     "Make both files for the same method.",
	Settings: func(s *lint.Settings) { s.Format = dataset.UnknownFormat },
	Training: samples.Chat("Ring twice.", "Ding, dong."),
	Bad:      []string{samples.Preference("Ring once.", "Ding.", "Dong!")},
	Good:     []string{samples.Chat("Ring thrice.", "Ding, dong, ding.")},
	File: func(p *lint.SummaryPass) {
		if p.Training == nil {
			return
		}
		here, there := commonest(p.Formats), commonest(p.Training.Formats)
		if here != there && here != dataset.UnknownFormat && there != dataset.UnknownFormat {
			p.Report("the validation file has the format %s and the training file %s; a job takes one method", here, there)
		}
	},
}

// commonest returns the format that most examples have, the first of the list among equals.
func commonest(formats map[dataset.Format]int) dataset.Format {
	best := dataset.UnknownFormat
	for f := dataset.UnknownFormat; f <= dataset.PlainText; f++ {
		if formats[f] > formats[best] {
			best = f
		}
	}
	return best
}
