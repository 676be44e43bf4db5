package images

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

var imageRole = &lint.Rule{
	Code: "FT607", Name: "image-role", Consequence: lint.Refused,
	Title: "an image stands outside a user's message",
	Why: "Only the user can show pictures. The service refuses images in messages of the assistant, of the system and of " +
		"tools; a model that is fine-tuned learns to answer in text.",
	Cure: "Move the image into a message of the user, or describe it in words.",
	Bad: []string{`{"messages": [{"role": "system", "content": [{"type": "text", "text": "This is our logo."}, ` +
		`{"type": "image_url", "image_url": {"url": "https://example.com/logo.png"}}]}, ` +
		`{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`},
	Good: []string{withImage("https://example.com/logo.png")},
	Message: func(p *lint.Pass, m *dataset.Message) {
		if m.Role == dataset.UserRole || m.Role == dataset.OtherRole {
			return
		}
		for part := range lint.Images(m) {
			p.Report(part, "an image in a message of role %s; only the user can show images", m.Role)
		}
	},
}
