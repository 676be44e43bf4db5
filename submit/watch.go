package submit

import (
	"context"
	"errors"
	"iter"
	"time"
)

// longestPoll bounds the pause of a [Client.Watch] that cannot reach the
// service.
const longestPoll = 5 * time.Minute

// Watch yields a job's state now and after every Settings.Poll, until the job
// has ended. An error of [ClassTemporary] comes with the last state that was
// seen, and watching goes on with growing pauses for as long as it takes; any
// other error is the end. A cancelled ctx ends the watching and leaves the job
// running.
func (c *Client) Watch(ctx context.Context, id string) iter.Seq2[Job, error] {
	return func(yield func(Job, error) bool) {
		last, wait := Job{ID: id}, c.settings.Poll
		for {
			job, err := c.jobCall(ctx, "GET", id, "")
			if err == nil {
				last, wait = job, c.settings.Poll
			}
			err = c.classify(err)
			if !yield(last, err) || err == nil && last.Status.Ended() {
				return
			}
			if err != nil {
				if ClassOf(err) != ClassTemporary {
					return
				}
				wait = longerWait(wait, err)
			}
			if err := sleep(ctx, wait); err != nil {
				yield(last, err)
				return
			}
		}
	}
}

func longerWait(wait time.Duration, err error) time.Duration {
	wait = min(2*wait, longestPoll)
	var failed *CallError
	if errors.As(err, &failed) {
		wait = max(wait, min(failed.Wait, time.Hour))
	}
	return wait
}
