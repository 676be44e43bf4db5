package catalog

import (
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/ftplan/ftplan/plan/document"
	"github.com/ftplan/ftplan/plan/money"
	"github.com/ftplan/ftplan/tokenize"
)

// Provider is a profile of a service that trains models: where it is, how it bills, what it accepts. Profiles are data;
// code knows no provider by name.
type Provider struct {
	Name         string                    `json:"name"`
	Title        string                    `json:"title"`
	Protocol     string                    `json:"protocol"`          // openai, close (small differences), gateway, other (not ours to speak)
	Fronts       string                    `json:"fronts,omitzero"`   // a gateway's provider: its models, prices and rules hold
	BaseURL      string                    `json:"base_url,omitzero"` // parts in <angle brackets> are for the user to fill
	Auth         Auth                      `json:"auth"`
	Sheet        string                    `json:"sheet,omitzero"` // its price sheet; "" = no prices known
	Billing      Billing                   `json:"billing,omitzero"`
	Epochs       EpochRule                 `json:"epochs,omitzero"`
	ParametersAt string                    `json:"parameters_at,omitzero"` // method (method.<type>.hyperparameters) or hyperparameters
	Parameters   []Parameter               `json:"parameters,omitempty"`
	SuffixMax    int                       `json:"suffix_max,omitzero"` // characters; 0 = takes no suffix
	Seed         bool                      `json:"seed,omitzero"`       // takes a seed
	Metadata     bool                      `json:"metadata,omitzero"`   // takes metadata
	MinExamples  int64                     `json:"min_examples,omitzero"`
	WantsMark    bool                      `json:"wants_mark,omitzero"`     // asks for a byte-order mark before the first line
	Alternating  bool                      `json:"alternating,omitzero"`    // refuses two messages of the assistant in a row
	GraderModels []string                  `json:"grader_models,omitempty"` // that may judge in graders; none where no list is known
	Takes        Takes                     `json:"takes,omitzero"`
	MaxFileBytes int64                     `json:"max_file_bytes,omitzero"` // in powers of ten, see the limits of the lint rules; 0 = not stated
	Tiers        []Tier                    `json:"tiers,omitempty"`
	Headers      map[string]string         `json:"headers,omitempty"` // extra request headers
	Query        map[string]string         `json:"query,omitempty"`   // extra query parameters
	Form         map[string]string         `json:"form,omitempty"`    // extra form fields of an upload
	Body         map[string]jsontext.Value `json:"body,omitempty"`    // extra members of the job's body
	Status       map[string]string         `json:"status,omitempty"`  // its job statuses in the protocol's words
	Serving      string                    `json:"serving,omitzero"`  // what has to be done before a fine-tuned model answers; "" = it answers under its name at once
	Milestones   []Milestone               `json:"milestones,omitempty"`
	Evidence     []tokenize.Topic          `json:"evidence,omitempty"` // what its bills are known to show
	Assumptions  []string                  `json:"assumptions,omitempty"`
	Warnings     []string                  `json:"warnings,omitempty"`
	Source       string                    `json:"source"`
	Checked      Date                      `json:"checked"`

	Tier string `json:"-"` // the chosen tier, set by [Catalog.Provider]
	Base string `json:"-"` // the name that offers and sheets go by: azure for azure-global, openai for a gateway to it
}

// Takes is what the lines of a provider's training files may hold beyond the format that all share.
type Takes struct {
	Reasoning bool `json:"reasoning,omitzero"` // reasoning or reasoning_content beside an answer
	Weights   bool `json:"weights,omitzero"`   // a weight on any message, and a number between 0 and 1 as that of an example
	Prompts   bool `json:"prompts,omitzero"`   // lines of prompt and completion
	Text      bool `json:"text,omitzero"`      // lines of text alone
}

// Auth is the header that carries the key, and what stands before the key in it.
type Auth struct {
	Header string `json:"header"`
	Prefix string `json:"prefix,omitzero"`
}

// Billing holds the rules by which counted tokens become billed ones.
type Billing struct {
	ExampleTokens  int64      `json:"example_tokens"`          // tokens per example beside its messages; a count holds 1
	RoundUpTo      int64      `json:"round_up_to,omitzero"`    // a job's tokens are rounded up to a multiple; 0 = not
	Validation     string     `json:"validation"`              // billed, not billed, unknown
	MinimumCharge  *money.USD `json:"minimum_charge,omitzero"` // a job
	BillsCancelled []Method   `json:"bills_cancelled,omitempty"`
	Failed         string     `json:"failed,omitzero"`      // what is known of failed jobs: billed, not billed; "" = unknown
	BillEvent      string     `json:"bill_event,omitzero"`  // what stands before the billed tokens in the event that tells them; "" = the job's trained_tokens are the bill
	Estimate       bool       `json:"estimate,omitzero"`    // counts are not known to be exact here
	DataImages     string     `json:"data_images,omitzero"` // images in the data itself: unknown where nobody knows what they cost; "" = as counted
}

// Billed returns the billed tokens of a job of n epochs, given those of one: the provider's rounding is a job's.
func (b Billing) Billed(perEpoch, epochs int64) int64 {
	n := perEpoch * epochs
	if b.RoundUpTo > 1 {
		n = (n + b.RoundUpTo - 1) / b.RoundUpTo * b.RoundUpTo
	}
	return n
}

// Tier is one of several ways to buy the same training from a provider.
type Tier struct {
	Name    string                    `json:"name"`
	Default bool                      `json:"default,omitzero"`
	Body    map[string]jsontext.Value `json:"body,omitempty"`
	Warning string                    `json:"warning,omitzero"`
}

// Milestone is a dated step of a provider's wind-down that touches who may create jobs.
type Milestone struct {
	Date   Date   `json:"date"`
	Effect string `json:"effect"`
}

// Provider finds a profile by name, such as openai, azure (its default tier) or azure-global (the provider and a
// tier). A gateway's profile is completed from the provider it fronts. An unknown name is an [*Invalid].
func (c *Catalog) Provider(name string) (*Provider, error) {
	for _, p := range c.Providers {
		if name == p.Name {
			return c.resolve(p, defaultTier(p)), nil
		}
		for _, t := range p.Tiers {
			if name == p.Name+"-"+t.Name {
				return c.resolve(p, t), nil
			}
		}
	}
	return nil, Invalidf(didYouMean(name, c.ProviderNames()), "unknown provider %q", document.Clip(name))
}

// Launchable reports whether jobs can be created at the provider by OpenAI's protocol.
func (p *Provider) Launchable() bool { return p.Protocol != "other" }

// ProviderNames lists every name that [Catalog.Provider] finds.
func (c *Catalog) ProviderNames() []string {
	var names []string
	for _, p := range c.Providers {
		names = append(names, p.Name)
		for _, t := range p.Tiers {
			names = append(names, p.Name+"-"+t.Name)
		}
	}
	return names
}

func defaultTier(p Provider) Tier {
	for _, t := range p.Tiers {
		if t.Default {
			return t
		}
	}
	return Tier{}
}

// resolve completes a profile: a tier's body and warning, and what a gateway takes from the provider behind it.
func (c *Catalog) resolve(p Provider, tier Tier) *Provider {
	r := p
	if i := slices.IndexFunc(c.Providers, func(q Provider) bool { return q.Name == p.Fronts }); i >= 0 {
		r = c.Providers[i]
		r.Name, r.Title, r.Protocol, r.Fronts = p.Name, p.Title, p.Protocol, p.Fronts
		r.BaseURL, r.Auth, r.Source, r.Checked = p.BaseURL, p.Auth, p.Source, p.Checked
		r.Headers, r.Query, r.Form, r.Body = p.Headers, p.Query, p.Form, p.Body
		r.Assumptions = slices.Concat(r.Assumptions, p.Assumptions)
	}
	r.Base = p.Name
	if p.Fronts != "" {
		r.Base = p.Fronts
	}
	if tier.Name == "" {
		return &r
	}
	r.Tier, r.Body = tier.Name, tier.Body
	r.Name = strings.Join([]string{p.Name, tier.Name}, "-")
	if tier.Warning != "" {
		r.Warnings = append(slices.Clone(r.Warnings), tier.Warning)
	}
	return &r
}
