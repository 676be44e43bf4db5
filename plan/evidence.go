package plan

import (
	"slices"
	"strings"

	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/tokenize"
)

// evidence says what the quote's way of counting rests on.
func (d *draft) evidence() []string {
	tools := slices.ContainsFunc(d.survey.Tokens.Parts, func(p Part) bool { return p.Name == tokenize.ToolPart.String() })
	return catalog.Basis{Model: d.model, Provider: d.provider, Method: d.method, Unit: d.price.Unit, Tools: tools,
		AutoBatch: strings.Contains(d.leftToService(), "batch_size"), AutoEpochs: d.epochsWhy != ""}.Evidence()
}

// evidenceAgainst warns of what is known to be billed otherwise than it is counted.
func (d *draft) evidenceAgainst() []string {
	if d.provider.Billing.DataImages == "unknown" && d.survey.DataImages > 0 {
		return []string{tokenize.EvidenceOn(tokenize.AzureImages).Sentence()}
	}
	return nil
}
