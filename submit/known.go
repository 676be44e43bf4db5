package submit

import (
	"slices"
	"time"
)

// known is what a journal's entries add up to.
type known struct {
	state   State
	first   Entry
	last    Entry // the last that is no part of an upload
	intents map[Role]Entry
	files   map[Role]Entry // UPLOADED, until a new intent of the role
	parts   map[Role]partsLog
	// trainingIDs are the ids of every training file of this submission.
	trainingIDs []string
	// creates counts the intents; since is the service's time of the first.
	creates int
	since   time.Time
}

func sum(entries []Entry) known {
	k := known{intents: map[Role]Entry{}, files: map[Role]Entry{}, parts: map[Role]partsLog{}}
	for i, e := range entries {
		if i == 0 {
			k.first = e
		}
		if e.State == StateUploadPart {
			k.addPart(e)
			continue
		}
		k.state, k.last = e.State, e
		switch e.State {
		case StateUploadIntent:
			k.intents[e.Role] = e
			delete(k.files, e.Role)
			delete(k.parts, e.Role)
		case StateUploaded:
			k.files[e.Role] = e
			if e.Role == Training && !slices.Contains(k.trainingIDs, e.FileID) {
				k.trainingIDs = append(k.trainingIDs, e.FileID)
			}
		case StateCreateIntent:
			if k.creates++; k.creates == 1 && e.ServerTime != nil {
				k.since = *e.ServerTime
			}
		}
	}
	return k
}

func (k *known) addPart(e Entry) {
	p := k.parts[e.Role]
	if e.Part == 0 {
		p = partsLog{uploadID: e.UploadID, done: map[int]sentPart{}}
		if e.Expires != nil {
			p.expires = *e.Expires
		}
	} else if e.UploadID == p.uploadID {
		p.done[e.Part-1] = sentPart{id: e.PartID, sha256: e.SHA256}
	}
	k.parts[e.Role] = p
}
