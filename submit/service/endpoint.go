package service

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
)

// Endpoint is where a launch goes and what is particular there.
type Endpoint struct {
	// Name is the provider's name, such as "openai".
	Name string
	// URL is the base of every path, such as "https://api.openai.com/v1".
	URL string
	// AuthHeader and AuthPrefix carry the key; default "Authorization" and
	// "Bearer ". A set AuthHeader with an empty prefix sends the bare key.
	AuthHeader, AuthPrefix string
	// Headers, Query and Form are added to every request, every URL and every
	// form that uploads a file.
	Headers, Query, Form map[string]string
	// MaxFile is the largest file in one request, in bytes; 0 where there is no
	// bound.
	MaxFile int64
	// MaxParts is the largest file in parts, in bytes; 0 where the Uploads API
	// is missing.
	MaxParts int64
	// NoMetadata says that jobs keep no metadata; they are then recognised by
	// their training file alone.
	NoMetadata bool
	// NoModels says that the list of models does not tell what can be trained.
	NoModels bool
	// Statuses translates the provider's words for a job's status.
	Statuses map[string]Status
}

// parse checks the URL: https, or http to this machine.
func (e Endpoint) parse() (*url.URL, error) {
	u, err := url.Parse(e.URL)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return nil, Guard("the service's URL is not a plain https URL", "give it as https://host/v1")
	}
	if u.Scheme == "https" || u.Scheme == "http" && loopback(u.Hostname()) {
		u.Path = strings.TrimRight(u.Path, "/")
		return u, nil
	}
	return nil, Guard(
		fmt.Sprintf("%s would carry the key and the data unencrypted to %s", u.Scheme, u.Hostname()),
		"use https; plain http is for this machine only")
}

// CheckURL says whether a launch could go to an address: https, or http to this
// machine, without a user, a query or a fragment. The error is of [ClassGuard].
func CheckURL(address string) error {
	_, err := Endpoint{URL: address}.parse()
	return err
}

// SameAddress reports whether two addresses of a service are one: what a job at
// the one tells holds for the other. One that cannot be read is no other's.
func SameAddress(a, b string) bool {
	u, err := Endpoint{URL: a}.parse()
	v, err2 := Endpoint{URL: b}.parse()
	return err == nil && err2 == nil && u.Scheme == v.Scheme && strings.EqualFold(u.Host, v.Host) && u.Path == v.Path
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// dress adds to a request what this endpoint wants on each.
func (e Endpoint) dress(req *http.Request, key Key) {
	if len(e.Query) > 0 {
		query := req.URL.Query()
		for name, value := range e.Query {
			query.Set(name, value)
		}
		req.URL.RawQuery = query.Encode()
	}
	for name, value := range e.Headers {
		req.Header.Set(name, value)
	}
	header, prefix := e.AuthHeader, e.AuthPrefix
	if header == "" {
		header, prefix = "Authorization", "Bearer "
	}
	req.Header.Set(header, prefix+key.reveal())
	req.Header.Set("User-Agent", "ftplan")
	req.Header.Set("Accept", "application/json")
}
