package service

import (
	"net/http"
	"time"
)

// Settings are the times and sizes of a [Caller]. A member that is zero has
// the value its comment names.
type Settings struct {
	// Transport carries the requests: its dialer, proxy and TLS settings are
	// used. Default: Go's, with the proxy from the environment.
	Transport *http.Transport
	// Tries is how often a call without a price is made; default 5.
	Tries int
	// BackoffMin and BackoffMax bound the pause between tries, which is random
	// below a doubling bound; default 500 ms and 30 s.
	BackoffMin, BackoffMax time.Duration
	// Idle is how long a call may go without a byte moving; default 60 s.
	Idle time.Duration
	// Total is how long a call may take as a whole that moves no file; default
	// 2 min.
	Total time.Duration
	// Processing is how long to wait for the service to be done with an uploaded
	// file; default 10 min.
	Processing time.Duration
	// LongestWait is the longest pause that the service may ask for; default
	// 120 s. Asked for longer, a call fails with the time.
	LongestWait time.Duration
	// Grace is how long a create call goes on after its context is cancelled;
	// default 30 s.
	Grace time.Duration
	// Looks are the moments, since the outcome of a create call became unknown,
	// of looking for its job; default 0, 2, 5, 10, 20, 40, 60, 120 s. The last is
	// the window that passes between a create call that left this machine and
	// another one.
	Looks []time.Duration
	// PartsAbove is the size in bytes above which a file goes up in parts;
	// default 400 MB (400,000,000).
	PartsAbove int64
	// PartBytes is the size of a part; default and at most 64 MB (64,000,000).
	PartBytes int64
	// Parallel is how many parts are sent at once; default 4.
	Parallel int
	// Poll is the pause between looks at a followed job; default 10 s.
	Poll time.Duration
	// Now is the clock by which the guard of a launch judges; default time.Now.
	Now func() time.Time
	// Report is told what goes on, from one goroutine at a time; may be nil.
	Report func(Notice)
	// Debug is told one line per request and answer, without the key, headers
	// or bodies; may be nil.
	Debug func(line string)
}

// Notice is something worth showing while a call goes on.
type Notice struct {
	// Text says what is being done or waited for, in one line.
	Text string
	// Sent and Total are bytes of an upload; Total is 0 for other notices.
	Sent, Total int64
	// Wait is how long the pause will be, or 0.
	Wait time.Duration
}

func orDefault[T comparable](value *T, fallback T) {
	var zero T
	if *value == zero {
		*value = fallback
	}
}

func (s Settings) withDefaults() Settings {
	orDefault(&s.Tries, 5)
	orDefault(&s.BackoffMin, 500*time.Millisecond)
	orDefault(&s.BackoffMax, 30*time.Second)
	orDefault(&s.Idle, 60*time.Second)
	orDefault(&s.Total, 2*time.Minute)
	orDefault(&s.Processing, 10*time.Minute)
	orDefault(&s.LongestWait, 120*time.Second)
	orDefault(&s.Grace, 30*time.Second)
	orDefault(&s.PartsAbove, 400_000_000)
	orDefault(&s.PartBytes, 64_000_000)
	orDefault(&s.Parallel, 4)
	orDefault(&s.Poll, 10*time.Second)
	if s.Looks == nil {
		for _, seconds := range []int{0, 2, 5, 10, 20, 40, 60, 120} {
			s.Looks = append(s.Looks, time.Duration(seconds)*time.Second)
		}
	}
	if s.Now == nil {
		s.Now = time.Now
	}
	return s
}
