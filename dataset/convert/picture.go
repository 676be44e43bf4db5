package convert

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/ftplan/ftplan/dataset"
)

// Bounds of the pictures of one example, as the service has them.
const (
	maxPictures     = 10
	maxPictureBytes = 10 << 20
)

var pictureMark = []byte("<image>")

// pictures puts the pictures that stand beside a conversation where its texts say <image>. A picture is a data URL, an
// address, or a file below [Options].Pictures, which becomes a data URL.
func (c *converter) pictures(talk *conversation) error {
	list := unpacked(c.object.take("images"))
	if !list.Exists() || list.Kind() == dataset.Array && list.Len() == 0 {
		return nil
	}
	urls, err := c.pictureURLs(list)
	if err != nil {
		return err
	}
	marks := 0
	for i := range talk.messages {
		marks += bytes.Count(talk.messages[i].text, pictureMark)
	}
	if marks != len(urls) {
		return fmt.Errorf("it has %d images and %d marks <image> in its texts", len(urls), marks)
	}
	for i := range talk.messages {
		urls = talk.messages[i].illustrate(urls)
	}
	c.notes.count(picturesPlaced)
	return nil
}

// illustrate makes parts of a text that says <image>, and returns the addresses that are left.
func (m *message) illustrate(urls [][]byte) [][]byte {
	if !bytes.Contains(m.text, pictureMark) {
		return urls
	}
	for i, text := range bytes.Split(m.text, pictureMark) {
		if i > 0 {
			m.parts, urls = append(m.parts, part{url: urls[0]}), urls[1:]
		}
		if len(bytes.TrimSpace(text)) > 0 {
			m.parts = append(m.parts, part{text: text})
		}
	}
	m.text = nil
	return urls
}

func (c *converter) pictureURLs(list dataset.Value) (urls [][]byte, err error) {
	if list.Kind() == dataset.String {
		url, err := c.pictureURL(list)
		return [][]byte{url}, err
	}
	if list.Len() > maxPictures {
		return nil, fmt.Errorf("it has %d images; the service takes %d", list.Len(), maxPictures)
	}
	for v := range list.Elements() {
		url, err := c.pictureURL(v)
		if err != nil {
			return nil, err
		}
		urls = append(urls, url)
	}
	return urls, nil
}

// pictureURL returns the address of one picture.
func (c *converter) pictureURL(v dataset.Value) ([]byte, error) {
	for _, key := range []string{"url", "path"} {
		if inner := v.Member(key); inner.Kind() == dataset.String {
			v = inner
		}
	}
	if v.Kind() != dataset.String {
		return nil, fmt.Errorf("an image is %s, neither a file, an address nor a data URL", article(v.Kind()))
	}
	name := string(v.Text())
	for _, scheme := range []string{"data:", "https://", "http://"} {
		if strings.HasPrefix(name, scheme) {
			return []byte(name), nil
		}
	}
	return c.pictureFile(name)
}

// pictureFile reads a picture from the folder that the caller opened.
func (c *converter) pictureFile(name string) ([]byte, error) {
	if c.o.Pictures == nil {
		return nil, errors.New("an image is the name of a file, and the input has no folder to look in")
	}
	clean := path.Clean(strings.ReplaceAll(name, "\\", "/"))
	if !fs.ValidPath(clean) {
		return nil, fmt.Errorf("the image %s is not below the folder of the input", dataset.Quote([]byte(name)))
	}
	f, err := c.o.Pictures.Open(clean)
	if err != nil {
		return nil, fmt.Errorf("the image %s cannot be read beside the input", dataset.Quote([]byte(name)))
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil, fmt.Errorf("the image %s is no file", dataset.Quote([]byte(name)))
	}
	data, err := io.ReadAll(io.LimitReader(f, maxPictureBytes+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("the image %s cannot be read: %w", dataset.Quote([]byte(name)), err)
	case len(data) > maxPictureBytes:
		return nil, fmt.Errorf("the image %s is larger than %d MiB", dataset.Quote([]byte(name)), maxPictureBytes>>20)
	}
	kind := pictureKind(data)
	if kind == "" {
		return nil, fmt.Errorf("the image %s is none of PNG, JPEG and WEBP", dataset.Quote([]byte(name)))
	}
	return append([]byte("data:"+kind+";base64,"), base64.StdEncoding.EncodeToString(data)...), nil
}

// pictureKind returns the media type of a picture that the service takes, "" of anything else.
func pictureKind(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")):
		return "image/png"
	case bytes.HasPrefix(data, []byte("\xff\xd8\xff")):
		return "image/jpeg"
	case len(data) >= 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP":
		return "image/webp"
	}
	return ""
}
