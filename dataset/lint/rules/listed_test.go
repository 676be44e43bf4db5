package rules

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/ftplan/ftplan/dataset/lint"
)

// families are the folders of the rules by the digit behind FT.
var families = map[string]string{"1": "file", "2": "syntax", "3": "shape", "4": "chat", "5": "tools", "6": "images", "7": "preference", "8": "text", "9": "whole"}

var ruleInFile = regexp.MustCompile(`(?m)^var (\w+) = &lint\.Rule\{\n\tCode: "(FT([1-9])[0-9]{2})"`)

// A rule is written in two places: a file of its family, and the family's list.
func TestEveryRuleIsListed(t *testing.T) {
	files, err := filepath.Glob("*/*.go")
	if err != nil || len(files) == 0 {
		t.Fatal("no files of rules", err)
	}
	found := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range ruleInFile.FindAllStringSubmatch(string(text), -1) {
			found++
			name, code, folder := m[1], m[2], filepath.Base(filepath.Dir(file))
			if family := families[m[3]]; folder != family {
				t.Errorf("%s is of the family %s and stands in %s; move it, or give it another code", code, family, file)
			}
			if !slices.ContainsFunc(Rules(), func(r *lint.Rule) bool { return r.Code == code }) {
				t.Errorf("%s has the rule %s, which is in no list; add %s to the list in %s", file, code, name, filepath.Join(folder, "rules.go"))
			}
		}
	}
	if found != len(Rules()) {
		t.Errorf("%d rules are listed and %d found in files; one rule a file, from \"var name = &lint.Rule{\" and its code on", len(Rules()), found)
	}
}
