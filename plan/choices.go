package plan

import (
	"maps"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/plan/money"
)

// Choices are what a person chose about a job, with every default filled in. From them, the files and the catalog a quote
// is made again; nothing else in a saved quote is believed.
type Choices struct {
	Training        string            `json:"training"` // the files, as the user wrote their names
	Validation      string            `json:"validation,omitempty"`
	Model           string            `json:"model"` // the snapshot, or the fine-tune to go on from
	Provider        string            `json:"provider"`
	Method          catalog.Method    `json:"method"`
	Epochs          int64             `json:"epochs,omitzero"`           // 0 = automatic
	Hyperparameters map[string]string `json:"hyperparameters,omitempty"` // that differ from the provider's defaults
	Prices          string            `json:"prices"`                    // the price sheet's name
	BaseURL         string            `json:"base_url,omitempty"`        // where it is not the provider's own
	Suffix          string            `json:"suffix,omitempty"`          // of the tuned model's name
	Seed            *int64            `json:"seed,omitzero"`             //
	Grader          jsontext.Value    `json:"grader,omitzero"`           // of a reinforcement job
	Hours           *int64            `json:"hours,omitzero"`            // where training is sold by the hour
	AllowErrors     bool              `json:"allow_errors,omitzero"`     // errors were found and are let pass
	GoodForSeconds  int64             `json:"good_for_seconds"`          // from when the quote was made
	Vocabulary      *Vocabulary       `json:"vocabulary,omitzero"`       // of the user's, by which tokens were counted
}

// Vocabulary is a file of the user's by which tokens are counted, and how it was said to be read.
type Vocabulary struct {
	File    string `json:"file"`              // as the user wrote its name
	Pattern string `json:"pattern,omitempty"` // "" = by the file's name
	Chat    string `json:"chat,omitempty"`    // "" = what suits the pattern
}

// choices are the settings with every default filled in. What has no effect on the job is left out, so that one job has
// one form.
func (d *draft) choices() Choices {
	s := d.settings
	c := Choices{
		Training: d.survey.File.Name, Model: d.model.Name, Provider: d.provider.Name, Method: d.method, Epochs: s.Epochs,
		Hyperparameters: maps.Clone(s.Hyperparameters), Prices: d.sheet.Name, Suffix: s.Suffix, Seed: s.Seed,
		AllowErrors: s.AllowErrors && d.lint().Errors > 0, GoodForSeconds: int64(d.lifespan() / time.Second), Vocabulary: s.Vocabulary,
	}
	if tuned := d.continues(); tuned != "" {
		c.Model = tuned
	}
	if v := s.Validation; v != nil {
		c.Validation = v.File.Name
	}
	if url := d.baseURL(); url != d.provider.BaseURL {
		c.BaseURL = url
	}
	if d.method == catalog.Reinforcement && len(s.Grader) > 0 {
		c.Grader = s.Grader
	}
	if d.price.Unit == money.PerHour {
		c.Hours = s.Hours
	}
	maps.DeleteFunc(c.Hyperparameters, func(name, value string) bool { return d.provider.Parameter(name).Default == value })
	if len(c.Hyperparameters) == 0 {
		c.Hyperparameters = nil
	}
	return c
}

// Settings returns the settings that ask for the same job. The files have to be surveyed and the program has to be named
// by the caller.
func (c Choices) Settings() Settings {
	return Settings{
		Model: c.Model, Provider: c.Provider, Method: c.Method, Epochs: c.Epochs, Hyperparameters: c.Hyperparameters,
		Sheet: c.Prices, BaseURL: c.BaseURL, Suffix: c.Suffix, Seed: c.Seed, Grader: c.Grader, Hours: c.Hours,
		AllowErrors: c.AllowErrors, Lifespan: time.Duration(c.GoodForSeconds) * time.Second, Vocabulary: c.Vocabulary,
	}
}
