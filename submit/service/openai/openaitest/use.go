package openaitest

import (
	"encoding/json"
	"net/http"
	"strings"
)

// Unsafe is the word whose texts the moderation flags.
const Unsafe = "unsafe-text"

type chatMessage struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

type choice struct {
	Message chatMessage `json:"message"`
}

// answerChat answers for the fine-tuned models of jobs that have succeeded, and
// for their checkpoints.
func (s *Service) answerChat(r request) answer {
	var asked struct {
		Model    string        `json:"model"`
		Messages []chatMessage `json:"messages"`
	}
	if err := json.Unmarshal(r.body.text, &asked); err != nil || len(asked.Messages) == 0 {
		return invalid("'model' and 'messages' are required properties")
	}
	for _, j := range s.jobs {
		if j.model == nil || asked.Model != *j.model && !strings.HasPrefix(asked.Model, *j.model+":") {
			continue
		}
		return result(struct {
			Object  string   `json:"object"`
			Model   string   `json:"model"`
			Choices []choice `json:"choices"`
		}{"chat.completion", asked.Model, []choice{{chatMessage{"assistant", "You said " + asked.Messages[0].Content}}}})
	}
	return refusal(http.StatusNotFound, "invalid_request_error", "The model '"+asked.Model+"' does not exist")
}

// moderate flags the texts that hold [Unsafe].
func moderate(r request) answer {
	var asked struct {
		Input []string `json:"input"`
	}
	if err := json.Unmarshal(r.body.text, &asked); err != nil || len(asked.Input) == 0 {
		return invalid("'input' is a required property")
	}
	type verdict struct {
		Flagged bool `json:"flagged"`
	}
	verdicts := make([]verdict, len(asked.Input))
	for i, text := range asked.Input {
		verdicts[i].Flagged = strings.Contains(text, Unsafe)
	}
	return result(struct {
		Results []verdict `json:"results"`
	}{verdicts})
}
