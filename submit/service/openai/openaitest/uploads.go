package openaitest

import (
	"bytes"
	"crypto/md5"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"
)

// The bounds of the Uploads API, in bytes and time.
const (
	largestPart   = 64_000_000
	largestUpload = 8_000_000_000
	uploadLife    = time.Hour
)

type upload struct {
	id, name, purpose string
	bytes             int64
	status            string
	created           time.Time
	parts             map[string]*incoming
	file              *file
}

type uploadAnswer struct {
	ID        string      `json:"id"`
	Object    string      `json:"object"`
	Bytes     int64       `json:"bytes"`
	CreatedAt int64       `json:"created_at"`
	ExpiresAt int64       `json:"expires_at"`
	Filename  string      `json:"filename"`
	Purpose   string      `json:"purpose"`
	Status    string      `json:"status"`
	File      *fileAnswer `json:"file,omitempty"`
}

func (s *Service) uploadAnswer(u *upload) uploadAnswer {
	a := uploadAnswer{
		ID: u.id, Object: "upload", Bytes: u.bytes, CreatedAt: u.created.Unix(),
		ExpiresAt: u.created.Add(uploadLife).Unix(), Filename: u.name,
		Purpose: u.purpose, Status: u.status,
	}
	if u.file != nil {
		f := s.fileAnswer(u.file)
		a.File = &f
	}
	return a
}

func (s *Service) createUpload(r request) answer {
	var asked struct {
		Filename, Purpose string
		MimeType          string `json:"mime_type"`
		Bytes             int64
	}
	if err := json.Unmarshal(r.body.text, &asked); err != nil {
		return invalid(err.Error())
	}
	if asked.Filename == "" || asked.Purpose == "" || asked.MimeType == "" || asked.Bytes <= 0 || asked.Bytes > largestUpload {
		return invalid("filename, purpose, mime_type and bytes (at most 8 GB) are required")
	}
	u := &upload{
		id: s.newID("upload_"), name: asked.Filename, purpose: asked.Purpose,
		bytes: asked.Bytes, status: "pending", created: time.Now(), parts: map[string]*incoming{},
	}
	s.uploads = append(s.uploads, u)
	return result(s.uploadAnswer(u))
}

func (s *Service) oneUpload(r request, in *incoming) answer {
	for _, u := range s.uploads {
		if u.id != r.id {
			continue
		}
		if u.status != "pending" || time.Since(u.created) > uploadLife {
			return invalid("Upload " + u.id + " is not pending")
		}
		switch r.call {
		case AddUploadPart:
			return s.addPart(u, in)
		case CompleteUpload:
			return s.complete(u, r.body.text)
		}
		u.status = "cancelled"
		return result(s.uploadAnswer(u))
	}
	return missing("Upload", r.id)
}

func (s *Service) addPart(u *upload, in *incoming) answer {
	if in.bytes == 0 || in.bytes > largestPart {
		return invalid("a part has 1 byte to 64 MB")
	}
	id := s.newID("part_")
	u.parts[id] = in
	return result(struct {
		ID        string `json:"id"`
		Object    string `json:"object"`
		CreatedAt int64  `json:"created_at"`
		UploadID  string `json:"upload_id"`
	}{id, "upload.part", time.Now().Unix(), u.id})
}

func (s *Service) complete(u *upload, text []byte) answer {
	var asked struct {
		PartIDs []string `json:"part_ids"`
		MD5     string   `json:"md5"`
	}
	if err := json.Unmarshal(text, &asked); err != nil {
		return invalid(err.Error())
	}
	whole := incoming{kept: []byte{}}
	for _, id := range asked.PartIDs {
		part, ok := u.parts[id]
		if !ok {
			return invalid("no part " + id)
		}
		whole.join(part)
	}
	if whole.bytes != u.bytes {
		return invalid("the parts are not as long as the upload")
	}
	if whole.kept != nil {
		sum := md5.Sum(whole.kept)
		if asked.MD5 != "" && asked.MD5 != hex.EncodeToString(sum[:]) {
			return invalid("md5 does not match")
		}
		hash := sha256.Sum256(whole.kept)
		whole.sum = hex.EncodeToString(hash[:])
		whole.lines = int64(bytes.Count(whole.kept, []byte("\n")))
	}
	u.file, u.status = s.addFile(&whole, u.name, u.purpose), "completed"
	return result(s.uploadAnswer(u))
}

func (in *incoming) join(part *incoming) {
	in.bytes += part.bytes
	in.lines += part.lines
	if in.kept == nil || part.kept == nil {
		in.kept = nil
		return
	}
	in.kept = append(in.kept, part.kept...)
}
