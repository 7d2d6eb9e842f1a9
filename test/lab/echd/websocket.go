package main

import (
	"crypto/sha1"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"io"
	"net/http"
)

// Frames from the server, RFC 6455 §5.2: one text, then close with status 1000.
const (
	webSocketMagic   = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11" // RFC 6455 §1.3
	frameText        = 0x80 | 1
	frameClose       = 0x80 | 8
	lengthInTwoBytes = 126
	statusNormal     = 1000
)

// webSocket says in one message what the server saw of the connection, and closes.
func webSocket(w http.ResponseWriter, r *http.Request, s seen) {
	hijacker, able := w.(http.Hijacker) // not over HTTP/2
	key := r.Header.Get("Sec-WebSocket-Key")
	if !able || key == "" {
		http.Error(w, "only for WebSocket over HTTP/1.1", http.StatusBadRequest)
		return
	}
	connection, stream, err := hijacker.Hijack()
	if err != nil {
		return
	}
	defer connection.Close()
	digest := sha1.Sum([]byte(key + webSocketMagic))
	stream.WriteString("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
		"Sec-WebSocket-Accept: " + base64.StdEncoding.EncodeToString(digest[:]) + "\r\n\r\n")
	encoded, _ := json.Marshal(s)
	stream.Write([]byte{frameText, lengthInTwoBytes})
	stream.Write(binary.BigEndian.AppendUint16(nil, uint16(len(encoded))))
	stream.Write(encoded)
	stream.Write(binary.BigEndian.AppendUint16([]byte{frameClose, 2}, statusNormal))
	stream.Flush()
	io.Copy(io.Discard, stream) // the client's own close
}
