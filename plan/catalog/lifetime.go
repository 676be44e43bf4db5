package catalog

import (
	"fmt"
	"strings"
	"time"
)

// Lifetime is how long a model can be trained and how long its fine-tunes answer. A zero date is not announced.
type Lifetime struct {
	LastTrainingDay Date   `json:"last_training_day,omitzero"`
	Shutdown        Date   `json:"shutdown,omitzero"`
	AtLeast         bool   `json:"at_least,omitzero"` // the dates are the earliest possible
	Closed          string `json:"closed,omitempty"`  // why training is over, when no date is known
	DaysToTrain     *int   `json:"days_to_train,omitzero"`
	DaysToShutdown  *int   `json:"days_to_shutdown,omitzero"`
	Source          string `json:"source"`
}

// String says the dates in words.
func (l Lifetime) String() string {
	from := ""
	if l.AtLeast {
		from = "at the earliest "
	}
	var parts []string
	if l.Closed != "" {
		parts = append(parts, l.Closed)
	}
	if !l.LastTrainingDay.IsZero() {
		parts = append(parts, fmt.Sprintf("last training day %s%s", from, l.LastTrainingDay))
	}
	if !l.Shutdown.IsZero() {
		words := fmt.Sprintf("shutdown %s%s", from, l.Shutdown)
		if l.DaysToShutdown != nil {
			words += " (" + days(*l.DaysToShutdown) + ")"
		}
		parts = append(parts, words)
	}
	if len(parts) == 0 {
		return "no end announced"
	}
	return strings.Join(parts, ", ")
}

// days says how far from today a day is.
func days(n int) string {
	switch {
	case n == 0:
		return "today"
	case n < 0:
		return plural(-n, "day") + " ago"
	}
	return "in " + plural(n, "day")
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// Lifetime returns the offer's dates, seen from now.
func (o *Offer) Lifetime(p *Provider, now time.Time) Lifetime {
	today := DateOf(now)
	l := Lifetime{LastTrainingDay: o.LastTrainingDay, Shutdown: o.Shutdown, AtLeast: o.AtLeast, Closed: o.Closed, Source: p.Source}
	if !o.LastTrainingDay.IsZero() {
		days := today.Until(o.LastTrainingDay)
		l.DaysToTrain = &days
	}
	if !o.Shutdown.IsZero() {
		days := today.Until(o.Shutdown)
		l.DaysToShutdown = &days
	}
	return l
}

// Ended says why the offer can no longer be trained on a day, or "".
func (o *Offer) Ended(today Date) string {
	switch {
	case o.Closed != "":
		return o.Closed
	case !o.Shutdown.IsZero() && !today.Before(o.Shutdown):
		return "it was shut down on " + o.Shutdown.String()
	case !o.LastTrainingDay.IsZero() && o.LastTrainingDay.Before(today):
		words := "its last training day was " + o.LastTrainingDay.String()
		if !o.Shutdown.IsZero() {
			words += ", and its fine-tunes are shut down on " + o.Shutdown.String()
		}
		return words
	}
	return ""
}

// Launchable reports whether a job can be created: the provider speaks the protocol and still trains the model.
func (o *Offer) Launchable(p *Provider, now time.Time) bool { return p.Launchable() && o.Open(now) }

// Elsewhere names the providers and models that can still be trained with the method.
func (c *Catalog) Elsewhere(method Method, now time.Time) string {
	var places []string
	for i := range c.Providers {
		p := &c.Providers[i]
		if p.Fronts != "" || !p.Launchable() {
			continue
		}
		if models := c.trainable(p, method, now); len(models) > 0 {
			places = append(places, p.Name+": "+strings.Join(models, ", "))
		}
	}
	if len(places) == 0 {
		return fmt.Sprintf("no %s training is known to be open on %s", method, DateOf(now))
	}
	return "the same file can go to " + strings.Join(places, "; ")
}

// trainable lists the provider's models that are open for the method, with their last training day.
func (c *Catalog) trainable(p *Provider, method Method, now time.Time) []string {
	var models []string
	for i := range c.Models {
		o := c.Models[i].Offer(p.Name)
		if o == nil || !o.Takes(method) || o.Ended(DateOf(now)) != "" {
			continue
		}
		name := c.Models[i].Name
		if !o.LastTrainingDay.IsZero() {
			name += " (until " + o.LastTrainingDay.String() + ")"
		}
		models = append(models, name)
	}
	return models
}

// TakingImages says which models learn from images by the method, at the provider if it has any, else at another.
func (c *Catalog) TakingImages(provider *Provider, method Method, now time.Time) string {
	places := []*Provider{provider}
	for i := range c.Providers {
		if p := &c.Providers[i]; p.Fronts == "" && p.Launchable() {
			places = append(places, p)
		}
	}
	for _, p := range places {
		for i := range c.Models {
			m := &c.Models[i]
			if o := m.Offer(p.Base); o != nil && o.Images && o.Takes(method) && o.Open(now) {
				return fmt.Sprintf("%s at %s takes images for %s training; or leave them out", m.Name, p.Name, method)
			}
		}
	}
	return fmt.Sprintf("no model is known to take images for %s training; leave them out", method)
}

// Open reports whether the model can still be trained at the offer's provider.
func (o *Offer) Open(now time.Time) bool { return len(o.Methods) > 0 && o.Ended(DateOf(now)) == "" }
