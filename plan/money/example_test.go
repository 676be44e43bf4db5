package money_test

import (
	"fmt"

	"github.com/ftplan/ftplan/plan/money"
)

func ExampleParseQuantity() {
	for _, text := range []string{"300K", "1.5M", "0.5", "5MB"} {
		n, err := money.ParseQuantity(text)
		fmt.Println(n, err)
	}
	// Output:
	// 300000 <nil>
	// 1500000 <nil>
	// 0 "0.5" is not a whole number
	// 0 "5MB" is not a quantity: write 300000, 300K, 1.5M or 2B
}
