package submit

import "github.com/ftplan/ftplan/submit/service"

// Unused returns why a launch would not begin, by the journals of a state
// folder: its quote was launched, or lately its data. It changes nothing.
func Unused(dir string, l Launch) error {
	return (&run{l: l, j: &Journal{dir: dir}}).unused()
}

// Preview lists every call that [Submit] would make for a new submission when
// nothing goes wrong. It sends nothing and reads no file.
func Preview(c *service.Client, l Launch) ([]service.PlannedCall, error) {
	p := service.Preview{Model: l.Model, Submission: l.ID, Quote: l.Quote}
	validation := ""
	for _, role := range l.roles() {
		p.Files = append(p.Files, service.PreviewFile{Role: string(role), Name: l.uploadName(role), File: l.file(role)})
	}
	if l.Validation != nil {
		validation = "{validation_file}"
	}
	body, err := l.Body("{training_file}", validation)
	if err != nil {
		return nil, service.Local("cannot build the job's request", err)
	}
	p.Body = body
	return c.Preview(p)
}
