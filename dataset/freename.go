package dataset

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// FreeName returns a name that no file has: the given one, or the given one with a number before its ending.
func FreeName(name string) string {
	const most = 1000
	ending := filepath.Ext(name)
	free := name
	for n := 2; n < most; n++ {
		if _, err := os.Lstat(free); err != nil {
			return free
		}
		free = strings.TrimSuffix(name, ending) + "-" + strconv.Itoa(n) + ending
	}
	return free
}
