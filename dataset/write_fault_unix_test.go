//go:build unix

package dataset

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// Whatever step fails, of whichever file: both old files stand, whole, and nothing else is left.
func TestCommitAllSurvivesEveryFault(t *testing.T) {
	full := errors.New("no space left")
	failing := func(*os.File) error { return full }
	faults := map[string]func(*disk){
		"write":    func(d *disk) { d.write = func(*os.File, []byte) (int, error) { return 0, full } },
		"sync":     func(d *disk) { d.sync = failing },
		"close":    func(d *disk) { d.close = failing },
		"supplant": func(d *disk) { d.supplant = func(string, string) error { return full } },
	}
	for name, fault := range faults {
		for at := range 2 {
			dir := t.TempDir()
			var files []*File
			for i, base := range []string{"a", "b"} {
				path := filepath.Join(dir, base)
				if err := os.WriteFile(path, []byte("old "+base), 0o640); err != nil {
					t.Fatal(err)
				}
				f, err := Replace(path)
				if err != nil {
					t.Fatal(err)
				}
				if f.WriteString("new " + base); i == at {
					fault(&f.disk)
				}
				files = append(files, f)
			}
			if err := CommitAll(files...); !errors.Is(err, full) {
				t.Errorf("%s of file %d: got %v, want %v", name, at, err, full)
			}
			entries, err := os.ReadDir(dir)
			if err != nil || len(entries) != 2 {
				t.Errorf("%s of file %d: %v is left (%v)", name, at, entries, err)
			}
			for _, base := range []string{"a", "b"} {
				if got, _ := os.ReadFile(filepath.Join(dir, base)); string(got) != "old "+base {
					t.Errorf("%s of file %d: %s holds %q", name, at, base, got)
				}
			}
		}
	}
}

func TestCreateSurvivesAFaultOfItsName(t *testing.T) {
	path, taken := filepath.Join(t.TempDir(), "a"), errors.New("taken")
	f, err := Create(path)
	if err != nil {
		t.Fatal(err)
	}
	f.disk.claim = func(string, string) error { return taken }
	if err := f.Commit(); !errors.Is(err, taken) {
		t.Errorf("got %v, want %v", err, taken)
	}
	if entries, _ := os.ReadDir(filepath.Dir(path)); len(entries) > 0 {
		t.Errorf("%v is left", entries)
	}
}

func TestReplaceFollowsALinkToNothing(t *testing.T) {
	dir := t.TempDir()
	link, target := filepath.Join(dir, "link"), filepath.Join(dir, "sub", "target")
	if err := errors.Join(os.Mkdir(filepath.Dir(target), 0o777), os.Symlink(filepath.Join("sub", "target"), link)); err != nil {
		t.Skip("no links here: ", err)
	}
	f, err := Replace(link)
	if err != nil {
		t.Fatal(err)
	}
	f.WriteString("x")
	if err := f.Commit(); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(target); string(got) != "x" {
		t.Errorf("the target holds %q (%v)", got, err)
	}
	if to, err := os.Readlink(link); err != nil || to != filepath.Join("sub", "target") {
		t.Errorf("the link leads to %q (%v)", to, err)
	}
}

func TestRealName(t *testing.T) {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	if err := errors.Join(os.Mkdir("d", 0o777), os.Symlink("d", "link"), os.Symlink("link/x", "dangling"), os.Symlink("round", "round")); err != nil {
		t.Skip("no links here: ", err)
	}
	for name, want := range map[string]string{"d/x": "d/x", "link/x": "d/x", "dangling": "d/x", "./link/../d/x": "d/x", "round": "round", "none/x": "none/x"} {
		if got := RealName(name); got != filepath.Join(dir, want) {
			t.Errorf("%s: got %s, want %s", name, got, filepath.Join(dir, want))
		}
	}
}

// Root that replaces a file leaves it to its owner.
func TestReplaceKeepsTheOwner(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a")
	if err := os.WriteFile(path, []byte("old"), 0o640); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(path, 1234, 1235); err != nil {
		t.Skip("only root can give a file away: ", err)
	}
	f, err := Replace(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Commit(); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if owner := ownerOf(info); owner != [2]uint32{1234, 1235} || info.Mode().Perm() != 0o640 {
		t.Errorf("the file belongs to %v with mode %v, want 1234, 1235 and 0640", owner, info.Mode())
	}
}

func ownerOf(info os.FileInfo) [2]uint32 {
	stat := info.Sys().(*syscall.Stat_t)
	return [2]uint32{stat.Uid, stat.Gid}
}
