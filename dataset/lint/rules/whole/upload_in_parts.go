package whole

import (
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/samples"
)

var uploadInParts = &lint.Rule{
	Code: "FT916", Name: "upload-in-parts", Consequence: lint.Advice,
	Title: "the file is too large for one upload and goes up in parts",
	Why: "Files above 512 MB go through the service's uploads in parts, which stay alive for an hour. ftplan does so by itself; " +
		"other software may simply fail, some without a word.",
	Cure:     "Nothing, if ftplan uploads it; else leave out examples.",
	Settings: func(s *lint.Settings) { s.Limits.FileBytes = 150 },
	Bad:      []string{samples.Chat("Ring twice.", "Ding, dong.") + "\n" + samples.Chat("Ring once.", "Ding.")},
	Good:     []string{samples.Chat("Ring twice.", "Ding, dong.")},
	File: func(p *lint.SummaryPass) {
		l := &p.Settings.Limits
		if l.FileBytes > 0 && p.Size > l.FileBytes && (l.UploadBytes == 0 || p.Size <= l.UploadBytes) {
			p.Report("the file has %s, more than the %s of one upload; it has to go up in parts",
				lint.Count(int(p.Size), "byte"), lint.Thousands(int(l.FileBytes)))
		}
	},
}
