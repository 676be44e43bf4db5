package submit

import (
	"strings"
	"time"

	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/money"
	"github.com/ftplan/ftplan/submit/service"
)

// BillFor compares a job with its quote. Tokens are billed at the quote's rate; a rate that is unknown, or not by tokens,
// leaves the money unknown.
func BillFor(job service.Job, q *plan.Quote, now time.Time) Bill {
	digest, err := q.Digest()
	if err != nil {
		digest = ""
	}
	b := Bill{
		Time: now, Submission: job.Metadata[service.TagKey], Quote: strings.TrimPrefix(digest, "sha256:"), JobID: job.ID,
		Model: q.Model, Provider: q.Provider, Method: string(q.Method), Status: job.Status,
		QuotedTokens: q.Training.BilledTokens, BilledTokens: job.TrainedTokens, QuotedEpochs: &q.Epochs, BilledEpochs: job.Epochs,
		QuotedUSD: text(q.Training.Cost),
	}
	if job.TrainedTokens != nil && q.Training.PricePerMillion != nil {
		b.BilledUSD = text(money.Rate{Price: q.Training.PricePerMillion, Unit: money.PerMillion}.Cost(*job.TrainedTokens))
	}
	return b
}

func text(u *money.USD) *string {
	if u == nil {
		return nil
	}
	s := u.String()
	return &s
}
