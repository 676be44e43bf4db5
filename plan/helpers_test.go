package plan

import (
	"testing"

	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/plan/money"
)

func day(t *testing.T, text string) catalog.Date {
	t.Helper()
	d, err := catalog.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func usd(t *testing.T, text string) money.USD {
	t.Helper()
	u, err := money.ParseUSD(text)
	if err != nil {
		t.Fatal(err)
	}
	return u
}
