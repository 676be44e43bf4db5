package main

import "strings"

// approvalName returns where the approval of a quote is: beside it.
func approvalName(quote string) string {
	return strings.TrimSuffix(quote, ".json") + ".approval.json"
}
