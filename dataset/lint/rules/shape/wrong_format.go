package shape

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

var wrongFormat = &lint.Rule{
	Code: "FT302", Name: "wrong-format", Consequence: lint.Refused,
	Title: "the line has the format of another method",
	Why: "Each training method wants its own format: chat messages for supervised fine-tuning, pairs of answers for " +
		"preference, prompt and completion for the legacy models only. What other trainers read, ShareGPT or Alpaca " +
		"files and the like, no service takes as it is.",
	Refusal: "The job failed due to an invalid training file. Invalid file format. Input file file-… is in the fine-tune-" +
		"chat format, but the specified fine-tuning job is not using 'supervised' as the training method (provided " +
		"method=dpo).",
	Cure: "Choose the method that fits the file, or convert the file with ftplan convert.",
	Bad: []string{
		`{"prompt": "Hi ->", "completion": " Hello"}`,
		`{"input": {"messages": [{"role": "user", "content": "Hi"}]}, "preferred_output": [{"role": "assistant", "content": "Hello"}], "non_preferred_output": [{"role": "assistant", "content": "Yo"}]}`,
		`{"messages": [{"role": "user", "content": "Hi"}], "reference_answer": "Hello"}`,
		`{"conversations": [{"from": "human", "value": "Hi"}, {"from": "gpt", "value": "Hello"}]}`,
		`{"instruction": "Greet", "input": "", "output": "Hello"}`,
		`{"prompt": "Hi", "chosen": "Hello", "rejected": "Yo"}`,
		`{"text": "Hello"}`,
	},
	Good: []string{`{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`},
	Shape: func(p *lint.Pass) {
		want, got := p.Settings.Format, p.Format
		if want == dataset.Chat && lint.PromptOnly(p) {
			got = dataset.Reinforcement
		}
		if p.Taken() || got == dataset.UnknownFormat || got == want || want == dataset.UnknownFormat && got.Service() {
			return
		}
		if want == dataset.UnknownFormat {
			want = dataset.Chat
		}
		p.Report(p.Root, "the line is in the %v format, %v is wanted; %s", got, want, wayOut(got, want))
	},
}

// wayOut says what to do with a line in one format where another is wanted.
func wayOut(got, want dataset.Format) string {
	switch {
	case got == dataset.PlainText:
		return "a text alone has no question and no answer, so write messages"
	case got == dataset.Preference:
		return "choose the method dpo, or write messages that end with the answer"
	case got == dataset.Reinforcement:
		return "choose the method reinforcement, or write messages that end with the answer"
	case got == dataset.Chat && want == dataset.Preference:
		return "choose the method supervised, or write input, preferred_output and non_preferred_output"
	case got == dataset.Chat:
		return "choose the method supervised, or another file"
	case got == dataset.Chosen && want == dataset.Preference:
		return "ftplan convert --to preference rewrites the file"
	case got == dataset.Chosen:
		return "ftplan convert --to preference rewrites the file for the method dpo"
	case want == dataset.Chat:
		return "ftplan convert --to chat rewrites the file"
	}
	return "ftplan convert --to chat rewrites the file for the method supervised"
}
