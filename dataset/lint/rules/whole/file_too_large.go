package whole

import (
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/samples"
)

var fileTooLarge = &lint.Rule{
	Code: "FT915", Name: "file-too-large", Consequence: lint.Refused,
	Title: "the file is larger than any upload takes",
	Why: "A file of up to 512 MB is uploaded at once, and one of up to 8 GB in parts. Beyond that the service takes none, in " +
		"whatever way it is sent.",
	Cure:     "Leave out examples, repetitions and near duplicates first.",
	Settings: func(s *lint.Settings) { s.Limits.UploadBytes = 150 },
	Bad:      []string{samples.Chat("Ring twice.", "Ding, dong.") + "\n" + samples.Chat("Ring once.", "Ding.")},
	Good:     []string{samples.Chat("Ring twice.", "Ding, dong.")},
	File: func(p *lint.SummaryPass) {
		if limit := p.Settings.Limits.UploadBytes; limit > 0 && p.Size > limit {
			p.Report("the file has %s; an upload takes at most %s", lint.Count(int(p.Size), "byte"), lint.Thousands(int(limit)))
		}
	},
}
