package tokenize

import (
	"slices"

	"github.com/ftplan/ftplan/dataset"
)

// toolTokens are the tokens of a list of definitions, without what surrounds them.
type toolTokens struct {
	tokens, low, high int
	doubts            Doubt
	tools             []Tool
	index             map[string]int // of the tools by name, where there are many
}

// fewTools is how many tools are looked through one by one.
const fewTools = 16

// find returns the tool of a name; -1 where there is none.
func (t *toolTokens) find(name []byte) int {
	if len(t.tools) <= fewTools {
		return slices.IndexFunc(t.tools, func(tool Tool) bool { return tool.Name == string(name) })
	}
	if t.index == nil {
		t.index = make(map[string]int, len(t.tools))
		for i, tool := range t.tools {
			t.index[tool.Name] = i
		}
	}
	if i, ok := t.index[string(name)]; ok {
		return i
	}
	return -1
}

// A toolCache remembers lists of definitions and single ones: most files repeat the same few in every example.
type toolCache struct {
	lists  cacheOf[*toolTokens]
	pieces cacheOf[*toolPiece]
	text   []byte // of the list counted last
}

// A toolPiece is one definition as a model sees it.
type toolPiece struct {
	tool     Tool
	certain  string // the text without its doubtful stretches
	beyond   int    // tokens that it may have more
	doubts   Doubt
	doubtful bool
}

// A cacheOf remembers values by texts. When it has grown too large it begins anew.
type cacheOf[T any] struct {
	known map[string]T
	size  int // bytes of the texts
}

// maxCachedTools is how many bytes of definitions a cache remembers.
const maxCachedTools = 2 << 20

func (c *cacheOf[T]) put(text []byte, value T) {
	if len(text) > maxCachedTools {
		return
	}
	if c.size += len(text); c.known == nil || c.size > maxCachedTools {
		c.known, c.size = map[string]T{}, len(text)
	}
	c.known[string(text)] = value
}

// count counts a list of definitions as a model sees it.
func (c *toolCache) count(counter Counter, list dataset.Value, format ToolsFormat) *toolTokens {
	raw := list.Raw()
	if n, ok := c.lists.known[string(raw)]; ok {
		return n
	}
	n := &toolTokens{tools: make([]Tool, 0, list.Len())}
	c.text = append(c.text[:0], toolsHead...)
	doubtful, beyond := false, 0
	for tool := range list.Elements() {
		piece := c.piece(counter, tool, format)
		n.tools = append(n.tools, piece.tool)
		c.text = append(c.text, piece.tool.Text...)
		n.doubts |= piece.doubts
		doubtful, beyond = doubtful || piece.doubtful, beyond+piece.beyond
	}
	c.text = append(c.text, toolsTail...)
	n.tokens = counter.Count(c.text)
	n.low, n.high = n.tokens, n.tokens+beyond
	if doubtful {
		n.low = counter.Count(c.certain(counter, list, format))
	}
	c.lists.put(raw, n)
	return n
}

// certain returns a list of definitions without what is doubtful.
func (c *toolCache) certain(counter Counter, list dataset.Value, format ToolsFormat) []byte {
	text := []byte(toolsHead)
	for tool := range list.Elements() {
		text = append(text, c.piece(counter, tool, format).certain...)
	}
	return append(text, toolsTail...)
}

// besideKeyword is what a member of a schema may cost beside its value, where the service writes it out: its name and
// marks.
const besideKeyword = 8

// piece writes one definition, or finds it written.
func (c *toolCache) piece(counter Counter, tool dataset.Value, format ToolsFormat) *toolPiece {
	raw := tool.Raw()
	if p, ok := c.pieces.known[string(raw)]; ok {
		return p
	}
	t := writeTool(tool, format)
	p := &toolPiece{tool: Tool{Name: nameOf(functionOf(tool)), Text: string(t.text)}, doubts: t.doubts, doubtful: len(t.doubtful) > 0}
	p.certain = p.tool.Text
	if p.doubtful {
		p.certain = string(t.certain())
	}
	for _, text := range t.beyond {
		p.beyond += counter.Count(text) + besideKeyword
	}
	c.pieces.put(raw, p)
	return p
}
