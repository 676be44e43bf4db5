package chat

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/keys"
)

var badPart = &lint.Rule{
	Code: "FT412", Name: "bad-part", Consequence: lint.Refused,
	Title: "a part of a content is malformed",
	Why: "A content in parts is a list of objects, each with a type: text with its text, image_url with its image. A " +
		"part without a type, of an unknown type, or without what its type needs is refused, as is an empty list.",
	Cure: "Write each part as an object with a type and what the type needs.",
	Bad: []string{
		`{"messages": [{"role": "user", "content": []}, {"role": "assistant", "content": "Hello"}]}`,
		`{"messages": [{"role": "user", "content": ["Hi"]}, {"role": "assistant", "content": "Hello"}]}`,
		`{"messages": [{"role": "user", "content": [{"text": "Hi"}]}, {"role": "assistant", "content": "Hello"}]}`,
		`{"messages": [{"role": "user", "content": [{"type": "txt", "text": "Hi"}]}, {"role": "assistant", "content": "Hello"}]}`,
		`{"messages": [{"role": "user", "content": [{"type": "text", "content": "Hi"}]}, {"role": "assistant", "content": "Hello"}]}`,
		`{"messages": [{"role": "user", "content": [{"type": "text", "text": 1}]}, {"role": "assistant", "content": "Hello"}]}`,
	},
	Good: []string{`{"messages": [{"role": "user", "content": [{"type": "text", "text": "Hi"}]}, {"role": "assistant", "content": "Hello"}]}`},
	Message: func(p *lint.Pass, m *dataset.Message) {
		if m.Content.Kind() != dataset.Array {
			return
		}
		if m.Content.Len() == 0 {
			p.Report(m.Content, "the list of parts is empty; write a text or at least one part")
		}
		for part := range m.Content.Elements() {
			if part.Kind() != dataset.Object {
				p.Report(part, "the part is %s; it has to be an object with a type", keys.WithArticle(part.Kind()))
				return // the others mostly are for the same reason
			}
			checkPart(p, m, part)
		}
	},
}

func checkPart(p *lint.Pass, m *dataset.Message, part dataset.Value) {
	kind := part.Member("type")
	switch {
	case kind.Is("text"):
		checkTextPart(p, part, "text")
	case kind.Is("refusal") && m.Role == dataset.AssistantRole:
		checkTextPart(p, part, "refusal")
	case kind.Is("image_url"): // judged with the images
	case !kind.Exists():
		p.Report(part, "the part has no type; write text or image_url")
	case kind.Kind() != dataset.String:
		p.Report(kind, "the type of the part is %s; it has to be text or image_url", keys.WithArticle(kind.Kind()))
	default:
		reportPartType(p, kind)
	}
}

func checkTextPart(p *lint.Pass, part dataset.Value, member string) {
	switch text := part.Member(member); text.Kind() {
	case dataset.String:
	case dataset.Absent:
		p.Report(part, "the part of type %s has no member %s", member, member)
	default:
		p.Report(text, "the %s of the part is %s; it has to be a text", member, keys.WithArticle(text.Kind()))
	}
}

func reportPartType(p *lint.Pass, kind dataset.Value) {
	switch written := string(kind.Text()); written {
	case "input_text", "output_text":
		p.Report(kind, "%s is a part of the responses API; write the type as text", written)
	case "image", "input_image":
		p.Report(kind, "the service knows no part of type %s; write the type as image_url", written)
	default:
		p.Report(kind, "parts of type %s cannot be trained on; write text or image_url", lint.Quote(kind.Text()))
	}
}
