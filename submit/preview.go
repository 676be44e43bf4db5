package submit

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
)

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

// Preview lists every call that [Submit] would make for a new submission when
// nothing goes wrong. It sends nothing and reads no file.
func Preview(c *Client, l Launch) ([]PlannedCall, error) {
	p := &preview{c: c}
	if !c.endpoint.NoModels {
		p.add(http.MethodGet, "/models", nil, "the key works and "+l.Model+" can be trained")
	}
	tag := url.Values{"metadata[" + TagKey + "]": {l.ID}, "limit": {"100"}}
	if !c.endpoint.NoMetadata {
		p.add(http.MethodGet, "/fine_tuning/jobs", tag, "no job of this submission exists")
	}
	for _, role := range l.roles() {
		if err := p.upload(l, role); err != nil {
			return nil, err
		}
	}
	for _, role := range l.roles() {
		p.add(http.MethodGet, "/files/{"+string(role)+"_file}", nil, "the service holds all of it")
	}
	if !c.endpoint.NoMetadata {
		p.add(http.MethodGet, "/fine_tuning/jobs", tag, "still no job of this submission exists")
	}
	validation := ""
	if l.Validation != nil {
		validation = "{validation_file}"
	}
	body, err := l.Body("{training_file}", validation)
	if err != nil {
		return nil, local("cannot build the job's request", err)
	}
	p.add(http.MethodPost, "/fine_tuning/jobs", nil, "the paid call, sent once").Body = body
	return p.calls, nil
}

type preview struct {
	c     *Client
	calls []PlannedCall
}

// add appends a call; the pointer holds until the next one.
func (p *preview) add(method, path string, query url.Values, note string) *PlannedCall {
	to := *p.c.base
	to.Path += path
	to.RawQuery = query.Encode()
	req := &http.Request{Method: method, URL: &to, Header: http.Header{}}
	hidden := string(masked)
	p.c.endpoint.dress(req, Key{secret: &hidden})
	shown, err := url.PathUnescape(to.String())
	if err != nil {
		shown = to.String()
	}
	p.calls = append(p.calls, PlannedCall{Method: method, URL: shown, Header: req.Header, Note: note})
	return &p.calls[len(p.calls)-1]
}

func (p *preview) upload(l Launch, role Role) error {
	f, name := l.file(role), l.uploadName(role)
	inParts, err := p.c.route(f)
	if err != nil {
		return err
	}
	if !inParts {
		call := p.add(http.MethodPost, "/files", nil, fmt.Sprintf("%d bytes, streamed", f.Bytes))
		call.Form = []string{"purpose=" + purpose, "file=@" + name}
		for field, value := range p.c.endpoint.Form {
			call.Form = append(call.Form, field+"="+value)
		}
		return nil
	}
	part := p.c.settings.PartBytes
	count := (f.Bytes + part - 1) / part
	body, err := uploadBody(name, f)
	if err != nil {
		return err
	}
	p.add(http.MethodPost, "/uploads", nil, "begins an upload in parts").Body = body
	p.add(http.MethodPost, "/uploads/{upload}/parts", nil, fmt.Sprintf("%d times, at most %d bytes each", count, part)).Form = []string{"data=@part"}
	p.add(http.MethodPost, "/uploads/{upload}/complete", nil, "makes one file of the parts")
	return nil
}
