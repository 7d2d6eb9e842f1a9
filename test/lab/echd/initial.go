//go:build quic

package main

// The ClientHello in a client's QUIC Initial packets. Their keys follow from what is on the wire, so anyone on the way reads it:
// RFC 9000 §16 (integers), §17.2 (long headers), §19 (frames); RFC 9001 §5.2 to §5.4 (keys, nonces, header protection).

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
)

const (
	longHeader    = 0x80
	initialType   = 0 // of a long header of version 1
	quicVersion1  = 1
	numberSample  = 4 // bytes from the packet number's first to the sample for header protection
	helloLimit    = 64 << 10
	framePadding  = 0x00
	framePing     = 0x01
	frameAck      = 0x02
	frameAckECN   = 0x03
	frameCrypto   = 0x06
	secretLength  = sha256.Size
	messageHeader = 4 // bytes of a handshake message before its body
)

// initialSalt is that of version 1, RFC 9001 §5.2.
var initialSalt = []byte("\x38\x76\x2c\xf7\xf5\x59\x34\xb3\x4d\x17\x9a\xe6\xa4\xc8\x0c\xad\xcc\xbb\x7f\x0a")

// varint reads an integer whose first two bits tell its length.
func (r *reader) varint() int {
	if len(r.rest) == 0 {
		r.short = true
		return 0
	}
	bytes := 1 << (r.rest[0] >> 6)
	return r.number(bytes) & (1<<(8*bytes-2) - 1)
}

// initialKeys open what a client sends in its Initial packets.
type initialKeys struct {
	packet     cipher.AEAD
	nonce      []byte
	protection cipher.Block
}

// clientKeys are those of the client that chose this Destination Connection ID for its first packet.
func clientKeys(connectionID []byte) initialKeys {
	initial, err := hkdf.Extract(sha256.New, connectionID, initialSalt)
	mustNot(err)
	secret := expandLabel(initial, "client in", secretLength)
	block, err := aes.NewCipher(expandLabel(secret, "quic key", 16))
	mustNot(err)
	packet, err := cipher.NewGCM(block)
	mustNot(err)
	protection, err := aes.NewCipher(expandLabel(secret, "quic hp", 16))
	mustNot(err)
	return initialKeys{packet: packet, nonce: expandLabel(secret, "quic iv", packet.NonceSize()), protection: protection}
}

// expandLabel is HKDF-Expand-Label without a context, RFC 8446 §7.1.
func expandLabel(secret []byte, label string, length int) []byte {
	label = "tls13 " + label
	info := binary.BigEndian.AppendUint16(nil, uint16(length))
	info = append(append(append(info, byte(len(label))), label...), 0)
	expanded, err := hkdf.Expand(sha256.New, secret, string(info), length)
	mustNot(err)
	return expanded
}

// mustNot is for errors that only wrong lengths of our own bring about.
func mustNot(err error) {
	if err != nil {
		panic(err)
	}
}

// open decrypts a packet whose packet number begins at that place. False: the keys are another connection's.
func (keys initialKeys) open(packet []byte, numberAt int) (payload []byte, ours bool) {
	sampleAt := numberAt + numberSample
	if len(packet) < sampleAt+aes.BlockSize {
		return nil, false
	}
	var mask [aes.BlockSize]byte
	keys.protection.Encrypt(mask[:], packet[sampleAt:sampleAt+aes.BlockSize])
	first := packet[0] ^ mask[0]&0x0f
	sealedAt := numberAt + int(first&3) + 1
	header := append([]byte{first}, packet[1:sealedAt]...)
	nonce := append([]byte(nil), keys.nonce...)
	for n := numberAt; n < sealedAt; n++ {
		header[n] ^= mask[1+n-numberAt]
		// Numbers this low are written whole.
		nonce[len(nonce)-sealedAt+n] ^= header[n]
	}
	payload, err := keys.packet.Open(nil, nonce, packet[sealedAt:], header)
	return payload, err == nil
}

// helloReader puts one client's ClientHello together. Browsers cut it into pieces that come in any order, in several datagrams.
type helloReader struct {
	keys    initialKeys
	crypto  []byte // the CRYPTO stream, with gaps
	arrived []bool // which bytes of it are there
	hello   []byte // the message with its header, once it is complete
}

// datagramReader is what went before on a client's port, if anything did. It returns the reader of the connection that the datagram
// belongs to: a new one where it opens one.
func (known *helloReader) read(datagram []byte) *helloReader {
	for len(datagram) > 0 && datagram[0]&longHeader != 0 {
		r := reader{rest: datagram}
		kind := r.number(1) >> 4 & 3
		version := r.number(4)
		destination := r.vector(1)
		r.vector(1) // Source Connection ID
		if version != quicVersion1 {
			break // nothing else is at the same place in other versions
		}
		if kind == initialType {
			r.take(r.varint()) // token
		}
		length := r.varint()
		numberAt := len(datagram) - len(r.rest)
		if r.take(length); r.short {
			break
		}
		packet := datagram[:numberAt+length]
		datagram = r.rest
		if kind == initialType {
			known = known.readInitial(packet, numberAt, destination)
		}
	}
	return known
}

func (known *helloReader) readInitial(packet []byte, numberAt int, destination []byte) *helloReader {
	if known != nil {
		if payload, ours := known.keys.open(packet, numberAt); ours {
			known.readFrames(payload)
			return known
		}
	}
	fresh := &helloReader{keys: clientKeys(destination)}
	payload, ours := fresh.keys.open(packet, numberAt)
	if !ours {
		return known
	}
	fresh.readFrames(payload)
	return fresh
}

func (known *helloReader) readFrames(payload []byte) {
	for r := (reader{rest: payload}); len(r.rest) > 0; {
		switch kind := r.varint(); kind {
		case framePadding, framePing:
		case frameCrypto:
			known.add(r.varint(), r.take(r.varint()))
		case frameAck, frameAckECN:
			r.varint() // Largest Acknowledged
			r.varint() // ACK Delay
			fields := 1 + 2*r.varint()
			if kind == frameAckECN {
				fields += 3
			}
			for ; fields > 0 && !r.short; fields-- {
				r.varint()
			}
		default:
			return // CONNECTION_CLOSE
		}
	}
}

func (known *helloReader) add(offset int, piece []byte) {
	end := offset + len(piece)
	if known.hello != nil || end > helloLimit {
		return
	}
	for len(known.crypto) < end {
		known.crypto, known.arrived = append(known.crypto, 0), append(known.arrived, false)
	}
	copy(known.crypto[offset:], piece)
	for n := offset; n < end; n++ {
		known.arrived[n] = true
	}
	whole := 0
	for whole < len(known.arrived) && known.arrived[whole] {
		whole++
	}
	if whole < messageHeader {
		return
	}
	header := reader{rest: known.crypto[1:messageHeader]}
	if length := messageHeader + header.number(3); length <= whole {
		known.hello = known.crypto[:length]
	}
}
