package images

import (
	"bytes"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

var signedURL = &lint.Rule{
	Code: "FT611", Name: "signed-image-url", Consequence: lint.Quality,
	Title: "the address of an image holds a signature",
	Why: "A signed address lets whoever has it read the picture, and stops working after some hours: perhaps before the " +
		"service fetches it. Then the example is trained without its picture or not at all.",
	Cure: "Embed the picture in the file, or put it where no signature is needed.",
	Bad:  []string{withImage("https://pictures.s3.amazonaws.com/bell.png?X-Amz-Expires=3600&X-Amz-Signature=0f3a9c")},
	Good: []string{withImage("https://example.com/bell.png?width=800")},
	Message: func(p *lint.Pass, m *dataset.Message) {
		for u := range imageURLs(m) {
			if u.Scheme != "data" && hasSignature(u.Text()) {
				p.Report(u.Value, "the image's address holds a signature: it is a secret and expires; embed the image")
			}
		}
	},
}

// signatures are the parameters in which stores put what grants access: S3, Google, Azure, CloudFront and S3 of old.
var signatures = [...]string{"x-amz-signature=", "x-goog-signature=", "&sig=", "?sig=", "&signature=", "?signature="}

func hasSignature(url []byte) bool {
	query := bytes.IndexByte(url, '?')
	if query < 0 {
		return false
	}
	lower := bytes.ToLower(url[query:])
	for _, s := range signatures {
		if bytes.Contains(lower, []byte(s)) {
			return true
		}
	}
	return false
}
