package lint

var uploadInParts = &Rule{
	Code: "FT916", Name: "upload-in-parts", Consequence: Advice,
	Title: "the file is too large for one upload and goes up in parts",
	Why: "Files above 512 MB go through the service's uploads in parts, which stay alive for an hour. ftplan does so by itself; " +
		"other software may simply fail, some without a word.",
	Cure:     "Nothing, if ftplan uploads it; else leave out examples.",
	Settings: func(s *Settings) { s.Limits.FileBytes = 150 },
	Bad:      []string{chatLine("Ring twice.", "Ding, dong.") + "\n" + chatLine("Ring once.", "Ding.")},
	Good:     []string{chatLine("Ring twice.", "Ding, dong.")},
	File: func(p *SummaryPass) {
		l := &p.Settings.Limits
		if l.FileBytes > 0 && p.Size > l.FileBytes && (l.UploadBytes == 0 || p.Size <= l.UploadBytes) {
			p.Report("the file has %s, more than the %s of one upload; it has to go up in parts",
				count(int(p.Size), "byte"), thousands(int(l.FileBytes)))
		}
	},
}
