package metrics

import (
	"encoding/base64"
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"
)

func f(v float64) *float64 { return &v }

func TestRead(t *testing.T) {
	tests := []struct {
		object string
		want   Step
		ok     bool
	}{
		{`{"step":300,"train_loss":0.15,"valid_loss":0.27,"total_steps":300,"full_valid_loss":0.4,"train_mean_token_accuracy":0.94,
			"valid_mean_token_accuracy":0.95,"full_valid_mean_token_accuracy":0.9}`,
			Step{Step: 300, Total: 300, TrainLoss: f(0.15), TrainAccuracy: f(0.94), ValidLoss: f(0.27), ValidAccuracy: f(0.95), FullValidLoss: f(0.4), FullValidAccuracy: f(0.9)}, true},
		{`{"step":7.0,"train_loss":0,"validation_mean_token_accuracy":0.5}`, Step{Step: 7, TrainLoss: f(0), ValidAccuracy: f(0.5)}, true},
		{`{"step":5,"valid_loss":-1.0,"train_loss":null}`, Step{Step: 5}, false},
		{`{"step":"5","train_loss":"low","total_steps":-3}`, Step{}, false},
		{`{"step":2.5,"train_loss":1e400}`, Step{}, false},
		{`null`, Step{}, false}, {`[1]`, Step{}, false}, {``, Step{}, false},
	}
	for _, tt := range tests {
		if got, ok := Read([]byte(tt.object)); ok != tt.ok || !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: got %+v, %v, want %+v, %v", tt.object, got, ok, tt.want, tt.ok)
		}
	}
}

// Each source tells what the others leave out, and the first one is believed.
func TestMerge(t *testing.T) {
	events := []Step{{Step: 20, TrainLoss: f(1)}, {Step: 10, TrainLoss: f(2), Total: 30}, {Step: 0, TrainLoss: f(9)}}
	checkpoints := []Step{{Step: 20, TrainLoss: f(7), FullValidLoss: f(0.9)}, {Step: 30, FullValidLoss: f(1.7)}}
	want := Curve{{Step: 10, TrainLoss: f(2), Total: 30}, {Step: 20, TrainLoss: f(1), FullValidLoss: f(0.9)}, {Step: 30, FullValidLoss: f(1.7)}}
	got := Merge(events, checkpoints)
	if !reflect.DeepEqual(got, want) || got.Total() != 30 {
		t.Errorf("got %+v of %d, want %+v of 30", got, got.Total(), want)
	}
	if got := Merge(); got != nil {
		t.Errorf("of nothing: got %+v", got)
	}
}

func TestBest(t *testing.T) {
	full := func(step int64, loss float64) Step {
		return Step{Step: step, TrainLoss: f(1 / float64(step)), FullValidLoss: f(loss)}
	}
	batch := func(step int64, loss float64) Step { return Step{Step: step, ValidLoss: f(loss)} }
	tests := []struct {
		name  string
		curve Curve
		want  int64 // 0 = none
	}{
		{"overfitted at the end", Curve{full(10, 0.95), full(20, 0.93), full(30, 1.70)}, 20},
		{"the earliest of equals", Curve{full(10, 0.93), full(20, 0.93)}, 10},
		{"the last", Curve{full(10, 2), full(20, 1)}, 20},
		{"a batch is not compared with the whole file", Curve{batch(5, 0.1), full(10, 0.95), full(20, 0.9), batch(25, 0.2)}, 20},
		{"batches where there is nothing else", Curve{batch(5, 0.3), batch(10, 0.2), batch(15, 0.4)}, 10},
		{"the lowest training loss says nothing", Curve{{Step: 1, TrainLoss: f(0.1)}}, 0},
		{"nothing", nil, 0},
	}
	for _, tt := range tests {
		if got, ok := tt.curve.Best(); got.Step != tt.want || ok != (tt.want > 0) {
			t.Errorf("%s: got step %d, %v, want %d", tt.name, got.Step, ok, tt.want)
		}
	}
}

func TestBorders(t *testing.T) {
	told := Curve{{Step: 1, Total: 31}, {Step: 12}}
	untold := Curve{{Step: 1}, {Step: 9}}
	tests := []struct {
		curve  Curve
		epochs int64
		done   bool
		want   []int64
	}{
		{told, 3, false, []int64{10, 21, 31}},
		{Curve{{Step: 1, Total: 3}}, 3, false, []int64{1, 2, 3}},
		{Curve{{Step: 1, Total: 3}}, 4, true, nil},
		{told, 0, true, nil},
		{told, math.MaxInt64, true, nil},
		{untold, 3, true, []int64{3, 6, 9}},
		{untold, 3, false, nil},
		{nil, 3, true, nil},
	}
	for _, tt := range tests {
		got := tt.curve.Borders(tt.epochs, tt.done)
		if !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%v, %d epochs, done %v: got %v, want %v", tt.curve, tt.epochs, tt.done, got, tt.want)
		}
	}
}

const table = "step,train_loss,train_accuracy,valid_loss,valid_mean_token_accuracy\n1,1.5,0.5,,\n2,0.5,0.75,-1.0,-1.0\n\n3,0.25,0.8,0.9,0.7\n"

func TestReadResults(t *testing.T) {
	want := []Step{
		{Step: 1, TrainLoss: f(1.5), TrainAccuracy: f(0.5)}, {Step: 2, TrainLoss: f(0.5), TrainAccuracy: f(0.75)},
		{Step: 3, TrainLoss: f(0.25), TrainAccuracy: f(0.8), ValidLoss: f(0.9), ValidAccuracy: f(0.7)},
	}
	for name, text := range map[string]string{
		"as it is":            table,
		"in base64":           base64.StdEncoding.EncodeToString([]byte(table)) + "\n",
		"with a mark":         "\xef\xbb\xbf" + table,
		"with CRLF":           strings.ReplaceAll(table, "\n", "\r\n"),
		"with more columns":   "note,Step,train_loss,train_accuracy,valid_loss,valid_mean_token_accuracy\nx,1,1.5,0.5\n,2,0.5,0.75,-1,NaN\n,3,0.25,0.8,0.9,0.7,6\n",
		"with steps as reals": strings.NewReplacer("\n1,", "\n1.0,", "\n2,", "\n2.0,", "\n3,", "\n3.0,").Replace(table),
	} {
		if got, err := ReadResults([]byte(text)); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %+v, %v", name, got, err)
		}
	}
	for _, text := range []string{"", "{}", "<html>", "loss\n1\n", "step,train_loss\n1,\"open\n", "\x00\x01"} {
		if got, err := ReadResults([]byte(text)); err == nil {
			t.Errorf("%q: got %+v and no error", text, got)
		}
	}
}

func FuzzReadResults(f *testing.F) {
	f.Add([]byte(table))
	f.Add([]byte(base64.StdEncoding.EncodeToString([]byte(table))))
	f.Add([]byte("step,full_valid_loss\n1e3,0.5\n-4,1\n1e99,2\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		steps, err := ReadResults(text)
		if err != nil && steps != nil {
			t.Fatal("steps and an error")
		}
		last := int64(0)
		for _, s := range Merge(steps) {
			if s.Step <= last || !s.tells() {
				t.Fatalf("got %+v behind step %d", s, last)
			}
			last = s.Step
			for _, field := range fields {
				if v := *field.of(&s); v != nil && (!(*v >= 0) || math.IsInf(*v, 0)) {
					t.Fatalf("got %v", fmt.Sprint(*v))
				}
			}
		}
	})
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"step":300,"train_loss":0.15,"total_steps":300,"full_valid_loss":0.4}`))
	f.Add([]byte(`{"step":1e300,"valid_loss":-1}`))
	f.Fuzz(func(t *testing.T, object []byte) {
		s, ok := Read(object)
		if s.Step < 0 || s.Total < 0 || ok != s.tells() {
			t.Fatalf("got %+v, %v", s, ok)
		}
		Curve{s}.Borders(3, true)
	})
}
