package lint

var noImages = &Rule{
	Code: "FT610", Name: "images-unsupported", Consequence: Refused,
	Title:    "the example has images and the model takes none",
	Why:      "Few models can be trained on pictures. For the others the service refuses a file that holds any.",
	Cure:     "Choose a model that is trained on images, or leave the examples with images out.",
	Settings: func(s *Settings) { s.Limits.NoImages = true },
	Bad:      []string{withImage("https://example.com/bell.png")},
	Good:     []string{`{"messages": [{"role": "user", "content": "What rings?"}, {"role": "assistant", "content": "A bell."}]}`},
	Line: func(p *Pass) {
		if !p.Settings.Limits.NoImages {
			return
		}
		for m := range p.Example.AllMessages() {
			for part := range images(m) {
				p.Report(part, "an image, and the model cannot be trained on images; choose another or leave the example out")
				return
			}
		}
	},
}
