package tokenize

import "strings"

// encodings maps the start of a model's name to its encoding. The longest start that fits decides.
// Source: OpenAI's tiktoken, model.py, of 2026; azure's spelling of gpt-3.5 and gpt-oss added.
var encodings = map[string]string{
	"gpt-4o":           "o200k_base",
	"gpt-4.1":          "o200k_base",
	"gpt-4.5":          "o200k_base",
	"gpt-5":            "o200k_base",
	"o1":               "o200k_base",
	"o3":               "o200k_base",
	"o4-mini":          "o200k_base",
	"gpt-oss-":         "o200k_harmony",
	"gpt-4":            "cl100k_base",
	"gpt-3.5-turbo":    "cl100k_base",
	"gpt-35-turbo":     "cl100k_base",
	"babbage-002":      "cl100k_base",
	"davinci-002":      "cl100k_base",
	"text-davinci-003": "p50k_base",
	"text-davinci-002": "p50k_base",
	"code-":            "p50k_base",
	"ada":              "r50k_base",
	"babbage":          "r50k_base",
	"curie":            "r50k_base",
	"davinci":          "r50k_base",
}

// EncodingFor returns the encoding of a model, and whether the table knows the model. A fine-tuned model has the encoding
// of its base: "ft:gpt-4.1-…:org::id" is gpt-4.1. An unknown gpt model is taken to have the newest encoding; any other
// unknown model has none.
func EncodingFor(model string) (encoding string, known bool) {
	base := baseOf(model)
	longest := ""
	for start := range encodings {
		if strings.HasPrefix(base, start) && len(start) > len(longest) {
			longest = start
		}
	}
	if longest != "" {
		return encodings[longest], true
	}
	if strings.HasPrefix(base, "gpt-") {
		return "o200k_base", false
	}
	return "", false
}

// baseOf returns the name of the model that a fine-tuned one is made of, and any other name in small letters.
func baseOf(model string) string {
	base := strings.ToLower(model)
	if tuned, ok := strings.CutPrefix(base, "ft:"); ok {
		base, _, _ = strings.Cut(tuned, ":")
	}
	return base
}
