package convert_test

import (
	"os"
	"strings"
	"testing"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/convert"
)

// Each row of the page of shapes converts as it says.
func TestShapesPage(t *testing.T) {
	page, err := os.ReadFile("SHAPES.md")
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	rows := 0
	for line := range strings.Lines(string(page)) {
		cells := strings.Split(strings.TrimSuffix(strings.TrimPrefix(line, "| "), " |\n"), " | ")
		if !strings.HasPrefix(line, "| ") || cells[0] == "shape" {
			got.WriteString(line)
			continue
		}
		rows++
		r := run(t.Context(), strings.Join(code(cells[2]), "\n")+"\n", "x", flagged(t, code(cells[1])))
		if r.err != nil || r.stats.Rejected > 0 || len(r.lines) == 0 {
			t.Errorf("%s: %v, %+v", cells[0], r.err, r.rejects)
		}
		cells = append(cells[:3], "`"+strings.Join(r.lines, "`<br>`")+"`")
		got.WriteString("| " + strings.Join(cells, " | ") + " |\n")
	}
	if rows < 40 {
		t.Errorf("the page has %d rows", rows)
	}
	if *update {
		if err := os.WriteFile("SHAPES.md", []byte(got.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	} else if got.String() != string(page) {
		t.Errorf("the page says otherwise; write it anew with -update and read the difference:\n%s", got.String())
	}
}

// code returns the lines of a cell.
func code(cell string) (lines []string) {
	for _, line := range strings.Split(cell, "<br>") {
		lines = append(lines, strings.Trim(line, "` "))
	}
	return lines
}

// flagged returns the options that flags of the command stand for.
func flagged(t *testing.T, flags []string) (o convert.Options) {
	words := strings.Fields(flags[0])
	pairs := func(text string) map[string]string {
		m := map[string]string{}
		for _, pair := range strings.Split(text, ",") {
			key, value, _ := strings.Cut(pair, "=")
			m[key] = value
		}
		return m
	}
	for i := 0; i < len(words); i++ {
		value := func() string { i++; return words[i] }
		switch words[i] {
		case "--to":
			o.To, _ = dataset.FormatNamed(value())
		case "--from":
			o.From = convert.Source(value())
		case "--system":
			o.System = value()
		case "--columns":
			o.Columns = pairs(value())
		case "--template":
			if o.Template == nil {
				o.Template = map[string]string{}
			}
			for key, text := range pairs(value()) {
				o.Template[key] = text
			}
		case "--drop":
			o.Drop = append(o.Drop, value())
		case "--drop-extra":
			o.DropExtra = true
		case "--no-header":
			o.NoHeader = true
		case "--provider":
			o.Keeps = convert.Keeps{Reasoning: value() == "together"}
		default:
			t.Fatalf("no flag %s is known here", words[i])
		}
	}
	return o
}
