package plan

import (
	"slices"
	"strings"

	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/plan/money"
	"github.com/ftplan/ftplan/tokenize"
)

// evidence says what the quote's way of counting rests on: what is known, from how many bills, of which sizes and years.
func (d *draft) evidence() []string {
	var list []string
	for _, topic := range d.topics() {
		list = append(list, tokenize.EvidenceOn(topic).Sentence())
	}
	return list
}

// topics are what there is evidence about that touches the quote.
func (d *draft) topics() []tokenize.Topic {
	var topics []tokenize.Topic
	if d.price.Unit == money.PerMillion {
		topics = d.countingTopics()
	}
	if d.provider.Epochs.Auto == "by examples" && d.method == catalog.Supervised && d.epochsWhy != "" {
		topics = append(topics, tokenize.AutoEpochs)
	}
	return append(topics, d.provider.Evidence...)
}

// countingTopics are those about how the file is counted.
func (d *draft) countingTopics() []tokenize.Topic {
	var topics []tokenize.Topic
	if d.model.Chat == "openai" {
		if d.method == catalog.Supervised && !d.provider.Billing.Estimate {
			topics = append(topics, tokenize.ChatText)
		}
		if d.holds(tokenize.ToolPart) {
			topics = append(topics, tokenize.ToolText)
		}
	}
	if strings.Contains(d.leftToService(), "batch_size") {
		topics = append(topics, tokenize.BatchSize)
	}
	return topics
}

// holds reports whether the file has tokens of a kind.
func (d *draft) holds(part tokenize.Part) bool {
	return slices.ContainsFunc(d.survey.Tokens.Parts, func(p Part) bool { return p.Name == part.String() })
}

// evidenceAgainst warns of what is known to be billed otherwise than it is counted.
func (d *draft) evidenceAgainst() []string {
	if d.provider.Billing.DataImages == "unknown" && d.survey.DataImages > 0 {
		return []string{tokenize.EvidenceOn(tokenize.AzureImages).Sentence()}
	}
	return nil
}
