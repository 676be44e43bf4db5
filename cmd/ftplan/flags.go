package main

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/money"
)

// A quantity is a flag for tokens or requests: 1200, 300K, 1.5M, 2B.
type quantity struct {
	n   int64
	set bool
}

func (q *quantity) String() string {
	if !q.set {
		return ""
	}
	return strconv.FormatInt(q.n, 10)
}

func (q *quantity) Set(text string) (err error) {
	q.n, err = money.ParseQuantity(text)
	q.set = err == nil
	return err
}

func (q *quantity) Type() string { return "quantity" }

// A percentage is a flag for a share: 50% or 7.5.
type percentage struct{ money.Percent }

func (p *percentage) String() string {
	if p.IsZero() {
		return ""
	}
	return p.Percent.String() + "%"
}

func (p *percentage) Set(text string) (err error) {
	p.Percent, err = money.ParsePercent(text)
	return err
}

func (p *percentage) Type() string { return "percent" }

// A months is a flag for how long a model is used. Zero is not given.
type months int

func (m *months) String() string {
	if *m == 0 {
		return ""
	}
	return strconv.Itoa(int(*m))
}

func (m *months) Set(text string) error {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > plan.MaxMonths {
		return fmt.Errorf("%q is no number of months: write 1 to %d", text, plan.MaxMonths)
	}
	*m = months(n)
	return nil
}

func (m *months) Type() string { return "int" }

// An amount is a flag for money: 25, 25.00 or $25.
type amount struct {
	money.USD
	set bool
}

func (a *amount) String() string {
	if !a.set {
		return ""
	}
	return a.USD.String()
}

func (a *amount) Set(text string) (err error) {
	a.USD, err = money.ParseUSD(text)
	if err == nil && a.Sign() < 0 {
		err = fmt.Errorf("%s is less than nothing", a.USD)
	}
	a.set = err == nil
	return err
}

func (a *amount) Type() string { return "dollars" }

// A span is a flag for a length of time: 90m, 48h or 3d. Zero is not given.
type span struct{ time.Duration }

func (s *span) String() string {
	if s.Duration == 0 {
		return ""
	}
	return s.Duration.String()
}

func (s *span) Set(text string) error {
	hours := text
	if days, ok := strings.CutSuffix(text, "d"); ok {
		n, err := strconv.Atoi(days)
		if err != nil || n > 1000 {
			return fmt.Errorf("%q is no length of time: write 90m, 48h or 3d", text)
		}
		hours = strconv.Itoa(24*n) + "h"
	}
	d, err := time.ParseDuration(hours)
	if err != nil {
		return fmt.Errorf("%q is no length of time: write 90m, 48h or 3d", text)
	}
	if d < time.Minute || d > plan.MaxLifespan {
		return fmt.Errorf("%s is out of range: from a minute to 30 days, when prices are too old", text)
	}
	s.Duration = d
	return nil
}

func (s *span) Type() string { return "duration" }

// An entries is a flag for how many entries are shown; 0 is all of them.
type entries int

func (e *entries) String() string { return strconv.Itoa(int(*e)) }

func (e *entries) Set(text string) error {
	n, err := strconv.ParseInt(text, 10, 64)
	if errors.Is(err, strconv.ErrSyntax) {
		return fmt.Errorf("%q is no number", text)
	}
	if err != nil || n < 0 || n > math.MaxInt32 {
		return fmt.Errorf("%q is out of range: from 0 for all to %d", text, math.MaxInt32)
	}
	*e = entries(n)
	return nil
}

func (e *entries) Type() string { return "int" }

// A pause is a flag for the time between two looks at a job.
type pause struct{ time.Duration }

func (p *pause) Set(text string) error {
	d, err := time.ParseDuration(text)
	if err != nil {
		return fmt.Errorf("%q is no length of time: write 10s or 2m", text)
	}
	if d < time.Millisecond || d > time.Hour {
		return fmt.Errorf("%s is out of range: from 1ms to an hour", d)
	}
	p.Duration = d
	return nil
}

func (p *pause) Type() string { return "duration" }
