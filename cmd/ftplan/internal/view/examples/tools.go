package examples

import (
	"fmt"
	"io"
	"strings"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/tokenize"
)

// ShownTools is how many definitions of tools are listed; JSON has all.
const ShownTools = 20

// toolCosts prints what the definitions of tools cost, the dearest first, and what leaving out those that are never
// called would save.
func toolCosts(w io.Writer, survey *plan.Survey, s view.Style) {
	if len(survey.Tools) == 0 {
		return
	}
	fmt.Fprintf(w, "%s  %s\n", s.Bold("Tools"), view.Count(int64(len(survey.Tools)), "definition"))
	g := view.NewGrid("lrlrl")
	for i, t := range survey.Tools {
		if i == ShownTools {
			break
		}
		g.Row(view.Cut(lint.Printable(t.Name), 40), view.Number(t.Tokens), "in "+view.Count(t.Examples, "example"), view.Number(t.PerEpoch)+" an epoch", called(t.Calls))
	}
	g.Print(w, s)
	if more := len(survey.Tools) - ShownTools; more > 0 {
		fmt.Fprintf(w, "  %s\n", s.Dim(fmt.Sprintf("… and %d more", more)))
	}
	if text := UnusedTools(survey); text != "" {
		view.Wrap(w, text, "  ", "  ", s.Width)
	}
	fmt.Fprintln(w)
}

func called(calls int64) string {
	if calls == 0 {
		return "never called"
	}
	return "called " + view.Number(calls) + " ×"
}

// UnusedTools says what leaving out the tools that are never called would save, "" where each is.
func UnusedTools(survey *plan.Survey) string {
	n, perEpoch := survey.UnusedTools()
	if n == 0 {
		return ""
	}
	said, them := fmt.Sprintf("%d definitions are", n), "them"
	if n == 1 {
		said, them = "1 definition is", "it"
	}
	return fmt.Sprintf("%s never called: without %s an epoch has about %s tokens less, %s; the model then does not learn to leave %s alone",
		said, them, view.Number(perEpoch), Share(perEpoch, survey.Tokens.Billed), them)
}

// renderedTools prints the definitions as the model reads them.
func renderedTools(w io.Writer, survey *plan.Survey, s view.Style) {
	for _, t := range survey.Tools {
		fmt.Fprintf(w, "%s\n", s.Dim(fmt.Sprintf("%s tokens", view.Number(t.Tokens))))
		for line := range strings.SplitSeq(strings.TrimRight(t.Text, "\n"), "\n") {
			fmt.Fprintf(w, "  %s\n", lint.Printable(line))
		}
		fmt.Fprintln(w)
	}
}

// toolObject is one definition as JSON has it. It only grows.
type toolObject struct {
	tokenize.ToolShare
	Text string `json:"text,omitempty"`
}

func (r *TokensReport) tools() []toolObject {
	var list []toolObject
	for _, t := range r.Result.Training[0].Tools {
		o := toolObject{ToolShare: t}
		if r.Tools {
			o.Text = t.Text
		}
		list = append(list, o)
	}
	return list
}
