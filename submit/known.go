package submit

import (
	"slices"
	"time"

	"github.com/ftplan/ftplan/submit/service"
)

// known is what a journal's entries add up to.
type known struct {
	state   State
	first   Entry
	last    Entry // the last that is no part of an upload
	intents map[Role]Entry
	files   map[Role]Entry // UPLOADED, until a new intent of the role
	parts   map[Role]service.PartsLog
	// trainingIDs are the ids of every training file of this submission.
	trainingIDs []string
	// creates counts the intents; since is the service's time of the first.
	creates int
	since   time.Time
}

func sum(entries []Entry) known {
	k := known{intents: map[Role]Entry{}, files: map[Role]Entry{}, parts: map[Role]service.PartsLog{}}
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
			if k.creates++; k.creates == 1 {
				k.since = e.Time
				if e.ServerTime != nil {
					k.since = *e.ServerTime
				}
			}
		}
	}
	return k
}

func (k *known) addPart(e Entry) {
	p := k.parts[e.Role]
	if e.Part == 0 {
		p = service.PartsLog{UploadID: e.UploadID, Done: map[int]service.SentPart{}}
		if e.Expires != nil {
			p.Expires = *e.Expires
		}
	} else if e.UploadID == p.UploadID {
		p.Done[e.Part-1] = service.SentPart{ID: e.PartID, SHA256: e.SHA256}
	}
	k.parts[e.Role] = p
}
