package service

import (
	"fmt"
	"strings"
)

// Difference is one thing about a job that is not as it was sent.
type Difference struct {
	Name, Sent, Got string
	// Costs says that the difference can change what the job costs.
	Costs bool
	// File says that the ids of files differ.
	File bool
}

// String says what was sent and what the job has.
func (d Difference) String() string {
	return fmt.Sprintf("%s is %s, %s was sent", d.Name, d.Got, d.Sent)
}

// Differences are what a job tells of itself beside what was sent.
type Differences struct {
	List []Difference
	// Untold names what was sent and the job does not tell.
	Untold []string
}

// Costs says whether a difference can change what the job costs.
func (d Differences) Costs() bool {
	for _, one := range d.List {
		if one.Costs {
			return true
		}
	}
	return false
}

// String lists the differences in one line.
func (d Differences) String() string {
	var all []string
	for _, one := range d.List {
		all = append(all, one.String())
	}
	return strings.Join(all, "; ")
}
