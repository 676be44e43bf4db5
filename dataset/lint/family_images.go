package lint

// imagesRules returns the rules of the family in the order of their codes.
func imagesRules() []*Rule {
	return []*Rule{
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
		damagedImage,
	}
}
