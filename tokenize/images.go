package tokenize

import (
	"bytes"
	"encoding/base64"
	"image"
	_ "image/jpeg" // the formats that the service takes
	_ "image/png"
	"strings"

	_ "golang.org/x/image/webp"

	"github.com/ftplan/ftplan/dataset"
)

// An ImageRule is what an image costs: a base, and more for each tile of 512 pixels after scaling to fit into 2,048 by
// 2,048 and to a short side of 768. Low detail costs the base alone.
// Source: OpenAI's guide to images, for inference; for training it is an assumption.
type ImageRule struct{ Base, Tile int }

// The rules. A model of the gpt-4o-mini family counts about 33 times as many tokens at a lower price each.
var (
	StandardImages = ImageRule{Base: 85, Tile: 170}
	MiniImages     = ImageRule{Base: 2833, Tile: 5667}
)

// maxTiles is the most that an image can have after scaling: 4 by 2.
const maxTiles = 8

// countImages adds the images of a message.
func (m *Meter) countImages(t *Tokens, msg *dataset.Message) {
	for part := range msg.Content.Elements() {
		if !part.Member("type").Is("image_url") {
			continue
		}
		target := part.Member("image_url")
		low, high := m.images.tokens(target.Member("url"), target.Member("detail"))
		t.Parts[ImagePart] += high
		t.Low -= high - low
		t.Images++
		t.Doubts |= ImageDoubt
	}
}

// tokens returns what an image costs at the least and at the most. Only an image that stands in the data itself has a
// known size; a link is never followed.
func (r ImageRule) tokens(url, detail dataset.Value) (low, high int) {
	if detail.Is("low") {
		return r.Base, r.Base
	}
	width, height, ok := imageSize(url.Text())
	if !ok {
		return r.Base, r.Base + maxTiles*r.Tile
	}
	n := r.Base + tiles(width, height)*r.Tile
	return n, n
}

// imageSize returns the size in pixels of an image in a data URL.
func imageSize(url []byte) (width, height int, ok bool) {
	if !bytes.HasPrefix(url, []byte("data:")) {
		return 0, 0, false
	}
	_, data, ok := bytes.Cut(url, []byte(";base64,"))
	if !ok {
		return 0, 0, false
	}
	config, _, err := image.DecodeConfig(base64.NewDecoder(base64.StdEncoding, bytes.NewReader(data)))
	if err != nil || config.Width <= 0 || config.Height <= 0 {
		return 0, 0, false
	}
	return config.Width, config.Height, true
}

// tiles returns how many tiles of 512 pixels an image has after scaling.
func tiles(width, height int) int {
	w, h := int64(width), int64(height)
	if long := max(w, h); long > 2048 {
		w, h = w*2048/long, h*2048/long
	}
	if short := min(w, h); short > 768 {
		w, h = w*768/short, h*768/short
	}
	across := func(n int64) int { return int((max(n, 1) + 511) / 512) }
	return across(w) * across(h)
}

// ImagesFor returns the image rule of a model.
func ImagesFor(model string) ImageRule {
	if strings.HasPrefix(model, "gpt-4o-mini") {
		return MiniImages
	}
	return StandardImages
}
