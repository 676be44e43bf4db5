package lint

import (
	"bytes"

	"github.com/ftplan/ftplan/dataset"
)

// A tool is a function that an example declares, in its tools or, of old, in its functions.
type tool struct {
	entry      dataset.Value // in the list
	function   dataset.Value // what holds name and parameters; the entry itself in functions
	name       dataset.Value
	parameters dataset.Value
}

// declaredTools returns the entries of both lists of tools, well-formed or not. It is made once for each line.
func declaredTools(p *Pass) []tool {
	if len(p.declared) > 0 || !hasTools(p) {
		return p.declared
	}
	for entry := range p.Example.Tools.Elements() {
		p.declared = append(p.declared, newTool(entry, entry.Member("function")))
	}
	for entry := range p.Example.Functions.Elements() {
		p.declared = append(p.declared, newTool(entry, entry))
	}
	return p.declared
}

func newTool(entry, function dataset.Value) tool {
	t := tool{entry: entry, function: function}
	for name, value := range function.Members() {
		switch string(name.Text()) {
		case "name":
			t.name = value
		case "parameters":
			t.parameters = value
		}
	}
	return t
}

// toolsCompared is how many tools of an example are looked through for a name. No service takes more.
const toolsCompared = 512

// findTool returns the first tool of that name, and whether there is one.
func findTool(tools []tool, name dataset.Value) (tool, bool) {
	text := name.Text()
	for _, t := range tools[:min(len(tools), toolsCompared)] {
		if t.name.Kind() == dataset.String && bytes.Equal(t.name.Text(), text) {
			return t, true
		}
	}
	return tool{}, len(tools) > toolsCompared
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

// exchanges returns the exchanges of a conversation in order. Messages of tools before any call form one without calls. It
// is made once for each line.
func exchanges(p *Pass) []exchange {
	if p.exchanges != nil || p.calls == 0 && !p.Roles.Has(dataset.ToolRole) {
		return p.exchanges
	}
	open := false
	for i := range p.Example.Messages {
		m := &p.Example.Messages[i]
		if m.Role == dataset.ToolRole {
			if !open {
				p.exchanges, open = append(p.exchanges, exchange{}), true
			}
			p.exchanges[len(p.exchanges)-1].answer(m)
			continue
		}
		if open = m.Role == dataset.AssistantRole && m.ToolCalls.Len() > 0; open {
			p.exchanges = append(p.exchanges, newExchange(m))
		}
	}
	if open {
		p.exchanges[len(p.exchanges)-1].last = true
	}
	return p.exchanges
}

func newExchange(m *dataset.Message) exchange {
	var x exchange
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

// comparedCalls is how many calls of a message are looked through for an id.
const comparedCalls = 256

// asks reports whether a call of the exchange has the id.
func (x *exchange) asks(id dataset.Value) bool {
	for _, call := range x.calls[:min(len(x.calls), comparedCalls)] {
		if bytes.Equal(call.Member("id").Text(), id.Text()) {
			return true
		}
	}
	return len(x.calls) > comparedCalls
}

// answered reports whether a message of a tool has the id.
func (x *exchange) answered(id dataset.Value) bool {
	for _, m := range x.answers[:min(len(x.answers), comparedCalls)] {
		if bytes.Equal(m.ToolCallID.Text(), id.Text()) {
			return true
		}
	}
	return len(x.answers) > comparedCalls
}

// astray reports whether an answer of the exchange fits none of its calls. Then its id is to blame, which is reported.
func (x *exchange) astray() bool {
	for _, m := range x.answers {
		if !x.asks(m.ToolCallID) {
			return true
		}
	}
	return false
}
