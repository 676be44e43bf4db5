//go:build !windows

package main

import "os"

// understands reports whether a terminal understands escape sequences.
func understands(*os.File) bool { return true }
