//go:build quic

package main

import (
	"context"
	"crypto/tls"
	"log/slog"
	"net"
	"sync"
	"time"

	"golang.org/x/net/quic"
)

const (
	datagramLimit = 2048 // bytes: more than any client sends at once
	queueLength   = 1024 // datagrams
	underWay      = "under way"
	dropped       = "the lab dropped it"
)

// quicSocket is a UDP socket of a site. It reads along what anyone on the way can read, and plays the network: datagrams from
// clients are late or never arrive, as the site's settings say.
type quicSocket struct {
	net.PacketConn
	site  *Site
	queue chan datagram

	lock    sync.Mutex
	clients map[string]*quicClient // by address and port
}

type datagram struct {
	octets []byte
	from   net.Addr
}

// quicClient is what is known of the last connection from one port.
type quicClient struct {
	hello  *helloReader
	number int64
	done   bool // its outcome is in the journal
}

// serveQUIC opens an address for HTTP/3 and returns.
func (site *Site) serveQUIC(address string) error {
	udp, err := net.ListenPacket("udp", address)
	if err != nil {
		return err
	}
	socket := &quicSocket{PacketConn: udp, site: site, queue: make(chan datagram, queueLength), clients: map[string]*quicClient{}}
	go socket.receive()
	endpoint, err := quic.NewEndpoint(socket, &quic.Config{
		TLSConfig:  site.quicTLSConfig(),
		QLogLogger: slog.New(&quicWatch{socket: socket}),
	})
	if err != nil {
		return err
	}
	go func() {
		for {
			connection, err := endpoint.Accept(context.Background())
			if err != nil {
				return
			}
			go socket.serve(connection)
		}
	}()
	return nil
}

// quicTLSConfig asks for the keys anew at each handshake, since an endpoint keeps its configuration.
func (site *Site) quicTLSConfig() *tls.Config {
	return &tls.Config{
		Certificates:           site.certificates,
		NextProtos:             []string{"h3"},
		MinVersion:             tls.VersionTLS13,
		SessionTicketsDisabled: true,
		GetEncryptedClientHelloKeys: func(*tls.ClientHelloInfo) ([]tls.EncryptedClientHelloKey, error) {
			return echKeys(site.current().QUIC.ECH), nil
		},
	}
}

// receive goes on as long as the socket is open.
func (socket *quicSocket) receive() {
	defer close(socket.queue)
	for {
		octets := make([]byte, datagramLimit)
		length, from, err := socket.PacketConn.ReadFrom(octets)
		if err != nil {
			return
		}
		next := datagram{octets: octets[:length], from: from}
		settings := socket.site.current().QUIC
		reason := underWay
		if settings.Dropped {
			reason = dropped
		}
		socket.readAlong(next, reason)
		switch {
		case settings.Dropped:
		case settings.DelayMs > 0:
			time.AfterFunc(time.Duration(settings.DelayMs)*time.Millisecond, func() { socket.queue <- next })
		default:
			socket.queue <- next
		}
	}
}

// ReadFrom hands out what arrives at the server.
func (socket *quicSocket) ReadFrom(octets []byte) (int, net.Addr, error) {
	next, open := <-socket.queue
	if !open {
		return 0, nil, net.ErrClosed
	}
	return copy(octets, next.octets), next.from, nil
}

// readAlong writes a line when a ClientHello is complete: whatever becomes of it, it was on the wire. What became of it follows
// in another line with the same number.
func (socket *quicSocket) readAlong(next datagram, reason string) {
	socket.lock.Lock()
	defer socket.lock.Unlock()
	address := next.from.String()
	client := socket.clients[address]
	var known *helloReader
	if client != nil {
		known = client.hello
	}
	hello := known.read(next.octets)
	if hello == nil {
		return
	}
	if hello != known {
		client = &quicClient{hello: hello}
		socket.clients[address] = client
	}
	if client.number == 0 && hello.hello != nil {
		client.number = connectionCount.Add(1)
		socket.emit(client, tls.ConnectionState{}, reason)
	}
}

// conclude writes what became of a client's handshake, once; reason is empty when it went well. It returns what was seen of it.
func (socket *quicSocket) conclude(address string, state tls.ConnectionState, reason string) (seen facts) {
	socket.lock.Lock()
	defer socket.lock.Unlock()
	client := socket.clients[address]
	if client == nil || client.number == 0 {
		return facts{outer: outerHello{configID: -1}}
	}
	if client.done {
		return socket.factsOf(client, state)
	}
	client.done = true
	return socket.emit(client, state, reason)
}

func (socket *quicSocket) factsOf(client *quicClient, state tls.ConnectionState) facts {
	seen := facts{
		connection: client.number, outer: parseOuterHello(client.hello.hello),
		innerName: state.ServerName, echAccepted: state.ECHAccepted, kex: groupNames[int(state.CurveID)],
	}
	if state.HandshakeComplete {
		seen.tls = "1.3"
	}
	return seen
}

func (socket *quicSocket) emit(client *quicClient, state tls.ConnectionState, reason string) facts {
	seen := socket.factsOf(client, state)
	emit(handshakeLine(socket.site, "quic", socket.LocalAddr(), seen, state.NegotiatedProtocol, 1, client.hello.hello, reason))
	return seen
}

func (socket *quicSocket) serve(connection *quic.Conn) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	seen := socket.conclude(net.UDPAddrFromAddrPort(connection.RemoteAddr()).String(), connection.ConnectionState(), "")
	closer := quicCloser{connection}
	socket.site.opened(closer)
	defer socket.site.closed(closer)
	go serveHTTP3(context.WithValue(ctx, factsKey{}, seen), connection, socket.site.server.Handler)
	connection.Wait(ctx)
}

// quicCloser closes a connection as a server that has nothing more to say.
type quicCloser struct{ connection *quic.Conn }

func (closer quicCloser) Close() error {
	closer.connection.Abort(&quic.ConnectionCloseError{Code: h3NoError})
	return nil
}
