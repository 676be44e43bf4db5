package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// reported writes the page for arguments and returns the file.
func reported(t *testing.T, code int, args ...string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "report.html")
	var out, errs strings.Builder
	w := world{in: strings.NewReader(""), out: &out, err: &errs, getenv: func(string) string { return "" }, now: testClock}
	got := run(t.Context(), w, slices.Concat([]string{"report", "--today", "2026-11-22", "-o", file}, args))
	if got != code {
		t.Fatalf("got exit code %d, want %d: %s", got, code, errs.String())
	}
	return file
}

// browserPages are pages that differ in what they show. Every one is looked at in a real browser.
var browserPages = []struct {
	name string
	code int
	args []string
}{
	{"usual", exitOK, []string{"support.jsonl", "--validation", "support-validation.jsonl", "--monthly-input", "150M", "--monthly-output", "450M",
		"--requests", "500K", "--prompt-tokens", "2000", "--max-cost", "25"}},
	{"broken", exitFindings, []string{"broken.jsonl", "--show-text"}},
	{"several", exitFindings, []string{"support.jsonl", "tools.jsonl", "broken.jsonl", "--validation", "20%"}},
}

// TestReportInBrowser opens pages from the disk in a headless browser: nothing is complained about, nothing is asked of any
// network, nothing is wider than the screen, and the filters work. FTPLAN_SHOTS names a folder for pictures of the pages.
func TestReportInBrowser(t *testing.T) {
	b := newBrowser(t)
	t.Chdir("../../testdata")
	for _, page := range browserPages {
		t.Run(page.name, func(t *testing.T) {
			b.t = t
			file := reported(t, page.code, page.args...)
			for _, width := range []int{390, 1280} {
				for _, scheme := range []string{"light", "dark"} {
					b.look(width, scheme)
					b.open("file://" + file)
					if dir := os.Getenv("FTPLAN_SHOTS"); dir != "" {
						b.shoot(filepath.Join(dir, fmt.Sprintf("%s-%d-%s", page.name, width, scheme)), width)
					}
					checkPage(t, b, file, width)
				}
			}
		})
	}
	b.t = t
}

func checkPage(t *testing.T, b *browser, file string, width int) {
	t.Helper()
	if got := b.complaints(); len(got) > 0 {
		t.Errorf("at %d pixels the browser complains: %s", width, strings.Join(got, "\n"))
	}
	if got, want := b.requests(), []string{"file://" + file}; !slices.Equal(got, want) {
		t.Errorf("the page asked for %s, want %s", got, want)
	}
	if got := b.number("document.documentElement.scrollWidth"); int(got) > width {
		t.Errorf("the page is %v pixels wide on a screen of %d: %s", got, width, b.text(widest))
	}
	if got := b.text(nameless); got != "" {
		t.Errorf("what has no name for a reader of the page: %s", got)
	}
	if got := b.text(faint); got != "" {
		t.Errorf("at %d pixels text is hard to read: %s", width, got)
	}
}

// widest finds what sticks out of the page.
const widest = `[...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth + 1)
	.slice(0, 5).map(e => e.tagName + "." + (e.getAttribute("class") || "") + " " + e.textContent.slice(0, 40)).join("; ")`

// nameless finds pictures, fields and tables without a name or heads, and headings that skip a level.
const nameless = `(() => {
	const bad = [];
	for (const e of document.querySelectorAll("svg:not([aria-hidden]):not(svg svg):not([role=img][aria-label])")) bad.push("svg " + e.getAttribute("class"));
	for (const e of document.querySelectorAll("input, select")) if (!e.labels.length) bad.push(e.name);
	for (const e of document.querySelectorAll("table")) if (!e.querySelector("thead th[scope=col]")) bad.push("table " + e.textContent.slice(0, 40));
	for (const e of document.querySelectorAll("[aria-labelledby]")) if (!document.getElementById(e.getAttribute("aria-labelledby"))) bad.push(e.id);
	let level = 0;
	for (const e of document.querySelectorAll("h1, h2, h3, h4")) {
		const next = Number(e.tagName[1]);
		if (next > level + 1) bad.push(e.tagName + " " + e.textContent);
		level = next;
	}
	const ids = [...document.querySelectorAll("[id]")].map(e => e.id);
	if (new Set(ids).size !== ids.length) bad.push("an id that is there twice");
	return bad.join("; ");
})()`

// faint finds text whose contrast to its ground is below 4.5 to 1.
const faint = `(() => {
	const rgb = (c) => (c.match(/[\d.]+/g) || []).map(Number);
	const light = (c) => c.slice(0, 3).map(v => v / 255).map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
		.reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
	const ground = (e) => {
		for (; e; e = e.parentElement) {
			const c = rgb(getComputedStyle(e).backgroundColor);
			if (c.length === 3 || c[3] > 0) return c;
		}
		return [255, 255, 255];
	};
	const bad = new Set();
	for (const e of document.querySelectorAll("body *")) {
		if (![...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) || e.closest("script, style, title")) continue;
		const style = getComputedStyle(e);
		const [a, b] = [light(rgb(e.namespaceURI.endsWith("svg") ? style.fill : style.color)), light(ground(e))].sort((x, y) => y - x);
		if ((a + 0.05) / (b + 0.05) < 4.5) bad.add(e.tagName + "." + (e.getAttribute("class") || "") + " " + e.textContent.trim().slice(0, 20));
	}
	return [...bad].slice(0, 5).join("; ");
})()`

func TestReportFiltersInBrowser(t *testing.T) {
	b := newBrowser(t)
	t.Chdir("../../testdata")
	file := reported(t, exitFindings, "broken.jsonl")
	b.look(1280, "light")
	b.open("file://" + file)
	const status = `document.querySelector("[data-status]").textContent`
	const shown = `[...document.querySelectorAll("[data-rule]")].filter(g => g.offsetParent).map(g => g.dataset.rule).join(" ")`
	set := func(field, value string) {
		var done bool
		b.eval(fmt.Sprintf(`(() => { const f = document.querySelector("[data-filters]"); const e = f.querySelector(%q);
			if (e.type === "checkbox") e.checked = %s; else e.value = %s; e.dispatchEvent(new Event("input", {bubbles: true})); return true })()`,
			field, value, value), &done)
	}
	all, every := b.text(status), b.text(shown)
	if all != "10 findings shown" {
		t.Errorf("got %q, want all 10 findings", all)
	}
	set(`[name=rule]`, `"FT201"`)
	if got, want := b.text(shown)+": "+b.text(status), "FT201: 1 finding shown"; got != want {
		t.Errorf("by rule: got %q, want %q", got, want)
	}
	set(`[name=rule]`, `""`)
	set(`[value=error]`, `false`)
	if got := b.text(shown); strings.Contains(got, "FT201") {
		t.Errorf("without errors: got %q", got)
	}
	set(`[value=error]`, `true`)
	set(`[name=text]`, `"asistant"`)
	if got, want := b.text(shown)+": "+b.text(status), "FT403: 1 finding shown"; got != want {
		t.Errorf("by text: got %q, want %q", got, want)
	}
	set(`[name=text]`, `""`)
	if got := b.text(shown); got != every {
		t.Errorf("with all filters open again: got %q, want %q", got, every)
	}
	if got := b.complaints(); len(got) > 0 {
		t.Errorf("the browser complains: %s", got)
	}
}
