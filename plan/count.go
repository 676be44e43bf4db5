package plan

import (
	"cmp"
	"maps"
	"slices"

	"github.com/ftplan/ftplan/tokenize"
)

// A count adds up the tokens of a file's examples.
type count struct {
	parts     [tokenize.PartCount]int64
	holders   [tokenize.PartCount]int64 // examples with some of the part
	low, high int64
	trained   int64
	repeated  int64
	images    int64
	inData    int64 // images that stand in the data
	exact     int64 // examples counted without a doubt
	unknown   int64 // examples that nothing bounds from above
	over      int64
	doubts    tokenize.Doubt
	lengths   map[int64]int64 // examples of each length
	dearest   []LineTokens    // most tokens first, then by line
}

// dearestLines is how many of the longest examples a survey names.
const dearestLines = 20

func (c *count) add(t *tokenize.Tokens, line, limit int) {
	billed := int64(t.Billed())
	for i, n := range t.Parts {
		c.parts[i] += int64(n)
		if n > 0 {
			c.holders[i]++
		}
	}
	low, over := int64(t.Low), limit > 0 && billed > int64(limit)
	if over {
		c.over++
		low = min(low, int64(limit))
	}
	c.low, c.high = c.low+low, c.high+int64(t.High)
	c.trained += int64(t.Trained())
	c.repeated += int64(t.Repeated)
	c.images, c.inData = c.images+int64(t.Images), c.inData+int64(t.DataImages)
	if t.Doubts == 0 && !over {
		c.exact++
	}
	if t.Unknown {
		c.unknown++
	}
	c.doubts |= t.Doubts
	if c.lengths == nil {
		c.lengths = map[int64]int64{}
	}
	c.lengths[billed]++
	c.note(LineTokens{Line: line, Tokens: billed})
}

// billed returns the tokens of the examples.
func (c *count) billed() (sum int64) {
	for _, n := range c.parts {
		sum += n
	}
	return sum
}

// note keeps a line if it is among the dearest.
func (c *count) note(line LineTokens) {
	if n := len(c.dearest); n == dearestLines && c.dearest[n-1].Tokens >= line.Tokens {
		return
	}
	at, _ := slices.BinarySearchFunc(c.dearest, line, func(a, b LineTokens) int {
		return cmp.Or(cmp.Compare(b.Tokens, a.Tokens), cmp.Compare(a.Line, b.Line))
	})
	c.dearest = slices.Insert(c.dearest, at, line)
	c.dearest = c.dearest[:min(len(c.dearest), dearestLines)]
}

// survey sums up the count. Any note, on the way of counting or on the text, makes it an estimate.
func (c *count) survey(notes []string) Survey {
	s := Survey{Tokens: TokenCounts{Billed: c.billed()}, Basis: "exact", OverLimit: c.over, Images: c.images, Dearest: c.dearest, Lengths: lengthsOf(c.lengths)}
	for part, n := range c.parts {
		if n > 0 {
			s.Tokens.Parts = append(s.Tokens.Parts, Part{Name: tokenize.Part(part).String(), Tokens: n, Count: c.holders[part]})
		}
	}
	s.Tokens.Trained, s.Tokens.Low, s.Tokens.High = c.trained, c.low, c.high
	s.File.Tokens = s.Tokens.Billed
	s.Exact, s.Unknown, s.DataImages = c.exact, c.unknown, c.inData
	s.Tokens.Repeated, s.Doubts = c.repeated, c.doubts.Names()
	s.Notes = slices.Concat(notes, c.doubts.Notes())
	if c.over > 0 {
		s.Notes = append(s.Notes, "what lies behind the longest example that the model takes is cut off and counted; no bill shows whether it is billed")
	}
	if len(s.Notes) > 0 {
		s.Basis = "estimate"
	}
	if len(notes) > 0 {
		s.Exact = 0
	}
	return s
}

// lengthsOf returns exact statistics: the p-th percentile is the shortest length that at least p % of the examples do not
// exceed.
func lengthsOf(lengths map[int64]int64) Lengths {
	sorted := slices.Sorted(maps.Keys(lengths))
	if len(sorted) == 0 {
		return Lengths{}
	}
	var total int64
	for _, n := range lengths {
		total += n
	}
	percentile := func(p int64) int64 {
		rank := (total*p + 99) / 100
		for _, length := range sorted {
			if rank -= lengths[length]; rank <= 0 {
				return length
			}
		}
		return sorted[len(sorted)-1]
	}
	return Lengths{Min: sorted[0], P50: percentile(50), P90: percentile(90), P95: percentile(95), P99: percentile(99),
		Max: sorted[len(sorted)-1]}
}
