package text

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/detect"
	"github.com/ftplan/ftplan/dataset/lint/rules/samples"
)

var secretKey = &lint.Rule{
	Code: "FT808", Name: "secret", Consequence: lint.Quality,
	Title: "a text holds a key or a password",
	Why: "A model can repeat what it was trained on, so a key in the data is a key given away, and with the upload it has left " +
		"your hands. Keys are told by their form; the finding never shows them.",
	Cure: "Replace the key by a placeholder such as <api-key>, and revoke it if it was ever valid.",
	Bad: []string{samples.Chat("Why does it fail with AKIA"+"Q3EGRZ7DPX5WKM2T?", "The key may be revoked."),
		samples.Chat("Open postgres://shop:tr4de-W1nds@db.larkspur.io/shop", "Done.")},
	Good: []string{samples.Chat("Why does it fail with AKIAIOSFODNN7EXAMPLE?", "That is the key of the manual."),
		samples.Chat("Open postgres://user:password@localhost/shop", "Done.")},
	Line: func(p *lint.Pass) {
		if !p.MayHold(detect.LongRun | detect.Password) {
			return
		}
		lint.EachText(&p.Example, func(v dataset.Value) {
			text, from := v.Text(), 0
			for range secretsMax {
				s, ok := detect.FindSecret(text, from)
				if !ok {
					return
				}
				f := p.ReportText(v, s.Start, "this looks like %s; replace it by a placeholder and revoke it", s.Name)
				f.Snippet = "" // shows it
				from = s.End
			}
		})
	},
}

// secretsMax is how many keys one text can have findings for.
const secretsMax = 5
