package lint

import (
	"bytes"

	"github.com/cespare/xxhash/v2"
	"github.com/ftplan/ftplan/dataset"
)

// An answer is what the rules about whole files know of the text that an example trains last.
type answer struct {
	Hash    uint64 // 0 where there is no text
	Size    int    // bytes
	Shape   shape
	Keys    uint64 // of the members' names, in any order, where the text is a JSON object
	Refuses bool   // it turns the user down
	Machine bool   // it speaks of itself as a language model
}

// A shape is what an answer looks like to a program that would read it.
type shape byte

// The shapes. An answer that starts like an object and is none is broken.
const (
	shapeless shape = iota
	prose
	object
	broken
)

// answerOf looks at the last answer of an example: of a preference, the preferred one.
func answerOf(p *Pass) answer {
	e, format := &p.Example, p.Format
	if format == dataset.Completion {
		return judgeAnswer(p, e.Completion)
	}
	messages := e.Messages
	if format == dataset.Preference {
		messages = e.Preferred
	}
	last := lastAnswer(messages)
	if last < 0 || !messages[last].Trained() {
		return answer{}
	}
	return judgeAnswer(p, messages[last].Content)
}

func judgeAnswer(p *Pass, content dataset.Value) answer {
	if content.Kind() != dataset.String {
		return answer{}
	}
	text := bytes.TrimSpace(content.Text())
	if len(text) == 0 {
		return answer{}
	}
	a := answer{Hash: xxhash.Sum64(text), Size: len(text)}
	a.Shape, a.Keys = shapeOf(p, text)
	a.Refuses, a.Machine = refuses(text), speaksAsMachine(text)
	return a
}

func shapeOf(p *Pass, text []byte) (shape, uint64) {
	if text[0] != '{' {
		return prose, 0
	}
	v, err := p.parser.Parse(text)
	if err != nil {
		return broken, 0
	}
	var keys uint64
	for name := range v.Members() {
		keys += xxhash.Sum64(name.Text())
	}
	return object, mix(keys, uint64(v.Len()))
}

// refusals are how answers begin that turn the user down, in lower case with straight apostrophes.
var refusals = []string{"i'm sorry, but i can", "i am sorry, but i can", "sorry, but i can't", "sorry, i can't", "i'm sorry, i can't",
	"i can't help with", "i cannot help with", "i can't assist", "i cannot assist", "i'm unable to", "i am unable to",
	"i'm not able to", "i am not able to", "i cannot provide", "i can't provide", "i cannot fulfill", "i can't fulfill",
	"i won't be able to", "i must decline", "i'm sorry, but as an ai", "as an ai"}

// refuses reports whether an answer, which is not empty, begins by turning the user down.
func refuses(text []byte) bool {
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

// speaksAsMachine reports whether an answer speaks of itself as a language model.
func speaksAsMachine(text []byte) bool {
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
