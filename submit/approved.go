package submit

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/ftplan/ftplan/plan"
)

// Approved turns a quote and a person's consent to it into what is launched and where. The files' paths are as the quote
// names them; locate says where they are found now. Whether the consent covers the quote is asked by the launch's guard,
// before the upload and again before the create call.
func Approved(q *plan.Quote, a *plan.Approval, c *plan.Catalog, locate func(name string) string) (Launch, Endpoint, error) {
	id, err := plan.Submission(q, a)
	if err != nil {
		return Launch{}, Endpoint{}, err
	}
	digest, err := q.Digest()
	if err != nil {
		return Launch{}, Endpoint{}, err
	}
	provider, err := c.Provider(q.Provider)
	if err != nil {
		return Launch{}, Endpoint{}, err
	}
	l := Launch{ID: id, Quote: strings.TrimPrefix(digest, "sha256:"), Model: modelOf(q), ReadBack: readBack(provider)}
	l.Body = func(training, validation string) ([]byte, error) { return q.JobBody(training, validation, id) }
	refs := map[string]plan.FileRef{}
	for _, f := range q.Files {
		refs[f.Role] = f.FileRef
		file := File{Path: locate(f.Name), Bytes: f.Size, SHA256: f.SHA256}
		if f.Role == plan.ValidationFile {
			l.Validation = &file
		} else {
			l.Training = file
		}
	}
	l.Guard = func(now time.Time) error { return covered(q, a, c, now, refs) }
	return l, endpointOf(q, provider), nil
}

// covered asks whether the quote may be launched now. The files are taken to be the quoted ones: the upload compares them
// byte by byte.
func covered(q *plan.Quote, a *plan.Approval, c *plan.Catalog, now time.Time, files map[string]plan.FileRef) error {
	err := a.Covers(q, now, files)
	if err == nil {
		err = q.Outdated(c)
	}
	if err == nil {
		err = q.Late(c, now)
	}
	if refusal, ok := err.(*plan.Refusal); ok {
		return guard(refusal.Reason, refusal.Hint)
	}
	return err
}

// modelOf returns the model's name at the provider, as the job's body has it.
func modelOf(q *plan.Quote) string {
	var body struct{ Model string }
	if err := json.Unmarshal(q.Body, &body); err != nil || body.Model == "" {
		return q.Model
	}
	return body.Model
}

// readBack returns what the created job must repeat: the members by which a tier of a provider is chosen.
func readBack(p *plan.Provider) map[string]json.RawMessage {
	if p.Tier == "" {
		return nil
	}
	members := map[string]json.RawMessage{}
	for name, value := range p.Body {
		members[name] = json.RawMessage(value)
	}
	return members
}

func endpointOf(q *plan.Quote, p *plan.Provider) Endpoint {
	e := Endpoint{
		Name: q.Provider, URL: q.BaseURL, AuthHeader: p.Auth.Header, AuthPrefix: p.Auth.Prefix,
		Headers: p.Headers, Query: p.Query, Form: p.Form,
		NoMetadata: !p.Metadata, NoModels: p.Protocol != "openai" || p.Tier != "",
		Statuses: map[string]Status{},
	}
	if e.MaxFile = p.MaxFileBytes; p.Parts {
		e.MaxFile, e.MaxParts = 0, p.MaxFileBytes
	}
	for theirs, ours := range p.Status {
		e.Statuses[theirs] = Status(ours)
	}
	return e
}

// EndpointFor returns where the jobs of a provider are, for looking at them. The address is the provider's own unless given.
func EndpointFor(p *plan.Provider, baseURL string) (Endpoint, error) {
	if baseURL == "" {
		baseURL = p.BaseURL
	}
	if strings.Contains(baseURL, "<") || baseURL == "" {
		return Endpoint{}, guard(fmt.Sprintf("the address of %s has to be completed: %s", p.Name, baseURL), "give it with --base-url")
	}
	return endpointOf(&plan.Quote{Provider: p.Name, BaseURL: baseURL}, p), nil
}
