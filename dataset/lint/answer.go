package lint

import (
	"bytes"

	"github.com/cespare/xxhash/v2"
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint/detect"
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
	last := LastAnswer(messages)
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
	a.Refuses, a.Machine = detect.Refuses(text), detect.SpeaksAsMachine(text)
	return a
}

func shapeOf(p *Pass, text []byte) (shape, uint64) {
	if text[0] != '{' {
		return prose, 0
	}
	v, err := p.Parser.Parse(text)
	if err != nil {
		return broken, 0
	}
	var keys uint64
	for name := range v.Members() {
		keys += xxhash.Sum64(name.Text())
	}
	return object, dataset.Mix(keys, uint64(v.Len()))
}
