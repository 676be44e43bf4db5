package lint

var fileTooLarge = &Rule{
	Code: "FT915", Name: "file-too-large", Consequence: Refused,
	Title: "the file is larger than any upload takes",
	Why: "A file of up to 512 MB is uploaded at once, and one of up to 8 GB in parts. Beyond that the service takes none, in " +
		"whatever way it is sent.",
	Cure:     "Leave out examples, repetitions and near duplicates first.",
	Settings: func(s *Settings) { s.Limits.UploadBytes = 150 },
	Bad:      []string{chatLine("Ring twice.", "Ding, dong.") + "\n" + chatLine("Ring once.", "Ding.")},
	Good:     []string{chatLine("Ring twice.", "Ding, dong.")},
	File: func(p *SummaryPass) {
		if limit := p.Settings.Limits.UploadBytes; limit > 0 && p.Size > limit {
			p.Report("the file has %s; an upload takes at most %s", count(int(p.Size), "byte"), thousands(int(limit)))
		}
	},
}
