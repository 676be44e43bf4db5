package main

import (
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/ftplan/ftplan/"

// arrows are the rooms of the house and what each may import of the others. An arrow that is not here is a mistake.
var arrows = map[string][]string{
	"cmd/ftplan":               {"cmd/ftplan/internal/view", "dataset", "dataset/convert", "dataset/lint", "tokenize", "tokenize/bpe", "tokenize/vocab", "plan", "plan/catalog", "plan/document", "plan/money", "submit", "submit/metrics", "submit/service", "submit/service/openai"},
	"cmd/ftplan/internal/view": {"dataset", "dataset/convert", "dataset/lint", "tokenize", "tokenize/bpe", "plan", "plan/catalog", "plan/document", "plan/money", "submit", "submit/metrics", "submit/service"},
	"dataset":                  {},
	"dataset/convert":          {"dataset"},
	"dataset/lint":             {"dataset"},
	"tokenize/bpe":             {},
	"tokenize/bench":           {},
	"tokenize/bench/peer":      {},
	"tokenize/vocab":           {"dataset", "tokenize/bpe"},
	"tokenize/bpe/gen":         {"tokenize/bpe/gen/tables"},
	"tokenize/bpe/gen/tables":  {"tokenize/bpe"},
	"tokenize":                 {"dataset", "tokenize/bpe"},
	"plan":                     {"dataset", "dataset/lint", "tokenize", "plan/catalog", "plan/document", "plan/money"},
	"plan/catalog":             {"tokenize", "tokenize/bpe", "plan/document", "plan/money"},
	"plan/document":            {},
	"plan/money":               {},
	"submit":                   {"dataset", "plan", "plan/catalog", "plan/money", "submit/service"},
	"submit/metrics":           {},

	"submit/service":                   {"dataset", "submit/metrics"},
	"submit/service/openai":            {"submit/metrics", "submit/service"},
	"submit/service/openai/openaitest": {},
	"submit/service/servicetest":       {},
}

// libraries are the libraries that belong to some rooms alone, tests included.
var libraries = map[string][]string{
	"github.com/spf13/cobra":                   {"cmd/ftplan"},
	"github.com/fatih/color":                   {"cmd/ftplan/internal/view"},
	"github.com/sashabaranov/go-openai":        {"submit/service/openai"},
	"github.com/pkoukk/tiktoken-go":            {"tokenize/bench/peer", "tokenize/bpe", "tokenize/bpe/gen/tables"},
	"github.com/pkoukk/tiktoken-go-loader":     {"tokenize/bench/peer", "tokenize/bpe", "tokenize/bpe/gen/tables"},
	"github.com/go-json-experiment/json":       {"dataset", "dataset/convert", "dataset/lint", "plan", "plan/catalog", "plan/document", "plan/money"},
	"github.com/santhosh-tekuri/jsonschema/v6": {"cmd/ftplan", "dataset/lint", "submit", "submit/service/openai/openaitest"},
	"go.yaml.in/yaml/v3":                       {"cmd/ftplan"},
	"net/http":                                 {"submit", "submit/service", "submit/service/openai", "submit/service/openai/openaitest", "cmd/ftplan"},
}

type goPackage struct {
	ImportPath                         string
	Imports, TestImports, XTestImports []string
}

// house lists the packages of the module as the go command sees them.
func house(t *testing.T) map[string]goPackage {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports,TestImports,XTestImports", module+"...").Output()
	if err != nil {
		t.Fatal(err)
	}
	rooms := map[string]goPackage{}
	for d := json.NewDecoder(strings.NewReader(string(out))); d.More(); {
		var p goPackage
		if err := d.Decode(&p); err != nil {
			t.Fatal(err)
		}
		rooms[strings.TrimPrefix(p.ImportPath, module)] = p
	}
	return rooms
}

func TestImportsFollowTheArrows(t *testing.T) {
	for room, p := range house(t) {
		allowed, known := arrows[room]
		if !known {
			t.Errorf("%s is a room that the map of arrows does not know; say there what it may import", room)
		}
		for _, path := range p.Imports {
			other, ours := strings.CutPrefix(path, module)
			if ours && !slices.Contains(allowed, other) {
				t.Errorf("%s imports %s, and no arrow points that way", room, other)
			}
		}
	}
}

func TestLibrariesStayInTheirRooms(t *testing.T) {
	for room, p := range house(t) {
		for _, path := range slices.Concat(p.Imports, p.TestImports, p.XTestImports) {
			for library, rooms := range libraries {
				if (path == library || strings.HasPrefix(path, library+"/")) && !slices.Contains(rooms, room) {
					t.Errorf("%s imports %s, which belongs in %s", room, path, strings.Join(rooms, ", "))
				}
			}
		}
	}
}
