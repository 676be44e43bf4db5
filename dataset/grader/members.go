package grader

import (
	"slices"
	"strings"

	"github.com/ftplan/ftplan/dataset"
)

// text returns the text that a member has to be, absent where it is none.
func (r *reader) text(v dataset.Value, name string) dataset.Value {
	switch text := v.Member(name); {
	case !text.Exists():
		r.faultAt(v, "%s is missing", name)
	case text.Kind() != dataset.String:
		r.faultAt(text, "%s is %s, and has to be a text", name, withArticle(text.Kind()))
	default:
		return text
	}
	return dataset.Value{}
}

// choice judges a member that has to be one of a few words.
func (r *reader) choice(v dataset.Value, name string, of []string) {
	word := r.text(v, name)
	if word.Exists() && !slices.Contains(of, string(word.Text())) {
		r.faultAt(word, "unknown %s %s; known are %s", name, quote(string(word.Text())), strings.Join(of, ", "))
	}
}

// texts returns the texts of a list that has to have some.
func (r *reader) texts(v dataset.Value, name string) []dataset.Value {
	list := v.Member(name)
	if !list.Exists() {
		r.faultAt(v, "%s is missing", name)
		return nil
	}
	if list.Kind() != dataset.Array || list.Len() == 0 {
		r.faultAt(list, "%s has to be a list of texts that is not empty", name)
		return nil
	}
	var texts []dataset.Value
	for text := range list.Elements() {
		if text.Kind() != dataset.String {
			r.faultAt(text, "a text is wanted here, not %s", withArticle(text.Kind()))
			continue
		}
		texts = append(texts, text)
	}
	return texts
}

// model notes the model that judges.
func (r *reader) model(v dataset.Value) {
	name := r.text(v, "model")
	if name.Exists() {
		r.grader.Models = append(r.grader.Models, Model{Path: name.Path(), Name: string(name.Text())})
	}
}

// messages reads the input of a grader that is a model: a list of messages, whose texts may hold templates.
func (r *reader) messages(v dataset.Value) {
	input := v.Member("input")
	switch {
	case !input.Exists():
		r.faultAt(v, "input is missing: the messages to the model that judges")
		return
	case input.Kind() != dataset.Array || input.Len() == 0:
		r.faultAt(input, "input has to be a list of messages that is not empty")
		return
	}
	for message := range input.Elements() {
		if message.Kind() != dataset.Object {
			r.faultAt(message, "a message is an object with role and content, not %s", withArticle(message.Kind()))
			continue
		}
		r.choice(message, "role", roles)
		r.content(message)
	}
}

// content reads the content of a message: a text, a part, or a list of either.
func (r *reader) content(message dataset.Value) {
	content := message.Member("content")
	switch content.Kind() {
	case dataset.String, dataset.Object:
		r.part(content)
	case dataset.Array:
		for part := range content.Elements() {
			r.part(part)
		}
	case dataset.Absent:
		r.faultAt(message, "content is missing")
	default:
		r.faultAt(content, "content is %s, and has to be a text or parts", withArticle(content.Kind()))
	}
}

func (r *reader) part(v dataset.Value) {
	switch {
	case v.Kind() == dataset.String:
		r.templates(v)
	case v.Kind() != dataset.Object:
		r.faultAt(v, "a part is a text or an object with a type, not %s", withArticle(v.Kind()))
	case v.Member("type").Kind() != dataset.String:
		r.faultAt(v, "a part needs a type, such as input_text")
	default:
		for _, name := range []string{"text", "image_url"} {
			if text := v.Member(name); text.Kind() == dataset.String {
				r.templates(text)
			}
		}
	}
}
