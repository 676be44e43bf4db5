package lint

import (
	"bytes"
	"iter"
	"strings"

	"github.com/ftplan/ftplan/dataset"
)

// images yields the parts of a message's content that are images.
func images(m *dataset.Message) iter.Seq[dataset.Value] {
	return func(yield func(dataset.Value) bool) {
		if m.Content.Kind() != dataset.Array {
			return
		}
		for part := range m.Content.Elements() {
			if isImage(part) && !yield(part) {
				return
			}
		}
	}
}

func isImage(part dataset.Value) bool { return part.Member("type").Is("image_url") }

func hasImage(m *dataset.Message) bool {
	for range images(m) {
		return true
	}
	return false
}

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
		for part := range images(m) {
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

// base64Fault returns the offset of the first character that is not base64, or -1; padding that is missing or misplaced
// is found at the end of the data. Line breaks are skipped, as decoders do.
func base64Fault(data []byte) int {
	body := bytes.TrimRight(data, "=\r\n")
	n := 0
	for i, c := range body {
		switch {
		case isAlnum(c) || c == '+' || c == '/':
			n++
		case c != '\n' && c != '\r':
			return i
		}
	}
	padding := bytes.Count(data[len(body):], []byte("="))
	if (n+padding)%4 != 0 || padding > 2 || n == 0 {
		return len(data)
	}
	return -1
}

func isAlnum(c byte) bool { return isDigit(c) || isLetter(c) }
func isDigit(c byte) bool { return '0' <= c && c <= '9' }
func isLetter(c byte) bool {
	c |= 0x20
	return 'a' <= c && c <= 'z'
}
