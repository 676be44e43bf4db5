// Package openai speaks OpenAI's files, uploads, fine-tuning jobs and events,
// and those of the providers that speak its protocol, as a [service.Service].
//
// go-openai makes the calls that it has in full, and gives its types, its
// errors and its HTTP seam to the others, which version 1.43 lacks: it cannot
// send a job's method, seed, metadata or integrations; it drops a job's error;
// it cannot list jobs, nor page through files, events or checkpoints; it knows
// neither pause nor resume nor the Uploads API; it tells no model's shutdown
// date; and it holds a whole upload in memory.
package openai

import (
	"encoding/json"
	"net/http"
	"strings"

	goopenai "github.com/sashabaranov/go-openai"

	"github.com/ftplan/ftplan/submit/service"
)

// New returns a client for an endpoint that speaks OpenAI's protocol. It
// refuses a URL that would carry the key unencrypted to another machine.
// Nothing is sent yet.
func New(endpoint service.Endpoint, key service.Key, settings service.Settings) (*service.Client, error) {
	a, err := newAdapter(endpoint, key, settings)
	if err != nil {
		return nil, err
	}
	return &service.Client{Caller: a.Caller, Service: a}, nil
}

// adapter is the service at one endpoint.
type adapter struct {
	*service.Caller
	api *goopenai.Client
}

func newAdapter(endpoint service.Endpoint, key service.Key, settings service.Settings) (*adapter, error) {
	caller, err := service.NewCaller(endpoint, key, settings, service.Dialect{Words: words, NotYet: notYet, Hint: hint})
	if err != nil {
		return nil, err
	}
	config := goopenai.DefaultConfig("") // the caller sets the key
	config.BaseURL = strings.TrimRight(endpoint.URL, "/")
	config.HTTPClient = caller
	return &adapter{Caller: caller, api: goopenai.NewClientWithConfig(config)}, nil
}

// words reads the API's error envelope.
func words(answer []byte) *service.Words {
	var e goopenai.ErrorResponse
	if json.Unmarshal(answer, &e) != nil || e.Error == nil {
		return nil
	}
	code, ok := e.Error.Code.(string)
	if !ok {
		code = ""
	}
	return &service.Words{Code: code, Type: e.Error.Type, Message: e.Error.Message}
}

func hint(failed *service.CallError) string {
	switch {
	case failed.Code() == "training_not_available":
		return "this organization can no longer create training jobs here; another provider can train the same data"
	case failed.Status == http.StatusTooManyRequests && daily(failed):
		return "the service takes only so many jobs a day; submit again tomorrow, nothing was paid"
	case failed.Status == http.StatusRequestEntityTooLarge:
		return "one file may have 512 MB (512,000,000 bytes), through the Uploads API 8 GB"
	}
	return ""
}

// daily says that a limit is one of jobs or requests a day.
func daily(failed *service.CallError) bool {
	words := strings.ToLower(failed.Code() + " " + failed.Text)
	return strings.Contains(words, "daily") || strings.Contains(words, "per day")
}
