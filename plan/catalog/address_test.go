package catalog

import "testing"

func TestAddressesAreASCII(t *testing.T) {
	for given, want := range map[string]string{
		"https://api.openai.com/v1/":       "https://api.openai.com/v1",
		"https://\u0430pi.openai.com/v1":   "https://xn--pi-6kc.openai.com/v1", // a Cyrillic letter
		"https://bücher.example:8443/v1":   "https://xn--bcher-kva.example:8443/v1",
		"https://BÜCHER.example/v1":        "https://xn--bcher-kva.example/v1",
		"http://127.0.0.1:8080/v1":         "http://127.0.0.1:8080/v1",
		"http://[::1]:8080/v1":             "http://[::1]:8080/v1",
		"https://<resource>.example/v1":    "https://<resource>.example/v1",
		"https://a\u2060pi.openai.com/v1/": "https://api.openai.com/v1", // what is not seen is not sent
		"":                                 "",
	} {
		if got := ASCIIAddress(given); got != want {
			t.Errorf("%q: got %q, want %q", given, got, want)
		}
	}
}

func TestProvidersOwnTheirHosts(t *testing.T) {
	tests := []struct {
		provider, address string
		want              bool
	}{
		{"openai", "https://api.openai.com/v1", true},
		{"openai", "https://API.openai.com/v1", true},
		{"openai", "https://api.openai.com:443/other", true},
		{"openai", "https://api.openai.com:8443/v1", false},
		{"openai", "http://api.openai.com/v1", false},
		{"openai", "https://api.openai.com@example.com/v1", false},
		{"openai", "https://me@api.openai.com/v1", false},
		{"openai", "https://api.openai.com.example.com/v1", false},
		{"openai", "https://example.com/api.openai.com/v1", false},
		{"openai", "https://xapi.openai.com/v1", false},
		{"openai", "https://openai.com/v1", false},
		{"openai", "http://127.0.0.1:8080/v1", false},
		{"openai", "http://localhost/v1", false},
		{"openai", "", false},
		{"azure", "https://mine.openai.azure.com/openai/v1", true},
		{"azure-global", "https://mine-2.openai.azure.com/openai/v1", true},
		{"azure", "https://mine.openai.azure.com.example.com/openai/v1", false},
		{"azure", "https://a.b.openai.azure.com/openai/v1", false},
		{"azure", "https://openai.azure.com/openai/v1", false},
		{"azure", "https://api.openai.com/v1", false},
		{"bedrock", "https://bedrock-mantle.eu-west-1.api.aws/v1", true},
		{"bedrock", "https://bedrock-mantle.api.aws/v1", false},
		{"litellm", "http://localhost:4000", false},
		{"litellm", "https://api.openai.com/v1", false},
	}
	for _, tt := range tests {
		p, err := Builtin().Provider(tt.provider)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.Owns(tt.address); got != tt.want {
			t.Errorf("%s owns %q: got %v, want %v", tt.provider, tt.address, got, tt.want)
		}
	}
}
