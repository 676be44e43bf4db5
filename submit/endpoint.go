package submit

import (
	"strings"

	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/submit/service"
)

// EndpointFor returns where the jobs of a provider are, for looking at them. The address is the provider's own unless one
// is given.
func EndpointFor(p *catalog.Provider, baseURL string) (service.Endpoint, error) {
	if baseURL == "" {
		baseURL = p.BaseURL
	}
	if strings.Contains(baseURL, "<") || baseURL == "" {
		return service.Endpoint{}, service.Guard("the address of "+p.Name+" has to be completed: "+service.Show(baseURL, 100), "give it with --base-url")
	}
	return endpointOf(&plan.Quote{BaseURL: baseURL}, p), nil
}
