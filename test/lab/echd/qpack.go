//go:build quic

package main

// Field sections of HTTP/3, RFC 9204, without a dynamic table: we offer none, so no client may use one.

import (
	"errors"
	"strings"

	"golang.org/x/net/http2/hpack"
)

type field struct{ name, value string }

var errFields = errors.New("a field section with a dynamic table, or cut short")

// Field lines by their first bits, RFC 9204 §4.5.2 to §4.5.6.
const (
	lineIndexed       = 0x80
	lineNameIndexed   = 0x40
	lineLiteral       = 0x20
	indexedStatic     = 0x40 // of an indexed line
	nameIndexedStatic = 0x10 // of a line with an indexed name
)

// decodeFields reads a whole field section.
func decodeFields(section []byte) ([]field, error) {
	r := reader{rest: section}
	inserts := r.prefixed(8)
	r.prefixed(7) // Delta Base
	if inserts != 0 {
		return nil, errFields
	}
	var fields []field
	for len(r.rest) > 0 && !r.short {
		var next field
		var known bool
		switch first := r.rest[0]; {
		case first&lineIndexed != 0:
			next, known = staticField(first&indexedStatic != 0, r.prefixed(6))
		case first&lineNameIndexed != 0:
			next, known = staticField(first&nameIndexedStatic != 0, r.prefixed(4))
			next.value = r.text(7)
		case first&lineLiteral != 0:
			known = true
			next.name = r.text(3)
			next.value = r.text(7)
		}
		if !known {
			return nil, errFields
		}
		fields = append(fields, next)
	}
	if r.short {
		return nil, errFields
	}
	return fields, nil
}

func staticField(isStatic bool, index int) (known field, ok bool) {
	if !isStatic || index >= len(staticTable) {
		return field{}, false
	}
	return staticTable[index], true
}

// prefixed reads an integer that begins in the last bits of a byte, RFC 7541 §5.1.
func (r *reader) prefixed(bits int) int {
	most := 1<<bits - 1
	value := r.number(1) & most
	if value < most {
		return value
	}
	for shift := 0; shift <= 21; shift += 7 {
		octet := r.number(1)
		value += (octet & 0x7f) << shift
		if octet&0x80 == 0 {
			return value
		}
	}
	r.short = true
	return 0
}

// text reads a string whose length has so many bits in its first byte; the bit before them tells of the Huffman code.
func (r *reader) text(bits int) string {
	if len(r.rest) == 0 {
		r.short = true
		return ""
	}
	isHuffman := r.rest[0]>>bits&1 != 0
	raw := r.take(r.prefixed(bits))
	if !isHuffman {
		return string(raw)
	}
	decoded, err := hpack.HuffmanDecodeToString(raw)
	if err != nil {
		r.short = true
	}
	return decoded
}

// encodeFields writes every field as a literal, its name too.
func encodeFields(fields []field) []byte {
	section := []byte{0, 0} // Required Insert Count, Base
	for _, one := range fields {
		section = appendText(section, lineLiteral, 3, strings.ToLower(one.name))
		section = appendText(section, 0, 7, one.value)
	}
	return section
}

func appendText(section []byte, pattern byte, bits int, text string) []byte {
	most := 1<<bits - 1
	length := len(text)
	if length < most {
		return append(append(section, pattern|byte(length)), text...)
	}
	section = append(section, pattern|byte(most))
	for length -= most; length > 0x7f; length >>= 7 {
		section = append(section, 0x80|byte(length&0x7f))
	}
	return append(append(section, byte(length)), text...)
}
