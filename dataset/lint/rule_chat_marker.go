package lint

import "github.com/ftplan/ftplan/dataset"

var chatMarker = &Rule{
	Code: "FT802", Name: "chat-marker", Consequence: Quality,
	Title: "a text holds the markers of a chat template",
	Why: "The service puts the markers around messages itself. In a text they are either counted twice, where a conversation " +
		"was written out by a template before, or read as an attempt to speak in another role.",
	Cure: "Divide the text into messages at the markers and leave the markers out.",
	Bad:  []string{chatLine("<|im_start|>user Hi<|im_end|>", "Hello!")},
	Good: []string{chatLine("Hi", "Hello!")},
	Line: func(p *Pass) {
		reported := false
		reportMarkers(p, chatMarkers[:], func(v dataset.Value, at int, token string) {
			if !reported {
				p.reportText(v, at, "the text holds %s, which the service writes itself; divide the text into messages", token)
			}
			reported = true
		})
	},
}

// chatMarkers are the markers of the service's own template, and those of others that people bring along.
var chatMarkers = [...]string{"<|im_start|>", "<|im_end|>", "<|im_sep|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>",
	"<|begin_of_text|>", "<|system|>", "<|user|>", "<|assistant|>", "<|end|>"}
