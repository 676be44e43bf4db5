package submit

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/plan/money"
	"github.com/ftplan/ftplan/submit/service"
	"github.com/ftplan/ftplan/submit/service/openai/openaitest"
)

// quoteDay is the day on which the tests quote.
var quoteDay = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

// approved is a quote of a simulation's data with its approval and profile.
func approved(t *testing.T, w *simulation, s plan.Settings) (*plan.Quote, *plan.Approval, *catalog.Provider) {
	t.Helper()
	f := w.launch.Training
	survey := &plan.Survey{
		File:   plan.FileRef{Name: "train.jsonl", SHA256: f.SHA256, Size: f.Bytes, Examples: 12, Tokens: 300},
		Format: "chat", Encoding: "o200k_base", Basis: "exact", Tokens: plan.TokenCounts{Billed: 300, Trained: 100},
	}
	q, err := plan.NewQuote(s, survey, catalog.Builtin(), quoteDay)
	if err != nil {
		t.Fatal(err)
	}
	limit, err := money.ParseUSD("1")
	if err != nil {
		t.Fatal(err)
	}
	a, err := plan.Approve(q, limit, "Ada", quoteDay)
	if err != nil {
		t.Fatal(err)
	}
	p, err := catalog.Builtin().Provider(q.Provider)
	if err != nil {
		t.Fatal(err)
	}
	return q, a, p
}

func TestAnApprovedQuoteIsLaunchedAsItWasQuoted(t *testing.T) {
	for _, test := range []struct{ provider, model, trainingType string }{
		{"openai", "gpt-4.1-mini", ""},
		{"azure-global", "gpt-4.1-nano", "GlobalStandard"},
	} {
		synctest.Test(t, func(t *testing.T) {
			w := testSimulation(t, openaitest.Options{TrainingType: test.trainingType})
			defer w.close()
			time.Sleep(time.Until(quoteDay.Add(time.Hour)))
			q, a, p := approved(t, w, plan.Settings{
				Model: test.model, Provider: test.provider, Epochs: 2, BaseURL: "http://127.0.0.1/v1", Program: "ftplan test",
			})
			l, e, err := Approved(q, a, p, map[Role]string{Training: w.launch.Training.Path})
			if err != nil {
				t.Fatal(err)
			}
			w.launch, w.endpoint = l, &e
			launched(t, w)
			job := w.jobs()[0]
			body, err := l.Body(job.TrainingFile, "")
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range w.svc.Requests() {
				if r.Call == openaitest.CreateJob && !bytes.Equal(r.Body, body) {
					t.Errorf("sent %s, quoted %s", r.Body, body)
				}
			}
			if p.Metadata && (job.Metadata[service.QuoteKey] != l.Quote || job.Metadata[service.TagKey] != l.ID) {
				t.Errorf("metadata %v, want those of %s and %s", job.Metadata, l.ID, l.Quote)
			}
			if w.svc.Paid(l.ID) != 1 || !strings.Contains(job.FileName, l.ID) {
				t.Errorf("%d paid jobs, file %s", w.svc.Paid(l.ID), job.FileName)
			}
		})
	}
}

func TestAnExpiredApprovalIsAGuard(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := testSimulation(t, openaitest.Options{})
		defer w.close()
		time.Sleep(time.Until(quoteDay.Add(73 * time.Hour)))
		q, a, p := approved(t, w, plan.Settings{Model: "gpt-4.1-mini", BaseURL: "http://127.0.0.1/v1"})
		l, e, err := Approved(q, a, p, map[Role]string{Training: w.launch.Training.Path})
		if err != nil {
			t.Fatal(err)
		}
		w.launch, w.endpoint = l, &e
		_, err = w.submit()
		var classed *service.Error
		if !errors.As(err, &classed) || classed.Class != service.ClassGuard || classed.Hint == "" || len(w.svc.Requests()) != 0 {
			t.Errorf("%v after %d requests", err, len(w.svc.Requests()))
		}
	})
}

func TestApprovedWantsTheQuotedFilesAndProvider(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := testSimulation(t, openaitest.Options{})
		defer w.close()
		q, a, p := approved(t, w, plan.Settings{Model: "gpt-4.1-mini"})
		azure, err := catalog.Builtin().Provider("azure")
		if err != nil {
			t.Fatal(err)
		}
		path := w.launch.Training.Path
		for name, try := range map[string]struct {
			p     *catalog.Provider
			paths map[Role]string
		}{
			"another provider": {azure, map[Role]string{Training: path}},
			"no file":          {p, nil},
			"one file more":    {p, map[Role]string{Training: path, Validation: path}},
		} {
			if _, _, err := Approved(q, a, try.p, try.paths); service.ClassOf(err) != service.ClassGuard {
				t.Errorf("%s: %v, want a guard", name, err)
			}
		}
	})
}

func TestAFileGoesTheWayThatLintSays(t *testing.T) {
	for provider, want := range map[string][2]int64{"openai": {512_000_000, 8_000_000_000}, "azure": {512_000_000, 0}} {
		p, err := catalog.Builtin().Provider(provider)
		if err != nil {
			t.Fatal(err)
		}
		e := endpointOf(&plan.Quote{BaseURL: "https://example.com/v1"}, p)
		if got := [2]int64{e.MaxFile, e.MaxParts}; got != want {
			t.Errorf("%s takes files of %d bytes whole and in parts, want %d", provider, got, want)
		}
	}
}
