package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/dataset/lint"
)

func newMan(c *common) *cobra.Command {
	return &cobra.Command{
		Use:     "man DIR",
		Short:   "Write man pages of all commands to a folder",
		Long:    "man writes a page for every command to a folder, which is made if it is not there. Pages that are there are replaced.",
		Example: "  ftplan man man1",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			dir := args[0]
			if err := os.MkdirAll(dir, 0o777); err != nil {
				return err
			}
			root := cmd.Root()
			for cmd := range commands(root) {
				cmd.DisableAutoGenTag = true
			}
			if err := pagesNotLinked(dir); err != nil {
				return err
			}
			if err := doc.GenManTree(root, manHeader(), dir); err != nil {
				return err
			}
			pages, err := filepath.Glob(filepath.Join(dir, "ftplan*.1"))
			if err != nil {
				return err
			}
			if _, err = fmt.Fprintf(c.out, "%d pages in %s\n", len(pages), lint.Printable(dir)); err == nil {
				view.Next(c.out, "%s", "man -l "+view.Command(filepath.Join(dir, "ftplan.1")))
			}
			return err
		},
	}
}

// manHeader dates the pages by the source that the program was built from, so that one build always writes the same.
func manHeader() *doc.GenManHeader {
	b := build()
	header := &doc.GenManHeader{Title: "FTPLAN", Section: "1", Source: "ftplan " + b.Version, Manual: "ftplan"}
	date, err := time.Parse(time.RFC3339, b.Time)
	if err != nil {
		date = time.Time{}.AddDate(1999, 0, 0)
	}
	header.Date = &date
	return header
}

// pagesNotLinked refuses a folder in which a page is a link: it would be written through.
func pagesNotLinked(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if match, _ := filepath.Match("ftplan*.1", entry.Name()); match && entry.Type()&fs.ModeSymlink != 0 {
			return usage("remove the link", "%s is a link, and a page is not written through one", filepath.Join(dir, entry.Name()))
		}
	}
	return nil
}
