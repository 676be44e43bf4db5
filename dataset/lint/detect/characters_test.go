package detect

import (
	"testing"
)

// firstFault returns the offset of the first character at fault, as the rules find it: through the signs first.
func firstFault(text string, s Traits, at CharacterTest) int {
	if LookAtText([]byte(text))&s == 0 {
		return -1
	}
	i, _ := FindCharacter([]byte(text), 0, at)
	return i
}

func TestInvisible(t *testing.T) {
	for _, test := range []struct {
		name, text string
		want       int
	}{
		{"plain", "nothing here", -1},
		{"zero width space in a word", "pass\u200bword", 4},
		{"zero width space in Thai", "ภาษา\u200bไทย", -1},
		{"zero width space in Khmer", "ខ្មែរ\u200bភាសា", -1},
		{"zero width space beside Chinese", "中文\u200b文字", -1},
		{"byte-order mark", "a\ufeffb", 1},
		{"word joiner", "a\u2060b", 1},
		{"invisible times", "2\u2062x", 1},
		{"Mongolian vowel separator", "a\u180eb", 1},
		{"joiner in an emoji", "👩\u200d🚒 and 👨\u200d👩\u200d👧\u200d👦", -1},
		{"joiner behind a skin tone", "👩🏽\u200d🚀", -1},
		{"joiner in a heart on fire", "❤️\u200d🔥", -1},
		{"joiner in English", "wo\u200drd", 2},
		{"non-joiner in Persian", "می\u200cخواهم", -1},
		{"non-joiner in Hindi", "क्\u200cष", -1},
		{"joiner in Sinhala", "ක්\u200dෂ", -1},
		{"joiner in Malayalam", "ന്\u200d", -1},
		{"non-joiner in English", "wo\u200crd", 2},
		{"left-to-right mark in English", "a \u200e1", 2},
		{"left-to-right mark in Hebrew", "שלום \u200e(1)", -1},
		{"right-to-left mark in Arabic", "مرحبا\u200f!", -1},
		{"flag of Scotland", "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f", -1},
		{"hidden tags", "Hi\U000e0041\U000e0042", 2},
		{"soft hyphen", "Donau\u00addampf", -1},
		{"no-break space", "10\u00a0km", -1},
		{"narrow no-break space", "10\u202fkm", -1},
		{"variation selector", "☎\ufe0f", -1},
		{"combining accent", "e\u0301", -1},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := firstFault(test.text, Invisible, IsInvisible); got != test.want {
				t.Errorf("%+q: fault at %d, want %d", test.text, got, test.want)
			}
		})
	}
}

func TestControl(t *testing.T) {
	for _, test := range []struct {
		text string
		want int
	}{
		{"tab\tline\nreturn\r", -1}, {"a\x00b", 1}, {"a\fb", 1}, {"a\x7f", 1}, {"a\u0085b", 1}, {"a\u009f", 1}, {"a\u00a0b", -1},
		{"\x1b[31mred\x1b[0m", -1}, {"\x1bc", 0}, {"è à ç", -1},
	} {
		if got := firstFault(test.text, Control, IsControl); got != test.want {
			t.Errorf("%+q: fault at %d, want %d", test.text, got, test.want)
		}
	}
}

func TestTextDirection(t *testing.T) {
	for _, test := range []struct {
		text string
		want int
	}{
		{"plain", -1}, {"a \u202egpj.exe", 2}, {"a \u2066b\u2069", 2}, {"שלום \u2066ftplan\u2069", -1}, {"שלום \u202aftplan\u202c", -1},
		{"שלום \u2066ftplan", 9}, {"שלום\u202c", 8}, {"مرحبا \u2068x\u2069 و \u2067y\u2069", -1}, {"“quoted” – and … so", -1},
	} {
		got := -1
		if LookAtText([]byte(test.text))&Bidi != 0 {
			got, _ = Unpaired([]byte(test.text))
		}
		if got != test.want {
			t.Errorf("%+q: fault at %d, want %d", test.text, got, test.want)
		}
	}
}

// asLatin returns UTF-8 text as it reads when taken for Windows-1252.
func asWindows(text string) string {
	var out []rune
	for _, b := range []byte(text) {
		if b >= 0x80 && b < 0xA0 {
			out = append(out, Windows1252[b-0x80])
		} else {
			out = append(out, rune(b))
		}
	}
	return string(out)
}

func TestMisreadText(t *testing.T) {
	for _, text := range []string{"café", "It’s", "“so”", "naïve", "Ünder", "GRÜSSE", "10 €", "a – b", "5 °C", "£5", "Straße", "déjà vu", "👍",
		"привет", "日本語です", "✓ done", "→ next", "• item"} {
		misread := asWindows("x " + text + " y")
		if got := firstFault(misread, Mojibake, IsMisread); got < 0 {
			t.Errorf("%q, misread as %q, is passed over", text, misread)
		}
	}
	for _, text := range []string{"café", "É…", "CAFÉ™", "«À»", "MANHÔ", "SÃO", "« café » – là-bas…", "Ça", "É’", "ÀÉÈ “…”", "Ünal’s",
		"Ã is a letter", "Â", "10 €", "ñandú", "Øre", "Ðe", "IRMÔ", "ÉTÉ…", "Ô", "São João", "Å…", "Œuvre", "naïf »", "é » et ç"} {
		if got := firstFault(text, Mojibake, IsMisread); got >= 0 {
			t.Errorf("%q is taken for misread at %d", text, got)
		}
	}
}
