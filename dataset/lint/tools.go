package lint

import (
	"iter"

	"github.com/ftplan/ftplan/dataset"
)

// A tool is a function that an example declares, in its tools or, of old, in its functions.
type tool struct {
	entry      dataset.Value // in the list
	function   dataset.Value // what holds name and parameters; the entry itself in functions
	name       dataset.Value
	parameters dataset.Value
}

// declaredTools yields the entries of both lists of tools, well-formed or not.
func declaredTools(p *Pass) iter.Seq[tool] {
	return func(yield func(tool) bool) {
		for entry := range p.Example.Tools.Elements() {
			if !yield(newTool(entry, entry.Member("function"))) {
				return
			}
		}
		for entry := range p.Example.Functions.Elements() {
			if !yield(newTool(entry, entry)) {
				return
			}
		}
	}
}

func newTool(entry, function dataset.Value) tool {
	return tool{entry, function, function.Member("name"), function.Member("parameters")}
}

// hasTools reports whether the example declares a tool, in a list as it should be.
func hasTools(p *Pass) bool { return listed(p.Example.Tools)+listed(p.Example.Functions) > 0 }

// listed returns how many elements a list has, 0 for anything but a list.
func listed(v dataset.Value) int {
	if v.Kind() != dataset.Array {
		return 0
	}
	return v.Len()
}

// toolsByName returns the tools of the example that have a name, the first of each.
func toolsByName(p *Pass) map[string]tool {
	byName := map[string]tool{}
	for t := range declaredTools(p) {
		if name := string(t.name.Text()); t.name.Kind() == dataset.String && byName[name] == (tool{}) {
			byName[name] = t
		}
	}
	return byName
}

func countCalls(p *Pass) int {
	n := 0
	e := &p.Example
	for _, messages := range [...][]dataset.Message{e.Messages, e.Preferred, e.NonPreferred} {
		for i := range messages {
			n += listed(messages[i].ToolCalls)
			if messages[i].FunctionCall.Kind() == dataset.Object {
				n++
			}
		}
	}
	return n
}

// wellNamed reports whether a name matches [a-zA-Z0-9_-]{1,64}, as the names of functions have to.
func wellNamed(name []byte) bool {
	for _, c := range name {
		if !('a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || c == '_' || c == '-') {
			return false
		}
	}
	return len(name) >= 1 && len(name) <= 64
}

// An exchange is a message of the assistant with calls, and the messages of tools behind it.
type exchange struct {
	calls    []dataset.Value // with an id that is a text
	answers  []*dataset.Message
	nameless bool // a call or an answer lacks its id
	last     bool // the conversation ends with it
}

// exchanges yields the exchanges of a conversation in order. Messages of tools before any call form one without calls.
func exchanges(p *Pass) iter.Seq[*exchange] {
	return func(yield func(*exchange) bool) {
		var x *exchange
		for i := range p.Example.Messages {
			m := &p.Example.Messages[i]
			if m.Role == dataset.ToolRole {
				if x == nil {
					x = new(exchange)
				}
				x.answer(m)
				continue
			}
			if x != nil && !yield(x) {
				return
			}
			if x = nil; m.ToolCalls.Len() > 0 {
				x = newExchange(m)
			}
		}
		if x != nil {
			x.last = true
			yield(x)
		}
	}
}

func newExchange(m *dataset.Message) *exchange {
	x := new(exchange)
	for call := range m.ToolCalls.Elements() {
		if id := call.Member("id"); id.Kind() == dataset.String {
			x.calls = append(x.calls, call)
		} else {
			x.nameless = true
		}
	}
	return x
}

func (x *exchange) answer(m *dataset.Message) {
	if m.ToolCallID.Kind() == dataset.String {
		x.answers = append(x.answers, m)
	} else {
		x.nameless = true
	}
}

// hasExchanges reports whether there is anything that [exchanges] could yield.
func hasExchanges(p *Pass) bool { return p.calls > 0 || p.Roles.Has(dataset.ToolRole) }
