package main

import (
	"io"
	"net"
	"net/http"
	"time"
)

// Block is what some networks do to Encrypted Client Hello; the site's own listener plays the network. It stops clients
// whose first hello has an ECH extension and that outer name; without a name, everybody.
type Block struct {
	OuterName string `json:"outerName"`
	How       string `json:"how"` // "reset": a TCP RST; "close": a TCP FIN; "silence": no answer, the connection stays open
}

func (block *Block) hits(hello outerHello) bool {
	return block.OuterName == "" || hello.ech && hello.name == block.OuterName
}

// reason is what the journal says of a stopped handshake.
func (block *Block) reason() string {
	return map[string]string{"reset": "the lab reset it", "close": "the lab closed it", "silence": "the lab kept silent"}[block.How]
}

// stop returns when the connection is closed; site.drop closes one that is kept open, too.
func (block *Block) stop(site *Site, connection net.Conn) {
	if block.How == "silence" {
		site.track(connection, http.StateNew)
		io.Copy(io.Discard, connection) // until the client gives up
		site.track(connection, http.StateClosed)
	} else if tcp, ok := connection.(*net.TCPConn); ok && block.How == "reset" {
		tcp.SetLinger(0) // closing then sends RST
	}
	connection.Close()
}

// peekHello reads as far as the end of the first ClientHello, which Read then gives out again; nil when none came.
func (t *tap) peekHello() []byte {
	t.Conn.SetReadDeadline(time.Now().Add(handshakeTimeout))
	defer t.Conn.SetReadDeadline(time.Time{})
	for chunk := make([]byte, 4096); len(t.ahead) < tapLimit; {
		n, err := t.Conn.Read(chunk)
		t.ahead = append(t.ahead, chunk[:n]...)
		if hellos := clientHellos(t.ahead); len(hellos) > 0 {
			return hellos[0]
		}
		if err != nil {
			return nil
		}
	}
	return nil
}
