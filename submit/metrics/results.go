package metrics

import (
	"bytes"
	"encoding/base64"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// errNoTable is what [ReadResults] returns for text that is no table of steps.
var errNoTable = errors.New("no table of steps: the first line must name the columns, step among them")

// Decode returns the text of a result file. OpenAI hands result files out in base64, Azure as they are.
func Decode(file []byte) []byte {
	text := bytes.TrimSpace(file)
	plain := make([]byte, base64.StdEncoding.DecodedLen(len(text)))
	n, err := base64.StdEncoding.Decode(plain, text)
	if err != nil || n == 0 {
		return file
	}
	return plain[:n]
}

// ReadResults reads the table of a result file, as it was downloaded: a CSV whose first line names the columns. Columns of
// other names are passed over, rows without a step too. The error says which line is no row.
func ReadResults(file []byte) ([]Step, error) {
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(Decode(file), []byte("\xef\xbb\xbf"))))
	r.ReuseRecord, r.FieldsPerRecord = true, -1
	header, err := r.Read()
	if err != nil {
		return nil, errNoTable
	}
	names, at := make([]string, len(header)), -1
	for i, name := range header {
		names[i] = strings.ToLower(strings.TrimSpace(name))
		if names[i] == "step" {
			at = i
		}
	}
	if at < 0 {
		return nil, errNoTable
	}
	var steps []Step
	for {
		row, err := r.Read()
		if err == io.EOF {
			return steps, nil
		}
		if err != nil {
			return nil, fmt.Errorf("the table of steps is damaged: %w", err)
		}
		if s, ok := readRow(names, row, at); ok {
			steps = append(steps, s)
		}
	}
}

// readRow reads one row; false where it tells nothing of a step.
func readRow(names, row []string, at int) (Step, bool) {
	if at >= len(row) {
		return Step{}, false
	}
	step, err := strconv.ParseFloat(strings.TrimSpace(row[at]), 64)
	if err != nil || step < 1 || step > 1<<53 {
		return Step{}, false
	}
	s := Step{Step: int64(step)}
	for i, text := range row[:min(len(row), len(names))] {
		if value, err := strconv.ParseFloat(strings.TrimSpace(text), 64); err == nil {
			s.set(names[i], value)
		}
	}
	return s, s.tells()
}
