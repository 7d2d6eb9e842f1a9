package main

// What the hellos say on the wire: RFC 8446 §4.1.2 and §4.1.3 (hellos), §5.1 (records), RFC 6066 §3 (server_name),
// RFC 9849 §5 (encrypted_client_hello). Only what the journal needs is read, and nothing past a declared length.

const (
	recordChangeCipherSpec = 20
	recordHandshake        = 22

	messageClientHello = 1
	messageServerHello = 2

	extensionServerName = 0
	extensionKeyShare   = 51
	extensionECH        = 0xfe0d
)

// reader takes fields off the front; after a read past the end, everything is empty and short is set.
type reader struct {
	rest  []byte
	short bool
}

func (r *reader) take(n int) []byte {
	if r.short || n > len(r.rest) {
		r.short, r.rest = true, nil
		return nil
	}
	taken := r.rest[:n]
	r.rest = r.rest[n:]
	return taken
}

func (r *reader) number(octets int) (value int) {
	for _, octet := range r.take(octets) {
		value = value<<8 | int(octet)
	}
	return value
}

// vector reads a length of the given width and that many octets.
func (r *reader) vector(lengthOctets int) []byte { return r.take(r.number(lengthOctets)) }

// handshakeMessages joins the plaintext handshake records and splits them into messages, header included.
func handshakeMessages(stream []byte) (messages [][]byte) {
	records, joined := reader{rest: stream}, []byte{}
	for len(records.rest) > 0 && !records.short {
		kind := records.number(1)
		records.take(2)
		content := records.vector(2)
		if kind == recordChangeCipherSpec {
			continue // sent between two hellos for the sake of old middleboxes
		}
		if kind != recordHandshake {
			break
		}
		joined = append(joined, content...)
	}
	for len(joined) >= 4 {
		length := 4 + (int(joined[1])<<16 | int(joined[2])<<8 | int(joined[3]))
		if length > len(joined) {
			break
		}
		messages = append(messages, joined[:length])
		joined = joined[length:]
	}
	return messages
}

// clientHellos finds the ClientHello messages that a client sent: two after a HelloRetryRequest.
func clientHellos(received []byte) (hellos [][]byte) {
	for _, message := range handshakeMessages(received) {
		if message[0] == messageClientHello {
			hellos = append(hellos, message)
		}
	}
	return hellos
}

// outerHello is what anyone on the way reads in the first ClientHello.
type outerHello struct {
	name     string
	ech      bool // an encrypted_client_hello extension of type outer was there; GREASE looks the same
	configID int  // -1 without one
}

func parseOuterHello(message []byte) outerHello {
	outer := outerHello{configID: -1}
	body := reader{rest: message}
	body.take(4 + 2 + 32) // message header, legacy_version, random
	body.vector(1)        // legacy_session_id
	body.vector(2)        // cipher_suites
	body.vector(1)        // legacy_compression_methods
	eachExtension(body.vector(2), func(kind int, data reader) {
		switch kind {
		case extensionServerName:
			list := reader{rest: data.vector(2)}
			if list.number(1) == 0 { // host_name
				outer.name = string(list.vector(2))
			}
		case extensionECH:
			if data.number(1) == 0 { // outer
				data.take(4) // the cipher suite
				outer.ech, outer.configID = true, data.number(1)
			}
		}
	})
	return outer
}

func eachExtension(block []byte, visit func(kind int, data reader)) {
	for extensions := (reader{rest: block}); len(extensions.rest) > 0 && !extensions.short; {
		kind := extensions.number(2)
		visit(kind, reader{rest: extensions.vector(2)})
	}
}

// groupNames are the names as Cloudflare's trace page writes them.
var groupNames = map[int]string{0x0017: "P-256", 0x0018: "P-384", 0x0019: "P-521", 0x001d: "X25519", 0x11ec: "X25519MLKEM768"}

// keyExchangeGroup reads the group out of a TLS 1.3 ServerHello; empty for TLS 1.2.
func keyExchangeGroup(sent []byte) (name string) {
	for _, message := range handshakeMessages(sent) {
		if message[0] != messageServerHello {
			continue
		}
		body := reader{rest: message}
		body.take(4 + 2 + 32)
		body.vector(1)
		body.take(2 + 1) // cipher_suite, legacy_compression_method
		eachExtension(body.vector(2), func(kind int, data reader) {
			if kind == extensionKeyShare {
				name = groupNames[data.number(2)]
			}
		})
	}
	return name
}
