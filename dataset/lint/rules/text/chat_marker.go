package text

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/samples"
)

var chatMarker = &lint.Rule{
	Code: "FT802", Name: "chat-marker", Consequence: lint.Quality,
	Title: "a text holds the markers of a chat template",
	Why: "The service puts the markers around messages itself. In a text they are either counted twice, where a conversation " +
		"was written out by a template before, or read as an attempt to speak in another role.",
	Cure: "Divide the text into messages at the markers and leave the markers out.",
	Bad:  []string{samples.Chat("<|im_start|>user Hi<|im_end|>", "Hello!")},
	Good: []string{samples.Chat("Hi", "Hello!")},
	Line: func(p *lint.Pass) {
		reported := false
		reportMarkers(p, chatMarkers[:], func(v dataset.Value, at int, token string) {
			if !reported {
				p.ReportText(v, at, "the text holds %s, which the service writes itself; divide the text into messages", token)
			}
			reported = true
		})
	},
}

// chatMarkers are the markers of the service's own template, and those of others that people bring along.
var chatMarkers = [...]string{"<|im_start|>", "<|im_end|>", "<|im_sep|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>",
	"<|begin_of_text|>", "<|system|>", "<|user|>", "<|assistant|>", "<|end|>"}
