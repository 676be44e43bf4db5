package tables

import (
	_ "embed"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Unicode 16.0.0, the version of OpenAI's tiktoken (regex-syntax 0.8): general categories from UnicodeData.txt and
// White_Space from PropList.txt, joined into the classes that the patterns tell apart.
//
//go:embed unicode16.txt
var unicode16 string

// classBits are the values of the classes in package bpe.
var classBits = map[string]byte{
	"space": 1, "newline": 2, "number": 4, "upper": 8, "lower": 16, "caseless": 32, "mark": 64,
}

// Classes returns the two-stage table of character classes: for each 128 code points the number of their block, then
// the blocks.
func Classes() ([]byte, error) {
	const block = 128
	classes, err := classOfEach()
	if err != nil {
		return nil, err
	}
	var numbers, blocks []byte
	known := map[string]int{}
	for i := 0; i < len(classes); i += block {
		content := string(classes[i : i+block])
		if _, ok := known[content]; !ok {
			known[content] = len(known)
			blocks = append(blocks, content...)
		}
		if known[content] > 255 {
			return nil, fmt.Errorf("more than 256 different blocks")
		}
		numbers = append(numbers, byte(known[content]))
	}
	return append(numbers, blocks...), nil
}

// classOfEach returns the class of every code point.
func classOfEach() ([]byte, error) {
	classes := make([]byte, utf8.MaxRune+1)
	for line := range strings.Lines(unicode16) {
		var from, to int
		var name string
		if _, err := fmt.Sscanf(line, "%X-%X %s", &from, &to, &name); err != nil {
			return nil, fmt.Errorf("unicode16.txt: %q: %w", line, err)
		}
		bit, ok := classBits[name]
		if !ok {
			return nil, fmt.Errorf("unicode16.txt: %q: unknown class", line)
		}
		for r := from; r <= to; r++ {
			classes[r] = bit
		}
	}
	return classes, nil
}
