package bpe

import "fmt"

// Pattern names the rule by which a tokenizer splits text into pieces before it merges bytes. Merges never cross the
// border of a piece.
type Pattern uint8

// The patterns in use. Their regular expressions, as published with each tokenizer, are the specification of the
// hand-written scanners.
const (
	// O200k is the pattern of o200k_base and o200k_harmony.
	O200k Pattern = iota
	// CL100k is the pattern of cl100k_base.
	CL100k
	// GPT2 is the pattern of gpt2, r50k_base and p50k_base.
	GPT2
	// Llama3 is the pattern of Llama 3: that of cl100k_base as first published, which differs from today's in white
	// space at the end of the text.
	Llama3
	// Qwen2 is the pattern of Qwen 2 and later: Llama 3's with every digit a piece of its own.
	Qwen2
)

// patternNames lists the patterns by name, in the order of the constants.
var patternNames = [...]string{"o200k", "cl100k", "gpt2", "llama3", "qwen2"}

// String returns the name that ParsePattern understands.
func (p Pattern) String() string {
	if int(p) < len(patternNames) {
		return patternNames[p]
	}
	return fmt.Sprintf("pattern %d", uint8(p))
}

// ParsePattern returns the pattern of that name: o200k, cl100k, gpt2 (also p50k and r50k), llama3 or qwen2.
func ParsePattern(name string) (Pattern, error) {
	switch name {
	case "p50k", "r50k":
		return GPT2, nil
	}
	for i, known := range patternNames {
		if name == known {
			return Pattern(i), nil
		}
	}
	return 0, fmt.Errorf("unknown pattern %q: want one of o200k, cl100k, p50k, r50k, gpt2, llama3, qwen2", name)
}

// next returns the end of the piece that starts at text[i], or -1 when the piece holds bytes that are not UTF-8.
func (p Pattern) next(text []byte, i int) int {
	switch p {
	case O200k:
		return nextO200k(text, i)
	case CL100k:
		return nextCL100k(text, i, 3, blanksOrEnd)
	case Llama3:
		return nextCL100k(text, i, 3, blanksWithNewlines)
	case Qwen2:
		return nextCL100k(text, i, 1, blanksWithNewlines)
	default:
		return nextGPT2(text, i)
	}
}
