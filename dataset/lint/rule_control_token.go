package lint

import (
	"bytes"

	"github.com/ftplan/ftplan/dataset"
)

var controlToken = &Rule{
	Code: "FT801", Name: "control-token", Consequence: Refused,
	Title: "a text spells one of the tokenizer's control tokens",
	Why: "Spellings such as <|endoftext|> stand for control tokens. The service refuses a file with one of them in any " +
		"message, even in a quotation, and says so only after the upload.",
	Refusal: "Invalid file format. Example 6174 message contains an invalid token: <|fim_suffix|>.",
	Cure:    "Take the token out of the text, or write it with a blank, as in <| endoftext |>.",
	Bad:     []string{chatLine("What ends a text?", "The token <|endoftext|> does.")},
	Good:    []string{chatLine("What ends a text?", "A token that is called endoftext does.")},
	Line: func(p *Pass) {
		reportMarkers(p, refusedTokens[:], func(v dataset.Value, at int, token string) {
			p.reportText(v, at, "the text holds the control token %s; the service refuses the file", token)
		})
	},
}

// refusedTokens are the spellings that the service refuses.
var refusedTokens = [...]string{"<|endoftext|>", "<|fim_prefix|>", "<|fim_middle|>", "<|fim_suffix|>", "<|endofprompt|>"}

// reportMarkers calls report with the first place of each of the tokens in every text.
func reportMarkers(p *Pass, tokens []string, report func(v dataset.Value, at int, token string)) {
	if !p.has(marker) {
		return
	}
	eachText(&p.Example, func(v dataset.Value) {
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
