package lint

// Rules returns all rules in the order of their codes.
//
// The families: FT1 the file and its bytes, FT2 JSON, FT3 the shape of an example, FT4 messages, roles and weights,
// FT5 tools, FT6 images, FT7 preference and reinforcement, FT8 the text itself, FT9 the file as a whole.
func Rules() []*Rule {
	return []*Rule{
		emptyFile,
		foreignFile,
		jsonDocument,
		tooFewExamples,
		byteOrderMark,
		noByteOrderMark,
		blankLine,
		lineTooLong,
		strayCarriageReturn,
		rawSeparator,
		badJSON,
		pythonLiteral,
		notANumber,
		trailingComma,
		comment,
		severalValues,
		cutLine,
		controlCharacter,
		duplicateName,
		badUTF8,
		loneSurrogate,
		notAnObject,
		wrongFormat,
		missingKey,
		unknownKey,
		messagesType,
		noMessages,
		mixedFormats,
		missingRole,
		notAMessage,
		unknownRole,
		unknownMessageKey,
		misplacedKey,
		nullMember,
		badWeight,
		weightElsewhere,
		missingContent,
		contentType,
		emptyContent,
		badPart,
		nothingTrained,
		noAnswer,
		trailingMessages,
		repeatedAnswer,
		notAlternating,
		lateSystem,
		noUser,
		opensUnasked,
		malformedName,
		memberType,
		tooManyImages,
		imageTooLarge,
		imageType,
		brokenImage,
		imageMislabelled,
		imageMode,
		imageRole,
		imageURLScheme,
		imageHTTP,
		noImages,
		signedURL,
		imageDetail,
		imageShape,
		imageExamples,
		oldPreferenceKeys,
		preferenceInput,
		preferenceOutput,
		preferenceEnding,
		identicalPair,
		preferenceImage,
		turnedPair,
		lengthBias,
		swappedPairs,
		reinforcementEnding,
		graderField,
		unevenFields,
	}
}

// Unreadable returns the rules that say why a file or a line cannot be read at all: what a count or a split has to know.
func Unreadable() []*Rule {
	var rules []*Rule
	for _, r := range Rules() {
		if r.Broken != nil || r.Code < "FT110" && r.File != nil {
			rules = append(rules, r)
		}
	}
	return rules
}
