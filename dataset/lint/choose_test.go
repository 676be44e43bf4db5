package lint

import (
	"slices"
	"testing"
)

// Rules that look at nothing, for tests of what is done with rules.
var (
	emptyFile      = &Rule{Code: "FT101", Name: "empty-file"}
	tooFewExamples = &Rule{Code: "FT104", Name: "too-few-examples"}
	blankLine      = &Rule{Code: "FT107", Name: "blank-line"}
	badJSON        = &Rule{Code: "FT201", Name: "bad-json"}
	comment        = &Rule{Code: "FT205", Name: "comment"}
	missingRole    = &Rule{Code: "FT401", Name: "missing-role"}
	badWeight      = &Rule{Code: "FT407", Name: "bad-weight"}
	emptyContent   = &Rule{Code: "FT411", Name: "empty-content", Consequence: Quality}
	noUser         = &Rule{Code: "FT419", Name: "no-user-message", Consequence: Advice}
)

func someRules() []*Rule {
	return []*Rule{emptyFile, tooFewExamples, blankLine, badJSON, comment, missingRole, badWeight, emptyContent, noUser}
}

func TestSelect(t *testing.T) {
	codes := func(rules []*Rule) (list []string) {
		for _, r := range rules {
			list = append(list, r.Code)
		}
		return list
	}
	rules := []*Rule{blankLine, badJSON, comment, missingRole, badWeight}
	for _, test := range []struct {
		name        string
		allow, only []string
		want        []string
	}{
		{"all", nil, nil, []string{"FT107", "FT201", "FT205", "FT401", "FT407"}},
		{"less one", []string{"FT201"}, nil, []string{"FT107", "FT205", "FT401", "FT407"}},
		{"less one by name", []string{"blank-line"}, nil, []string{"FT201", "FT205", "FT401", "FT407"}},
		{"less a family", []string{"FT2"}, nil, []string{"FT107", "FT401", "FT407"}},
		{"only a family", nil, []string{"ft4"}, []string{"FT401", "FT407"}},
		{"only a family less one", []string{"bad-weight"}, []string{"FT4"}, []string{"FT401"}},
		{"nothing left", []string{"FT2"}, []string{"FT201"}, nil},
	} {
		got, err := Select(rules, test.allow, test.only)
		if err != nil || !slices.Equal(codes(got), test.want) {
			t.Errorf("%s: got %q, %v, want %q", test.name, codes(got), err, test.want)
		}
	}
}

func TestSelectUnknownRule(t *testing.T) {
	for word, want := range map[string]string{
		"FT1O1":        `there is no rule "FT1O1"; did you mean FT101 empty-file?`,
		"FT000":        `there is no rule "FT000"; ftplan rules lists them all`,
		"blankline":    `there is no rule "blankline"; did you mean FT107 blank-line?`,
		"missing-rôle": `there is no rule "missing-rôle"; did you mean FT401 missing-role?`,
		"":             `there is no rule ""; ftplan rules lists them all`,
		"FT":           `there is no rule "FT"; a family is named by a digit more, such as FT4`,
		"x\x1b[31m":    `there is no rule "x\u001b[31m"; ftplan rules lists them all`,
	} {
		for _, lists := range [][2][]string{{{word}, nil}, {nil, {word}}} {
			_, err := Select(someRules(), lists[0], lists[1])
			if err == nil || err.Error() != want {
				t.Errorf("%q: got error %v, want %s", word, err, want)
			}
		}
	}
}

func TestFails(t *testing.T) {
	for _, test := range []struct {
		rule          *Rule
		plain, strict bool
	}{{badJSON, true, true}, {emptyContent, false, true}, {noUser, false, false}} {
		f := Finding{Rule: test.rule}
		if f.Fails(false) != test.plain || f.Fails(true) != test.strict {
			t.Errorf("%v: got %t and, strictly, %t", test.rule, f.Fails(false), f.Fails(true))
		}
	}
}
