package openai

import (
	"context"
	"net/url"
	"time"

	"github.com/ftplan/ftplan/submit/service"
)

// slack is how far before a time of the service's clock jobs are looked at;
// mostOlder is how many jobs in a row that are older still end a look, so that
// a list out of order is read some way on.
const (
	slack     = 15 * time.Minute
	mostOlder = 100
)

// Exact is false: a job that exists may be missing from the lists for a while.
func (a *adapter) Exact() bool { return false }

// Find looks by the metadata filters, with the metadata checked in each entry
// as a service may ignore the filter, and, once a create call may have been
// sent, through the whole list back to that time.
func (a *adapter) Find(ctx context.Context, s service.Search) ([]service.Job, error) {
	found := map[string]service.Job{}
	for _, l := range a.listings(s) {
		if err := a.findIn(ctx, s, l, found); err != nil {
			return nil, err
		}
	}
	var hits []service.Job
	for _, job := range found {
		hits = append(hits, job)
	}
	return hits, nil
}

// listing is a list of jobs and how far back it is read.
type listing struct {
	query url.Values
	since time.Time
}

func (a *adapter) listings(s service.Search) []listing {
	var all []listing
	if !a.Endpoint().NoMetadata {
		all = append(all, listing{filter(service.TagKey, s.Submission), s.Quoted})
		if s.Quote != "" {
			all = append(all, listing{filter(service.QuoteKey, s.Quote), s.Quoted})
		}
	}
	if !s.Since.IsZero() {
		all = append(all, listing{nil, s.Since})
	}
	return all
}

func filter(key, value string) url.Values { return url.Values{"metadata[" + key + "]": {value}} }

// mostForeign is how many jobs of others in a filtered list show that the
// service ignores the filter, where no time bounds the list.
const mostForeign = 1000

func (a *adapter) findIn(ctx context.Context, s service.Search, l listing, found map[string]service.Job) error {
	older, foreign := 0, 0
	for job, err := range a.jobs(ctx, l.query) {
		if err != nil {
			return err
		}
		if s.Fits(job) || s.Quotes(job) {
			found[job.ID] = job
		} else {
			foreign++
		}
		if older++; !job.Created.Before(l.since.Add(-slack)) {
			older = 0
		}
		if older >= mostOlder || l.since.IsZero() && foreign >= mostForeign {
			break
		}
	}
	return nil
}
