package images

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

var imageShape = &lint.Rule{
	Code: "FT613", Name: "image-shape", Consequence: lint.Refused,
	Title: "an image part is not written as the service reads it",
	Why: `An image is a part {"type": "image_url", "image_url": {"url": "…"}}: the address stands in an object, not ` +
		"directly behind image_url, and the address has to be there.",
	Cure: `Write {"type": "image_url", "image_url": {"url": "…"}}.`,
	Bad: []string{`{"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": "https://example.com/bell.png"}]}, ` +
		`{"role": "assistant", "content": "A bell."}]}`},
	Good: []string{withImage("https://example.com/bell.png")},
	Fixed: `{"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "https://example.com/bell.png"}}]}, ` +
		`{"role": "assistant", "content": "A bell."}]}`,
	Message: func(p *lint.Pass, m *dataset.Message) {
		for part := range lint.Images(m) {
			checkImageShape(p, part)
		}
	},
}

func checkImageShape(p *lint.Pass, part dataset.Value) {
	switch v := part.Member("image_url"); {
	case v.Kind() == dataset.String:
		f := p.Report(v, `image_url has to be an object with a url, {"url": "…"}, not the address itself`)
		f.Fix = &lint.Fix{Title: "put the address into an object", Edits: []dataset.Edit{
			{Start: v.Start(), End: v.Start(), New: `{"url": `}, {Start: v.End(), End: v.End(), New: "}"}}}
	case v.Kind() != dataset.Object:
		p.Report(part, `an image part needs an image_url, {"url": "…"}`)
	case v.Member("url").Kind() != dataset.String:
		p.Report(v, "image_url needs a url, a string")
	}
}
