package chat

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/keys"
)

var unknownPartKey = &lint.Rule{
	Code: "FT423", Name: "unknown-part-key", Consequence: lint.Quality,
	Title: "a part of a content has a key that the service does not know",
	Why: "A part of type text holds type and text, one of type image_url holds type and image_url, and an image_url url " +
		"and detail. Other keys, such as the cache_control of another service, mean nothing here, and the service is known " +
		"to refuse extra keys elsewhere.",
	Cure: "Remove the key, or correct its spelling.",
	Bad: []string{
		`{"messages": [{"role": "user", "content": [{"type": "text", "text": "Hi", "cache_control": {"type": "ephemeral"}}]}, {"role": "assistant", "content": "Hello"}]}`,
	},
	Good: []string{`{"messages": [{"role": "user", "content": [{"type": "text", "text": "Hi"}]}, {"role": "assistant", "content": "Hello"}]}`},
	Message: func(p *lint.Pass, m *dataset.Message) {
		for part := range m.Content.Elements() {
			switch kind := part.Member("type"); {
			case kind.Is("text") && part.Member("text").Exists():
				keys.ReportStray(p, part, "part", textPartKeys)
			case kind.Is("image_url") && part.Member("image_url").Exists():
				keys.ReportStray(p, part, "part", imagePartKeys)
				keys.ReportStray(p, part.Member("image_url"), "image", imageKeys)
			}
		}
	},
}

// The keys of the parts of a content, and of what an image is given by.
var (
	textPartKeys  = []string{"type", "text"}
	imagePartKeys = []string{"type", "image_url"}
	imageKeys     = []string{"url", "detail"}
)
