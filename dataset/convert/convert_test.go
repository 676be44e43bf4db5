package convert_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/convert"
)

var update = flag.Bool("update", false, "write what comes out into the scripts; read the difference before committing it")

// result is all that came of an input.
type result struct {
	lines   []string
	rejects []convert.Reject
	stats   convert.Stats
	err     error
}

func run(ctx context.Context, in, name string, o convert.Options) (r result) {
	emit := func(line []byte) error {
		r.lines = append(r.lines, string(line))
		return nil
	}
	reject := func(one convert.Reject) error {
		one.Text = bytes.Clone(one.Text)
		r.rejects = append(r.rejects, one)
		return nil
	}
	r.stats, r.err = convert.Convert(ctx, strings.NewReader(in), name, o, emit, reject)
	return r
}

// Each script is a comment with options, an input, and all that comes of it.
func TestScripts(t *testing.T) {
	scripts, err := filepath.Glob("testdata/scripts/*.txtar")
	if err != nil || len(scripts) < 20 {
		t.Fatalf("found %d scripts, %v", len(scripts), err)
	}
	for _, path := range scripts {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			script, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			in := script.Files[0]
			r := run(t.Context(), string(in.Data), in.Name, options(t, string(script.Comment)))
			if r.err != nil {
				t.Fatal(r.err)
			}
			checkShape(t, r, script)
			got := txtar.Format(&txtar.Archive{Comment: script.Comment, Files: []txtar.File{in,
				{Name: "out", Data: text(r.lines)}, {Name: "rejects", Data: rejects(r.rejects)},
				{Name: "stats", Data: text(append([]string{r.stats.From}, r.stats.Notes...))}}})
			if *update {
				if err := os.WriteFile(path, got, 0o666); err != nil {
					t.Fatal(err)
				}
			}
			if want := txtar.Format(script); !*update && !bytes.Equal(got, want) {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// options reads the options among the lines of a script's comment.
func options(t *testing.T, comment string) (o convert.Options) {
	for line := range strings.Lines(comment) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch key {
		case "to":
			f, ok := dataset.FormatNamed(value)
			if !ok {
				t.Fatalf("no format %q", value)
			}
			o.To = f
		case "from":
			o.From = convert.Source(value)
		case "system":
			o.System = value
		case "drop extra":
			o.DropExtra = true
		case "columns":
			o.Columns = map[string]string{}
			for _, pair := range strings.Fields(value) {
				name, column, _ := strings.Cut(pair, "=")
				o.Columns[name] = column
			}
		}
	}
	return o
}

func text(lines []string) []byte {
	if len(lines) == 0 {
		return nil
	}
	return []byte(strings.Join(lines, "\n") + "\n")
}

func rejects(rejects []convert.Reject) []byte {
	var lines []string
	for _, r := range rejects {
		lines = append(lines, fmt.Sprintf("%d: %s", r.Line, r.Reason))
	}
	return text(lines)
}

// checkShape fails where a line is not of the target's format, or a reject shows other text than the input has.
func checkShape(t *testing.T, r result, script *txtar.Archive) {
	t.Helper()
	to := options(t, string(script.Comment)).To
	if to == dataset.UnknownFormat {
		to = dataset.Chat
	}
	for _, line := range r.lines {
		var record dataset.Record
		record.Decode(dataset.Line{Text: []byte(line)})
		if record.Err != nil || record.Format != to || strings.ContainsAny(line, "\r\n") {
			t.Errorf("the line %s is %v, %v, not %v", line, record.Format, record.Err, to)
		}
	}
	for _, one := range r.rejects {
		if !bytes.Contains(script.Files[0].Data, one.Text) {
			t.Errorf("line %d is rejected with the text %q, which the input does not have", one.Line, one.Text)
		}
	}
}

func TestErrors(t *testing.T) {
	const chat = `{"messages":[{"role":"user","content":"x"},{"role":"assistant","content":"y"}]}` + "\n"
	const pair = `{"prompt":"x","chosen":"y","rejected":"z"}` + "\n"
	for _, test := range []struct {
		name, in string
		o        convert.Options
		want     string
	}{
		{"a", chat, convert.Options{From: "parquet"}, `unknown source "parquet"; the sources are chosen-rejected, preference, chat, sharegpt, contents, alpaca, completion, pairs, turns, label, text, csv, tsv`},
		{"a", chat, convert.Options{To: dataset.ShareGPT}, "cannot convert to sharegpt; the targets are chat, preference, reinforcement, completion"},
		{"a", chat, convert.Options{To: dataset.Preference}, "chat has one answer to a prompt and cannot become preference, which needs a preferred and a non-preferred one"},
		{"a", pair, convert.Options{}, "chosen-rejected has a non-preferred answer, for which chat has no place; convert it --to preference, or leave that answer out with --drop-extra"},
		{"a", pair, convert.Options{To: dataset.Completion, System: "s"}, "completion has no place for a system message; leave --system out"},
		{"a", chat, convert.Options{Columns: map[string]string{"usr": "a"}}, `no source has a key "usr" to read a column as; the keys are answer, assistant, bot, chosen, chosen_messages, chosen_response, completion, contents, context, conversation, conversations, data, dialog, dialogue, functions, gpt, history, human, images, input, instruction, label, messages, non_preferred_completion, non_preferred_output, output, parallel_tool_calls, preferred_completion, preferred_output, problem, prompt, query, question, rejected, rejected_messages, rejected_response, response, solution, system, text, tools, turn_1, turns, user`},
		{"a", chat, convert.Options{From: "chat", Columns: map[string]string{"user": "a"}}, "a column is to be read as a key that chat does not have; its keys are messages, system, tools, functions, parallel_tool_calls, images"},
		{"a", "", convert.Options{}, "the input holds no examples"},
		{"a", "\ufeff \n", convert.Options{}, "the input holds no examples"},
		{"a", "[]", convert.Options{}, "the input holds no examples"},
		{"a.csv", "question,answer\n", convert.Options{}, "the input holds no examples"},
		{"a", "{\"a\n", convert.Options{}, "nothing in the input can be read; line 1: not readable at byte 3: invalid character '\\n' in string (expecting non-control character)"},
		{"a", `{"a":1,"b":2}`, convert.Options{}, `the keys are "a", "b", which is no source known here (chosen-rejected, preference, chat, sharegpt, contents, alpaca, completion, pairs, turns, label, text, csv, tsv); say which is which, as in --columns user=KEY,assistant=KEY, or put them together with --template user='{KEY}' --template assistant='{KEY}'`},
		{"a", "hello\nworld\n", convert.Options{}, "cannot tell what the input is: it starts with neither { nor [, and its first row names no columns known here; if it is a table, say --from csv or --from tsv, and --no-header where its first row is an example"},
		{"a.csv", "a,a\n1,2\n", convert.Options{}, `two columns have the name "a"; rename one`},
		{"a.csv", "a,b\n1,2\n", convert.Options{Columns: map[string]string{"user": "a", "assistant": "c"}}, `there is no column "c"; the first row names "a", "b"`},
		{"a.csv", "\"a,b\n1,2\n", convert.Options{}, `the first row, which names the columns, cannot be read: line 2, byte 5: a quoted cell does not end where it should; double each quote inside of it`},
		{"a.csv", "question,answ\xe9r\n1,2\n", convert.Options{}, "the names of the columns are not UTF-8; save the table as UTF-8"},
		{"a", "\x1f\x8b\x08\x00abc", convert.Options{}, "the file is gzip-compressed, not JSON lines; unpack it with gunzip"},
	} {
		if r := run(t.Context(), test.in, test.name, test.o); r.err == nil || r.err.Error() != test.want {
			t.Errorf("%q with %+v\n got %v\nwant %v", test.in, test.o, r.err, test.want)
		}
	}
}

func TestStopsAtErrors(t *testing.T) {
	in := "{\"question\":\"a\",\"answer\":\"b\"}\n{\"question\":\"c\"}\n"
	full := errors.New("the disk is full")
	pass := func([]byte) error { return nil }
	ignore := func(convert.Reject) error { return nil }
	stats, err := convert.Convert(t.Context(), strings.NewReader(in), "", convert.Options{}, func([]byte) error { return full }, ignore)
	if err != full || stats.Examples != 1 || stats.Rejected != 0 {
		t.Errorf("where emit fails: %+v, %v", stats, err)
	}
	stats, err = convert.Convert(t.Context(), strings.NewReader(in), "", convert.Options{}, pass, func(convert.Reject) error { return full })
	if err != full || stats.Examples != 1 || stats.Rejected != 1 {
		t.Errorf("where reject fails: %+v, %v", stats, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	stats, err = convert.Convert(ctx, strings.NewReader(in), "", convert.Options{}, func([]byte) error { cancel(); return nil }, ignore)
	if err != context.Canceled || stats.Examples != 1 || stats.Rejected != 0 {
		t.Errorf("where the context ends: %+v, %v", stats, err)
	}
}

func TestEverySourceHasATitle(t *testing.T) {
	for _, name := range convert.SourceNames() {
		if convert.Source(name).Title() == "" {
			t.Errorf("source %s has no title", name)
		}
	}
	if got := convert.Source("parquet").Title(); got != "" {
		t.Errorf("an unknown source has the title %q", got)
	}
}
