package lint

import "github.com/ftplan/ftplan/dataset"

var notAMessage = &Rule{
	Code: "FT402", Name: "message-not-an-object", Consequence: Refused,
	Title: "a message is not an object",
	Why: "A message is a JSON object with a role and a content. A text, a list or null among the messages is refused; " +
		"a list often comes from a converter that nested the messages once too often.",
	Cure: "Write the message as an object with role and content.",
	Bad: []string{
		`{"messages": ["Hi", {"role": "assistant", "content": "Hello"}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}, null]}`,
		`{"messages": [[{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]]}`,
	},
	Good: []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`},
	Line: func(p *Pass) {
		for i := range p.Example.Messages {
			reportNotObject(p, p.Example.Messages[i].Value)
		}
		for i := range p.Example.Preferred {
			reportNotObject(p, p.Example.Preferred[i].Value)
		}
		for i := range p.Example.NonPreferred {
			reportNotObject(p, p.Example.NonPreferred[i].Value)
		}
	},
}

func reportNotObject(p *Pass, v dataset.Value) {
	if v.Kind() != dataset.Object {
		p.Report(v, "the message is %s; it has to be an object with role and content", withArticle(v.Kind()))
	}
}
