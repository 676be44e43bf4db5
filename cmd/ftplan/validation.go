package main

import (
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/plan"
)

// validationFlags is what is kept from training: a validation file, or a portion of the training file.
type validationFlags struct {
	validation string
	splitSeed  uint64
}

func (h *validationFlags) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&h.validation, "validation", "", "a validation file, or the share (10%) or number of examples to split off")
	f.Uint64Var(&h.splitSeed, "split-seed", 0, "decides, with the content, which examples are split off")
}

// portion reads --validation as a portion; it is a file, or nothing, otherwise. One that reads like a portion, is none and
// names no file either is an error.
func (h *validationFlags) portion() (portion dataset.Portion, isPortion bool, err error) {
	portion, err = dataset.ParsePortion(h.validation)
	if err == nil {
		return portion, true, nil
	}
	if h.validation == "" || !strings.HasSuffix(h.validation, "%") && strings.Trim(h.validation, "+-.,0123456789") != "" {
		return portion, false, nil
	}
	if _, missing := os.Stat(h.validation); missing == nil {
		return portion, false, nil
	}
	return portion, false, usageError{err: err}
}

// splitOff has the settings say what was split off a file, whose two parts get the names that ftplan split gives them.
func (h *validationFlags) splitOff(file string, result *plan.Result, s *plan.Settings) error {
	training, validation := splitNames(file)
	result.Training[0].File.Name, result.Validation[0].File.Name = training, validation
	s.Validation = &result.Validation[0]
	if s.Validation.File.Examples == 0 {
		return usage("ask for a larger share, or for a number such as 5", "no example falls into a validation share of %s", h.validation)
	}
	s.Split = &plan.Split{Source: result.Source, Validation: h.validation, Seed: int64(h.splitSeed)}
	return nil
}
