package chat

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/detect"
)

var emptyContent = &lint.Rule{
	Code: "FT411", Name: "empty-content", Consequence: lint.Quality,
	Title: "a content is empty or blank",
	Why: "A message without a word teaches nothing, and an empty answer teaches to answer nothing. Some services " +
		"refuse it. Usually a column was empty where the file was made. A tool may return nothing, and the assistant " +
		"may say nothing while it calls a function.",
	Cure: "Write the content, or remove the example.",
	Bad: []string{
		`{"messages": [{"role": "user", "content": ""}, {"role": "assistant", "content": "Hello"}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": " \n"}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": [{"type": "text", "text": ""}]}]}`,
	},
	Line: func(p *lint.Pass) {
		if c := p.Example.Completion; p.Format == dataset.Completion && c.Kind() == dataset.String && detect.Blank(c.Text()) {
			p.Report(c, "the completion is empty, and the model would learn to say nothing; write it or remove the example")
		}
	},
	Good: []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`},
	Message: func(p *lint.Pass, m *dataset.Message) {
		if mayBeEmpty(m) || !blankContent(m.Content) {
			return
		}
		if m.Role == dataset.AssistantRole && m.Trained() {
			p.Report(m.Content, "the answer is empty, and the model would learn to say nothing; write it or remove the example")
			return
		}
		p.Report(m.Content, "the content is empty; write it or remove the message")
	},
}

// mayBeEmpty reports whether nothing is missed where the content is empty.
func mayBeEmpty(m *dataset.Message) bool {
	switch m.Role {
	case dataset.ToolRole, dataset.FunctionRole, dataset.OtherRole:
		return true
	case dataset.AssistantRole:
		return m.ToolCalls.Len() > 0 || m.FunctionCall.Kind() == dataset.Object || m.Refusal.Kind() == dataset.String || !m.Trained()
	}
	return false
}

// blankContent reports whether a content is a blank text or consists of parts that are blank texts.
func blankContent(content dataset.Value) bool {
	if content.Kind() == dataset.String {
		return detect.Blank(content.Text())
	}
	for part := range content.Elements() {
		text := part.Member("text")
		if !part.Member("type").Is("text") || text.Kind() != dataset.String || !detect.Blank(text.Text()) {
			return false
		}
	}
	return content.Kind() == dataset.Array && content.Len() > 0
}
