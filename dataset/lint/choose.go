package lint

import (
	"fmt"
	"strings"
)

// Select returns the rules that a team wants: those that only names, or all where it names none, less those that allow
// names. A rule is named by its code, by its name, or by the start of its code: "FT403", "unknown-role", "FT4". A word that
// names no rule is an error that says which word comes nearest.
func Select(rules []*Rule, allow, only []string) ([]*Rule, error) {
	allowed, err := named(rules, allow)
	if err != nil {
		return nil, err
	}
	wanted, err := named(rules, only)
	if err != nil {
		return nil, err
	}
	var chosen []*Rule
	for _, r := range rules {
		if !allowed[r] && (len(only) == 0 || wanted[r]) {
			chosen = append(chosen, r)
		}
	}
	return chosen, nil
}

// named returns the rules that the words name.
func named(rules []*Rule, words []string) (map[*Rule]bool, error) {
	set := map[*Rule]bool{}
	for _, word := range words {
		known := false
		for _, r := range rules {
			if r.named(word) {
				set[r], known = true, true
			}
		}
		if !known {
			return nil, unknownRuleError(rules, word)
		}
	}
	return set, nil
}

// named reports whether a word names the rule. Case makes no difference.
func (r *Rule) named(word string) bool {
	word = strings.ToUpper(strings.TrimSpace(word))
	family := len(word) >= len("FT1") && strings.HasPrefix(word, "FT")
	return word == strings.ToUpper(r.Name) || family && strings.HasPrefix(r.Code, word)
}

func unknownRuleError(rules []*Rule, word string) error {
	word = strings.TrimSpace(word)
	var names []string
	for _, r := range rules {
		names = append(names, r.Name)
	}
	if strings.EqualFold(word, "FT") {
		return fmt.Errorf("there is no rule %s; a family is named by a digit more, such as FT4", Quote([]byte(word)))
	}
	near := Nearest(word, names)
	for _, r := range rules {
		if r.Name == near || len(word) == len(r.Code) && distance(strings.ToUpper(word), r.Code) == 1 {
			return fmt.Errorf("there is no rule %s; did you mean %v?", Quote([]byte(word)), r)
		}
	}
	return fmt.Errorf("there is no rule %s; ftplan rules lists them all", Quote([]byte(word)))
}

// Fails reports whether a finding makes its file fail: errors do, and where strict is set warnings do as well.
func (f Finding) Fails(strict bool) bool {
	severity := f.Rule.Severity()
	return severity == Error || strict && severity == Warning
}
