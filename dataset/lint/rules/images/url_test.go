package images

import (
	"testing"

	"github.com/ftplan/ftplan/dataset"
)

func TestImageURL(t *testing.T) {
	type parts struct {
		scheme, kind string
		base64       bool
		data         string
	}
	for _, test := range []struct {
		url  string
		want parts
	}{
		{"https://example.com/a.png", parts{scheme: "https"}},
		{"HTTP://example.com/a.png", parts{scheme: "http"}},
		{"file:///a.png", parts{scheme: "file"}},
		{"images/a.png", parts{}},
		{`C:\\a.png`, parts{}},
		{"", parts{}},
		{"data:image/png;base64,QUJD", parts{"data", "image/png", true, "QUJD"}},
		{"data:Image/JPEG;charset=x;BASE64,QUJD", parts{"data", "image/jpeg", true, "QUJD"}},
		{"data:image/png,QUJD", parts{"data", "image/png", false, "QUJD"}},
		{"data:image/png;base64", parts{scheme: "data"}},
		{"data:,", parts{"data", "", false, ""}},
	} {
		v, err := dataset.ParseValue([]byte(`"` + test.url + `"`))
		if err != nil {
			t.Fatal(err)
		}
		u := parseImageURL(v)
		if got := (parts{u.Scheme, u.Type, u.Base64, string(u.Data)}); got != test.want {
			t.Errorf("%q: got %+v, want %+v", test.url, got, test.want)
		}
	}
}
