package tokenize

import (
	"fmt"
	"strconv"
	"strings"
)

// Evidence is what is known of how a service counts, and from where: bills, recorded counts, printed jobs. It is data, and
// the one place where it stands; quotes, reports and pages read it from here.
type Evidence struct {
	Topic       Topic
	Claim       string   // what it shows, as a sentence without a period
	Cases       string   // what was compared, and how many: "16 jobs", "four bills"
	Least, Most int      // examples of the smallest and of the largest case; 0 = not stated
	Models      []string // the starts of the names of the models, where the claim is known for some alone
	Source      string
	From, Until int    // years of the cases
	Checked     string // when they were last compared, as YYYY-MM-DD
}

// A Topic is what evidence is about.
type Topic string

// The topics.
const (
	ChatText         Topic = "chat"
	ToolText         Topic = "tools"
	PairText         Topic = "preferences"
	ValidationTokens Topic = "validation"
	BatchSize        Topic = "batch"
	AutoEpochs       Topic = "epochs"
	AzureText        Topic = "azure"
	AzureTrained     Topic = "azure-trained-tokens"
	AzureImages      Topic = "azure-images"
	HarmonyText      Topic = "harmony"
)

var evidence = []Evidence{
	{Topic: ChatText, Claim: "chat text is billed to the token as it is counted here", Cases: "16 jobs", Least: 10, Most: 200,
		Source: "public repositories that hold a training file and print its bill", From: 2023, Until: 2026, Checked: "2026-11-27"},
	{Topic: ToolText, Claim: "tools are billed to the token as they are written here", Cases: "one bill of 145,983 tokens, 37 counts of the chat API",
		Least: 103, Most: 103, Models: []string{"gpt-3.5-turbo", "gpt-35-turbo", "gpt-4o"},
		Source: "OpenAI's cookbook; hmarr/openai-chat-tokens", Checked: "2026-11-27"},
	{Topic: PairText, Claim: "a preference pair is billed as two conversations, each with its prompt", Cases: "two jobs at Azure, within 1 %",
		Least: 25, Most: 2750, Source: "public repositories that print the bill of a preference job", Checked: "2026-11-27"},
	{Topic: ValidationTokens, Claim: "validation tokens are not billed", Cases: "four bills",
		Source: "public jobs with a validation file whose bill is that of the training file alone", Checked: "2026-11-27"},
	{Topic: BatchSize, Claim: "batch size does not matter", Cases: "one file billed twice, 3,281,924 tokens with batches of 13 and of 50",
		Source: "public jobs", Checked: "2026-11-27"},
	{Topic: AutoEpochs, Claim: "auto epochs are as the rule says", Cases: "16 of 16 jobs", Least: 10, Most: 3000,
		Source: "public jobs that print their examples and epochs; beyond, one by inference: 37,120 examples, 1 epoch", Checked: "2026-11-27"},
	{Topic: AzureText, Claim: "Azure counts 3 tokens for a conversation where OpenAI counts 1, and rounds the bill up to the next 1,000",
		Cases: "two jobs", Source: "Azure's documentation; MicrosoftLearning/mslearn-ai-studio", Checked: "2026-11-27"},
	{Topic: AzureTrained, Claim: "Azure's bill is the event Training tokens billed, not trained_tokens",
		Cases: "two jobs, 6,720 against 5,000 billed and 2,538 against 2,146", Source: "public jobs", Checked: "2026-11-27"},
	{Topic: AzureImages, Claim: "what Azure bills for an image in a data URL is not known; the job's own counter was about 20,000 an image where tiles say a few hundred",
		Cases: "one job, 21,581 an example", Source: "public job", Checked: "2026-11-27"},
	{Topic: HarmonyText, Claim: "gpt-oss is billed as its chat format is written, within 0.013 %", Cases: "one invoice of Nebius, 53,110 tokens where 53,117 are counted",
		Least: 120, Most: 120, Source: "Nebius console", From: 2026, Until: 2026, Checked: "2026-09-24"},
}

// AllEvidence returns what is known, most used first.
func AllEvidence() []Evidence { return append([]Evidence(nil), evidence...) }

// EvidenceOn returns what is known about a topic; the zero value where nothing is.
func EvidenceOn(topic Topic) Evidence {
	for _, e := range evidence {
		if e.Topic == topic {
			return e
		}
	}
	return Evidence{}
}

// Span returns the years and sizes of the cases in words: "2023 to 2026, 10 to 200 examples"; "" where neither is stated.
func (e Evidence) Span() string {
	var parts []string
	if e.From > 0 {
		parts = append(parts, between(e.From, e.Until, strconv.Itoa))
	}
	if e.Most > 0 {
		parts = append(parts, between(e.Least, e.Most, thousands)+" examples")
	}
	return strings.Join(parts, ", ")
}

func between(low, high int, name func(int) string) string {
	if low == high {
		return name(low)
	}
	return name(low) + " to " + name(high)
}

// Sentence returns the claim and what it rests on, without a period.
func (e Evidence) Sentence() string {
	if span := e.Span(); span != "" {
		return fmt.Sprintf("%s (%s; %s)", e.Claim, e.Cases, span)
	}
	return fmt.Sprintf("%s (%s)", e.Claim, e.Cases)
}

// thousands writes a number below a million with a comma between its thousands.
func thousands(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%d,%03d", n/1000, n%1000)
}

// pairNote says what the count of preference pairs rests on.
func pairNote() string {
	e := EvidenceOn(PairText)
	return fmt.Sprintf("%s (%s; at OpenAI by analogy with Azure): ±1 %%", e.Claim, e.Cases)
}
