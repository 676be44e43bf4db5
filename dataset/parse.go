package dataset

import (
	"encoding/binary"
	"math/bits"
	"unicode/utf8"
)

// Limits of the quick reader. Beyond them the strict one decides, with the same result.
const (
	quickDepth   = 64 // nesting
	quickMembers = 32 // of one object, whose names are compared with each other
)

// maxValues is how many values and names one line may hold. A model trains on fewer tokens of one example; a document takes 28
// bytes for each.
const maxValues = 1 << 20

// parse reads the JSON value that line holds into d. The quick reader takes nearly every clean line; whatever it
// declines, for a fault or because it is out of the ordinary, the strict reader judges. Both make the same document.
func (d *document) parse(line []byte) *SyntaxError {
	if d.parseQuick(line) {
		return nil
	}
	return d.parseStrict(line)
}

func (d *document) reset(line []byte) {
	d.text, d.nodes, d.heap, d.twins, d.lone = line, d.nodes[:0], d.heap[:0], false, -1
	d.index.forget()
}

// parseQuick reports whether line is one plain JSON value and d holds it.
func (d *document) parseQuick(line []byte) bool {
	d.reset(line)
	if !utf8.Valid(line) {
		return false
	}
	q := quick{document: d}
	end := q.value(blanks(line, 0), quickDepth)
	return end >= 0 && blanks(line, end) == len(line)
}

// A quick reader's methods take the offset where something should start and return the offset behind it, or -1 where
// they decline.
type quick struct{ *document }

func (q quick) value(i, depth int) int {
	if i < 0 || i >= len(q.text) || depth == 0 || len(q.nodes) >= maxValues {
		return -1
	}
	switch c := q.text[i]; {
	case c == '"':
		return q.str(i)
	case c == '{':
		return q.object(i, depth)
	case c == '[':
		return q.array(i, depth)
	case c == '-' || '0' <= c && c <= '9':
		return q.leaf(Number, i, numberEnd(q.text, i))
	case c == 't':
		return q.leaf(True, i, literalEnd(q.text, i, "true"))
	case c == 'f':
		return q.leaf(False, i, literalEnd(q.text, i, "false"))
	case c == 'n':
		return q.leaf(Null, i, literalEnd(q.text, i, "null"))
	}
	return -1
}

func (q quick) leaf(kind Kind, start, end int) int {
	if end >= 0 {
		q.add(node{kind: kind, start: int32(start), end: int32(end)})
	}
	return end
}

// add appends a node that holds no other and returns its index.
func (d *document) add(n node) int32 {
	at := int32(len(d.nodes))
	n.next = at + 1
	d.nodes = append(d.nodes, n)
	return at
}

// open appends a node whose children follow; shut says where it ends and how many there were.
func (d *document) open(kind Kind, start int) int32 {
	return d.add(node{kind: kind, start: int32(start)})
}

func (d *document) shut(at int32, end, size int) {
	n := &d.nodes[at]
	n.end, n.size, n.next = int32(end), int32(size), int32(len(d.nodes))
}

func (q quick) object(i, depth int) int {
	at, size := q.open(Object, i), 0
	for i = blanks(q.text, i+1); ; i = blanks(q.text, i+1) {
		if size == 0 && i < len(q.text) && q.text[i] == '}' {
			break
		}
		if i >= len(q.text) || q.text[i] != '"' || size == quickMembers {
			return -1
		}
		name := int32(len(q.nodes))
		if i = q.str(i); i < 0 || q.seen(at, name) {
			return -1
		}
		if i = blanks(q.text, i); i >= len(q.text) || q.text[i] != ':' {
			return -1
		}
		if i = q.value(blanks(q.text, i+1), depth-1); i < 0 {
			return -1
		}
		size++
		if i = blanks(q.text, i); i >= len(q.text) || q.text[i] != ',' {
			break
		}
	}
	if i >= len(q.text) || q.text[i] != '}' {
		return -1
	}
	q.shut(at, i+1, size)
	return i + 1
}

// seen reports whether the object at has had a member of the name before.
func (q quick) seen(at, name int32) bool {
	text := Value{q.document, name}.Text()
	for other := at + 1; other < name; other = q.nodes[other+1].next {
		if string(Value{q.document, other}.Text()) == string(text) {
			return true
		}
	}
	return false
}

func (q quick) array(i, depth int) int {
	at, size := q.open(Array, i), 0
	for i = blanks(q.text, i+1); ; i = blanks(q.text, i+1) {
		if size == 0 && i < len(q.text) && q.text[i] == ']' {
			break
		}
		if i = q.value(i, depth-1); i < 0 {
			return -1
		}
		size++
		if i = blanks(q.text, i); i >= len(q.text) || q.text[i] != ',' {
			break
		}
	}
	if i >= len(q.text) || q.text[i] != ']' {
		return -1
	}
	q.shut(at, i+1, size)
	return i + 1
}

func (q quick) str(i int) int {
	n := node{kind: String, start: int32(i), from: int32(len(q.heap))}
	for i++; ; {
		run := plain(q.text, i)
		if run == len(q.text) || q.text[run] < 0x20 {
			return -1
		}
		if q.text[run] == '"' {
			if n.escaped {
				q.heap = append(q.heap, q.text[i:run]...)
			}
			n.end, n.to = int32(run+1), int32(len(q.heap))
			q.add(n)
			return run + 1
		}
		n.escaped = true
		q.heap = append(q.heap, q.text[i:run]...)
		if i = q.escape(run + 1); i < 0 {
			return -1
		}
	}
}

// escape undoes the escape whose backslash stands before i. It declines half a surrogate pair.
func (q quick) escape(i int) int {
	if i >= len(q.text) {
		return -1
	}
	if c := unescaped[q.text[i]]; c != 0 {
		q.heap = append(q.heap, c)
		return i + 1
	}
	r, i := hex4(q.text, i)
	if r >= 0xD800 && r < 0xE000 {
		low, end := rune(-1), -1
		if r < 0xDC00 && i >= 0 && i < len(q.text) && q.text[i] == '\\' {
			low, end = hex4(q.text, i+1)
		}
		if low < 0xDC00 || low > 0xDFFF {
			return -1
		}
		r, i = (r-0xD800)<<10+(low-0xDC00)+0x10000, end
	}
	if i >= 0 {
		q.heap = utf8.AppendRune(q.heap, r)
	}
	return i
}

// unescaped holds what stands for a character behind a backslash, 0 where it needs more or is none.
var unescaped = [256]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// hex4 reads uXXXX at i and returns the code unit and the offset behind it, or -1 and -1.
func hex4(text []byte, i int) (rune, int) {
	if i+5 > len(text) || text[i] != 'u' {
		return -1, -1
	}
	r := rune(0)
	for _, c := range text[i+1 : i+5] {
		switch {
		case '0' <= c && c <= '9':
			c -= '0'
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			c = c | 0x20 - 'a' + 10
		default:
			return -1, -1
		}
		r = r<<4 | rune(c)
	}
	return r, i + 5
}

func literalEnd(text []byte, i int, literal string) int {
	if len(text)-i < len(literal) || string(text[i:i+len(literal)]) != literal {
		return -1
	}
	return i + len(literal)
}

// numberEnd returns the offset behind the JSON number at i, or -1 where there is none.
func numberEnd(text []byte, i int) int {
	if text[i] == '-' {
		i++
	}
	whole := digits(text, i)
	if whole == i || whole > i+1 && text[i] == '0' {
		return -1
	}
	i = whole
	if i < len(text) && text[i] == '.' {
		if i = digits(text, i+1); text[i-1] == '.' {
			return -1
		}
	}
	if i < len(text) && text[i]|0x20 == 'e' {
		if i++; i < len(text) && (text[i] == '+' || text[i] == '-') {
			i++
		}
		end := digits(text, i)
		if end == i {
			return -1
		}
		i = end
	}
	return i
}

func digits(text []byte, i int) int {
	for i < len(text) && '0' <= text[i] && text[i] <= '9' {
		i++
	}
	return i
}

// blanks returns the offset of the first byte at or after i that is not JSON white space.
func blanks(text []byte, i int) int {
	for i < len(text) && (text[i] == ' ' || text[i] == '\t' || text[i] == '\n' || text[i] == '\r') {
		i++
	}
	return i
}

// plain returns the offset of the first quote, backslash or control character at or after i, len(text) without one.
func plain(text []byte, i int) int {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	for ; i+8 <= len(text); i += 8 {
		w := binary.LittleEndian.Uint64(text[i:])
		quote, slash := w^(ones*'"'), w^(ones*'\\')
		// A borrow reaches only bytes above the lowest hit, so the lowest set bit is exact.
		if hit := ((quote-ones)&^quote | (slash-ones)&^slash | (w-ones*0x20)&^w) & highs; hit != 0 {
			return i + bits.TrailingZeros64(hit)>>3
		}
	}
	for i < len(text) && text[i] != '"' && text[i] != '\\' && text[i] >= 0x20 {
		i++
	}
	return i
}
