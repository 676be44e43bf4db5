package main

import "runtime/debug"

// program returns the program's name and version, as quotes keep it.
func program() string { return "ftplan " + version() }

// version returns the version that the build recorded.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "devel"
	}
	return info.Main.Version
}
