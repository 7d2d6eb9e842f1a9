//go:build quic

package main

// HTTP/3 as far as browsers ask for pages: RFC 9114 §4.1 (messages), §4.3 (pseudo-fields), §6.2 (streams), §7 (frames).

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"

	"golang.org/x/net/quic"
)

const (
	controlStream = 0x00

	h3FrameData     = 0x00
	h3FrameHeaders  = 0x01
	h3FrameSettings = 0x04

	h3NoError      = 0x0100
	h3MessageError = 0x010e

	headersLimit = 64 << 10
	longVarint   = 0x80000000 // the first bits of a length of four bytes
)

var errRequest = errors.New("no request that this server understands")

// serveHTTP3 answers a connection's requests and returns when the connection ends. The context is that of every request.
func serveHTTP3(ctx context.Context, connection *quic.Conn, handler http.Handler) {
	control, err := connection.NewSendOnlyStream(ctx)
	if err != nil {
		return
	}
	// No setting: the defaults allow no dynamic table.
	control.Write(appendH3Frame([]byte{controlStream}, h3FrameSettings, nil))
	control.Flush()
	for {
		stream, err := connection.AcceptStream(ctx)
		if err != nil {
			return
		}
		if stream.IsReadOnly() {
			go io.Copy(io.Discard, stream) // the client's settings and QPACK instructions
			continue
		}
		go func() {
			if err := answerH3(ctx, connection.RemoteAddr().String(), stream, handler); err != nil {
				stream.Reset(h3MessageError)
			}
			stream.Close()
		}()
	}
}

func answerH3(ctx context.Context, client string, stream *quic.Stream, handler http.Handler) error {
	section, err := readHeaders(stream)
	if err != nil {
		return err
	}
	fields, err := decodeFields(section)
	if err != nil {
		return err
	}
	request, err := requestOf(fields)
	if err != nil {
		return err
	}
	request.RemoteAddr = client
	answer := &h3Answer{header: http.Header{}, status: http.StatusOK}
	handler.ServeHTTP(answer, request.WithContext(ctx))
	_, err = stream.Write(answer.encode(request.Method != http.MethodHead))
	return err
}

// readHeaders skips frames of other kinds, RFC 9114 §9, and leaves a body unread.
func readHeaders(stream *quic.Stream) ([]byte, error) {
	for {
		kind, err := readVarint(stream)
		if err != nil {
			return nil, err
		}
		length, err := readVarint(stream)
		if err != nil {
			return nil, err
		}
		if length > headersLimit {
			return nil, errRequest
		}
		payload := make([]byte, length)
		if _, err := io.ReadFull(stream, payload); err != nil || kind == h3FrameHeaders {
			return payload, err
		}
	}
}

func readVarint(stream *quic.Stream) (value uint64, err error) {
	octet, err := stream.ReadByte()
	value = uint64(octet & 0x3f)
	for more := 1<<(octet>>6) - 1; more > 0 && err == nil; more-- {
		octet, err = stream.ReadByte()
		value = value<<8 | uint64(octet)
	}
	return value, err
}

func requestOf(fields []field) (*http.Request, error) {
	request := &http.Request{Proto: "HTTP/3.0", ProtoMajor: 3, Header: http.Header{}, Body: http.NoBody}
	for _, one := range fields {
		switch one.name {
		case ":method":
			request.Method = one.value
		case ":authority":
			request.Host = one.value
		case ":path":
			request.RequestURI = one.value
		case ":scheme":
		default:
			request.Header.Add(one.name, one.value)
		}
	}
	target, err := url.ParseRequestURI(request.RequestURI)
	if err != nil || request.Method == "" || request.Host == "" {
		return nil, errRequest
	}
	request.URL = target
	return request, nil
}

// h3Answer keeps an answer until its handler is done.
type h3Answer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (answer *h3Answer) Header() http.Header { return answer.header }

func (answer *h3Answer) Write(body []byte) (int, error) { return answer.body.Write(body) }

// WriteHeader leaves out interim answers (1xx).
func (answer *h3Answer) WriteHeader(status int) {
	if status >= http.StatusOK {
		answer.status = status
	}
}

func (answer *h3Answer) encode(withBody bool) []byte {
	fields := []field{{":status", strconv.Itoa(answer.status)}, {"content-length", strconv.Itoa(answer.body.Len())}}
	for name, values := range answer.header {
		for _, value := range values {
			fields = append(fields, field{name, value})
		}
	}
	message := appendH3Frame(nil, h3FrameHeaders, encodeFields(fields))
	if withBody {
		message = appendH3Frame(message, h3FrameData, answer.body.Bytes())
	}
	return message
}

// appendH3Frame writes every length in four bytes; all of ours fit.
func appendH3Frame(message []byte, kind byte, payload []byte) []byte {
	message = binary.BigEndian.AppendUint32(append(message, kind), uint32(len(payload))|longVarint)
	return append(message, payload...)
}
