package openai

import (
	"context"
	"fmt"
	"iter"
	"net/url"

	"github.com/ftplan/ftplan/submit/service"
)

// list is one page of any list.
type list[T any] struct {
	Object  string `json:"object"`
	Data    []T    `json:"data"`
	HasMore bool   `json:"has_more"`
}

// mostPages bounds a listing, in pages of a hundred.
const mostPages = 200

// pages yields the entries of a list page by page. It ends with an error when
// a page cannot be read, when a page that is not the last brings nothing new,
// and when the list does not end: what such a list lacks is not known.
func pages[T any](ctx context.Context, a *adapter, path string, query url.Values, id func(T) string) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		seen, last := map[string]bool{"": true}, ""
		for range mostPages {
			page, err := onePage[T](ctx, a, path, query, last)
			if err != nil {
				yield(none, err)
				return
			}
			for _, v := range page.Data {
				if !yield(v, nil) {
					return
				}
			}
			if !page.HasMore {
				return
			}
			if last = ""; len(page.Data) > 0 {
				last = id(page.Data[len(page.Data)-1])
			}
			if seen[last] {
				yield(none, a.endless(path, "repeats itself"))
				return
			}
			seen[last] = true
		}
		yield(none, a.endless(path, fmt.Sprintf("goes on behind %d pages", mostPages)))
	}
}

func onePage[T any](ctx context.Context, a *adapter, path string, query url.Values, last string) (list[T], error) {
	asked := url.Values{"limit": {"100"}}
	for name, values := range query {
		asked[name] = values
	}
	if last != "" {
		asked.Set("after", last)
	}
	return service.Get(ctx, a.Caller, path, asked, func(l list[T]) bool { return l.Data != nil })
}

// endless is the error of a list that has no end.
func (a *adapter) endless(path, how string) error {
	return &service.Error{
		Class:   service.ClassTemporary,
		Message: fmt.Sprintf("GET %s at %s: the list %s, so what it lacks is not known", path, a.Host(), how),
		Hint:    "is this the right address? look at the account in the provider's console",
	}
}
