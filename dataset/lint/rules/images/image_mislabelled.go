package images

import (
	"bytes"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/detect"
)

var imageMislabelled = &lint.Rule{
	Code: "FT605", Name: "image-mislabelled", Consequence: lint.Dropped,
	Title: "an image is of another type than its data URL says",
	Why: "The data URL says PNG and the bytes are a JPEG, or the like. Decoders that trust the label fail on such a picture, " +
		"and its example may be left out.",
	Cure:  "Write the type that the bytes have.",
	Bad:   []string{withImage("data:image/jpeg;base64," + tinyPNG)},
	Good:  []string{withImage("data:image/png;base64," + tinyPNG)},
	Fixed: withImage("data:image/png;base64," + tinyPNG),
	Message: func(p *lint.Pass, m *dataset.Message) {
		for u := range imageURLs(m) {
			if !u.embedded() {
				continue
			}
			is := detect.PictureType(detect.DecodeBase64(u.Data))
			if is == "" || is == u.Type || is == "image/jpeg" && u.Type == "image/jpg" {
				continue
			}
			f := p.Report(u.Value, "the data URL says %s and the bytes are %s; write the type of the bytes", u.Type, is)
			if at := bytes.Index(p.Text[u.Start():u.End()], []byte(u.Type)); at >= 0 {
				start := u.Start() + at
				f.Fix = &lint.Fix{Title: "write the type that the bytes have", Edits: []dataset.Edit{{Start: start, End: start + len(u.Type), New: is}}}
			}
		}
	},
}
