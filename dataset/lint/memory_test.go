package lint

import (
	"fmt"
	"testing"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint/detect"
)

// However many lines a file has, a summary keeps no more entries than its bounds say, and says what it left out.
func TestBoundedMemory(t *testing.T) {
	const bound, examples = 1 << 12, 1 << 14
	s := NewChecker(Settings{}, []*Rule{{Code: "FT999", File: func(*SummaryPass) {}}}).Summary()
	if got := 8 * (s.Repeats.table.bound + s.Near.table.bound + s.Prompts.table.bound + s.openings.bound + s.Pairs.seen.bound); got > 24<<20 {
		t.Errorf("the tables may take %d bytes", got)
	}
	for _, tab := range []*table{&s.Repeats.table, &s.Near.table, &s.Prompts.table, &s.openings, &s.Pairs.seen} {
		*tab = newTable(bound) // a smaller one is full sooner
	}
	for i := range examples {
		h := dataset.Mix(uint64(i), 1)
		format := [...]dataset.Format{dataset.Chat, dataset.Preference, dataset.Reinforcement}[i%3]
		s.Add(Facts{Line: i + 1, Offset: int64(i) * 1000, Size: 999, Example: true, Format: format, Hash: h,
			Conversation: conversation{Prompt: h + 1, Opening: h + 2, System: h + 3, Letters: h + 4, HasUser: true, HasReply: true},
			Answer:       answer{Hash: h + 5, Size: 10, Shape: object, Keys: h + 6, Refuses: true, Machine: true},
			Toolset:      toolset{h + 7, h + 8},
			Pair:         pair{Both: h + 9},
			Items:        []item{{fmt.Sprint(i), dataset.String}},
			Sketch:       detect.Sketch{h + 10, h + 11, h + 12},
			Sketched:     true, Emails: true, Phones: true})
	}
	for i := range 2 * twinsMax {
		s.Add(Facts{Line: examples + i + 1, Example: true, Hash: dataset.Mix(uint64(i), 1)})
	}
	for name, got := range map[string][2]int{
		"slots for repeats":  {len(s.Repeats.table.slots), bound},
		"slots for sketches": {len(s.Near.table.slots), bound},
		"slots for prompts":  {len(s.Prompts.table.slots), bound},
		"slots for openings": {len(s.openings.slots), bound},
		"slots for pairs":    {len(s.Pairs.seen.slots), bound},
		"offsets":            {cap(s.index.offsets), 2 * indexMax},
		"twins":              {len(s.Repeats.List), twinsMax},
		"candidates":         {len(s.Near.Candidates), candidatesMax},
		"answers":            {len(s.Answers.Values.Values), tallyMax},
		"member names":       {len(s.Answers.Keys.Values), tallyMax},
		"system messages":    {len(s.Systems.Tally.Values) + len(s.Systems.letters), 2 * tallyMax},
		"sets of functions":  {len(s.Toolsets.Definitions.Values) + len(s.Toolsets.named), 2 * tallyMax},
		"fields":             {len(s.Items.byName), itemsMax},
	} {
		if got[0] > got[1] {
			t.Errorf("%s: %d, want at most %d", name, got[0], got[1])
		}
	}
	if notes := s.Notes(); len(notes) < 3 {
		t.Errorf("what was left out is told in %q only", notes)
	}
}
