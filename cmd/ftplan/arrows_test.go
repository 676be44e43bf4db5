package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/ftplan/ftplan/"

// arrows are the rooms of the house and what each may import of the others. An arrow that is not here is a mistake.
var arrows = map[string][]string{
	"cmd/ftplan":                        {"cmd/ftplan/internal/view", "cmd/ftplan/internal/view/costs", "cmd/ftplan/internal/view/examples", "cmd/ftplan/internal/view/findings", "cmd/ftplan/internal/view/page", "cmd/ftplan/internal/view/runs", "dataset", "dataset/convert", "dataset/lint", "dataset/lint/rules", "dataset/repair", "tokenize", "tokenize/bpe", "tokenize/vocab", "plan", "plan/bill", "plan/catalog", "plan/delta", "plan/document", "plan/money", "submit", "submit/metrics", "submit/service", "submit/service/openai"},
	"cmd/ftplan/internal/view":          {"dataset", "dataset/lint", "plan", "plan/money"},
	"cmd/ftplan/internal/view/costs":    {"cmd/ftplan/internal/view", "cmd/ftplan/internal/view/examples", "cmd/ftplan/internal/view/findings", "dataset", "dataset/lint", "dataset/lint/tally", "plan", "plan/bill", "plan/catalog", "plan/delta", "plan/document", "plan/money", "submit"},
	"cmd/ftplan/internal/view/examples": {"cmd/ftplan/internal/view", "cmd/ftplan/internal/view/findings", "dataset", "dataset/convert", "dataset/lint", "plan", "tokenize"},
	"cmd/ftplan/internal/view/findings": {"cmd/ftplan/internal/view", "dataset", "dataset/lint", "dataset/lint/tally", "plan"},
	"cmd/ftplan/internal/view/page":     {"cmd/ftplan/internal/view", "cmd/ftplan/internal/view/costs", "cmd/ftplan/internal/view/examples", "cmd/ftplan/internal/view/findings", "cmd/ftplan/internal/view/runs", "dataset/lint", "dataset/lint/tally", "dataset/lint/rules", "plan", "plan/catalog", "plan/money", "submit/metrics", "tokenize"},
	"cmd/ftplan/internal/view/runs":     {"cmd/ftplan/internal/view", "dataset/lint", "submit", "submit/metrics", "submit/service"},
	"dataset":                           {},
	"dataset/convert":                   {"dataset", "dataset/convert/input"},
	"dataset/convert/input":             {"dataset"},
	"dataset/repair":                    {"dataset"},
	"dataset/grader":                    {"dataset"},
	"dataset/lint":                      {"dataset", "dataset/grader", "dataset/repair", "dataset/lint/detect", "dataset/lint/schema"},
	"dataset/lint/tally":                {"dataset/lint"},
	"dataset/lint/detect":               {},
	"dataset/lint/schema":               {"dataset"},
	"dataset/lint/rules":                {"dataset/lint", "dataset/lint/rules/file", "dataset/lint/rules/syntax", "dataset/lint/rules/shape", "dataset/lint/rules/chat", "dataset/lint/rules/tools", "dataset/lint/rules/images", "dataset/lint/rules/preference", "dataset/lint/rules/text", "dataset/lint/rules/whole"},
	"dataset/lint/rules/keys":           {"dataset", "dataset/lint"},
	"dataset/lint/rules/samples":        {},
	"dataset/lint/rules/file":           {"dataset", "dataset/lint", "dataset/repair"},
	"dataset/lint/rules/syntax":         {"dataset", "dataset/lint", "dataset/repair"},
	"dataset/lint/rules/shape":          {"dataset", "dataset/lint", "dataset/lint/rules/keys"},
	"dataset/lint/rules/chat":           {"dataset", "dataset/lint", "dataset/lint/detect", "dataset/lint/rules/keys"},
	"dataset/lint/rules/tools":          {"dataset", "dataset/lint", "dataset/repair", "dataset/lint/detect", "dataset/lint/rules/keys"},
	"dataset/lint/rules/images":         {"dataset", "dataset/lint", "dataset/lint/detect"},
	"dataset/lint/rules/preference":     {"dataset", "dataset/grader", "dataset/lint", "dataset/lint/rules/keys", "dataset/lint/rules/samples"},
	"dataset/lint/rules/text":           {"dataset", "dataset/lint", "dataset/lint/detect", "dataset/lint/rules/samples"},
	"dataset/lint/rules/whole":          {"dataset", "dataset/lint", "dataset/lint/rules/samples"},
	"tokenize/bpe":                      {},
	"tokenize/bench":                    {},
	"tokenize/bench/peer":               {},
	"tokenize/vocab":                    {"dataset", "tokenize/bpe"},
	"tokenize/bpe/gen":                  {"tokenize/bpe/gen/tables"},
	"tokenize/bpe/gen/tables":           {"tokenize/bpe"},
	"tokenize":                          {"dataset", "tokenize/bpe"},
	"plan":                              {"dataset", "dataset/grader", "dataset/lint", "dataset/lint/tally", "dataset/lint/rules", "tokenize", "plan/catalog", "plan/document", "plan/money", "plan/sshsig"},
	"plan/catalog":                      {"tokenize", "tokenize/bpe", "plan/document", "plan/money"},
	"plan/bill":                         {"plan", "plan/catalog", "tokenize"},
	"plan/delta":                        {"dataset", "dataset/lint", "dataset/lint/tally", "plan", "plan/money"},
	"plan/document":                     {},
	"plan/money":                        {},
	"plan/sshsig":                       {"plan/document"},
	"submit":                            {"dataset", "plan", "plan/bill", "plan/catalog", "plan/money", "submit/metrics", "submit/service"},
	"submit/metrics":                    {},

	"submit/service":                   {"dataset", "submit/metrics"},
	"submit/service/openai":            {"submit/metrics", "submit/service"},
	"submit/service/openai/openaitest": {},
	"submit/service/servicetest":       {},
}

// libraries are the libraries that belong to some rooms alone, tests included.
var libraries = map[string][]string{
	"github.com/spf13/cobra":                   {"cmd/ftplan"},
	"github.com/fatih/color":                   {"cmd/ftplan/internal/view", "cmd/ftplan/internal/view/examples"},
	"github.com/parquet-go/parquet-go":         {"dataset/convert", "dataset/convert/input"},
	"github.com/sashabaranov/go-openai":        {"submit/service/openai"},
	"github.com/pkoukk/tiktoken-go":            {"tokenize/bench/peer", "tokenize/bpe", "tokenize/bpe/gen/tables"},
	"github.com/pkoukk/tiktoken-go-loader":     {"tokenize/bench/peer", "tokenize/bpe", "tokenize/bpe/gen/tables"},
	"github.com/go-json-experiment/json":       {"dataset", "dataset/convert/input", "dataset/lint", "dataset/lint/rules/shape", "dataset/repair", "plan", "plan/catalog", "plan/delta", "plan/document", "plan/money"},
	"github.com/santhosh-tekuri/jsonschema/v6": {"cmd/ftplan", "dataset/lint/schema", "submit", "submit/service/openai/openaitest"},
	"go.yaml.in/yaml/v3":                       {"cmd/ftplan"},
	"net/http":                                 {"submit", "submit/service", "submit/service/openai", "submit/service/openai/openaitest", "cmd/ftplan"},
}

// The bounds of a room: how many Go files its folder holds and how many lines its package has, tests aside. Past them nobody
// finds anything.
const (
	roomFiles = 30
	roomLines = 3500
)

// crowded are the rooms that are past the bounds and still have to be divided.
var crowded = []string{"cmd/ftplan", "dataset/convert"}

type goPackage struct {
	ImportPath, Dir                    string
	Imports, TestImports, XTestImports []string
	GoFiles, IgnoredGoFiles            []string // the ignored ones are for other systems
}

// house lists the packages of the module as the go command sees them.
func house(t *testing.T) map[string]goPackage {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Dir,GoFiles,IgnoredGoFiles,Imports,TestImports,XTestImports", module+"...").Output()
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

// No room grows too large to feel at home in.
func TestRoomsAreSmall(t *testing.T) {
	for room, p := range house(t) {
		files, lines := p.size(t)
		small := files <= roomFiles && lines <= roomLines
		switch listed := slices.Contains(crowded, room); {
		case !small && !listed:
			t.Errorf("%s has %d Go files and %d lines beside tests; at %d files or %d lines give what belongs together a room of its own",
				room, files, lines, roomFiles, roomLines)
		case small && listed:
			t.Errorf("%s has room again; take it off the list of crowded ones", room)
		}
	}
}

// size counts the files of a package and their lines, those for other systems too and tests aside.
func (p goPackage) size(t *testing.T) (files, lines int) {
	for _, name := range slices.Concat(p.GoFiles, p.IgnoredGoFiles) {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(filepath.Join(p.Dir, name))
		if err != nil {
			t.Fatal(err)
		}
		files, lines = files+1, lines+bytes.Count(text, []byte{'\n'})
	}
	return files, lines
}
