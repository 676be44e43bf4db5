package detect

import "bytes"

// refusals are how answers begin that turn the user down, in lower case with straight apostrophes.
var refusals = []string{"i'm sorry, but i can", "i am sorry, but i can", "sorry, but i can't", "sorry, i can't", "i'm sorry, i can't",
	"i can't help with", "i cannot help with", "i can't assist", "i cannot assist", "i'm unable to", "i am unable to",
	"i'm not able to", "i am not able to", "i cannot provide", "i can't provide", "i cannot fulfill", "i can't fulfill",
	"i won't be able to", "i must decline", "i'm sorry, but as an ai", "as an ai"}

// Refuses reports whether an answer, which is not empty, begins by turning the user down.
func Refuses(text []byte) bool {
	if c := text[0] | 0x20; c != 'i' && c != 's' && c != 'a' {
		return false
	}
	var buf [32]byte
	head := plainHead(buf[:0], text)
	for _, r := range refusals {
		if bytes.HasPrefix(head, []byte(r)) {
			return true
		}
	}
	return false
}

// plainHead appends the start of a text in lower case, with straight apostrophes, as far as the buffer reaches.
func plainHead(head, text []byte) []byte {
	for i := 0; i < len(text) && len(head) < cap(head); i++ {
		c := text[i]
		if c == 0xE2 && bytes.HasPrefix(text[i:], []byte("’")) {
			c, i = '\'', i+2
		}
		if 'A' <= c && c <= 'Z' {
			c |= 0x20
		}
		head = append(head, c)
	}
	return head
}

// machines are phrases by which a model speaks of itself, without their first letter, whose case varies; models are those
// that do not hold the letters AI, which are quick to look for.
var (
	machines = []string{"s an AI language model", "s an AI assistant, I", "s an AI, I", "s an AI model, I", "'m just an AI", "’m just an AI",
		" am just an AI"}
	models = []string{"s a language model, I", "s a large language model, I"}
)

// modelsWithin is how far into an answer the second kind of phrases is looked for, in bytes.
const modelsWithin = 200

// SpeaksAsMachine reports whether an answer speaks of itself as a language model.
func SpeaksAsMachine(text []byte) bool {
	if bytes.Contains(text, []byte("AI")) && containsAny(text, machines) {
		return true
	}
	head := text[:min(modelsWithin, len(text))]
	return bytes.Contains(head, []byte("uage model, I")) && containsAny(head, models)
}

func containsAny(text []byte, phrases []string) bool {
	for _, p := range phrases {
		if bytes.Contains(text, []byte(p)) {
			return true
		}
	}
	return false
}
