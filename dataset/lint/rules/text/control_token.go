package text

import (
	"bytes"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/detect"
	"github.com/ftplan/ftplan/dataset/lint/rules/samples"
)

var controlToken = &lint.Rule{
	Code: "FT801", Name: "control-token", Consequence: lint.Refused,
	Title: "a text spells one of the tokenizer's control tokens",
	Why: "Spellings such as <|endoftext|> stand for control tokens. The service refuses a file with one of them in any " +
		"message, even in a quotation, and says so only after the upload.",
	Refusal: "Invalid file format. Example 6174 message contains an invalid token: <|fim_suffix|>.",
	Cure:    "Take the token out of the text, or write it with a blank, as in <| endoftext |>.",
	Bad:     []string{samples.Chat("What ends a text?", "The token <|endoftext|> does.")},
	Good:    []string{samples.Chat("What ends a text?", "A token that is called endoftext does.")},
	Line: func(p *lint.Pass) {
		reportMarkers(p, refusedTokens[:], func(v dataset.Value, at int, token string) {
			p.ReportText(v, at, "the text holds the control token %s; the service refuses the file", token)
		})
	},
}

// refusedTokens are the spellings that the service refuses.
var refusedTokens = [...]string{"<|endoftext|>", "<|fim_prefix|>", "<|fim_middle|>", "<|fim_suffix|>", "<|endofprompt|>"}

// reportMarkers calls report with the first place of each of the tokens in every text.
func reportMarkers(p *lint.Pass, tokens []string, report func(v dataset.Value, at int, token string)) {
	if !p.MayHold(detect.Marker) {
		return
	}
	lint.EachText(&p.Example, func(v dataset.Value) {
		text := v.Text()
		if !bytes.Contains(text, []byte("<|")) {
			return
		}
		for _, token := range tokens {
			if at := bytes.Index(text, []byte(token)); at >= 0 {
				report(v, at, token)
			}
		}
	})
}
