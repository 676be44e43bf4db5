package lint

import (
	"cmp"
	"maps"
	"slices"

	"github.com/ftplan/ftplan/dataset"
)

// An item is one member of a reinforcement example that is there for graders.
type item struct {
	Name string
	Kind dataset.Kind
}

// itemsMax is how many items of one line, and how many different ones of a file, are looked at.
const itemsMax = 64

// itemsOf returns the items of a line: an empty list, not nil, where it has none.
func itemsOf(root dataset.Value) []item {
	list := []item{}
	for name, value := range root.Members() {
		switch string(name.Text()) {
		case "messages", "tools", "functions", "parallel_tool_calls":
			continue
		}
		if len(list) == itemsMax {
			break
		}
		list = append(list, item{string(name.Text()), PlainKind(value.Kind())})
	}
	return list
}

// PlainKind returns one kind for both truth values.
func PlainKind(k dataset.Kind) dataset.Kind {
	if k == dataset.False {
		return dataset.True
	}
	return k
}

// items are what is known of the items of all lines.
type items struct {
	lines  Places // of examples
	byName map[string]*NamedItem
}

// NamedItem is what is known of one item.
type NamedItem struct {
	Name    string
	Count   int
	first   int // the line where it first came up
	Without Places
	Kinds   map[dataset.Kind]int // the line where each kind first came up
}

func (s *items) add(line int, list []item) {
	for _, it := range list {
		seen := s.byName[it.Name]
		if seen == nil && len(s.byName) < itemsMax {
			seen = s.open(it.Name, line)
		}
		if seen != nil {
			seen.Count++
			if seen.Kinds[it.Kind] == 0 {
				seen.Kinds[it.Kind] = line
			}
		}
	}
	s.lines.Add(line)
	for _, seen := range s.byName {
		if !slices.ContainsFunc(list, func(it item) bool { return it.Name == seen.Name }) {
			seen.Without.Add(line)
		}
	}
}

func (s *items) open(name string, line int) *NamedItem {
	if s.byName == nil {
		s.byName = map[string]*NamedItem{}
	}
	seen := &NamedItem{Name: name, first: line, Without: s.lines, Kinds: map[dataset.Kind]int{}}
	s.byName[name] = seen
	return seen
}

// Has reports whether any line has the item, or there were too many of them to know.
func (s *items) Has(name string) bool { return s.byName[name] != nil || len(s.byName) == itemsMax }

// ByFirst returns the items in the order in which they came up.
func (s *items) ByFirst() []*NamedItem {
	return slices.SortedFunc(maps.Values(s.byName), func(a, b *NamedItem) int {
		return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(a.Name, b.Name))
	})
}
