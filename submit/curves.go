package submit

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/ftplan/ftplan/submit/metrics"
	"github.com/ftplan/ftplan/submit/service"
)

// Curve is the training of a job as it was last seen, kept because services
// forget events and checkpoints.
type Curve struct {
	JobID  string         `json:"job"`
	Status service.Status `json:"status"`
	Epochs *int64         `json:"epochs,omitempty"`
	Steps  metrics.Curve  `json:"steps"`
}

const longestCurve = 64 << 20

func curvePath(dir, id string) string { return filepath.Join(dir, "curves", id+".json") }

// KeepCurve writes a job's curve to the state folder. One that tells nothing
// takes the place of none.
func KeepCurve(dir string, c Curve) error {
	if len(c.Steps) == 0 {
		return nil
	}
	if err := service.CheckJobID(c.JobID); err != nil {
		return err
	}
	path := curvePath(dir, c.JobID)
	if err := OwnFolder(filepath.Dir(path)); err != nil {
		return service.Local("cannot use the state folder", err)
	}
	text, err := json.Marshal(c)
	if err != nil {
		return service.Local("cannot write the curve", err)
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".curve-*")
	if err != nil {
		return service.Local("cannot write the curve", err)
	}
	_, err = file.Write(append(text, '\n'))
	if err = errors.Join(err, file.Sync(), file.Close()); err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		os.Remove(file.Name())
		return service.Local("cannot write the curve", err)
	}
	return nil
}

// KeptCurve returns the curve of a job that a state folder keeps, nil where it
// keeps none. Figures that no loss and no accuracy can have are not taken.
func KeptCurve(dir, id string) (*Curve, error) {
	if err := service.CheckJobID(id); err != nil {
		return nil, err
	}
	path := curvePath(dir, id)
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err == nil && info.Size() > longestCurve {
		err = errors.New("it is larger than 64 MiB")
	}
	if err != nil {
		return nil, service.Local("cannot read "+path, err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, service.Local("cannot read "+path, err)
	}
	var raw struct {
		Curve
		Steps []json.RawMessage `json:"steps"`
	}
	if err := json.Unmarshal(text, &raw); err != nil || raw.JobID != id {
		return nil, service.Local(path+" is not the curve of "+id, err)
	}
	c := raw.Curve
	var steps []metrics.Step
	for _, text := range raw.Steps {
		if s, ok := metrics.Read(text); ok {
			steps = append(steps, s)
		}
	}
	c.Steps = metrics.Merge(steps)
	return &c, nil
}
