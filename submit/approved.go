package submit

import (
	"encoding/json"
	"errors"
	"maps"
	"strings"
	"time"

	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/submit/service"
)

// Approved is the launch of a quote under its approval, and where it goes.
// The profile is that of the quote's provider; paths name the files at hand by
// role. Nothing is read yet.
func Approved(q *plan.Quote, a *plan.Approval, p *catalog.Provider, paths map[Role]string) (Launch, service.Endpoint, error) {
	if p.Name != q.Provider {
		return Launch{}, service.Endpoint{}, service.Guard("the quote is for "+service.Show(q.Provider, 60)+", not for "+p.Name, "use the quote's provider")
	}
	id, err := plan.Submission(q, a)
	if err != nil {
		return Launch{}, service.Endpoint{}, service.Local("cannot read the approved quote", err)
	}
	digest, err := q.Digest()
	if err != nil {
		return Launch{}, service.Endpoint{}, service.Local("cannot read the quote", err)
	}
	l := Launch{
		ID: id, Quote: strings.TrimPrefix(digest, "sha256:"), Quoted: q.Created, URL: q.BaseURL,
	}
	l.Body = func(training, validation string) ([]byte, error) { return q.JobBody(training, validation, id) }
	refs, err := l.takeFiles(q, paths)
	if err != nil {
		return Launch{}, service.Endpoint{}, err
	}
	l.Guard = func(now time.Time) error { return refused(a.Covers(q, now, refs)) }
	if l.Model, err = modelOf(l.Body); err != nil {
		return Launch{}, service.Endpoint{}, service.Local("cannot read the quote's body", err)
	}
	return l, endpointOf(q, p), nil
}

// takeFiles sets the files and returns what the quote says of them: the run
// has compared the files with it when the guard is asked.
func (l *Launch) takeFiles(q *plan.Quote, paths map[Role]string) (map[string]plan.FileRef, error) {
	refs := map[string]plan.FileRef{}
	for _, quoted := range q.Files {
		path, ok := paths[Role(quoted.Role)]
		if !ok {
			return nil, service.Guard("the "+quoted.Role+" file "+service.Show(quoted.Name, 100)+" was quoted, but not given", "give the files that were quoted")
		}
		file := service.File{Path: path, Bytes: quoted.Size, SHA256: quoted.SHA256}
		if Role(quoted.Role) == Validation {
			l.Validation = &file
		} else {
			l.Training = file
		}
		refs[quoted.Role] = quoted.FileRef
	}
	if len(paths) > len(refs) {
		return nil, service.Guard("more files are given than were quoted", "give the files that were quoted")
	}
	return refs, nil
}

// refused gives a plan's refusal the class of a guard.
func refused(err error) error {
	var r *plan.Refusal
	if errors.As(err, &r) {
		return service.Guard(r.Reason, r.Hint)
	}
	return err
}

func modelOf(body func(training, validation string) ([]byte, error)) (string, error) {
	text, err := body("file", "file")
	if err != nil {
		return "", err
	}
	var b struct {
		Model string `json:"model"`
	}
	return b.Model, json.Unmarshal(text, &b)
}

func endpointOf(q *plan.Quote, p *catalog.Provider) service.Endpoint {
	e := service.Endpoint{
		Name: p.Name, URL: q.BaseURL, AuthHeader: p.Auth.Header, AuthPrefix: p.Auth.Prefix,
		Headers: maps.Clone(p.Headers), Query: maps.Clone(p.Query), Form: maps.Clone(p.Form),
		NoMetadata: !p.Metadata, NoModels: p.Protocol != "openai", Statuses: map[string]service.Status{},
	}
	for theirs, ours := range p.Status {
		e.Statuses[theirs] = service.Status(ours)
	}
	switch {
	case p.MaxFileBytes > plan.FormBytes && p.Protocol == "openai": // the rest goes through the Uploads API
		e.MaxFile, e.MaxParts = plan.FormBytes, p.MaxFileBytes
	default:
		e.MaxFile = p.MaxFileBytes
	}
	return e
}
