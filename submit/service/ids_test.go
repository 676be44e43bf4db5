package service

import (
	"strings"
	"testing"
)

func TestIDs(t *testing.T) {
	hash := strings.Repeat("09af", 8)
	tests := []struct {
		text             string
		hex, remote, job bool
	}{
		{hash, true, true, false},
		{hash[1:], false, true, false},
		{hash + "0", false, true, false},
		{hash[1:] + "A", false, true, false},
		{hash[1:] + "g", false, true, false},
		{hash[1:] + "\n", false, false, false},
		{"file-Ab_9", false, true, false},
		{"ftjob-Ab_9", false, true, true},
		{"ft", false, true, false},
		{"", false, false, false},
		{"ftjob/../9", false, false, false},
		{"ftjob-é", false, false, false},
		{"ft" + strings.Repeat("a", 64), false, true, true},
		{"ft" + strings.Repeat("a", 65), false, true, false},
		{strings.Repeat("a", 128), false, true, false},
		{strings.Repeat("a", 129), false, false, false},
	}
	for _, tt := range tests {
		if hex, remote, job := IsHex(tt.text, 32), IsRemoteID(tt.text), IsJobID(tt.text); hex != tt.hex || remote != tt.remote || job != tt.job {
			t.Errorf("%q: hex %v, remote %v, job %v; want %v, %v, %v", tt.text, hex, remote, job, tt.hex, tt.remote, tt.job)
		}
	}
}

func TestCheckJobIDShowsTheText(t *testing.T) {
	for id, want := range map[string]string{
		"ftjob-test10002 ":            `"ftjob-test10002 " is not a job's id`,
		"ftjob-\x1b[31m\xff\u202e":    `"ftjob-\x1b[31m\xff\u202e" is not a job's id`,
		strings.Repeat("é", 41):       `"` + strings.Repeat("é", 40) + `…" is not a job's id`,
		"a" + strings.Repeat("é", 40): `"a` + strings.Repeat("é", 39) + `…" is not a job's id`,
	} {
		if err := CheckJobID(id); err == nil || err.Error() != want {
			t.Errorf("%q: got %v, want %s", id, err, want)
		}
	}
	if err := CheckJobID("ftjob-Ab_9"); err != nil {
		t.Error(err)
	}
}
