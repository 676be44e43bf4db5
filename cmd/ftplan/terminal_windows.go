package main

import (
	"os"

	"golang.org/x/sys/windows"
)

// understands reports whether a terminal understands escape sequences, which a Windows console has to be asked for.
func understands(terminal *os.File) bool {
	var mode uint32
	console := windows.Handle(terminal.Fd())
	if err := windows.GetConsoleMode(console, &mode); err != nil {
		return false
	}
	return windows.SetConsoleMode(console, mode|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING) == nil
}
