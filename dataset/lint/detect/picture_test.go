package detect

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"
)

// webpFile returns the shell of a WebP file with n bytes of picture.
func webpFile(n int) []byte {
	b := []byte("RIFF0000WEBPVP8 0000")
	binary.LittleEndian.PutUint32(b[4:], uint32(12+n))
	binary.LittleEndian.PutUint32(b[16:], uint32(n))
	return append(b, make([]byte, n)...)
}

func encoded(t testing.TB, encode func(*bytes.Buffer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := encode(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pictures(t testing.TB) map[string][]byte {
	t.Helper()
	area := image.Rect(0, 0, 20, 20)
	rgb, grey := image.NewRGBA(area), image.NewGray(area)
	palette := image.NewPaletted(area, color.Palette{color.Black, color.White})
	asPNG := func(m image.Image) []byte {
		return encoded(t, func(b *bytes.Buffer) error { return png.Encode(b, m) })
	}
	asJPEG := func(m image.Image) []byte {
		return encoded(t, func(b *bytes.Buffer) error { return jpeg.Encode(b, m, nil) })
	}
	return map[string][]byte{
		"image/png RGB": asPNG(rgb), "image/png grey": asPNG(grey), "image/png palette": asPNG(palette),
		"image/jpeg RGB": asJPEG(rgb), "image/jpeg grey": asJPEG(grey), "image/webp RGB": webpFile(64),
	}
}

func TestPictures(t *testing.T) {
	for name, data := range pictures(t) {
		t.Run(name, func(t *testing.T) {
			read := func(b []byte) string { return base64.StdEncoding.EncodeToString(b) }
			text := []byte(read(data))
			if p := ReadPicture(DecodeBase64(text)); p.Type+" "+p.Mode != name {
				t.Errorf("got %s %s, want %s", p.Type, p.Mode, name)
			}
			if err := PictureFault(DecodeBase64(text)); err != nil || Base64Fault(text) >= 0 {
				t.Errorf("a whole picture has the fault %v, its base64 at %d", err, Base64Fault(text))
			}
			for _, cut := range []int{1, len(data) / 2, len(data) - 3} {
				if PictureFault(DecodeBase64([]byte(read(data[:cut])))) == nil {
					t.Errorf("the first %d of %d bytes pass for whole", cut, len(data))
				}
			}
		})
	}
	damaged := bytes.Clone(pictures(t)["image/png RGB"])
	damaged[40]++
	if PictureFault(DecodeBase64([]byte(base64.StdEncoding.EncodeToString(damaged)))) == nil {
		t.Error("a PNG with a wrong checksum passes for whole")
	}
}

func TestBase64Fault(t *testing.T) {
	for _, test := range []struct {
		text string
		want int
	}{
		{"QUJD", -1}, {"QUI=", -1}, {"QQ==", -1}, {"QUJD\r\nQUJD", -1}, {"QUJ", 3}, {"QUI", 3}, {"QQ=", 3}, {"QU D", 2}, {"QU_D", 2},
		{"QU=D", 2}, {"Q===", 4}, {"", 0}, {"====", 4}, {"QUJDQQ==", -1},
	} {
		if got := Base64Fault([]byte(test.text)); got != test.want {
			t.Errorf("%q: a fault at %d, want %d", test.text, got, test.want)
		}
	}
}

func FuzzPicture(f *testing.F) {
	for _, data := range pictures(f) {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		text := []byte(base64.StdEncoding.EncodeToString(data))
		p, fault := ReadPicture(DecodeBase64(text)), PictureFault(DecodeBase64(text))
		if p.Type == "" && fault == nil {
			t.Errorf("%x is no picture and has no fault", data)
		}
		// What the standard library can decode has to be whole to us, too.
		if _, kind, err := image.Decode(bytes.NewReader(data)); err == nil && kind == "png" && fault != nil {
			t.Errorf("%x is a PNG that can be decoded, and has the fault %v", data, fault)
		}
	})
}
