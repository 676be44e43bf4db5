package file

import (
	"slices"
	"strings"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

var methodUnavailable = &lint.Rule{
	Code: "FT111", Name: "method-unavailable", Consequence: lint.Refused,
	Title: "the model is not open to the method that the file is for",
	Why: "A file of preferences is for direct preference optimisation, one for graders for reinforcement, and not every " +
		"model is open to every method. The service refuses the job, after the upload.",
	Refusal: "Input file file-… is in the fine-tune-chat format, but the specified fine-tuning job is not using 'supervised' as the training method (provided method=dpo).",
	Cure:    "Choose a model that is open to the method: ftplan models lists them.",
	Bad: []string{`{"input": {"messages": [{"role": "user", "content": "Hi"}]}, "preferred_output": [{"role": "assistant", "content": "Hello"}], ` +
		`"non_preferred_output": [{"role": "assistant", "content": "What"}]}`},
	Good: []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`},
	Settings: func(s *lint.Settings) {
		s.Format, s.Limits.Formats = dataset.UnknownFormat, []dataset.Format{dataset.Chat}
	},
	File: func(p *lint.SummaryPass) {
		formats := p.Settings.Limits.Formats
		for format, examples := range p.Formats {
			if format == dataset.Completion && p.Settings.Limits.Prompts {
				continue
			}
			if len(formats) == 0 || examples < p.Examples || !format.Service() || slices.Contains(formats, format) {
				continue
			}
			var words []string
			for _, f := range formats {
				words = append(words, f.String())
			}
			p.Report("the file is in the %v format, and the model is trained on %s alone; ftplan models lists what takes which",
				format, strings.Join(words, " or "))
		}
	},
}
