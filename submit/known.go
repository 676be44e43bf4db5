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
	bodies  []Entry // every intent, with the body that was sent
	created Entry   // the job, where it is known
	// accepted are the differences of the job that a person has accepted.
	accepted []string
	fenced   bool

	// unproven says that a create call has left this machine, or may have, and
	// no job is known. call is the entry that says most of it; left and
	// leftServer are the times of that entry by this machine's clock and the
	// service's.
	unproven         bool
	call             Entry
	left, leftServer time.Time
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
		if e.State == StateAccepted {
			k.accepted = append(k.accepted, e.Why)
			continue
		}
		k.follow(e)
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
				k.since = e.serverTime()
			}
			k.bodies = append(k.bodies, e)
		case StateCreated:
			k.created = e
		case StateFenced:
			k.fenced = true
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

// follow keeps what is known of create calls. A call that never left makes no
// difference to the ones before it.
func (k *known) follow(e Entry) {
	switch {
	case e.State == StateCreateIntent:
		if before := k.call; k.unproven {
			e.earlier = &before
		}
		k.leave(e)
	case k.state == StateCreateIntent && e.State == StateUploaded && e.NotSent:
		earlier := k.call.earlier
		if k.unproven = earlier != nil; k.unproven {
			k.leave(*earlier)
		}
	case e.State == StateRefused, e.State == StateUnknown, k.state == StateCreateIntent && e.State == StateUploaded:
		e.earlier = k.call.earlier
		k.leave(e)
	case e.State == StateCreated:
		k.unproven = false
	}
}

func (k *known) leave(call Entry) {
	k.unproven, k.call, k.left, k.leftServer = true, call, call.Time, call.serverTime()
}

func (e Entry) serverTime() time.Time {
	if e.ServerTime != nil {
		return *e.ServerTime
	}
	return e.Time
}

// mayGoOn says that the state leads to another create call.
func (k known) mayGoOn() bool {
	return k.state == StateUploaded || k.state == StateRefused || k.state == StateUploadIntent
}

// body returns what was sent to create the job of a training file. Where no call
// was for that file it is the last body, and exact is false.
func (k known) body(trainingFile string) (body []byte, exact bool) {
	for _, e := range slices.Backward(k.bodies) {
		if e.FileID == trainingFile {
			return e.Body, true
		}
	}
	if len(k.bodies) == 0 {
		return nil, false
	}
	return k.bodies[len(k.bodies)-1].Body, false
}
