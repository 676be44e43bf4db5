// Package preference holds the rules about preference and reinforcement data, FT7: two answers of which one is preferred,
// and prompts with data for graders.
package preference

import "github.com/ftplan/ftplan/dataset/lint"

// Rules returns the rules of the family in the order of their codes.
func Rules() []*lint.Rule {
	return []*lint.Rule{
		oldPreferenceKeys,
		preferenceInput,
		preferenceOutput,
		preferenceEnding,
		identicalPair,
		preferenceImage,
		turnedPair,
		lengthBias,
		swappedPairs,
		reinforcementRole,
		reinforcementEnding,
		graderField,
		unevenFields,
		malformedGrader,
		graderModel,
		idleGrader,
	}
}
