package main

import (
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/ftplan/ftplan/plan/catalog"
)

// newRoot builds the whole command tree.
func newRoot(w world) *cobra.Command {
	root := &cobra.Command{
		Use:   "ftplan",
		Short: "Know what a fine-tuning job will cost and that it will be accepted",
		Long: "ftplan lints training files, counts their tokens as the service bills them and quotes what a job costs,\n" +
			"before a byte leaves this machine.\n\n" + exitCodes,

		Example:       "  ftplan quote testdata/support.jsonl",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },

		SuggestionsMinimumDistance: 2,
	}
	c := &common{world: w}
	c.habits(root)
	root.Flags().Bool("version", false, "say which build of ftplan this is")
	root.Version = version()
	root.SetVersionTemplate("ftplan {{.Version}}\n")
	root.SetFlagErrorFunc(badFlag)
	root.AddCommand(
		newLint(c), newFix(c), newConvert(c), newRules(c), newTokens(c), newBill(c), newSplit(c), newDiff(c), newShow(c),
		newQuote(c), newEstimate(c), newReport(c), newModels(c), newPrices(c),
		newApprove(c), newVerify(c), newSubmit(c), newResume(c), newJobs(c),
		newDoctor(c), newVersion(c), newMan(c),
	)
	for _, cmd := range root.Commands() {
		if !slices.Contains(undated, cmd.Name()) {
			cmd.PersistentFlags().StringVar(&c.today, "today", "", "judge dates as of this day, YYYY-MM-DD (default now)")
		}
	}
	explainHelp(root)
	for cmd := range commands(root) {
		cmd.Args = explained(cmd.Args)
	}
	complete(root)
	return root
}

// undated are the commands that judge nothing by its date.
var undated = []string{"fix", "convert", "rules", "tokens", "split", "show", "version", "man"}

// firstYear and lastYear bound --today, so that what a quote dates from it can be written down.
const firstYear, lastYear = 1970, 9000

// common is what every command has: the world, and the day by which it judges.
type common struct {
	world
	today string
}

// clock returns the time by which dates are judged.
func (c *common) clock() (time.Time, error) {
	if c.today == "" {
		return c.now(), nil
	}
	day, err := catalog.ParseDate(c.today)
	if t, err := time.Parse(time.DateOnly, c.today); err == nil && (t.Year() < firstYear || t.Year() > lastYear) {
		return time.Time{}, usage("", "--today %s is out of range: from %d-01-01 to %d-12-31", c.today, firstYear, lastYear)
	}
	if err != nil {
		return time.Time{}, usage("write it as 2026-11-22", "--today %q is no date", c.today)
	}
	return day.Time(), nil
}
