package main

import (
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
)

func newVersion(c *common) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:     "version",
		Short:   "Say which build of ftplan this is",
		Example: "  ftplan version\n  ftplan version --format json",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if err := checkFormat(format, view.BuildFormats()); err != nil {
				return err
			}
			return view.PrintBuild(c.out, format, build(), c.style())
		},
	}
	formatFlag(cmd, &format, view.BuildFormats())
	return cmd
}

// build returns what the go command recorded when it built the program.
func build() view.Build {
	b := view.Build{Version: version(), Go: runtime.Version(), System: runtime.GOOS + "/" + runtime.GOARCH}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.Revision = s.Value
		case "vcs.time":
			b.Time = s.Value
		case "vcs.modified":
			b.Modified = s.Value == "true"
		}
	}
	return b
}
