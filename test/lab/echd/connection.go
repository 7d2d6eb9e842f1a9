package main

import (
	"context"
	"crypto/tls"
	"encoding/hex"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

const (
	handshakeTimeout = 10 * time.Second
	tapLimit         = 64 << 10 // octets kept per direction: far more than any hello
)

// connectionCount numbers the connections, of all sites together: client ports come back, numbers do not.
var connectionCount atomic.Int64

// facts is what a connection's handshake showed, on the wire and inside.
type facts struct {
	connection  int64
	outer       outerHello
	innerName   string
	echAccepted bool
	tls         string // "1.3", or empty on a cleartext connection
	kex         string // the name of the key exchange group, empty when unknown
}

// tap keeps the first octets of a connection in both directions while its handshake lasts.
type tap struct {
	net.Conn
	ahead          []byte // read by peekHello, still to be given out
	lock           sync.Mutex
	received, sent []byte
	closed         bool
	facts          facts
}

func (t *tap) keep(kept *[]byte, octets []byte) {
	t.lock.Lock()
	defer t.lock.Unlock()
	if !t.closed && len(*kept) < tapLimit {
		*kept = append(*kept, octets...)
	}
}

func (t *tap) Read(octets []byte) (int, error) {
	if len(t.ahead) > 0 {
		n := copy(octets, t.ahead)
		t.ahead = t.ahead[n:]
		t.keep(&t.received, octets[:n])
		return n, nil
	}
	n, err := t.Conn.Read(octets)
	t.keep(&t.received, octets[:n])
	return n, err
}

func (t *tap) Write(octets []byte) (int, error) {
	t.keep(&t.sent, octets)
	return t.Conn.Write(octets)
}

// stop ends the tapping and hands over what was kept.
func (t *tap) stop() (received, sent []byte) {
	t.lock.Lock()
	defer t.lock.Unlock()
	t.closed = true
	return t.received, t.sent
}

// tlsListener hands out connections after their handshake, so that a handshake's line comes before its requests' lines.
type tlsListener struct {
	net.Listener
	site  *Site
	ready chan net.Conn
}

func (listener *tlsListener) Accept() (net.Conn, error) {
	connection, open := <-listener.ready
	if !open {
		return nil, net.ErrClosed
	}
	return connection, nil
}

func (listener *tlsListener) acceptAll() {
	for {
		connection, err := listener.Listener.Accept()
		if err != nil {
			close(listener.ready)
			return
		}
		go listener.handshake(connection)
	}
}

func (listener *tlsListener) handshake(connection net.Conn) {
	number := connectionCount.Add(1)
	config, err := listener.site.tlsConfig()
	if err != nil {
		connection.Close()
		return
	}
	tapped := &tap{Conn: connection}
	if block := listener.site.current().Block; block != nil {
		if hello := tapped.peekHello(); hello != nil && block.hits(parseOuterHello(hello)) {
			stopped := facts{connection: number, outer: parseOuterHello(hello)}
			emitTCP(listener.site, connection, stopped, "", [][]byte{hello}, block.reason())
			block.stop(listener.site, connection)
			return
		}
	}
	secure := tls.Server(tapped, config)
	deadline, cancel := context.WithTimeout(context.Background(), handshakeTimeout)
	defer cancel()
	handshakeError := secure.HandshakeContext(deadline)
	received, sent := tapped.stop()
	if len(received) == 0 && handshakeError != nil {
		connection.Close() // a browser's spare connection: nothing was said
		emit(map[string]any{"event": "silent", "site": listener.site.ID, "address": connection.LocalAddr().String(), "connection": number})
		return
	}
	state := secure.ConnectionState()
	hellos := clientHellos(received)
	tapped.facts = facts{connection: number, innerName: state.ServerName, echAccepted: state.ECHAccepted, kex: keyExchangeGroup(sent)}
	if len(hellos) > 0 {
		tapped.facts.outer = parseOuterHello(hellos[0])
	}
	if handshakeError == nil {
		tapped.facts.tls = map[uint16]string{tls.VersionTLS12: "1.2", tls.VersionTLS13: "1.3"}[state.Version]
	}
	reason := ""
	if handshakeError != nil {
		reason = handshakeError.Error()
		connection.Close()
	}
	emitTCP(listener.site, connection, tapped.facts, state.NegotiatedProtocol, hellos, reason)
	if handshakeError == nil {
		listener.ready <- secure
	}
}

// handshakeLine is the journal's entry for one handshake, with the client's first message; reason is empty when it went well.
func handshakeLine(site *Site, transport string, address net.Addr, seen facts, alpn string, hellos int, hello []byte, reason string) map[string]any {
	return map[string]any{
		"event": "handshake", "site": site.ID, "address": address.String(), "transport": transport,
		"connection": seen.connection,
		"outerName":  seen.outer.name, "echOffered": seen.outer.ech, "configId": seen.outer.configID,
		"innerName": seen.innerName, "echAccepted": seen.echAccepted,
		"tls": seen.tls, "kex": seen.kex, "alpn": alpn,
		"hellos": hellos, "error": reason, "clientHello": hex.EncodeToString(hello),
	}
}

func emitTCP(site *Site, connection net.Conn, seen facts, alpn string, hellos [][]byte, reason string) {
	var first []byte
	if len(hellos) > 0 {
		first = hellos[0]
	}
	emit(handshakeLine(site, "tcp", connection.LocalAddr(), seen, alpn, len(hellos), first, reason))
}

type factsKey struct{}

// rememberFacts makes a connection's facts available to its requests. Without TLS there is nothing but its number.
func rememberFacts(parent context.Context, connection net.Conn) context.Context {
	known := facts{outer: outerHello{configID: -1}}
	if secure, ok := connection.(*tls.Conn); ok {
		known = secure.NetConn().(*tap).facts
	} else {
		known.connection = connectionCount.Add(1)
	}
	return context.WithValue(parent, factsKey{}, known)
}
