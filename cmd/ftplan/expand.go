package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// expand returns the files that the arguments name, each once and in their order. An argument that is no file and has *, ?
// or [ in it stands for the files it fits, sorted: where a shell was kept from expanding it, or there is no shell.
func expand(args []string) ([]string, error) {
	var files []string
	for _, arg := range args {
		fits, err := fitting(arg)
		if err != nil {
			return nil, err
		}
		for _, file := range fits {
			if !slices.Contains(files, file) {
				files = append(files, file)
			}
		}
	}
	return files, nil
}

func fitting(arg string) ([]string, error) {
	if _, err := os.Lstat(arg); err == nil || !strings.ContainsAny(arg, "*?[") {
		return []string{arg}, nil
	}
	fits, err := filepath.Glob(arg)
	if err != nil {
		return nil, usage("write [ as [[] where it is meant as it is", "the pattern %s is malformed", arg)
	}
	if len(fits) == 0 {
		return nil, usage("** is not a pattern here; name each folder", "no file fits %s", arg)
	}
	return fits, nil
}
