//go:build quic

package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"log/slog"
	"net"
	"time"
)

// acceptGrace is how long a handshake that the client closed may still turn out to have gone well: a client may close at once.
const acceptGrace = 50 * time.Millisecond

// quicWatch reads the QUIC package's own log (qlog) for handshakes that a client ends: no function of the package tells of them.
type quicWatch struct {
	socket *quicSocket
	client string // address and port; empty: no connection's
}

func (*quicWatch) Enabled(context.Context, slog.Level) bool { return true }

func (watch *quicWatch) WithGroup(string) slog.Handler { return watch }

// WithAttrs is called once a connection.
func (watch *quicWatch) WithAttrs([]slog.Attr) slog.Handler { return &quicWatch{socket: watch.socket} }

func (watch *quicWatch) Handle(_ context.Context, record slog.Record) error {
	switch record.Message {
	case "connectivity:connection_started":
		start := attributesOf(record)
		watch.client = net.JoinHostPort(start["dst_ip"].String(), start["dst_port"].String())
	case "transport:packet_received":
		frames, _ := attributesOf(record)["frames"].Any().([]slog.Value)
		for _, frame := range frames {
			watch.see(frame.Resolve())
		}
	case "connectivity:connection_closed":
		watch.fail(watch.client, attributesOf(record)["trigger"].String())
	}
	return nil
}

func (watch *quicWatch) see(frame slog.Value) {
	if frame.Kind() != slog.KindGroup {
		return
	}
	fields := map[string]slog.Value{}
	for _, one := range frame.Group() {
		fields[one.Key] = one.Value
	}
	if fields["frame_type"].String() == "connection_close" {
		code := fields["error_code_value"].Uint64()
		watch.fail(watch.client, fmt.Sprintf("the client closed: %s error 0x%x %s", fields["error_space"], code, fields["reason"]))
	}
}

func (watch *quicWatch) fail(client, reason string) {
	time.AfterFunc(acceptGrace, func() { watch.socket.conclude(client, tls.ConnectionState{}, reason) })
}

func attributesOf(record slog.Record) map[string]slog.Value {
	attributes := map[string]slog.Value{}
	record.Attrs(func(one slog.Attr) bool {
		attributes[one.Key] = one.Value
		return true
	})
	return attributes
}
