package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"os"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view/runs"
	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/submit"
	"github.com/ftplan/ftplan/submit/service"
)

// lookAfter looks after a create call that was made for a quote which can no longer be launched, for the reason given: the
// journal alone decides what became of it. Where no call was made, or its job does not exist, the reason is the error.
func (o *submitOptions) lookAfter(ctx context.Context, c *common, reason error) error {
	record, err := o.recordOf(c)
	if err != nil || record == nil || !record.Called() {
		return reason
	}
	job, at, err := o.lookFor(ctx, c, record)
	if at.client != nil {
		defer at.client.Close()
	}
	switch {
	case err != nil && job.ID == "":
		return hidden(err)
	case err != nil:
		return err
	case job.ID == "":
		return reason
	}
	return o.show(ctx, c, at, job)
}

// hidden gives an error the class of one that may hide a paid job.
func hidden(err error) error {
	if service.ClassOf(err) == service.ClassUnknown {
		return err
	}
	return &service.Error{Class: service.ClassUnknown, Err: err, Message: "a paid job may exist, and it cannot be looked for now", Hint: hintOf(err)}
}

// recordOf returns the record of the launch of a quote, by the copy of the quote that was kept when it was launched: the
// quote itself need not be readable any more.
func (o *submitOptions) recordOf(c *common) (*submit.Record, error) {
	dir, err := c.stateFolder()
	if err != nil {
		return nil, err
	}
	text, err := readDocument(o.quote, "quote")
	if err != nil {
		return nil, err
	}
	records, err := submit.Records(dir)
	if err != nil {
		return nil, err
	}
	for _, r := range records {
		if kept, err := os.ReadFile(keptQuote(dir, r.Submission)); err == nil && r.Err == nil && bytes.Equal(kept, text) {
			return &r, nil
		}
	}
	return nil, nil
}

// lookFor looks for the job of a record, at the address that its journal names. No job and no error says that there is
// none.
func (o *submitOptions) lookFor(ctx context.Context, c *common, r *submit.Record) (service.Job, account, error) {
	dir, err := c.stateFolder()
	if err != nil {
		return service.Job{}, account{}, err
	}
	provider, err := catalog.Builtin().Provider(cmp.Or(r.Provider, keptProvider(dir, r.Submission), defaultProvider))
	if err != nil {
		return service.Job{}, account{}, err
	}
	endpoint, err := submit.EndpointFor(provider, r.URL)
	if err != nil {
		return service.Job{}, account{}, err
	}
	client, err := o.client(c, endpoint)
	if err != nil {
		return service.Job{}, account{}, err
	}
	at := account{client: client, provider: provider, endpoint: endpoint}
	l := r.Launch()
	l.Resume, l.Accept = o.resume, o.accept
	journal, err := submit.OpenJournal(dir, l)
	if err != nil {
		return service.Job{}, at, err
	}
	defer journal.Close()
	job, _, err := submit.Look(ctx, client, l, journal)
	return job, at, err
}

// keptProvider is the provider that a kept quote names, or "". Journals name it themselves since their second version.
func keptProvider(dir, submission string) string {
	text, err := os.ReadFile(keptQuote(dir, submission))
	if err != nil {
		return ""
	}
	var q struct {
		Provider string `json:"provider"`
	}
	if json.Unmarshal(text, &q) != nil {
		return ""
	}
	return q.Provider
}

// confirm asks the person who fenced an unknown outcome before another create call is sent. Where there is nobody to ask,
// --fence was the word for it.
func (o *submitOptions) confirm(c *common) func(context.Context, string) error {
	return func(ctx context.Context, text string) error {
		if !c.person {
			runs.Notices(c.err, c.style())(service.Notice{Text: text})
			return nil
		}
		answer, err := c.ask(ctx, text+"\nType yes to launch anew: ")
		if err == nil && answer != "yes" {
			err = service.Guard("nothing was sent: the answer was not the word yes", "`"+o.resume+"` looks for the job again")
		}
		return err
	}
}
