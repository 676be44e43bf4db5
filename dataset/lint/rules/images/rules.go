// Package images holds the rules about images in messages, FT6: where they come from, and whether their bytes are an image
// that the service takes. The bytes are read by package detect.
package images

import "github.com/ftplan/ftplan/dataset/lint"

// Rules returns the rules of the family in the order of their codes.
func Rules() []*lint.Rule {
	return []*lint.Rule{
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
