package openai

import (
	"fmt"
	"net/http"
	"net/url"

	"github.com/ftplan/ftplan/submit/service"
)

// Preview lists the calls of a launch that meets no trouble.
func (a *adapter) Preview(l service.Preview) ([]service.PlannedCall, error) {
	p := &preview{a: a}
	if !a.Endpoint().NoModels {
		p.add(http.MethodGet, "/models", nil, "the key works and "+l.Model+" can be trained")
	}
	p.look(l, "no job of this %s exists")
	for _, f := range l.Files {
		if err := p.upload(f); err != nil {
			return nil, err
		}
	}
	for _, f := range l.Files {
		p.add(http.MethodGet, "/files/{"+f.Role+"_file}", nil, "the service holds all of it")
	}
	p.look(l, "still no job of this %s exists")
	p.add(http.MethodPost, jobsPath, nil, "the paid call, sent once").Body = l.Body
	return p.calls, nil
}

type preview struct {
	a     *adapter
	calls []service.PlannedCall
}

// add appends a call; the pointer holds until the next one.
func (p *preview) add(method, path string, query url.Values, note string) *service.PlannedCall {
	p.calls = append(p.calls, p.a.Planned(method, path, query, note))
	return &p.calls[len(p.calls)-1]
}

// look adds the listings through which a job is looked for.
func (p *preview) look(l service.Preview, note string) {
	of := []string{"submission", "quote"}
	for i, one := range p.a.listings(service.Search{Submission: l.Submission, Quote: l.Quote}) {
		one.query.Set("limit", "100")
		p.add(http.MethodGet, jobsPath, one.query, fmt.Sprintf(note, of[i]))
	}
}

func (p *preview) upload(f service.PreviewFile) error {
	part, err := p.a.PartBytes(f.File)
	if err != nil {
		return err
	}
	if part == 0 {
		call := p.add(http.MethodPost, "/files", nil, fmt.Sprintf("%d bytes, streamed", f.File.Bytes))
		call.Form = []string{"purpose=" + purpose, "file=@" + f.Name}
		for field, value := range p.a.Endpoint().Form {
			call.Form = append(call.Form, field+"="+value)
		}
		return nil
	}
	count := (f.File.Bytes + part - 1) / part
	body, err := uploadBody(f.Name, f.File)
	if err != nil {
		return err
	}
	p.add(http.MethodPost, "/uploads", nil, "begins an upload in parts").Body = body
	p.add(http.MethodPost, "/uploads/{upload}/parts", nil, fmt.Sprintf("%d times, at most %d bytes each", count, part)).Form = []string{"data=@part"}
	p.add(http.MethodPost, "/uploads/{upload}/complete", nil, "makes one file of the parts")
	return nil
}
