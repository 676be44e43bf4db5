// Package service says what a launch needs of a provider, as the interface
// [Service], and holds what every provider's adapter shares: keys, jobs,
// classes of errors, and a [Caller] whose HTTP calls keep the manners that a
// paid call wants.
//
// Each adapter has a folder of its own below this one. The package knows no
// provider, keeps no journal and decides nothing about a launch: that is
// package submit.
package service
