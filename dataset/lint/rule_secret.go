package lint

import "github.com/ftplan/ftplan/dataset"

var secretKey = &Rule{
	Code: "FT808", Name: "secret", Consequence: Quality,
	Title: "a text holds a key or a password",
	Why: "A model can repeat what it was trained on, so a key in the data is a key given away, and with the upload it has left " +
		"your hands. Keys are told by their form; the finding never shows them.",
	Cure: "Replace the key by a placeholder such as <api-key>, and revoke it if it was ever valid.",
	Bad: []string{chatLine("Why does it fail with AKIA"+"Q3EGRZ7DPX5WKM2T?", "The key may be revoked."),
		chatLine("Open postgres://shop:tr4de-W1nds@db.larkspur.io/shop", "Done.")},
	Good: []string{chatLine("Why does it fail with AKIAIOSFODNN7EXAMPLE?", "That is the key of the manual."),
		chatLine("Open postgres://user:password@localhost/shop", "Done.")},
	Line: func(p *Pass) {
		if !p.has(longRun | password) {
			return
		}
		eachText(&p.Example, func(v dataset.Value) {
			text, from := v.Text(), 0
			for range secretsMax {
				s, ok := findSecret(text, from)
				if !ok {
					return
				}
				f := p.reportText(v, s.start, "this looks like %s; replace it by a placeholder and revoke it", s.name)
				f.Snippet = "" // shows it
				from = s.end
			}
		})
	},
}

// secretsMax is how many keys one text can have findings for.
const secretsMax = 5
