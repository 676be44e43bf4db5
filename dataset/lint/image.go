package lint

import (
	"iter"

	"github.com/ftplan/ftplan/dataset"
)

// Images yields the parts of a message's content that are images.
func Images(m *dataset.Message) iter.Seq[dataset.Value] {
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
	for range Images(m) {
		return true
	}
	return false
}
