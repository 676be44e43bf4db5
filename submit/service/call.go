package service

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strconv"
)

// Request builds one call to a path below the endpoint's URL. A body is taken
// for JSON.
func (c *Caller) Request(ctx context.Context, method, path string, query url.Values, body io.Reader) (*http.Request, error) {
	to := c.To(path, query)
	req, err := http.NewRequestWithContext(ctx, method, to.String(), body)
	if err != nil {
		return nil, err
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	return req, nil
}

// To is the address of a path below the endpoint's URL.
func (c *Caller) To(path string, query url.Values) *url.URL {
	to := *c.base
	to.Path += path
	to.RawQuery = query.Encode()
	return &to
}

// Call makes one call and decodes its answer.
func Call[T any](c *Caller, req *http.Request) (T, error) { return callFor[T](c, req, anAnswer) }

func callFor[T any](c *Caller, req *http.Request, want wanted) (T, error) {
	var v T
	resp, err := c.do(req, c.trip, want)
	if err != nil {
		return v, err
	}
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return v, err
	}
	if err := json.Unmarshal(text, &v); err != nil {
		return v, c.Wrong(req, resp.StatusCode, text)
	}
	return v, nil
}

// Wrong is an answer in JSON that is not what was asked for.
func (c *Caller) Wrong(req *http.Request, status int, answer []byte) *CallError {
	e := c.describe(req)
	e.Status, e.Trouble = status, WrongAnswer
	e.Text = strconv.Itoa(status) + " without what was asked for: " +
		strconv.Quote(c.Clean(string(answer[:min(80, len(answer))]), 80))
	return e
}

// Lacks is a 2xx answer that lacks what was asked for, in words.
func (c *Caller) Lacks(call, text string) *CallError {
	return &CallError{Call: call, Host: c.Host(), Status: http.StatusOK, Trouble: WrongAnswer, Text: text}
}

// Get makes a GET, again where that may help. An answer that does not fit is
// an error.
func Get[T any](ctx context.Context, c *Caller, path string, query url.Values, fits func(T) bool) (T, error) {
	return Retry(ctx, c, func(ctx context.Context) (T, error) {
		var v T
		req, err := c.Request(ctx, http.MethodGet, path, query, nil)
		if err != nil {
			return v, err
		}
		if v, err = Call[T](c, req); err == nil && !fits(v) {
			err = c.Wrong(req, http.StatusOK, []byte("another object"))
		}
		return v, err
	})
}

// Post sends a JSON body, or none when it is nil, once, and decodes the answer.
func Post[T any](ctx context.Context, c *Caller, path string, body []byte) (T, error) {
	var reader io.Reader
	if body != nil {
		reader = bytes.NewReader(body)
	}
	req, err := c.Request(ctx, http.MethodPost, path, nil, reader)
	if err != nil {
		var none T
		return none, err
	}
	return Call[T](c, req)
}

// Download returns the content of a file, of at most 64 MiB, at a path.
func (c *Caller) Download(ctx context.Context, path string) ([]byte, error) {
	return Retry(ctx, c, func(ctx context.Context) ([]byte, error) {
		req, err := c.Request(ctx, http.MethodGet, path, nil, nil)
		if err != nil {
			return nil, err
		}
		resp, err := c.do(req, c.trip, aContent)
		if err != nil {
			return nil, err
		}
		return io.ReadAll(resp.Body)
	})
}
