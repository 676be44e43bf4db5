package submit

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/bill"
	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/plan/money"
	"github.com/ftplan/ftplan/submit/service"
)

// BilledTokens returns what a job was billed, nil where that is not known. A
// job that did not succeed is not billed by its trained tokens as far as
// anybody knows, and where a provider tells the bill in an event, its job's own
// counter is another number: Azure's was seen twice as high.
func BilledTokens(job service.Job, events []service.Event, rules catalog.Billing) *int64 {
	if rules.BillEvent == "" {
		if job.Status == service.Succeeded {
			return job.TrainedTokens
		}
		return nil
	}
	for _, e := range events { // newest first
		text, ok := strings.CutPrefix(strings.TrimSpace(e.Message), rules.BillEvent)
		if !ok {
			continue
		}
		n, err := strconv.ParseInt(strings.ReplaceAll(strings.TrimSpace(text), ",", ""), 10, 64)
		if err != nil || n < 0 {
			return nil
		}
		return &n
	}
	return nil
}

// BillNote says what is known about the bill of a job that has ended, where
// the billed tokens are not; otherwise "".
func BillNote(status service.Status, billed *int64, method catalog.Method, rules catalog.Billing) string {
	switch {
	case billed != nil:
		return ""
	case status == service.Succeeded && rules.BillEvent != "":
		return "the event that tells the bill is missing, and the job's own counter is not the bill here"
	case status == service.Failed && rules.Failed != "":
		return "failed jobs are " + rules.Failed + ", as the provider documents"
	case status == service.Failed:
		return "billing of failed jobs unknown"
	case status == service.Cancelled:
		return CancelledNote(method, rules)
	}
	return ""
}

// CancelledNote says what is known about the bill of a job that is cancelled.
func CancelledNote(method catalog.Method, rules catalog.Billing) string {
	if slices.Contains(rules.BillsCancelled, method) {
		return "work done before a job is cancelled is billed, as the provider documents"
	}
	return "whether work done before a job is cancelled is billed is unknown"
}

// An Ending is what is known of a job, beside its quote where it was launched
// from here.
type Ending struct {
	Job      service.Job
	Quote    *plan.Quote // nil where the job was launched elsewhere
	Provider *catalog.Provider
	URL      string // the address of the service
	Progress Progress
	Now      time.Time
}

// Bill says what a job was, what became of it and what it cost, compared with
// its quote. Tokens are billed at the quote's rate; a rate that is unknown, or
// not by tokens, leaves the money unknown.
func (e Ending) Bill() Bill {
	job, rules := e.Job, e.Provider.Billing
	b := Bill{
		Time: e.Now, Submission: job.Metadata[service.TagKey], JobID: job.ID, Model: job.Model, Provider: e.Provider.Name, URL: e.URL,
		Method: job.Method, Status: job.Status, BilledTokens: BilledTokens(job, e.Progress.Events, rules), TrainedTokens: job.TrainedTokens,
		BilledEpochs: job.Epochs, Hyperparameters: job.Hyperparameters, Minutes: job.Minutes(), Best: e.Progress.Best(),
		Training: &BilledFile{ID: job.TrainingFile}, FineTunedModel: job.FineTunedModel,
	}
	if job.ValidationFile != "" {
		b.Validation = &BilledFile{ID: job.ValidationFile}
	}
	if e.Quote != nil {
		b.quoted(e.Quote)
	}
	b.Note = BillNote(b.Status, b.BilledTokens, catalog.Method(b.Method), rules)
	return b
}

// quoted adds what the quote says: it knows the files by what is in them.
func (b *Bill) quoted(q *plan.Quote) {
	if digest, err := q.Digest(); err == nil {
		b.Quote = strings.TrimPrefix(digest, "sha256:")
	}
	b.Model, b.Method, b.Encoding = q.Model, string(q.Method), q.Encoding
	b.QuotedTokens, b.QuotedEpochs, b.QuotedUSD = q.Training.BilledTokens, &q.Epochs, text(q.Training.Cost)
	for _, f := range q.Files {
		of := b.Training
		if Role(f.Role) == Validation {
			if b.Validation == nil {
				b.Validation = &BilledFile{}
			}
			of = b.Validation
		}
		of.Name, of.SHA256, of.Examples = f.Name, f.SHA256, f.Examples
	}
	if b.BilledTokens != nil {
		b.BilledUSD = text(q.Training.Charge(*b.BilledTokens))
	}
	b.Figures = b.figures(q)
}

// figures hold a bill against the count of its quote. Where the job ran other epochs than were quoted, or did not succeed,
// they say nothing of the count.
func (b *Bill) figures(q *plan.Quote) *bill.Figures {
	counted := q.Training.BilledTokens
	if b.Status != service.Succeeded || b.BilledTokens == nil || counted == nil || b.BilledEpochs != nil && *b.BilledEpochs != q.Epochs {
		return nil
	}
	return &bill.Figures{Model: bill.Known(q.Model, q.Encoding), Provider: q.Provider, Format: q.Training.Format, Examples: b.Training.Examples, Exact: q.Training.ExactExamples,
		Epochs: q.Epochs, Constructs: append([]string{}, q.Training.Constructs...), Counted: *counted, Billed: *b.BilledTokens}
}

func text(u *money.USD) *string {
	if u == nil {
		return nil
	}
	s := u.String()
	return &s
}
