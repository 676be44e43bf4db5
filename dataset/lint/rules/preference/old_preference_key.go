package preference

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules/keys"
	"github.com/ftplan/ftplan/dataset/lint/rules/samples"
)

var oldPreferenceKeys = &lint.Rule{
	Code: "FT701", Name: "old-preference-key", Consequence: lint.Refused,
	Title: "a key of a preference has the name that an old schema gave it",
	Why: "A schema of the service once said preferred_completion and non_preferred_completion. The service itself reads " +
		"preferred_output and non_preferred_output, and nothing else.",
	Cure:     "Rename the keys to preferred_output and non_preferred_output.",
	Bad:      []string{samples.PreferenceLine("Hi", "Hello!", "What?", "preferred_completion", "non_preferred_completion")},
	Good:     []string{samples.PreferenceLine("Hi", "Hello!", "What?", "preferred_output", "non_preferred_output")},
	Fixed:    samples.PreferenceLine("Hi", "Hello!", "What?", "preferred_output", "non_preferred_output"),
	Settings: forPreferences,
	Shape: func(p *lint.Pass) {
		if p.Format != dataset.Preference {
			return
		}
		for name := range p.Root.Members() {
			for _, key := range [...]string{"preferred_output", "non_preferred_output"} {
				if name.Is(keys.OldPreferenceName(key)) {
					f := p.Report(name, "%s is the name in an old schema; the service reads %s", keys.OldPreferenceName(key), key)
					f.Fix = keys.Rename(name, key)
					f.Fix.Unsafe = false // nothing else can be meant
				}
			}
		}
	},
}

// forPreferences sets the method of the examples.
func forPreferences(s *lint.Settings) { s.Format = dataset.Preference }

// forReinforcement sets the method of the examples.
func forReinforcement(s *lint.Settings) { s.Format = dataset.Reinforcement }
