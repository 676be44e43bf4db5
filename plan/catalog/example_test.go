package catalog_test

import (
	"fmt"

	"github.com/ftplan/ftplan/plan/catalog"
)

func ExampleCatalog_Model() {
	_, err := catalog.Builtin().Model("gpt-4.1-nno")
	fmt.Println(err)
	m, err := catalog.Builtin().Model("ft:gpt-4.1-2025-04-14:org::id")
	fmt.Println(m.Name, m.Encoding, err)
	// Output:
	// unknown model "gpt-4.1-nno"
	// gpt-4.1-2025-04-14 o200k_base <nil>
}
