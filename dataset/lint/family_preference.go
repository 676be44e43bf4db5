package lint

// preferenceRules returns the rules of the family in the order of their codes.
func preferenceRules() []*Rule {
	return []*Rule{
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
	}
}
