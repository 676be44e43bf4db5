package submit

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/ftplan/ftplan/submit/service"
	"github.com/ftplan/ftplan/submit/service/openai"
	"github.com/ftplan/ftplan/submit/service/openai/openaitest"
)

// writtenJournal is the text of a journal of one launch.
func writtenJournal(t *testing.T) []byte {
	t.Helper()
	var text []byte
	synctest.Test(t, func(t *testing.T) {
		w := testSimulation(t, openaitest.Options{})
		defer w.close()
		if _, err := w.submit(); err != nil {
			t.Fatal(err)
		}
		var err error
		if text, err = os.ReadFile(w.journalPath()); err != nil {
			t.Fatal(err)
		}
	})
	return text
}

func TestJournalHoldsTheStatesInOrder(t *testing.T) {
	entries, valid, err := ReadJournal(writtenJournal(t))
	if err != nil {
		t.Fatal(err)
	}
	var got []State
	for _, e := range entries {
		got = append(got, e.State)
	}
	want := []State{StateNew, StateUploadIntent, StateUploaded, StateCreateIntent, StateCreated}
	if !reflect.DeepEqual(got, want) || valid == 0 {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestATornLastLineIsDropped(t *testing.T) {
	text := writtenJournal(t)
	all, _, err := ReadJournal(text)
	if err != nil {
		t.Fatal(err)
	}
	for n := range text {
		entries, valid, err := ReadJournal(text[:n])
		if err != nil {
			t.Fatalf("cut at %d: %v", n, err)
		}
		if want := bytes.Count(text[:n], []byte("\n")); len(entries) != want || !reflect.DeepEqual(entries, all[:want:want]) && want > 0 {
			t.Fatalf("cut at %d: %d entries, want %d", n, len(entries), want)
		}
		if valid > n {
			t.Fatalf("cut at %d: %d valid bytes", n, valid)
		}
	}
}

func TestAnyOtherDamageIsRefused(t *testing.T) {
	text := writtenJournal(t)
	var damaged *DamageError
	for n := range text {
		for _, bit := range []byte{1, 32} {
			bad := bytes.Clone(text)
			bad[n] ^= bit
			if n == len(text)-1 {
				continue // without its line feed the last line is a torn one
			}
			if entries, _, err := ReadJournal(bad); !errors.As(err, &damaged) {
				t.Fatalf("bit %d of byte %d flipped: %d entries, %v", bit, n, len(entries), err)
			}
		}
	}
	lines := bytes.SplitAfter(text, []byte("\n"))
	for name, bad := range map[string][][]byte{
		"a line is missing": {lines[0], lines[2]},
		"a line is doubled": {lines[0], lines[0]},
		"lines are swapped": {lines[1], lines[0]},
		"the first is gone": lines[1:],
		"an empty line":     {lines[0], []byte("\n"), lines[1]},
	} {
		if _, _, err := ReadJournal(bytes.Join(bad, nil)); !errors.As(err, &damaged) {
			t.Errorf("%s: %v, want a DamageError", name, err)
		}
	}
}

func TestADamagedJournalStopsTheLaunch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := testSimulation(t, openaitest.Options{})
		defer w.close()
		if _, err := w.submit(); err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(w.journalPath())
		if err != nil {
			t.Fatal(err)
		}
		text[len(text)/2] ^= 1
		if err := os.WriteFile(w.journalPath(), text, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := w.submit(); service.ClassOf(err) != service.ClassLocal {
			t.Errorf("got %v, want an error of service.ClassLocal", err)
		}
		other := w.launch
		other.ID = strings.Repeat("f", 32)
		w.launch = other
		if _, err := w.submit(); service.ClassOf(err) != service.ClassLocal || w.svc.Paid(other.ID) != 0 {
			t.Errorf("another launch beside a damaged journal: %v", err)
		}
	})
}

func TestStateIsForItsOwnerOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := testSimulation(t, openaitest.Options{})
		defer w.close()
		dir := filepath.Join(w.dir, "state")
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		if _, err := w.submit(); err != nil {
			t.Fatal(err)
		}
		for name, want := range map[string]os.FileMode{dir: 0o700, w.journalPath(): 0o600} {
			info, err := os.Stat(name)
			if err != nil {
				t.Fatal(err)
			}
			if got := info.Mode().Perm(); got != want {
				t.Errorf("%s has mode %o, want %o", name, got, want)
			}
		}
	})
}

// At each effect on the disk the process dies, by kill and by power cut; the
// next one finishes with one job.
func TestDeathAtEveryEffectOnTheDisk(t *testing.T) {
	for _, power := range []bool{false, true} {
		for at := 1; ; at++ {
			more := true
			synctest.Test(t, func(t *testing.T) {
				w := testSimulation(t, openaitest.Options{DropMetadata: at%2 == 0})
				defer w.close()
				w.crashAt, w.power = at, power
				if _, err := w.submit(); err == nil {
					more = false
				}
				w.crashAt = 0
				if _, err := w.submit(); err != nil && service.ClassOf(err) != service.ClassUnknown {
					t.Fatalf("point %d, power cut %v: %v", at, power, err)
				} else if err != nil {
					if _, err := w.fence(); err != nil {
						t.Fatalf("point %d, power cut %v, fenced: %v", at, power, err)
					}
				}
				if got := w.svc.Paid(testID); got != 1 {
					t.Errorf("point %d, power cut %v: %d paid jobs, want 1", at, power, got)
				}
			})
			if !more {
				break
			}
		}
	}
}

func TestTwoHoldersOfOneQuote(t *testing.T) {
	dir := t.TempDir()
	launch := testLaunch("none", trainingData(12))
	first, err := OpenJournal(dir, launch)
	if err != nil {
		t.Fatal(err)
	}
	launch.ID = strings.Repeat("e", 32) // another approval of the same quote
	_, err = OpenJournal(dir, launch)
	if service.ClassOf(err) != service.ClassGuard || !strings.Contains(err.Error(), "launched by process ") {
		t.Errorf("got %v, want a guard that names the process", err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second, err := OpenJournal(dir, launch)
	if err != nil {
		t.Fatalf("after the first was closed: %v", err)
	}
	second.Close()
}

// childVariable makes this test binary a process that launches.
const childVariable = "SUBMIT_TEST_CHILD"

func TestMain(m *testing.M) {
	if base := os.Getenv(childVariable); base != "" {
		os.Exit(child(base, os.Getenv("SUBMIT_TEST_URL")))
	}
	os.Exit(apart(m))
}

// apart runs the tests with a folder of their own for what a machine shares.
func apart(m *testing.M) int {
	dir, err := os.MkdirTemp("", "submit")
	if err != nil {
		return 1
	}
	defer os.RemoveAll(dir)
	os.Setenv("TMPDIR", dir)
	return m.Run()
}

func child(dir, url string) int {
	c, err := openai.New(service.Endpoint{Name: "test", URL: url}, testKey(), service.Settings{})
	if err != nil {
		return 1
	}
	l := testLaunch(filepath.Join(dir, "train.jsonl"), trainingData(12))
	j, err := OpenJournal(filepath.Join(dir, "state"), l)
	if service.ClassOf(err) == service.ClassGuard {
		return 5
	}
	if err != nil {
		return 1
	}
	if _, err := Submit(context.Background(), c, l, j); err != nil {
		return 10 + int(service.ClassOf(err))
	}
	return 0
}

func childProcess(dir, url string) *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childVariable+"="+dir, "SUBMIT_TEST_URL="+url)
	return cmd
}

// FuzzReadJournal reads any text, and any text that a hash which fits makes
// look like an entry.
func FuzzReadJournal(f *testing.F) {
	line, _, err := encodeEntry(Entry{Seq: 1, State: StateNew, Version: journalVersion})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(line)
	f.Add(append(bytes.Clone(line), "{\"seq\":2"...))
	f.Add([]byte(`{"seq":1,"prev":"","state":"NEW","version":1,"part":-1,"upload":"u"`))
	f.Add([]byte("\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		hash := sha256.Sum256(text)
		sealed := append(bytes.Clone(text), hashMember+hex.EncodeToString(hash[:])+"\"}\n"...)
		for _, text := range [][]byte{text, sealed} {
			entries, valid, err := ReadJournal(text)
			if valid > len(text) || err != nil && (entries != nil || valid != 0) {
				t.Fatalf("%d entries, %d of %d bytes, %v", len(entries), valid, len(text), err)
			}
			if err == nil && bytes.Count(text[:valid], []byte("\n")) != len(entries) {
				t.Fatalf("%d entries in %q", len(entries), text[:valid])
			}
			sum(entries)
		}
	})
}
