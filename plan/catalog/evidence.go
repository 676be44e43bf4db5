package catalog

import (
	"github.com/ftplan/ftplan/plan/money"
	"github.com/ftplan/ftplan/tokenize"
)

// A Basis is what a quote rests on, as far as there can be evidence on it.
type Basis struct {
	Model      *Model
	Provider   *Provider
	Method     Method
	Unit       money.Unit // of the price
	Tools      bool       // the file declares tools
	AutoBatch  bool       // the batch size is left to the service
	AutoEpochs bool       // nobody chose the epochs
}

// Evidence says what is known that touches a quote: from how many bills, of which sizes and years.
func (b Basis) Evidence() []string {
	var list []string
	for _, topic := range b.topics() {
		list = append(list, tokenize.EvidenceOn(topic).Sentence())
	}
	return list
}

func (b Basis) topics() []tokenize.Topic {
	var topics []tokenize.Topic
	add := func(topic tokenize.Topic, touches bool) {
		if touches {
			topics = append(topics, topic)
		}
	}
	tokens := b.Unit == money.PerMillion
	chat := tokens && b.Model.Chat == "openai"
	add(tokenize.ChatText, chat && b.Method == Supervised && !b.Provider.Billing.Estimate)
	add(tokenize.ToolText, chat && b.Tools)
	add(tokenize.BatchSize, tokens && b.AutoBatch)
	add(tokenize.AutoEpochs, b.AutoEpochs && b.Method == Supervised && b.Provider.Epochs.Auto == "by examples")
	return append(topics, b.Provider.Evidence...)
}
