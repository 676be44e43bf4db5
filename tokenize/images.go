package tokenize

import (
	"bytes"
	"encoding/base64"
	"image"
	_ "image/jpeg" // the formats that the service takes
	_ "image/png"
	"math"
	"strings"

	_ "golang.org/x/image/webp"

	"github.com/ftplan/ftplan/dataset"
)

// An ImageRule is what an image costs. Models that count tiles take a base, and more for each tile of 512 pixels after
// scaling to fit into 2,048 by 2,048 and to a short side of 768; low detail costs the base alone. Models that count
// patches take some hundredths of a token for each patch of 32 pixels, after scaling to at most 1,536 patches, at any
// detail. The zero value stands for a rule that is not known.
// Source: OpenAI's guide to images, for inference; for training it is an assumption. The figures for patches agree with
// counts of the API in community.openai.com threads 1230130, 1262691 and 1377015, read 2026-11-28.
type ImageRule struct{ Base, Tile, Patch int }

// The rules. A model of the gpt-4o-mini family counts about 33 times as many tokens at a lower price each.
var (
	StandardImages = ImageRule{Base: 85, Tile: 170}
	MiniImages     = ImageRule{Base: 2833, Tile: 5667}
)

// imageRules maps the start of a model's name to its rule. The longest start that fits decides.
var imageRules = map[string]ImageRule{
	"gpt-4o":       StandardImages,
	"gpt-4.1":      StandardImages,
	"gpt-4.5":      StandardImages,
	"gpt-4-turbo":  StandardImages,
	"gpt-4o-mini":  MiniImages,
	"gpt-4.1-mini": {Patch: 162},
	"gpt-4.1-nano": {Patch: 246},
	"o4-mini":      {Patch: 172},
	"o1":           {Base: 75, Tile: 150},
	"o3":           {Base: 75, Tile: 150},
}

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
		if bytes.HasPrefix(target.Member("url").Text(), []byte("data:")) {
			t.DataImages++
		}
		t.Doubts |= ImageDoubt
		if m.images == (ImageRule{}) {
			t.Doubts |= ImageModelDoubt
		}
	}
}

// tokens returns what an image costs at the least and at the most. Only an image that stands in the data itself has a
// known size; a link is never followed.
func (r ImageRule) tokens(url, detail dataset.Value) (low, high int) {
	if detail.Is("low") && r.Patch == 0 {
		return r.Base, r.Base
	}
	width, height, ok := imageSize(url.Text())
	switch {
	case ok && r.Patch > 0:
		n := r.patched(patches(width, height))
		return n, n
	case ok:
		n := r.Base + tiles(width, height)*r.Tile
		return n, n
	case r.Patch > 0:
		return r.patched(1), r.patched(maxPatches)
	}
	return r.Base, r.Base + maxTiles*r.Tile
}

// patched returns what so many patches cost, rounded up.
func (r ImageRule) patched(n int) int { return (n*r.Patch + 99) / 100 }

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

// maxPatches is the most that an image can have after scaling.
const maxPatches = 1536

// patches returns how many patches of 32 pixels cover an image. One that needs more than 1,536 is made smaller until that
// many do, and then until one side holds whole patches.
func patches(width, height int) int {
	cover := func(pixels float64) int { return int(math.Ceil(pixels / 32)) }
	w, h := float64(width), float64(height)
	if n := int64(cover(w)) * int64(cover(h)); n <= maxPatches {
		return int(n)
	}
	scale := math.Sqrt(32 * 32 * maxPatches / (w * h))
	across, down := w*scale/32, h*scale/32
	scale *= min(max(math.Floor(across), 1)/across, max(math.Floor(down), 1)/down)
	const grain = 1e-9 // what is whole stays whole
	return min(maxPatches, max(1, cover(w*scale-grain))*max(1, cover(h*scale-grain)))
}

// ImagesFor returns the image rule of a model, the zero value where it is not known.
func ImagesFor(model string) ImageRule {
	base, longest := baseOf(model), ""
	for start := range imageRules {
		if strings.HasPrefix(base, start) && len(start) > len(longest) {
			longest = start
		}
	}
	return imageRules[longest]
}
