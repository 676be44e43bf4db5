package images

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"strings"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/detect"
)

var brokenImage = &lint.Rule{
	Code: "FT604", Name: "broken-image", Consequence: lint.Refused,
	Title: "the data of an image is not base64, or no image",
	Why: "The data of an image has to be base64 without gaps, and what it stands for a JPEG, PNG or WebP file. Often the text " +
		"was cut at some length by an export, or blanks took the place of plus signs.",
	Cure:  "Encode the picture anew from its file, in standard base64 with padding.",
	Fixed: withImage("data:image/png;base64," + paddedPNG),
	Bad: []string{withImage("data:image/png;base64," + strings.TrimRight(paddedPNG, "=")), withImage("data:image/png;base64," + tinyPNG[:59]), withImage("data:image/png;base64,SGVsbG8sIHdvcmxkIQ=="),
		withImage("data:image/png;base64," + tinyPNG[:40] + " " + tinyPNG[41:])},
	Good: []string{withImage("data:image/png;base64," + tinyPNG)},
	Message: func(p *lint.Pass, m *dataset.Message) {
		for u := range imageURLs(m) {
			if !u.embedded() {
				continue
			}
			if at := detect.Base64Fault(u.Data); at == len(u.Data) {
				f := p.Report(u.Value, "the image's base64 ends too early or lacks its padding; encode the picture anew")
				f.Fix = padded(&u)
			} else if at >= 0 {
				p.Report(u.Value, "the image's data is not base64 at its character %d; encode the picture anew", at+1)
			} else if detect.PictureType(detect.DecodeBase64(u.Data)) == "" {
				p.Report(u.Value, "the data is no JPEG, PNG or WebP image; encode the picture anew")
			}
		}
	},
}

// paddedPNG is tinyPNG with a comment, so that its base64 ends with padding.
const paddedPNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAABHRFWHRhAGJjt25/6QAAAABJRU5ErkJggg=="

// padded returns the fix of base64 that lacks its padding and nothing else, nil for any other: what it stands for has to be a
// picture with its end.
func padded(u *imageURL) *lint.Fix {
	body := bytes.TrimRight(u.Data, "=")
	missing := (4-len(body)%4)%4 - (len(u.Data) - len(body))
	if missing < 1 || missing > 2 || len(body)%4 == 1 {
		return nil
	}
	picture := make([]byte, base64.RawStdEncoding.DecodedLen(len(body)))
	if _, err := base64.RawStdEncoding.Strict().Decode(picture, body); err != nil || !ended(picture) {
		return nil
	}
	end := u.Value.End() - 1 // before the closing quote
	return &lint.Fix{Title: "add the padding", Edits: []dataset.Edit{{Start: end, End: end, New: strings.Repeat("=", missing)}}}
}

// ended reports whether the bytes of a picture go to its end, as its format marks it.
func ended(picture []byte) bool {
	switch detect.PictureType(bufio.NewReader(bytes.NewReader(picture))) {
	case "image/png":
		return bytes.HasSuffix(picture, []byte("IEND\xaeB`\x82"))
	case "image/jpeg":
		return bytes.HasSuffix(picture, []byte("\xff\xd9"))
	case "image/webp":
		const head = 8 // RIFF and the size of the rest
		return len(picture) > head && int(binary.LittleEndian.Uint32(picture[4:head]))+head <= len(picture)
	}
	return false
}
