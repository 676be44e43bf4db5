package openai

import (
	"bytes"
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/ftplan/ftplan/submit/service"
)

// free are the members that do not change what a job costs.
var free = []string{"suffix", "seed", "learning_rate", "learning_rate_multiplier", "beta", "warmup_ratio", "weight_decay", "max_grad_norm"}

// aside are the members of the call that are no terms of the job: they say whose
// it is, or where it reports to.
var aside = []string{"metadata", "integrations", "custom_llm_provider"}

// A term is one value of the create call and the places where a job may tell
// it, by the names of nested members.
type term struct {
	name   string
	sent   json.RawMessage
	places [][]string
}

// Differences compares what was sent with what the job tells. What was left to
// the service, as "auto" or not at all, differs from nothing.
func (a *adapter) Differences(body []byte, job service.Job) service.Differences {
	var sent, told members
	if json.Unmarshal(body, &sent) != nil || json.Unmarshal(job.Told, &told) != nil {
		return service.Differences{Untold: []string{"terms"}}
	}
	var d service.Differences
	for _, t := range terms(sent) {
		got, costs := find(told, t.places), !slices.Contains(free, t.name)
		switch {
		case got == nil && costs:
			d.Untold = append(d.Untold, t.name)
		case got != nil && !same(t.name, t.sent, got):
			d.List = append(d.List, service.Difference{Name: t.name, Sent: a.value(t.sent), Got: a.value(got), Costs: costs, File: strings.HasSuffix(t.name, "_file")})
		}
	}
	return d
}

func (a *adapter) value(text json.RawMessage) string { return a.Clean(string(text), 80) }

// terms are the values of a call in the order of their names: its members, the
// name of its method, and the hyperparameters wherever they stand. A job of an
// older form tells those outside of its method.
func terms(sent members) []term {
	var all []term
	add := func(name string, value json.RawMessage, places ...[]string) {
		if !open(value) {
			all = append(all, term{name, value, places})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(sent)) {
		switch {
		case slices.Contains(aside, name):
		case name == "method":
			add("method", at(sent, []string{"method", "type"}), []string{"method", "type"})
		case name == "suffix":
			add(name, sent[name], []string{name}, []string{"user_provided_suffix"})
		case name != "hyperparameters":
			add(name, sent[name], []string{name})
		}
	}
	kind := member[string](member[members](sent, "method"), "type")
	inMethod := []string{"method", kind, "hyperparameters"}
	for _, place := range [][]string{inMethod, {"hyperparameters"}} {
		var hyper members
		if json.Unmarshal(at(sent, place), &hyper) != nil {
			continue
		}
		for _, name := range slices.Sorted(maps.Keys(hyper)) {
			add(name, hyper[name], append(slices.Clone(inMethod), name), []string{"hyperparameters", name})
		}
	}
	return all
}

// open says that a value leaves the choice to the service.
func open(value json.RawMessage) bool {
	value = bytes.TrimSpace(value)
	return len(value) == 0 || slices.Contains([]string{"null", `"auto"`, `"max"`, `""`}, string(value))
}

// find returns the first value other than null and "auto" at one of the places.
func find(m members, places [][]string) json.RawMessage {
	for _, place := range places {
		if v := at(m, place); !open(v) {
			return v
		}
	}
	return nil
}

func at(m members, path []string) json.RawMessage {
	for _, name := range path[:len(path)-1] {
		m = member[members](m, name)
	}
	return m[path[len(path)-1]]
}

// dated is what a snapshot adds to a model's name.
var dated = regexp.MustCompile(`^-\d{4}-\d{2}-\d{2}$`)

// same compares two values: numbers by their value, a model so that its name may
// have become that of its snapshot, others as JSON.
func same(name string, want, got json.RawMessage) bool {
	var a, b string
	if json.Unmarshal(want, &a) == nil && json.Unmarshal(got, &b) == nil {
		rest, longer := strings.CutPrefix(b, a)
		return a == b || name == "model" && longer && dated.MatchString(rest)
	}
	return canonical(want) == canonical(got)
}

// canonical is a JSON value in one way of writing it.
func canonical(text json.RawMessage) string {
	var number float64
	if json.Unmarshal(text, &number) == nil {
		out, err := json.Marshal(number)
		if err == nil {
			return string(out)
		}
	}
	var m members
	if json.Unmarshal(text, &m) == nil {
		for name := range m {
			m[name] = json.RawMessage(canonical(m[name]))
		}
		if out, err := json.Marshal(m); err == nil {
			return string(out)
		}
	}
	var compact bytes.Buffer
	if json.Compact(&compact, text) == nil {
		return compact.String()
	}
	return string(text)
}
