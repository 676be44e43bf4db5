package catalog

import (
	"net/url"
	"strings"

	"golang.org/x/net/idna"
)

// ASCIIAddress returns a service's address without a slash at its end and with its host in ASCII: letters beyond it stand
// in punycode, as they are sent, so that none can be taken for another one. What is no address stays as it is.
func ASCIIAddress(text string) string {
	text = strings.TrimRight(text, "/")
	u, err := url.Parse(text)
	if err != nil || isASCII(u.Host) {
		return text
	}
	host, err := idna.Lookup.ToASCII(u.Hostname())
	if err != nil {
		return text
	}
	if port := u.Port(); port != "" {
		host += ":" + port
	}
	u.Host = host
	return u.String()
}

func isASCII(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r > '~' })
}

// Owns reports whether an address is on a host of the provider's own, over TLS and its usual port. Where the profile leaves
// a part of the host to the user, any one label stands for it. A gateway that runs anywhere has no host of its own.
func (p *Provider) Owns(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || u.User != nil || (u.Port() != "" && u.Port() != "443") {
		return false
	}
	rest, secure := strings.CutPrefix(p.BaseURL, "https://")
	template, _, _ := strings.Cut(rest, "/")
	return secure && sameHost(strings.ToLower(template), strings.ToLower(u.Hostname()))
}

// sameHost compares a host with a template label by label; a label in angle brackets stands for any one of letters, digits
// and hyphens.
func sameHost(template, host string) bool {
	want, got := strings.Split(template, "."), strings.Split(host, ".")
	if len(want) != len(got) {
		return false
	}
	for i, label := range want {
		open := strings.HasPrefix(label, "<") && strings.HasSuffix(label, ">")
		if open && isLabel(got[i]) || !open && label == got[i] {
			continue
		}
		return false
	}
	return true
}

func isLabel(text string) bool {
	return text != "" && strings.Trim(text, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}
