package images

import (
	"bytes"
	"iter"
	"strings"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

// An imageURL says where the bytes of an image are: in the URL itself or elsewhere.
type imageURL struct {
	dataset.Value
	Scheme string // in lower case; "" where the text is no URL
	Type   string // data URLs: what it says to be, in lower case
	Base64 bool   // data URLs: whether the data is in base64
	Data   []byte // data URLs: as it is written
}

// imageURLs yields the URLs of a message's images; images without one are left out.
func imageURLs(m *dataset.Message) iter.Seq[imageURL] {
	return func(yield func(imageURL) bool) {
		for part := range lint.Images(m) {
			url := part.Member("image_url").Member("url")
			if url.Kind() == dataset.String && !yield(parseImageURL(url)) {
				return
			}
		}
	}
}

// schemeMax is the longest scheme that is looked for, in bytes, and headMax the longest head of a data URL.
const schemeMax, headMax = 20, 100

func parseImageURL(v dataset.Value) imageURL {
	text, u := v.Text(), imageURL{Value: v}
	colon := bytes.IndexByte(text[:min(len(text), schemeMax)], ':')
	if colon < 2 { // one letter is a drive, as in C:\cat.png
		return u
	}
	u.Scheme = strings.ToLower(string(text[:colon]))
	if u.Scheme != "data" {
		return u
	}
	rest := text[colon+1:]
	comma := bytes.IndexByte(rest[:min(len(rest), headMax)], ',')
	if comma < 0 {
		return u
	}
	fields := strings.Split(strings.ToLower(string(rest[:comma])), ";")
	u.Type, u.Data = fields[0], rest[comma+1:]
	u.Base64 = len(fields) > 1 && fields[len(fields)-1] == "base64"
	return u
}

// accepted reports whether the service takes images of the URL's declared type. Some software calls JPEG image/jpg.
func (u *imageURL) accepted() bool {
	switch u.Type {
	case "image/jpeg", "image/jpg", "image/png", "image/webp":
		return u.Base64
	}
	return false
}

// embedded reports whether the URL holds an image of an accepted type.
func (u *imageURL) embedded() bool { return u.Scheme == "data" && u.accepted() }

// size returns the number of bytes that the base64 data stands for.
func (u *imageURL) size() int {
	return len(bytes.TrimRight(u.Data, "=")) * 3 / 4
}
