package main

import (
	"fmt"
	"slices"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/cmd/ftplan/internal/view/runs"
	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/submit"
	"github.com/ftplan/ftplan/submit/service"
)

// lossesOf returns the trainings of jobs as this machine saw them last, beside the file that a report is about. A job that
// was never looked at from here has none.
func (c *common) lossesOf(ids []string, about *plan.Result) ([]runs.Training, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	dir, err := c.stateFolder()
	if err != nil {
		return nil, err
	}
	bills, err := submit.Bills(dir)
	if err != nil {
		return nil, err
	}
	var trainings []runs.Training
	for _, id := range ids {
		if err := service.CheckJobID(id); err != nil {
			return nil, usageError{err: err}
		}
		curve, err := submit.KeptCurve(dir, id)
		if err != nil {
			return nil, err
		}
		if curve == nil {
			return nil, usage("look at it first: "+view.Command("ftplan", "jobs", "events", id), "nothing is known here of the losses of %s", id)
		}
		t := runs.Training{JobID: id, Curve: curve.Steps}
		if curve.Epochs != nil {
			t.Borders = curve.Steps.Borders(*curve.Epochs, curve.Status.Ended())
		}
		if bill, ok := submit.BillOf(bills, id); ok {
			t.Data = otherData(bill, about)
		}
		trainings = append(trainings, t)
	}
	return trainings, nil
}

// otherData says of a job that it was trained on another file than the report is about, "" where it was not.
func otherData(bill submit.Bill, about *plan.Result) string {
	files := []plan.FileRef{about.Source}
	for _, s := range about.Training {
		files = append(files, s.File)
	}
	if bill.Training == nil || bill.Training.SHA256 == "" ||
		slices.ContainsFunc(files, func(f plan.FileRef) bool { return f.SHA256 == bill.Training.SHA256 }) {
		return ""
	}
	return fmt.Sprintf("It was trained on other bytes than this page is about: %s, sha256 %s.", bill.Training.Name, bill.Training.SHA256[:min(12, len(bill.Training.SHA256))])
}
