package lint

var nearDuplicates = &Rule{
	Code: "FT902", Name: "near-duplicates", Consequence: Advice,
	Title: "examples are nearly the same as earlier ones",
	Why: "Of two such conversations at least nine in ten runs of three words are the same, whatever their case, and no number " +
		"differs. Often the same source was taken twice; the model gains little and weighs it double.",
	Cure: "Look at the pairs named and keep the better one of each.",
	Bad: []string{chatLine("How do I store the battery over the winter?", nearText+" And call us before the spring.") + "\n" +
		chatLine("How do I store the battery over the winter?", nearText+" And call us before the summer!")},
	Good: []string{chatLine("How do I store the battery over the winter?", nearText+" Take order 4711 with you.") + "\n" +
		chatLine("How do I keep the battery over the winter?", nearText+" Take order 4712 with you.")},
	File: func(p *SummaryPass) {
		again := p.again()
		if again == nil {
			return
		}
		var found places
		var first twin
		for _, t := range p.near.candidates {
			if !again.alike(t) {
				continue
			}
			if found.count == 0 {
				first = t
			}
			found.add(int(t.line))
		}
		if found.count > 0 {
			p.ReportAt(int(first.line), "%s nearly the same as earlier ones, as line %d is as line %d: %v",
				isOrAre(found.count, "example"), first.line, first.earlier, &found)
		}
	},
}

// nearText is long enough that one word more or less makes little difference.
const nearText = "Charge it to about sixty percent, take it off the bike and keep it in a dry place between ten and twenty degrees, " +
	"away from the sun and from anything that burns. Look at it every second month and charge it again when it has fallen below a " +
	"third. Never leave it on the charger for weeks, and never charge it when it is colder than freezing. In the spring wipe the " +
	"contacts with a dry cloth before you put it back."
