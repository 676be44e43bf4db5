// Package plan knows what a fine-tuning job costs and where it can run. It holds the catalog of providers, models and
// prices (data, each figure with its source and date), and turns what one pass over a file found (a [Survey]) into a
// [Quote]: every hyperparameter pinned, every charge a line item, every assumption said aloud. A person consents to a
// quote with an [Approval], which holds the quote's digest and a limit.
//
// Everything here is a pure function of its arguments: no network, no clock, no files. Money is exact ([USD]); what
// nobody knows is nil, never zero.
package plan
