package submit

import (
	"context"
	"iter"
	"time"

	"github.com/ftplan/ftplan/submit/service"
)

// longestPoll bounds the pause of a [Watch] that cannot reach the
// service.
const longestPoll = 5 * time.Minute

// Watch yields a job's state now and after every Settings.Poll, until the job
// has ended. An error of [ClassTemporary] comes with the last state that was
// seen, and watching goes on with growing pauses for as long as it takes; any
// other error is the end. A cancelled ctx ends the watching and leaves the job
// running.
func Watch(ctx context.Context, c *service.Client, id string) iter.Seq2[service.Job, error] {
	return func(yield func(service.Job, error) bool) {
		last, wait := service.Job{ID: id}, c.Settings().Poll
		for {
			job, err := c.ReadJob(ctx, id)
			if err == nil {
				last, wait = job, c.Settings().Poll
			}
			err = c.Classify(err)
			if !yield(last, err) || err == nil && last.Status.Ended() {
				return
			}
			if err != nil {
				if service.ClassOf(err) != service.ClassTemporary {
					return
				}
				wait = longerWait(wait, err)
			}
			if err := service.Sleep(ctx, wait); err != nil {
				yield(last, err)
				return
			}
		}
	}
}

func longerWait(wait time.Duration, err error) time.Duration {
	wait = min(2*wait, longestPoll)
	if failed, ok := service.AsCallError(err); ok {
		wait = max(wait, min(failed.Wait, time.Hour))
	}
	return wait
}
