package convert

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/convert/input"
)

// A call is one call of a function by the assistant.
type call struct {
	id        []byte // nil until it has one
	name      []byte
	arguments []byte // JSON, as text
	answered  bool
}

// tools are the functions that an example offers, as a list of tools or as the deprecated list of functions.
type tools struct {
	list dataset.Value
	bare bool // functions rather than tools
}

func (r *messageReader) toolCalls(list dataset.Value) ([]call, error) {
	if list.Kind() != dataset.Array {
		return nil, fmt.Errorf("%stool_calls is %s, not a list", r.where, article(list.Kind()))
	}
	var calls []call
	for v := range list.Elements() {
		for name, value := range v.Members() {
			switch string(name.Text()) {
			case "id", "type", "function", "index":
			default:
				if err := r.extra(name.Text(), value, r.where+"in a call, "); err != nil {
					return nil, err
				}
			}
		}
		if kind := v.Member("type"); kind.Exists() && !kind.Is("function") {
			return nil, fmt.Errorf("%sa call has a type other than function", r.where)
		}
		one, err := r.call(v.Member("function"))
		if err != nil {
			return nil, err
		}
		if id := v.Member("id"); id.Kind() == dataset.String && len(id.Text()) > 0 {
			one.id = id.Text()
		}
		calls = append(calls, one)
	}
	return calls, nil
}

// functionCall reads the deprecated way to call one function.
func (r *messageReader) functionCall(v dataset.Value) error {
	if r.calls != nil {
		return fmt.Errorf("%sit has both tool_calls and function_call", r.where)
	}
	one, err := r.call(v)
	if err == nil {
		r.calls = []call{one}
		r.notes.count(oldCalls)
	}
	return err
}

// callText reads calls that ShareGPT holds as text: an object, or a list of them.
func (r *messageReader) callText(v dataset.Value) error {
	if v.Kind() == dataset.String {
		inner, err := dataset.ParseValue(v.Text())
		if err != nil {
			return fmt.Errorf("%sthe call is not readable as JSON: %w", r.where, err)
		}
		v = inner
	}
	list := []dataset.Value{v}
	if v.Kind() == dataset.Array {
		list = list[:0]
		for element := range v.Elements() {
			list = append(list, element)
		}
	}
	for _, v := range list {
		one, err := r.call(v)
		if err != nil {
			return err
		}
		r.calls = append(r.calls, one)
	}
	if len(r.calls) == 0 {
		return fmt.Errorf("%sit calls nothing", r.where)
	}
	return nil
}

// call reads the name and arguments of a call. Arguments that are an object become the text that holds it.
func (r *messageReader) call(v dataset.Value) (call, error) {
	name := v.Member("name")
	if name.Kind() != dataset.String || len(name.Text()) == 0 {
		return call{}, fmt.Errorf("%sa call has no name of a function", r.where)
	}
	for key, value := range v.Members() {
		if k := string(key.Text()); k != "name" && k != "arguments" {
			if err := r.extra(key.Text(), value, r.where+"in a call, "); err != nil {
				return call{}, err
			}
		}
	}
	switch arguments := v.Member("arguments"); arguments.Kind() {
	case dataset.String:
		return call{name: name.Text(), arguments: arguments.Text()}, nil
	case dataset.Object:
		r.notes.count(argumentObjects)
		return call{name: name.Text(), arguments: input.AppendValue(nil, arguments)}, nil
	}
	return call{}, fmt.Errorf("%sthe arguments of a call are neither text nor an object", r.where)
}

// link gives ids to calls without one, call_1 and on, and to the tools' messages that answer them, in their order.
func (c *converter) link(path string, messages []message) error {
	used := map[string]bool{}
	for _, m := range messages {
		for _, one := range m.calls {
			used[string(one.id)] = true
		}
	}
	var open []call // the calls of the last message that made any
	next := 0
	for i := range messages {
		m := &messages[i]
		for j := range m.calls {
			if m.calls[j].id == nil {
				next = freeID(used, next)
				m.calls[j].id = []byte("call_" + strconv.Itoa(next))
				c.notes.count(newIDs)
			}
		}
		if m.calls != nil {
			open = m.calls
		}
		if m.role != dataset.ToolRole {
			continue
		}
		if err := answer(m, open); err != nil {
			return fmt.Errorf("%s/%d: %w", path, i, err)
		}
	}
	return nil
}

// freeID returns the first number behind n whose id is not used.
func freeID(used map[string]bool, n int) int {
	for n++; used["call_"+strconv.Itoa(n)]; n++ {
	}
	return n
}

// answer ties a tool's message to the call that it answers. The function's name goes: the call has it.
func answer(m *message, open []call) error {
	for i := range open {
		one := &open[i]
		switch {
		case m.answers == nil && (one.answered || m.name != nil && !bytes.Equal(m.name, one.name)):
			continue
		case m.answers != nil && !bytes.Equal(m.answers, one.id):
			continue
		case m.name != nil && !bytes.Equal(m.name, one.name):
			return errors.New("it names another function than the call that it answers")
		}
		one.answered, m.answers, m.name = true, one.id, nil
		return nil
	}
	if m.answers == nil {
		return errors.New("it answers no call before it")
	}
	if m.name != nil {
		return errors.New("a tool's message has no place for a name, and no call before it has its id")
	}
	return nil
}

// offered reads the tools or functions of an example. Tools may also be text that holds them, and bare functions.
func offered(o *object, n *notes) (tools, error) {
	list, functions := o.take("tools"), o.take("functions")
	if !empty(list) && !empty(functions) {
		return tools{}, errors.New("it has both tools and functions")
	}
	if !empty(functions) {
		n.count(oldFunctions)
		t := tools{list: functions, bare: true}
		return t, t.check()
	}
	list, err := parsedTools(list)
	if err != nil {
		return tools{}, err
	}
	t := tools{list: list}
	for tool := range list.Elements() {
		t.bare = !tool.Member("function").Exists()
		break
	}
	return t, t.check()
}

// parsedTools returns the list that text holds as JSON, and what is no text as it is.
func parsedTools(list dataset.Value) (dataset.Value, error) {
	if list.Kind() != dataset.String {
		return list, nil
	}
	text := bytes.TrimSpace(list.Text())
	if len(text) == 0 {
		return dataset.Value{}, nil
	}
	inner, err := dataset.ParseValue(text)
	if err != nil {
		return list, fmt.Errorf("the text of tools is not readable as JSON: %w", err)
	}
	return inner, nil
}

// empty reports whether a list holds nothing or is not there.
func empty(v dataset.Value) bool {
	return !v.Exists() || v.Kind() == dataset.Array && v.Len() == 0
}

// check returns an error where the tools are not a list of named functions.
func (t *tools) check() error {
	if !t.list.Exists() {
		return nil
	}
	if t.list.Kind() != dataset.Array {
		return fmt.Errorf("the tools are %s, not a list", article(t.list.Kind()))
	}
	for tool := range t.list.Elements() {
		function := tool.Member("function")
		if function.Exists() == t.bare || tool.Member("type").Is("function") == t.bare {
			return errors.New("a tool is not of the form type and function")
		}
		if t.bare {
			function = tool
		}
		if function.Member("name").Kind() != dataset.String {
			return errors.New("a tool or function has no name")
		}
	}
	if t.list.Len() == 0 {
		t.list = dataset.Value{}
	}
	return nil
}
