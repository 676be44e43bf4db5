package main

import (
	"io/fs"
	"os"
	"strings"
)

// exampleFiles are the example files at the top of testdata, without what else lies there.
type exampleFiles struct{ fs.FS }

func onlyExamples(dir string) fs.FS { return exampleFiles{os.DirFS(dir)} }

// ReadDir lists the example files.
func (e exampleFiles) ReadDir(name string) ([]fs.DirEntry, error) {
	all, err := fs.ReadDir(e.FS, name)
	var examples []fs.DirEntry
	for _, entry := range all {
		if strings.HasSuffix(entry.Name(), ".jsonl") {
			examples = append(examples, entry)
		}
	}
	return examples, err
}
