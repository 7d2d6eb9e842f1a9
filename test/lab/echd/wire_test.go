//go:build quic

package main

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"reflect"
	"strings"
	"testing"
)

func unhex(t *testing.T, text string) []byte {
	t.Helper()
	octets, err := hex.DecodeString(strings.ReplaceAll(text, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return octets
}

// RFC 9001 appendix A.1.
func TestKeysFollowFromTheConnectionID(t *testing.T) {
	keys := clientKeys(unhex(t, "8394c8f03e515708"))
	if !bytes.Equal(keys.nonce, unhex(t, "fa044b2f42a3fd3b46fb255c")) {
		t.Errorf("the IV is %x", keys.nonce)
	}
}

// helloNaming is a ClientHello whose server_name extension holds that name.
func helloNaming(name string) []byte {
	vector := func(width int, content []byte) []byte {
		length := binary.BigEndian.AppendUint32(nil, uint32(len(content)))
		return append(length[4-width:], content...)
	}
	entry := append([]byte{0}, vector(2, []byte(name))...)
	extensions := append([]byte{0, extensionServerName}, vector(2, vector(2, entry))...)
	body := make([]byte, 2+32)
	body = append(body, vector(1, nil)...)
	body = append(body, vector(2, []byte{0x13, 0x01})...)
	body = append(body, vector(1, []byte{0})...)
	body = append(body, vector(2, extensions)...)
	return append([]byte{messageClientHello}, vector(3, body)...)
}

// sealed is an Initial packet of the client that chose the connection ID, with a CRYPTO frame for each piece.
func sealed(connectionID []byte, number byte, pieces map[int][]byte) []byte {
	var payload []byte
	for offset, piece := range pieces {
		payload = append(payload, frameCrypto)
		payload = binary.BigEndian.AppendUint16(payload, 0x4000|uint16(offset))
		payload = binary.BigEndian.AppendUint16(payload, 0x4000|uint16(len(piece)))
		payload = append(payload, piece...)
	}
	payload = append(payload, make([]byte, 64)...) // padding
	keys := clientKeys(connectionID)
	header := []byte{0xc0, 0, 0, 0, quicVersion1, byte(len(connectionID))}
	header = append(append(header, connectionID...), 0, 0) // no Source Connection ID, no token
	length := 1 + len(payload) + keys.packet.Overhead()
	header = binary.BigEndian.AppendUint16(header, 0x4000|uint16(length))
	numberAt := len(header)
	header = append(header, number)
	nonce := append([]byte(nil), keys.nonce...)
	nonce[len(nonce)-1] ^= number
	packet := keys.packet.Seal(header, nonce, payload, header)
	var mask [16]byte
	keys.protection.Encrypt(mask[:], packet[numberAt+numberSample:][:16])
	packet[0] ^= mask[0] & 0x0f
	packet[numberAt] ^= mask[1]
	return packet
}

// Pieces that overlap and come in any order, over two datagrams.
func TestReadsWhatIsOnTheWire(t *testing.T) {
	id, hello := []byte{1, 2, 3, 4, 5, 6, 7, 8}, helloNaming("a.name.example")
	var none *helloReader
	begun := none.read(sealed(id, 0, map[int][]byte{30: hello[30:], 0: hello[:10]}))
	if begun == nil || begun.hello != nil {
		t.Fatal("a ClientHello with a gap is complete, or none was begun")
	}
	done := begun.read(sealed(id, 1, map[int][]byte{8: hello[8:40]}))
	if done != begun || !bytes.Equal(done.hello, hello) {
		t.Fatalf("read %x", done.hello)
	}
	if name := parseOuterHello(done.hello).name; name != "a.name.example" {
		t.Errorf("the name is %q", name)
	}
	other := done.read(sealed([]byte("another!"), 0, map[int][]byte{0: hello}))
	if other == done || !bytes.Equal(other.hello, hello) {
		t.Error("another connection from the same port is not told apart")
	}
}

func TestReadsNothingIntoNoise(t *testing.T) {
	id, hello := []byte("8 octets"), helloNaming("a.name.example")
	packet := sealed(id, 0, map[int][]byte{0: hello})
	for length := range packet {
		var none *helloReader
		if read := none.read(packet[:length]); read != nil {
			t.Fatalf("%d of %d bytes were enough", length, len(packet))
		}
	}
	for at := range packet {
		changed := append([]byte(nil), packet...)
		changed[at] ^= 0x55
		var none *helloReader
		if read := none.read(changed); read != nil && !bytes.Equal(read.hello, hello) {
			t.Fatalf("byte %d changed what was read", at)
		}
	}
}

// RFC 9204 appendix B.1.
func TestDecodesAFieldSection(t *testing.T) {
	fields, err := decodeFields(unhex(t, "0000 510b 2f69 6e64 6578 2e68 746d 6c"))
	if want := []field{{":path", "/index.html"}}; err != nil || !reflect.DeepEqual(fields, want) {
		t.Errorf("%v, %v", fields, err)
	}
}

func TestFieldsComeBack(t *testing.T) {
	fields := []field{{":status", "200"}, {"x-" + strings.Repeat("n", 200), strings.Repeat("v", 20_000)}, {"empty", ""}}
	section := encodeFields(fields)
	if back, err := decodeFields(section); err != nil || !reflect.DeepEqual(back, fields) {
		t.Errorf("%d fields, %v", len(back), err)
	}
	if _, err := decodeFields(section[:len(section)-1]); err == nil {
		t.Error("a section that is cut short passes")
	}
	if _, err := decodeFields([]byte{1, 0, 0x80}); err == nil {
		t.Error("a dynamic table passes")
	}
}

func TestStaticTable(t *testing.T) {
	for index, want := range map[int]field{0: {":authority", ""}, 17: {":method", "GET"}, 24: {":status", "103"}, 98: {"x-frame-options", "sameorigin"}} {
		if staticTable[index] != want {
			t.Errorf("entry %d is %v", index, staticTable[index])
		}
	}
	if len(staticTable) != 99 {
		t.Errorf("%d entries", len(staticTable))
	}
}
