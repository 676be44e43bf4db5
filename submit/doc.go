// Package submit launches an approved fine-tuning job exactly once and follows
// it to its end.
//
// The service has no idempotent way to create a job: a create call that is
// sent twice is paid twice. So every effect is written to a [Journal] before
// it happens, the create call is sent at most once per written intent, and an
// outcome that does not prove "no job" is looked up, never sent again.
// [Submit] holds that machine; calling it again with the same journal goes on
// where the last run stopped.
//
// The package computes no price, judges no data and knows no provider: it
// launches what a [Launch] says through a service.Client, and refuses files that
// are not the ones it names. Data comes in from package plan, as an approved
// quote, and goes out through package service.
package submit
