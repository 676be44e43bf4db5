package main

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/catalog"
)

// A job is what is chosen about a job beside its target and its file.
type job struct {
	epochs, prices string
	hyper          []string
	hours          quantity
}

func (j *job) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&j.epochs, "epochs", "auto", "a number, or auto as the service would choose; pinned in the quote")
	f.StringVar(&j.prices, "prices", "", "a price sheet: openai, guide-2026, …, or a file (default: the provider's own)")
	f.StringArrayVar(&j.hyper, "set", nil, "a hyperparameter as name=value, such as batch_size=8; may be repeated")
	f.Var(&j.hours, "hours", "hours of training, where those are billed")
}

// set puts the choices into settings.
func (j *job) set(s *plan.Settings) (err error) {
	if j.epochs != "auto" {
		if s.Epochs, err = strconv.ParseInt(j.epochs, 10, 64); err != nil || s.Epochs < 1 {
			return usage("give a whole number such as 3, or auto", "--epochs %q is no number of epochs", j.epochs)
		}
	}
	s.Hyperparameters = map[string]string{}
	for _, pair := range j.hyper {
		name, value, ok := strings.Cut(pair, "=")
		if !ok {
			return usage("write --set batch_size=8", "--set %q lacks a value", pair)
		}
		if _, twice := s.Hyperparameters[name]; twice {
			return usage("give one value", "--set says %s twice", name)
		}
		s.Hyperparameters[name] = value
	}
	if j.hours.set {
		s.Hours = &j.hours.n
	}
	return nil
}

// withPastTraining prices a job. One that can no longer be created is priced for comparison, and refused says why.
func withPastTraining[T any](s plan.Settings, price func(plan.Settings) (T, error)) (priced T, refused *plan.Refusal, err error) {
	if priced, err = price(s); !errors.As(err, &refused) {
		return priced, nil, err
	}
	s.PastTraining = true
	priced, err = price(s)
	return priced, refused, err
}

// A moment is what prices and dates are judged by: the catalog, the sheet that was asked for, and the time.
type moment struct {
	catalog *catalog.Catalog
	sheet   string // "" = the provider's own
	now     time.Time
}

func (c *common) moment(prices string) (m moment, err error) {
	if m.now, err = c.clock(); err != nil {
		return m, err
	}
	m.catalog, m.sheet, err = c.catalog(prices)
	return m, err
}
