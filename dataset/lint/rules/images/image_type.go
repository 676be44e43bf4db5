package images

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

var imageType = &lint.Rule{
	Code: "FT603", Name: "image-type", Consequence: lint.Refused,
	Title: "a data URL does not hold a JPEG, PNG or WebP image in base64",
	Why: "Images inside the file are data URLs: data:image/png;base64, followed by the bytes. The service takes the types " +
		"image/jpeg, image/png and image/webp; GIF, SVG, PDF, HEIC and the like are refused.",
	Cure: "Convert the picture to PNG, JPEG or WebP and write data:image/png;base64, before its base64.",
	Bad:  []string{withImage("data:image/gif;base64,R0lGODdhAQABAIAAAP8AAAAAACwAAAAAAQABAAACAkQBADs=")},
	Good: []string{withImage("data:image/png;base64," + tinyPNG)},
	Message: func(p *lint.Pass, m *dataset.Message) {
		for u := range imageURLs(m) {
			switch {
			case u.Scheme != "data" || u.accepted():
			case u.Data == nil:
				p.Report(u.Value, "the data URL has no comma; write data:image/png;base64, and then the data")
			case !u.Base64:
				p.Report(u.Value, "the data URL is not in base64; write data:image/png;base64, and then the data")
			default:
				p.Report(u.Value, "the service takes no images of type %s; use PNG, JPEG or WebP", lint.Quote([]byte(u.Type)))
			}
		}
	},
}
