package dataset

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// folder lists what a directory holds, with contents.
func folder(t *testing.T, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[e.Name()] = string(data)
	}
	return files
}

func want(t *testing.T, dir, name, content string) {
	t.Helper()
	files := folder(t, dir)
	if len(files) != 1 || files[name] != content {
		t.Errorf("the folder holds %q, want %s with %q alone", files, name, content)
	}
}

func TestCreateAppearsWhole(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "out")
	f, err := Create(path)
	if err != nil {
		t.Fatal(err)
	}
	f.WriteString("new")
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("before Commit the name is there: %v", err)
	}
	if err := f.Commit(); err != nil {
		t.Fatal(err)
	}
	f.Discard()
	want(t, dir, "out", "new")
}

func TestCreateRefusesAnExistingFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "out")
	f, err := Create(path)
	if err != nil {
		t.Fatal(err)
	}
	f.WriteString("mine")
	os.WriteFile(path, []byte("theirs"), 0o600) // someone was quicker
	if err := f.Commit(); !errors.Is(err, fs.ErrExist) {
		t.Errorf("Commit over a new file: %v, want %v", err, fs.ErrExist)
	}
	want(t, dir, "out", "theirs")
	if _, err := Create(path); !errors.Is(err, fs.ErrExist) {
		t.Errorf("Create over a file: %v, want %v", err, fs.ErrExist)
	}
}

func TestReplaceKeepsModeAndLinks(t *testing.T) {
	dir := t.TempDir()
	real, link := filepath.Join(dir, "real"), filepath.Join(dir, "link")
	os.WriteFile(real, []byte("old"), 0o600)
	if err := os.Symlink(real, link); err != nil {
		t.Skip(err)
	}
	f, err := Replace(link)
	if err != nil {
		t.Fatal(err)
	}
	f.WriteString("new")
	if err := f.Commit(); err != nil {
		t.Fatal(err)
	}
	info, err := os.Lstat(real)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the mode is %v, %v, want 0600", info.Mode(), err)
	}
	if target, err := os.Readlink(link); err != nil || target != real {
		t.Errorf("the link points to %q, %v", target, err)
	}
	if files := folder(t, dir); files["real"] != "new" || len(files) != 2 {
		t.Errorf("the folder holds %q", files)
	}
}

func TestDiscardLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	f, err := Replace(filepath.Join(dir, "out"))
	if err != nil {
		t.Fatal(err)
	}
	f.WriteString("half")
	f.Discard()
	if files := folder(t, dir); len(files) != 0 {
		t.Errorf("the folder holds %q, want nothing", files)
	}
	if _, err := Replace(dir); err == nil {
		t.Error("a directory can be replaced")
	}
	if _, err := Create(filepath.Join(dir, "no", "such", "folder")); err == nil {
		t.Error("a file can be made where there is no folder")
	}
}

// The second name fails because a folder has taken it in the meantime.
func TestCommitAllIsAllOrNothing(t *testing.T) {
	for _, tt := range []struct {
		name  string
		start func(path string) (*File, error)
		old   string // "" = there is none
	}{
		{"a file that is replaced", Replace, "old"},
		{"a file that is new", Replace, ""},
		{"a file that may not be replaced", Create, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			first, second := filepath.Join(dir, "first"), filepath.Join(dir, "second")
			before := map[string]string{}
			if tt.old != "" {
				os.WriteFile(first, []byte(tt.old), 0o600)
				before["first"] = tt.old
			}
			files := []*File{}
			for _, path := range []string{first, second} {
				f, err := tt.start(path)
				if err != nil {
					t.Fatal(err)
				}
				f.WriteString("new")
				files = append(files, f)
			}
			if err := os.MkdirAll(filepath.Join(second, "folder"), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := CommitAll(files...); err == nil || !strings.Contains(err.Error(), "nothing was changed") {
				t.Errorf("got the error %v, want that nothing was changed", err)
			}
			if err := os.RemoveAll(second); err != nil {
				t.Fatal(err)
			}
			if got := folder(t, dir); !maps.Equal(got, before) {
				t.Errorf("the folder holds %q, want %q", got, before)
			}
		})
	}
}

func TestCommitAllLeavesNoOldFiles(t *testing.T) {
	dir := t.TempDir()
	want := map[string]string{}
	var files []*File
	for _, name := range []string{"a", "b", "c"} {
		path := filepath.Join(dir, name)
		if name != "b" {
			os.WriteFile(path, []byte("old"), 0o600)
		}
		f, err := Replace(path)
		if err != nil {
			t.Fatal(err)
		}
		f.WriteString("new " + name)
		files, want[name] = append(files, f), "new "+name
	}
	if err := CommitAll(files...); err != nil {
		t.Fatal(err)
	}
	if got := folder(t, dir); !maps.Equal(got, want) {
		t.Errorf("the folder holds %q, want %q", got, want)
	}
}

// What replaces a private file is private from its first byte on.
func TestTheHiddenFileIsNoMoreOpenThanTheOld(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("needs modes")
	}
	path := filepath.Join(t.TempDir(), "private.jsonl")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := Replace(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Discard()
	info, err := f.tmp.Stat()
	if err != nil || info.Mode().Perm()&^0o600 != 0 {
		t.Errorf("mode %v, %v; want 0600 at most", info.Mode(), err)
	}
}
