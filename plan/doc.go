// Package plan knows what a fine-tuning job costs. It turns what one pass over a file found (a [Survey]) and what the
// catalog says of models and prices into a [Quote]: every hyperparameter pinned, every charge a line item, every
// assumption said aloud. A person consents to a quote with an [Approval], which holds the quote's digest and a limit.
// Facts about models and prices are in the package catalog, amounts in the package money.
//
// Everything here is a pure function of its arguments: no network, no clock, no files. Money is exact ([money.USD]); what
// nobody knows is nil, never zero.
package plan
