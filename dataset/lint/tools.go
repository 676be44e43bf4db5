package lint

import (
	"bytes"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint/schema"
)

// A Tool is a function that an example declares, in its tools or, of old, in its functions.
type Tool struct {
	entry      dataset.Value // in the list
	function   dataset.Value // what holds name and parameters; the entry itself in functions
	Name       dataset.Value
	Parameters dataset.Value
}

// DeclaredTools returns the entries of both lists of tools, well-formed or not. It is made once for each line.
func DeclaredTools(p *Pass) []Tool {
	if len(p.declared) > 0 || !HasTools(p) {
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

func newTool(entry, function dataset.Value) Tool {
	t := Tool{entry: entry, function: function}
	for name, value := range function.Members() {
		switch string(name.Text()) {
		case "name":
			t.Name = value
		case "parameters":
			t.Parameters = value
		}
	}
	return t
}

// ToolsCompared is how many tools of an example are looked through for a name. No service takes more.
const ToolsCompared = 512

// FindTool returns the first tool of that name, and whether there is one.
func FindTool(tools []Tool, name dataset.Value) (Tool, bool) {
	text := name.Text()
	for _, t := range tools[:min(len(tools), ToolsCompared)] {
		if t.Name.Kind() == dataset.String && bytes.Equal(t.Name.Text(), text) {
			return t, true
		}
	}
	return Tool{}, len(tools) > ToolsCompared
}

// HasTools reports whether the example declares a tool, in a list as it should be.
func HasTools(p *Pass) bool { return ListLen(p.Example.Tools)+ListLen(p.Example.Functions) > 0 }

// ListLen returns how many elements a list has, 0 for anything but a list.
func ListLen(v dataset.Value) int {
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
			n += ListLen(messages[i].ToolCalls)
			if messages[i].FunctionCall.Kind() == dataset.Object {
				n++
			}
		}
	}
	return n
}

// WellNamed reports whether a name matches [a-zA-Z0-9_-]{1,64}, as the names of functions have to.
func WellNamed(name []byte) bool {
	for _, c := range name {
		if !('a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || c == '_' || c == '-') {
			return false
		}
	}
	return len(name) >= 1 && len(name) <= 64
}

// An Exchange is a message of the assistant with calls, and the messages of tools behind it.
type Exchange struct {
	Calls    []dataset.Value // with an id that is a text
	Answers  []*dataset.Message
	Nameless bool // a call or an answer lacks its id
	Last     bool // the conversation ends with it
}

// Exchanges returns the exchanges of a conversation in order. Messages of tools before any call form one without calls. It
// is made once for each line.
func Exchanges(p *Pass) []Exchange {
	if p.exchanges != nil || p.Calls == 0 && !p.Roles.Has(dataset.ToolRole) {
		return p.exchanges
	}
	open := false
	for i := range p.Example.Messages {
		m := &p.Example.Messages[i]
		if m.Role == dataset.ToolRole {
			if !open {
				p.exchanges, open = append(p.exchanges, Exchange{}), true
			}
			p.exchanges[len(p.exchanges)-1].answer(m)
			continue
		}
		if open = m.Role == dataset.AssistantRole && m.ToolCalls.Len() > 0; open {
			p.exchanges = append(p.exchanges, newExchange(m))
		}
	}
	if open {
		p.exchanges[len(p.exchanges)-1].Last = true
	}
	return p.exchanges
}

func newExchange(m *dataset.Message) Exchange {
	var x Exchange
	for call := range m.ToolCalls.Elements() {
		if id := call.Member("id"); id.Kind() == dataset.String {
			x.Calls = append(x.Calls, call)
		} else {
			x.Nameless = true
		}
	}
	return x
}

func (x *Exchange) answer(m *dataset.Message) {
	if m.ToolCallID.Kind() == dataset.String {
		x.Answers = append(x.Answers, m)
	} else {
		x.Nameless = true
	}
}

// ComparedCalls is how many calls of a message are looked through for an id.
const ComparedCalls = 256

// Asks reports whether a call of the exchange has the id.
func (x *Exchange) Asks(id dataset.Value) bool {
	for _, call := range x.Calls[:min(len(x.Calls), ComparedCalls)] {
		if bytes.Equal(call.Member("id").Text(), id.Text()) {
			return true
		}
	}
	return len(x.Calls) > ComparedCalls
}

// Answered reports whether a message of a tool has the id.
func (x *Exchange) Answered(id dataset.Value) bool {
	for _, m := range x.Answers[:min(len(x.Answers), ComparedCalls)] {
		if bytes.Equal(m.ToolCallID.Text(), id.Text()) {
			return true
		}
	}
	return len(x.Answers) > ComparedCalls
}

// Mismatched reports whether an answer of the exchange fits none of its calls. Then its id is to blame, which is reported.
func (x *Exchange) Mismatched() bool {
	for _, m := range x.Answers {
		if !x.Asks(m.ToolCallID) {
			return true
		}
	}
	return false
}

// A CheckedCall is a call whose arguments break the schema of its tool, or could not be held against it.
type CheckedCall struct {
	dataset.Call
	Why      string // they break it, printable
	Involved bool   // checking them would take too long
}

// CheckedCalls returns the calls of the example whose arguments break the schemas of their tools, and those that are too
// involved to be checked: all of a line together may take no more steps than its length allows. It is made once for each line.
func CheckedCalls(p *Pass) []CheckedCall {
	if p.Calls == 0 || p.callsChecked || !HasTools(p) {
		return p.checked
	}
	p.callsChecked = true
	c := callChecker{p, DeclaredTools(p), map[int]*schema.Schema{}, schema.NewBudget(len(p.Text))}
	EachMessage(p, func(p *Pass, m *dataset.Message) {
		for call := range m.Calls() {
			c.check(call)
		}
	})
	return p.checked
}

// A callChecker checks the calls of one line.
type callChecker struct {
	*Pass
	tools   []Tool
	schemas map[int]*schema.Schema // by where they stand in the line
	budget  schema.Budget
}

func (c *callChecker) check(call dataset.Call) {
	t, _ := FindTool(c.tools, call.Name)
	if t.Parameters.Kind() != dataset.Object || call.Arguments.Kind() != dataset.String {
		return
	}
	args, err := c.Parser.Parse(call.Arguments.Text())
	if err != nil || args.Kind() != dataset.Object {
		return // which has been reported
	}
	s := c.schemas[t.Parameters.Start()]
	if s == nil {
		s = c.Schemas.Of(t.Parameters)
		c.schemas[t.Parameters.Start()] = s
	}
	if why, checked := s.Violation(args, &c.budget); why != "" || !checked {
		c.checked = append(c.checked, CheckedCall{call, why, !checked})
	}
}
