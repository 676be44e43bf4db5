package convert

import (
	"errors"
	"fmt"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/convert/input"
)

// A part is one part of a message's content: text, a picture, or a part as the input has it.
type part struct {
	text  []byte        // of a part of text; not nil, even if empty
	url   []byte        // of a picture
	value dataset.Value // any other
}

// isText reports whether the part is text, and returns it.
func (p *part) isText() (text []byte, is bool) {
	if p.text != nil {
		return p.text, true
	}
	if v := p.value.Member("text"); p.value.Member("type").Is("text") && v.Kind() == dataset.String {
		return v.Text(), true
	}
	return nil, false
}

// readParts reads a list of parts as OpenAI, Anthropic, Bedrock and Gemini have them.
func (r *messageReader) readParts(list dataset.Value) error {
	if list.Len() == 0 {
		return fmt.Errorf("%sthe content is an empty list", r.where)
	}
	bare := true // no part says what type it is
	for v := range list.Elements() {
		if err := r.part(v); err != nil {
			return err
		}
		bare = bare && !v.Member("type").Exists()
	}
	if bare && len(r.parts) == 1 && r.parts[0].text != nil {
		r.text, r.parts = r.parts[0].text, nil
	}
	return nil
}

// part reads one part.
func (r *messageReader) part(v dataset.Value) error {
	if v.Kind() == dataset.String {
		r.parts = append(r.parts, part{text: present(v.Text())})
		return nil
	}
	kind := v.Member("type")
	switch {
	case kind.Exists() && kind.Kind() != dataset.String || v.Kind() != dataset.Object:
		return fmt.Errorf("%sa part of the content has no type", r.where)
	case kind.Exists():
		return r.typed(string(kind.Text()), v)
	}
	return r.untyped(v)
}

// typed reads a part that says what it is.
func (r *messageReader) typed(kind string, v dataset.Value) error {
	switch kind {
	case "text", "input_text", "output_text":
		return r.textPart(kind, v)
	case "thinking", "reasoning":
		return r.thoughtPart(kind, v)
	case "tool_use":
		return r.use(v, "id", "name", "input")
	case "tool_result":
		return r.result(v, "tool_use_id")
	case "image":
		if url := pictureOf(v); url != nil {
			r.parts = append(r.parts, part{url: url})
			return nil
		}
	}
	r.parts = append(r.parts, part{value: v})
	return nil
}

func (r *messageReader) textPart(kind string, v dataset.Value) error {
	text, value := v.Member("text"), v.Member("value")
	switch {
	case text.Kind() == dataset.String && kind == "text" && !value.Exists():
		r.parts = append(r.parts, part{value: v})
	case text.Kind() == dataset.String && !value.Exists():
		r.parts = append(r.parts, part{text: present(text.Text())})
	case value.Kind() == dataset.String && !text.Exists():
		r.parts = append(r.parts, part{text: present(value.Text())})
	default:
		return fmt.Errorf("%sa part of type text has no text", r.where)
	}
	return nil
}

func (r *messageReader) thoughtPart(kind string, v dataset.Value) error {
	for _, key := range []string{"thinking", "reasoning", "text"} {
		if thought := v.Member(key); thought.Kind() == dataset.String {
			return r.thought([]byte(kind), thought)
		}
	}
	return fmt.Errorf("%sa part of type %s holds no text", r.where, kind)
}

// untyped reads a part as Gemini and Bedrock have it: its one key says what it is.
func (r *messageReader) untyped(v dataset.Value) error {
	for _, key := range []string{"text", "value"} {
		if text := v.Member(key); text.Kind() == dataset.String && v.Len() == 1 {
			r.parts = append(r.parts, part{text: present(text.Text())})
			return nil
		}
	}
	for name, inner := range v.Members() {
		switch string(name.Text()) {
		case "functionCall", "function_call":
			return r.use(inner, "id", "name", "args")
		case "toolUse":
			return r.use(inner, "toolUseId", "name", "input")
		case "functionResponse", "function_response":
			return r.result(inner, "id")
		case "toolResult":
			return r.result(inner, "toolUseId")
		}
	}
	return fmt.Errorf("%sa part of the content has no type and is not text", r.where)
}

// use reads a call of a function that stands among the parts.
func (r *messageReader) use(v dataset.Value, id, name, arguments string) error {
	function, args := v.Member(name), v.Member(arguments)
	if function.Kind() != dataset.String || len(function.Text()) == 0 {
		return fmt.Errorf("%sa call has no name of a function", r.where)
	}
	if args.Exists() && args.Kind() != dataset.Object {
		return fmt.Errorf("%sthe arguments of a call are %s, not an object", r.where, article(args.Kind()))
	}
	one := call{name: function.Text(), arguments: []byte("{}")}
	if args.Exists() {
		one.arguments = input.AppendValue(nil, args)
	}
	if given := v.Member(id); given.Kind() == dataset.String && len(given.Text()) > 0 {
		one.id = given.Text()
	}
	r.notes.count(argumentObjects)
	r.calls = append(r.calls, one)
	return nil
}

// result reads what a tool answered, which stands among the parts of the user's message.
func (r *messageReader) result(v dataset.Value, id string) error {
	text, err := resultText(v)
	if err != nil {
		return fmt.Errorf("%s%w", r.where, err)
	}
	m := said(dataset.ToolRole, text)
	if given := v.Member(id); given.Kind() == dataset.String {
		m.answers = given.Text()
	}
	if name := v.Member("name"); name.Kind() == dataset.String {
		m.name = name.Text()
	}
	r.notes.count(toolResults)
	r.results = append(r.results, m)
	return nil
}

// resultText returns what a tool answered as text: text as it is, parts of text one after the other, an object as JSON.
func resultText(v dataset.Value) ([]byte, error) {
	for _, key := range []string{"content", "response"} {
		switch inner := v.Member(key); inner.Kind() {
		case dataset.String:
			return inner.Text(), nil
		case dataset.Object:
			return input.AppendValue(nil, inner), nil
		case dataset.Array:
			var text []byte
			for part := range inner.Elements() {
				switch said := part.Member("text"); {
				case said.Kind() == dataset.String:
					text = append(text, said.Text()...)
				case part.Member("json").Exists():
					text = input.AppendValue(text, part.Member("json"))
				default:
					return nil, errors.New("the result of a tool has parts other than text")
				}
			}
			return text, nil
		}
	}
	return nil, errors.New("the result of a tool is neither text nor an object")
}

// pictureOf returns the data URL of a picture as Anthropic has it, or its address; nil for any other part.
func pictureOf(v dataset.Value) []byte {
	source := v.Member("source")
	switch {
	case source.Member("type").Is("base64") && source.Member("data").Kind() == dataset.String:
		url := append([]byte("data:"), source.Member("media_type").Text()...)
		return append(append(url, ";base64,"...), source.Member("data").Text()...)
	case source.Member("type").Is("url") && source.Member("url").Kind() == dataset.String:
		return source.Member("url").Text()
	}
	return nil
}
