package detect

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
)

// A picture is what the bytes of an image say about it. Pixels are not decoded.
type picture struct {
	Type string // "image/png", "image/jpeg", "image/webp"; "" where the bytes are none of them
	Mode string // "RGB" or another way to hold colours; "" where it was not found
}

// errCut is the fault of an image that ends too early.
var errCut = errors.New("the image ends too early")

// DecodeBase64 returns a reader of the bytes that base64 data stands for.
func DecodeBase64(data []byte) *bufio.Reader {
	return bufio.NewReader(base64.NewDecoder(base64.StdEncoding, bytes.NewReader(data)))
}

// ReadPicture reads the start of an image.
func ReadPicture(r *bufio.Reader) picture {
	p := picture{Type: PictureType(r)}
	switch p.Type {
	case "image/png":
		p.Mode = pngMode(r)
	case "image/jpeg":
		p.Mode = jpegMode(r)
	case "image/webp":
		p.Mode = "RGB"
	}
	return p
}

func PictureType(r *bufio.Reader) string {
	head, _ := r.Peek(12)
	switch {
	case bytes.HasPrefix(head, pngHead):
		return "image/png"
	case bytes.HasPrefix(head, []byte("\xff\xd8\xff")):
		return "image/jpeg"
	case len(head) == 12 && string(head[:4]) == "RIFF" && string(head[8:]) == "WEBP":
		return "image/webp"
	}
	return ""
}

var pngHead = []byte("\x89PNG\r\n\x1a\n")

// pngMode reads the colour type, which stands in the first chunk.
func pngMode(r *bufio.Reader) string {
	head, _ := r.Peek(26)
	if len(head) < 26 || string(head[12:16]) != "IHDR" {
		return ""
	}
	switch head[25] {
	case 0, 4:
		return "grey"
	case 2, 6:
		return "RGB"
	case 3:
		return "palette"
	}
	return ""
}

// jpegMode counts the components in the first frame header.
func jpegMode(r *bufio.Reader) string {
	frame, err := jpegFrame(r)
	if err != nil || len(frame) < 6 {
		return ""
	}
	switch frame[5] {
	case 1:
		return "grey"
	case 3:
		return "RGB"
	case 4:
		return "CMYK"
	}
	return ""
}

// jpegFrame reads up to and including the first frame header, and returns its data.
func jpegFrame(r *bufio.Reader) ([]byte, error) {
	if _, err := r.Discard(2); err != nil {
		return nil, errCut
	}
	for {
		marker, length, err := jpegSegment(r)
		if err != nil {
			return nil, err
		}
		frame := marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC
		if frame {
			data := make([]byte, min(length, 64))
			_, err := io.ReadFull(r, data)
			return data, err
		}
		if _, err := r.Discard(length); err != nil {
			return nil, errCut
		}
	}
}

// jpegSegment reads the marker of the next segment and the length of its data.
func jpegSegment(r *bufio.Reader) (marker byte, length int, err error) {
	c, err := r.ReadByte()
	if err != nil {
		return 0, 0, errCut
	}
	if c != 0xFF {
		return 0, 0, errors.New("the JPEG's segments are broken")
	}
	for marker = 0xFF; marker == 0xFF; {
		if marker, err = r.ReadByte(); err != nil {
			return 0, 0, errCut
		}
	}
	if marker == 0x01 || marker >= 0xD0 && marker <= 0xD8 {
		return marker, 0, nil
	}
	var n [2]byte
	if _, err := io.ReadFull(r, n[:]); err != nil {
		return 0, 0, errCut
	}
	if length = int(binary.BigEndian.Uint16(n[:])) - 2; length < 0 {
		return 0, 0, errors.New("the JPEG's segments are broken")
	}
	return marker, length, nil
}

// PictureFault walks through an image to its end and returns what is wrong with its structure, nil where nothing is.
func PictureFault(r *bufio.Reader) error {
	switch PictureType(r) {
	case "image/png":
		return pngFault(r)
	case "image/jpeg":
		return jpegFault(r)
	case "image/webp":
		return webpFault(r)
	}
	return errors.New("the data is no JPEG, PNG or WebP image")
}

// pngFault checks every chunk and its checksum up to the last.
func pngFault(r *bufio.Reader) error {
	r.Discard(len(pngHead))
	for {
		var head [8]byte
		if _, err := io.ReadFull(r, head[:]); err != nil {
			return errCut
		}
		sum := crc32.NewIEEE()
		sum.Write(head[4:])
		if _, err := io.CopyN(sum, r, int64(binary.BigEndian.Uint32(head[:4]))); err != nil {
			return errCut
		}
		var want [4]byte
		if _, err := io.ReadFull(r, want[:]); err != nil {
			return errCut
		}
		if binary.BigEndian.Uint32(want[:]) != sum.Sum32() {
			return errors.New("a checksum in the PNG is wrong")
		}
		if string(head[4:]) == "IEND" {
			return nil
		}
	}
}

// jpegFault checks that there is a frame header and, behind it, the marker of the image's end.
func jpegFault(r *bufio.Reader) error {
	if _, err := jpegFrame(r); err != nil {
		return err
	}
	before := byte(0)
	for {
		c, err := r.ReadByte()
		if err != nil {
			return errCut
		}
		if before == 0xFF && c == 0xD9 {
			return nil
		}
		before = c
	}
}

// webpFault checks that all the bytes are there that the head speaks of.
func webpFault(r *bufio.Reader) error {
	head, _ := r.Peek(16)
	if len(head) < 16 || string(head[12:15]) != "VP8" {
		return errCut
	}
	want := int64(binary.LittleEndian.Uint32(head[4:])) + 8
	if got, _ := io.Copy(io.Discard, r); got < want-1 { // the last byte may be padding
		return errCut
	}
	return nil
}
