package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view/runs"
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/plan/catalog"
)

// use says how a fine-tuned model is used: a command that asks it something, or what has to be done before. It is nil where
// no model is told of and nothing is known to be done.
func (o *connection) use(w world, at account, model string) *runs.Use {
	if at.provider.Serving != "" {
		return &runs.Use{Model: model, Text: "to use it: " + at.provider.Serving}
	}
	if model == "" {
		return nil
	}
	body, err := json.Marshal(askBody(at, model))
	if err != nil {
		return nil
	}
	path := "/chat/completions"
	if completes(at) {
		path = "/completions"
	}
	return &runs.Use{Model: model, Command: fmt.Sprintf("%s -d %s", o.curl(w, at, path), dataset.ShellWord(string(body)))}
}

// askBody is the body of a request that asks a model something.
func askBody(at account, model string) any {
	if completes(at) {
		return struct {
			Model  string `json:"model"`
			Prompt string `json:"prompt"`
		}{model, "Hello"}
	}
	type message struct {
		Role    string `json:"role"`
		Content string `json:"content"`
	}
	return struct {
		Model    string    `json:"model"`
		Messages []message `json:"messages"`
	}{model, []message{{"user", "Hello"}}}
}

// completes reports whether a job's base model completes prompts and holds no conversations.
func completes(at account) bool {
	if at.quote == nil {
		return false
	}
	_, _, offer, err := catalog.Builtin().Find(at.quote.Model, at.quote.Provider)
	return err == nil && offer.Completions
}

// curl is the start of a command that sends JSON to a path of the service. The shell reads the key where this program read
// it; the key itself is not in it.
func (o *connection) curl(w world, at account, path string) string {
	words := []string{"curl", "-sS", dataset.ShellWord(strings.TrimRight(at.endpoint.URL, "/") + path + query(at.endpoint.Query))}
	header := at.provider.Auth.Header + ": " + at.provider.Auth.Prefix
	key := "$" + envKey(w, at.provider.Name)
	if o.keyFile != "" {
		key = "$(cat " + dataset.ShellFile(o.keyFile) + ")"
	}
	words = append(words, "-H", `"`+header+key+`"`)
	for _, name := range slices.Sorted(maps.Keys(at.endpoint.Headers)) {
		words = append(words, "-H", dataset.ShellWord(name+": "+at.endpoint.Headers[name]))
	}
	return strings.Join(append(words, "-H", "'Content-Type: application/json'"), " ")
}

func query(parameters map[string]string) string {
	values := url.Values{}
	for name, value := range parameters {
		values.Set(name, value)
	}
	if len(values) == 0 {
		return ""
	}
	return "?" + values.Encode()
}
