package main

import (
	"bytes"
	"io"
	"os"
	"strings"
	"testing"
	"time"
)

const askedFile = `{'messages': [{'role': 'user', 'content': 'a'}, {'role': 'assistant', 'content': 'b'}]}
{"messages": [{"role": "user", "content": "c"}, {"role": "assistant", "content": "d"}]},
{'messages': [{'role': 'user', 'content': 'e'}, {'role': 'assistant', 'content': 'f'}]}
{"messages": [{"role": "user", "content": "g"}, {"role": "assistant", "content": "h"}]},
`

// answering runs fix --ask with a person who types the answers, one for each question.
func answering(t *testing.T, answers ...string) (code int, out, errs string) {
	t.Helper()
	in, typing := io.Pipe()
	go func() {
		for _, answer := range answers {
			io.WriteString(typing, answer+"\n")
		}
		typing.Close()
	}()
	defer time.AfterFunc(10*time.Second, func() { t.Error("fix still waits"); typing.Close() }).Stop()
	var stdout, stderr lockedBuffer
	w := plainWorld()
	w.in, w.out, w.err, w.terminal, w.person, w.plain = in, &stdout, &stderr, true, true, true
	code = run(t.Context(), w, []string{"fix", "--ask", "in.jsonl", "-o", "out.jsonl", "--force"})
	return code, stdout.String(), stderr.String()
}

func TestFixAsks(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "in.jsonl", []byte(askedFile))
	lines := strings.SplitAfter(askedFile, "\n")
	single := func(n int) string { return strings.ReplaceAll(lines[n], "'", `"`) }
	comma := func(n int) string { return strings.Replace(lines[n], "]},", "]}", 1) }
	for _, test := range []struct {
		answers   []string
		want      string
		questions int
	}{
		{[]string{"yes", "no", "y", "n"}, single(0) + lines[1] + single(2) + lines[3], 4},
		{[]string{"all", "none"}, single(0) + lines[1] + single(2) + lines[3], 2},
		{[]string{"what?", "ALL", "a"}, single(0) + comma(1) + single(2) + comma(3), 3},
		{[]string{"yes", "stop"}, single(0) + lines[1] + lines[2] + lines[3], 2},
		{[]string{"no", "yes", "s"}, lines[0] + comma(1) + lines[2] + lines[3], 3},
	} {
		_, out, errs := answering(t, test.answers...)
		if got := string(read(t, "out.jsonl")); got != test.want {
			t.Errorf("%q: got\n%swant\n%s%s%s", test.answers, got, test.want, out, errs)
		}
		if got := strings.Count(errs, "make this fix?"); got != test.questions {
			t.Errorf("%q: %d questions, want %d", test.answers, got, test.questions)
		}
		if !strings.Contains(out, "@@ -1 +1 @@ FT202") {
			t.Errorf("%q: no example is shown: %s", test.answers, out)
		}
	}
}

func TestFixAsksSomebody(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "in.jsonl", []byte(askedFile))
	var out, errs bytes.Buffer
	w := plainWorld()
	w.out, w.err = &out, &errs
	if code := run(t.Context(), w, []string{"fix", "--ask", "in.jsonl", "-o", "out.jsonl"}); code != exitUsage || !strings.Contains(errs.String(), "wants a terminal") {
		t.Errorf("exit code %d and %q, want %d", code, errs.String(), exitUsage)
	}
	if _, err := os.Stat("out.jsonl"); err == nil {
		t.Error("something was written")
	}
}
