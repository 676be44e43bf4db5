package plan

import (
	"maps"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/plan/document"
)

// What stands in a quote's body for the names that only the launch knows.
const (
	trainingPlace   = "{training_file}"
	validationPlace = "{validation_file}"
	submissionPlace = "{submission}"
	quotePlace      = "{quote}" // the digest of the quote, which no quote can hold itself
)

// jobBody is the body of POST /fine_tuning/jobs. Extra holds what a provider adds to the protocol.
type jobBody struct {
	Model           string                    `json:"model"`
	TrainingFile    string                    `json:"training_file"`
	ValidationFile  string                    `json:"validation_file,omitempty"`
	Method          map[string]jsontext.Value `json:"method,omitempty"`
	Hyperparameters map[string]jsontext.Value `json:"hyperparameters,omitempty"`
	Suffix          string                    `json:"suffix,omitempty"`
	Seed            *int64                    `json:"seed,omitzero"`
	Metadata        map[string]string         `json:"metadata,omitempty"`
	Extra           map[string]jsontext.Value `json:",embed"`
}

// body is the job to create, with placeholders for the file ids and the submission.
func (d *draft) body() (jsontext.Value, error) {
	b := jobBody{
		Model: d.modelID(), TrainingFile: trainingPlace, Suffix: d.settings.Suffix, Seed: d.settings.Seed,
		Extra: maps.Clone(d.provider.Body),
	}
	if d.settings.Validation != nil {
		b.ValidationFile = validationPlace
	}
	if d.provider.Metadata {
		b.Metadata = map[string]string{
			"ftplan_submission": submissionPlace, "ftplan_quote": quotePlace, "ftplan_sha256": d.survey.File.SHA256,
		}
		if d.settings.Program != "" {
			b.Metadata["ftplan_program"] = d.settings.Program
		}
	}
	values := map[string]jsontext.Value{}
	for _, h := range d.parameters {
		values[h.Name] = d.provider.Parameter(h.Name).JSON(h.Value)
	}
	if d.provider.ParametersAt != "method" {
		b.Hyperparameters = values
		return marshalBody(b)
	}
	var err error
	b.Method, err = d.methodMember(values)
	if err != nil {
		return nil, err
	}
	return marshalBody(b)
}

// methodMember is {"type":"supervised","supervised":{"hyperparameters":{…}}}, with the grader where one is needed.
func (d *draft) methodMember(values map[string]jsontext.Value) (map[string]jsontext.Value, error) {
	var inner struct {
		Grader          jsontext.Value            `json:"grader,omitzero"`
		Hyperparameters map[string]jsontext.Value `json:"hyperparameters"`
	}
	inner.Hyperparameters = values
	if d.method == catalog.Reinforcement {
		inner.Grader = d.settings.Grader
	}
	member, err := marshalBody(inner)
	if err != nil {
		return nil, catalog.Invalidf("give the grader as one JSON object", "the grader is no JSON: %v", err)
	}
	kind := jsontext.Value(`"` + string(d.method) + `"`)
	return map[string]jsontext.Value{"type": kind, string(d.method): member}, nil
}

// modelID is what the provider calls the model, or the fine-tune to go on from.
func (d *draft) modelID() string {
	if tuned := d.continues(); tuned != "" {
		return tuned
	}
	if d.offer.ID != "" {
		return d.offer.ID
	}
	return d.model.Name
}

func marshalBody[T any](v T) (jsontext.Value, error) {
	return json.Marshal(v, json.Deterministic(true))
}

// Request returns the body of the request that creates the job, on one line with blanks, for a person to read. The names that
// only the launch knows stand in braces, and so does the digest of the quote.
func (q *Quote) Request() (string, error) {
	body, err := q.fill(trainingPlace, validationPlace, submissionPlace, quotePlace)
	if err != nil {
		return "", err
	}
	text := jsontext.Value(body)
	err = text.Format(jsontext.SpaceAfterColon(true), jsontext.SpaceAfterComma(true))
	return string(text), err
}

// JobBody returns the exact body of the request that creates the job, on one line, with the ids of the uploaded files,
// the submission's identity and the digest of the quote, in hexadecimal digits, in their places. The validation id is
// unused when there is no validation file.
func (q *Quote) JobBody(trainingID, validationID, submission string) ([]byte, error) {
	digest, err := q.Digest()
	if err != nil {
		return nil, err
	}
	return q.fill(trainingID, validationID, submission, strings.TrimPrefix(digest, "sha256:"))
}

// fill puts names into the places of the body.
func (q *Quote) fill(trainingID, validationID, submission, quote string) ([]byte, error) {
	var b jobBody
	if err := document.Decode(q.Body, &b); err != nil {
		return nil, err
	}
	b.TrainingFile = trainingID
	if b.ValidationFile != "" {
		b.ValidationFile = validationID
	}
	for key, value := range b.Metadata {
		switch value {
		case submissionPlace:
			b.Metadata[key] = submission
		case quotePlace:
			b.Metadata[key] = quote
		}
	}
	return marshalBody(b)
}
