package openaitest

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
)

// Call names one operation of the API by its operationId.
type Call string

// The operations that the service knows.
const (
	Unknown         Call = ""
	ListFiles       Call = "listFiles"
	CreateFile      Call = "createFile"
	RetrieveFile    Call = "retrieveFile"
	DeleteFile      Call = "deleteFile"
	DownloadFile    Call = "downloadFile"
	CreateUpload    Call = "createUpload"
	AddUploadPart   Call = "addUploadPart"
	CompleteUpload  Call = "completeUpload"
	CancelUpload    Call = "cancelUpload"
	CreateJob       Call = "createFineTuningJob"
	ListJobs        Call = "listPaginatedFineTuningJobs"
	RetrieveJob     Call = "retrieveFineTuningJob"
	CancelJob       Call = "cancelFineTuningJob"
	PauseJob        Call = "pauseFineTuningJob"
	ResumeJob       Call = "resumeFineTuningJob"
	ListEvents      Call = "listFineTuningEvents"
	ListCheckpoints Call = "listFineTuningJobCheckpoints"
	ListModels      Call = "listModels"
	RetrieveModel   Call = "retrieveModel"
	CreateAnswer    Call = "createChatCompletion"
	Moderate        Call = "createModeration"
)

// routes pairs a method and a path, whose * is an id, with its call.
var routes = []struct {
	method, path string
	call         Call
}{
	{"GET", "/files", ListFiles},
	{"POST", "/files", CreateFile},
	{"GET", "/files/*", RetrieveFile},
	{"DELETE", "/files/*", DeleteFile},
	{"GET", "/files/*/content", DownloadFile},
	{"POST", "/uploads", CreateUpload},
	{"POST", "/uploads/*/parts", AddUploadPart},
	{"POST", "/uploads/*/complete", CompleteUpload},
	{"POST", "/uploads/*/cancel", CancelUpload},
	{"POST", "/fine_tuning/jobs", CreateJob},
	{"GET", "/fine_tuning/jobs", ListJobs},
	{"GET", "/fine_tuning/jobs/*", RetrieveJob},
	{"POST", "/fine_tuning/jobs/*/cancel", CancelJob},
	{"POST", "/fine_tuning/jobs/*/pause", PauseJob},
	{"POST", "/fine_tuning/jobs/*/resume", ResumeJob},
	{"GET", "/fine_tuning/jobs/*/events", ListEvents},
	{"GET", "/fine_tuning/jobs/*/checkpoints", ListCheckpoints},
	{"GET", "/models", ListModels},
	{"GET", "/models/*", RetrieveModel},
	{"POST", "/chat/completions", CreateAnswer},
	{"POST", "/moderations", Moderate},
}

func route(method, path string) (Call, string) {
	for _, r := range routes {
		before, after, wild := strings.Cut(r.path, "*")
		if r.method != method {
			continue
		}
		if !wild && path == r.path {
			return r.call, ""
		}
		id, ok := strings.CutPrefix(path, before)
		if !wild || !ok {
			continue
		}
		if id, ok = strings.CutSuffix(id, after); ok && id != "" && !strings.Contains(id, "/") {
			return r.call, id
		}
	}
	return Unknown, ""
}

// request is what a handler is given.
type request struct {
	call  Call
	id    string
	query url.Values
	body  *body
}

// body is a request's body: text of at most 64 KiB for JSON, read at once, or
// the reader of a form whose files are too long to hold.
type body struct {
	text []byte
	form *multipart.Reader
}

const longestText = 64 << 10

func newBody(call Call, r *http.Request) (*body, error) {
	if call == CreateFile || call == AddUploadPart {
		form, err := r.MultipartReader()
		return &body{form: form}, err
	}
	if r.Method == http.MethodGet || r.Method == http.MethodDelete {
		return &body{}, nil
	}
	text, err := io.ReadAll(io.LimitReader(r.Body, longestText+1))
	if err == nil && len(text) > longestText {
		err = errors.New("the body is longer than 64 KiB")
	}
	return &body{text: text}, err
}
