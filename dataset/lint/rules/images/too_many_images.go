package images

import "github.com/ftplan/ftplan/dataset/lint"

var tooManyImages = &lint.Rule{
	Code: "FT601", Name: "too-many-images", Consequence: lint.Refused,
	Title: "the example has more images than the service takes",
	Why: "The service takes a limited number of images in one example, 10 at OpenAI and 64 at Azure. The limit counts all " +
		"messages of the example together.",
	Cure:     "Leave out images that the answer does not need, or divide the conversation into several examples.",
	Settings: func(s *lint.Settings) { s.Limits.Images = 1 },
	Bad: []string{`{"messages": [{"role": "user", "content": [{"type": "text", "text": "Which is larger?"}, ` +
		`{"type": "image_url", "image_url": {"url": "https://example.com/a.png"}}, ` +
		`{"type": "image_url", "image_url": {"url": "https://example.com/b.png"}}]}, {"role": "assistant", "content": "The first."}]}`},
	Good: []string{`{"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, ` +
		`{"type": "image_url", "image_url": {"url": "https://example.com/a.png"}}]}, {"role": "assistant", "content": "A bell."}]}`},
	Line: func(p *lint.Pass) {
		limit, n := p.Settings.Limits.Images, 0
		for m := range p.Example.AllMessages() {
			for part := range lint.Images(m) {
				if n++; limit > 0 && n == limit+1 {
					p.Report(part, "this is image %d of the example; the service takes at most %d", n, limit)
				}
			}
		}
	},
}
