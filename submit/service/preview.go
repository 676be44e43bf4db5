package service

import (
	"encoding/json"
	"net/http"
	"net/url"
)

// Preview is a launch whose calls are to be shown.
type Preview struct {
	Model      string
	Submission string
	Quote      string
	Files      []PreviewFile
	Body       []byte // of the paid call
}

// PreviewFile is a file that would be uploaded.
type PreviewFile struct {
	Role, Name string
	File       File
}

// PlannedCall is one call that a launch would make. Header holds the key as
// "[key]". Ids that only the service knows stand in braces.
type PlannedCall struct {
	Method string          `json:"method"`
	URL    string          `json:"url"`
	Header http.Header     `json:"header"`
	Form   []string        `json:"form,omitempty"` // the fields of a form
	Body   json.RawMessage `json:"body,omitempty"`
	Note   string          `json:"note"`
}

// Planned returns a call as it would be made, with the key masked.
func (c *Caller) Planned(method, path string, query url.Values, note string) PlannedCall {
	to := c.To(path, query)
	req := &http.Request{Method: method, URL: to, Header: http.Header{}}
	hidden := masked
	c.endpoint.dress(req, Key{secret: &hidden})
	shown, err := url.PathUnescape(to.String())
	if err != nil {
		shown = to.String()
	}
	return PlannedCall{Method: method, URL: shown, Header: req.Header, Note: note}
}
