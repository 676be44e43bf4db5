package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/ftplan/ftplan/plan"
)

// usageFlags say how the tuned model will be used, and what it would be used instead of.
type usageFlags struct {
	monthlyInput, monthlyOutput, dailyInput, dailyOutput quantity
	requests, requestInput, requestOutput                quantity
	cached, batch, retry                                 percentage
	months                                               months

	prompt       quantity
	promptCached percentage
	against      string
}

func (u *usageFlags) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.Var(&u.monthlyInput, "monthly-input", "tokens that the tuned model reads in a month, such as 300K")
	f.Var(&u.monthlyOutput, "monthly-output", "tokens that it writes in a month")
	f.Var(&u.dailyInput, "daily-input", "the same by day")
	f.Var(&u.dailyOutput, "daily-output", "the same by day")
	f.Var(&u.requests, "requests", "requests in that month or day; in a month beside --request-input")
	f.Var(&u.requestInput, "request-input", "tokens that one request reads")
	f.Var(&u.requestOutput, "request-output", "tokens that one request writes")
	f.Var(&u.cached, "cached", "share of the input read from the cache")
	f.Var(&u.batch, "batch", "share of the tokens sent in batches")
	f.Var(&u.retry, "retry", "on top, for requests that are repeated; 5% to 10% is usual")
	f.Var(&u.months, "months", "how long the model is used (default 12; cut at its shutdown)")
	f.Var(&u.prompt, "prompt-tokens", "tokens of the longer prompt that would do without the fine-tune: from when on is it worth it?")
	f.Var(&u.promptCached, "prompt-cached", "share of that longer prompt read from the cache")
	f.StringVar(&u.against, "against", "", "the untuned model to compare with (default the tuned one's base)")
}

const usageHint = "choose one: --monthly-input with --monthly-output, the daily ones, or --requests with --request-input and --request-output"

// usage returns the usage that was given, nil where none was.
func (u *usageFlags) usage() (*plan.Usage, error) {
	monthly := u.monthlyInput.set || u.monthlyOutput.set
	daily := u.dailyInput.set || u.dailyOutput.set
	single := u.requestInput.set || u.requestOutput.set
	if u.prompt.set && (monthly || daily) {
		single = false // the length of a request is then for the comparison alone
	}
	switch {
	case monthly && daily, monthly && single, daily && single:
		return nil, usage(usageHint, "usage is given twice")
	case single && !u.requests.set && !u.prompt.set:
		return nil, usage("add --requests, their number in a month", "tokens of one request make no bill without the number of requests")
	case single && !u.requests.set:
		return nil, nil
	case !monthly && !daily && !single && (u.requests.set || !u.cached.IsZero() || !u.batch.IsZero() || !u.retry.IsZero()):
		return nil, usage(usageHint, "nothing says how many tokens are used")
	case !monthly && !daily && !single && (u.months == 0 || u.prompt.set):
		return nil, nil // months alone are the horizon of the comparison, or of what is billed for hosting
	}
	return u.amounts(daily, single)
}

func (u *usageFlags) amounts(daily, single bool) (*plan.Usage, error) {
	use := plan.Usage{Period: plan.PerMonth, Input: u.monthlyInput.n, Output: u.monthlyOutput.n, Requests: u.requests.n}
	if daily {
		use.Period, use.Input, use.Output = plan.PerDay, u.dailyInput.n, u.dailyOutput.n
	}
	if single {
		var err error
		if use, err = plan.PerRequest(u.requestInput.n, u.requestOutput.n, u.requests.n); err != nil {
			return nil, err
		}
	}
	use.Cached, use.Batch, use.Retry, use.Months = u.cached.Percent, u.batch.Percent, u.retry.Percent, int(u.months)
	return &use, nil
}

// billed refuses the cost of owning a model where nothing would be billed: months alone are enough for a provider that
// charges for hosting, and for no other.
func billed(own *plan.Ownership, err error) (*plan.Ownership, error) {
	if err != nil || own == nil || own.Usage.Input != 0 || own.Usage.Output != 0 || len(own.Bills) == 0 {
		return own, err
	}
	for _, bill := range own.Bills {
		if bill.Cost.Cost == nil || bill.Cost.Cost.Sign() != 0 {
			return own, nil
		}
	}
	return nil, usage(usageHint, "nothing says how many tokens are used")
}

// rival returns what the fine-tune is compared with, nil where nothing was asked, and where the length of a request comes
// from. The survey may be nil.
func (u *usageFlags) rival(use *plan.Usage, survey *plan.Survey) (rival *plan.Rival, from string, err error) {
	if !u.prompt.set {
		if u.against != "" || !u.promptCached.IsZero() {
			return nil, "", usage("add --prompt-tokens, how much longer that model's prompt would be", "--against and --prompt-cached say what a longer prompt is sent to")
		}
		return nil, "", nil
	}
	r := plan.Rival{Base: u.against, ExtraPrompt: u.prompt.n, Cached: u.promptCached.Percent, Months: int(u.months)}
	switch {
	case u.requestInput.set || u.requestOutput.set:
		r.Input, r.Output = u.requestInput.n, u.requestOutput.n
		from = "the length of a request is as given"
	case use != nil && use.Requests > 0:
		r.Input, r.Output = use.Input/use.Requests, use.Output/use.Requests
		from = "the length of a request is the usage over its requests"
	case survey != nil && survey.File.Examples > 0:
		n := survey.File.Examples
		r.Input, r.Output = (survey.Tokens.Billed-survey.Tokens.Trained)/n, survey.Tokens.Trained/n
		from = fmt.Sprintf("a request is as long as the average of the %d examples", n)
	default:
		return nil, "", usage("add --request-input and --request-output", "nothing says how long a request is")
	}
	return &r, from, nil
}

// breakEven compares the tuned model with its rival, where one was given.
func (u *usageFlags) breakEven(s plan.Settings, training plan.Total, use *plan.Usage, survey *plan.Survey, at moment) (*plan.BreakEven, error) {
	rival, from, err := u.rival(use, survey)
	if rival == nil || err != nil {
		return nil, err
	}
	b, err := plan.NewBreakEven(s, training, *rival, at.catalog, at.now)
	if err != nil {
		return nil, err
	}
	b.Assumptions = append(b.Assumptions, from)
	return b, nil
}
