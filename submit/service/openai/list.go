package openai

import (
	"context"
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

// mostPages bounds a listing, whatever the service says about more.
const mostPages = 200

// pages yields the entries of a list page by page. It ends with an error when
// a page cannot be read, and silently when a page brings nothing new.
func pages[T any](ctx context.Context, a *adapter, path string, query url.Values, id func(T) string) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		last := ""
		for range mostPages {
			asked := url.Values{"limit": {"100"}}
			for name, values := range query {
				asked[name] = values
			}
			if last != "" {
				asked.Set("after", last)
			}
			page, err := service.Get(ctx, a.Caller, path, asked, func(l list[T]) bool { return l.Data != nil })
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			for _, v := range page.Data {
				if !yield(v, nil) {
					return
				}
			}
			n := len(page.Data)
			if !page.HasMore || n == 0 || id(page.Data[n-1]) == last {
				return
			}
			last = id(page.Data[n-1])
		}
	}
}
