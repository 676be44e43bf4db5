package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/submit"
	"github.com/ftplan/ftplan/submit/service"
)

// offerReuse looks for a copy of the validation file that the account holds from an earlier launch, before anything is
// uploaded. It is used where --reuse-validation or a person says so; otherwise it is said that it is there. The training
// file is never offered: a job is told from others by it.
func (o *submitOptions) offerReuse(ctx context.Context, c *common, client *service.Client, l *submit.Launch) error {
	dir, err := c.stateFolder()
	if err != nil || l.Validation == nil && !o.reuse {
		return err
	}
	if l.Validation == nil {
		return usage("leave --reuse-validation out", "the quote has no validation file")
	}
	if begun, err := begunBefore(dir, l.ID); begun || err != nil {
		return err
	}
	held, found, err := submit.FindHeld(ctx, client, dir, *l.Validation)
	switch {
	case err != nil:
		return err
	case !found && o.reuse:
		return &plan.Refusal{Reason: "the account holds no copy of the validation file that a launch from here uploaded",
			Hint: "submit without --reuse-validation uploads it"}
	case !found:
		return nil
	case !o.reuse:
		if o.reuse, err = o.agreesToReuse(ctx, c, held); err != nil || !o.reuse {
			return err
		}
	}
	l.HeldValidation = held.ID
	return nil
}

// begunBefore reports whether a launch has a journal already: what it uploads was decided then.
func begunBefore(dir, submission string) (bool, error) {
	records, err := submit.Records(dir)
	return slices.ContainsFunc(records, func(r submit.Record) bool { return r.Submission == submission }), err
}

// agreesToReuse asks a person whether to use a file that is there, or says to nobody in particular that it is.
func (o *submitOptions) agreesToReuse(ctx context.Context, c *common, held submit.HeldFile) (bool, error) {
	text := fmt.Sprintf("the account holds the validation file already, as %s, uploaded from here on %s", held.ID, held.Uploaded.UTC().Format(time.DateOnly))
	if !c.person || o.format != "text" {
		fmt.Fprintf(c.err, "%s; with --reuse-validation it is used, now it is uploaded again\n", text)
		return false, nil
	}
	answer, err := c.ask(ctx, text+". Type yes to use it, anything else uploads it again: ")
	return answer == "yes", err
}
