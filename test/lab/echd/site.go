package main

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"sync"
)

// SiteConfig describes one site as the configuration file has it.
type SiteConfig struct {
	ID            string            `json:"id"`
	Listen        []string          `json:"listen"`        // host:port of each TLS listener
	Cleartext     string            `json:"cleartext"`     // host:port of the port 80 listener, or empty
	RedirectTo    string            `json:"redirectTo"`    // where the cleartext part sends everybody, or empty for a page
	TLSRedirectTo string            `json:"tlsRedirectTo"` // the same for the TLS part
	Resources     []string          `json:"resources"`     // addresses that the site's page loads as images
	Links         []Link            `json:"links"`         // a list that the site's page shows
	Icon          string            `json:"icon"`          // address of the page's icon; without one it has none
	Markup        string            `json:"markup"`        // what the page carries besides
	Headers       map[string]string `json:"headers"`       // fields of every answer over TLS
	EarlyHints    []string          `json:"earlyHints"`    // values of Link in a 103 before the page; none: no 103
	Unshared      bool              `json:"unshared"`      // 421 to requests over a connection that was opened for another of its names
	Certificates  []CertificateFile `json:"certificates"`
	TLSSettings
}

// Link is an entry of the list on a page.
type Link struct {
	URL   string `json:"url"`
	Title string `json:"title"`
	Note  string `json:"note"`
}

// CertificateFile names a certificate chain and its key, both PEM.
type CertificateFile struct {
	Chain string `json:"chain"`
	Key   string `json:"key"`
}

// TLSSettings are what the admin port can change while the site runs.
type TLSSettings struct {
	ECH        []ECHKey `json:"ech"`        // empty: ECH is off
	MaxTLS     string   `json:"maxTls"`     // "1.2" or "1.3"; 1.2 also turns ECH off
	HelloRetry bool     `json:"helloRetry"` // P-384 only: no browser sends that share first, so each is asked again
	ALPN       []string `json:"alpn"`       // in the order of preference
	Block      *Block   `json:"block"`      // nil: nobody is stopped
	Trace      string   `json:"trace"`      // in which way /cdn-cgi/trace is not true, or no answer; empty: it is true
	QUIC       *QUIC    `json:"quic"`       // nil: TCP alone. A running site cannot change from one to the other
}

// QUIC is how a site answers over QUIC, at each address of Listen.
type QUIC struct {
	ECH     []ECHKey `json:"ech"`     // empty: ECH is off
	Dropped bool     `json:"dropped"` // no datagram of a client arrives
	DelayMs int      `json:"delayMs"` // how late each of them arrives
}

// ECHKey is one ECHConfig with its private key. Byte slices are base64 in JSON.
type ECHKey struct {
	Config     []byte `json:"config"`     // one ECHConfig, without the list's length
	PrivateKey []byte `json:"privateKey"` // X25519, 32 octets
	Retry      bool   `json:"retry"`      // offer it to clients that came with another key
}

// Site is a running site.
type Site struct {
	SiteConfig
	certificates []tls.Certificate
	server       *http.Server

	lock        sync.Mutex
	settings    TLSSettings
	connections map[io.Closer]bool
}

func newSite(config SiteConfig) (*Site, error) {
	site := &Site{SiteConfig: config, settings: config.TLSSettings, connections: map[io.Closer]bool{}}
	for _, file := range config.Certificates {
		pair, err := tls.LoadX509KeyPair(file.Chain, file.Key)
		if err != nil {
			return nil, err
		}
		site.certificates = append(site.certificates, pair)
	}
	if _, err := site.tlsConfig(); err != nil {
		return nil, err
	}
	site.server = &http.Server{
		Handler:     site.handler(),
		ConnContext: rememberFacts,
		ConnState:   site.track,
		ErrorLog:    log.New(os.Stderr, config.ID+": ", 0),
	}
	return site, nil
}

// serve opens every listener of the site and returns; the listeners live as long as the process.
func (site *Site) serve() error {
	for _, address := range site.Listen {
		tcp, err := net.Listen("tcp", address)
		if err != nil {
			return err
		}
		listener := &tlsListener{Listener: tcp, site: site, ready: make(chan net.Conn)}
		go listener.acceptAll()
		go site.server.Serve(listener)
		if site.QUIC != nil {
			if err := site.serveQUIC(address); err != nil {
				return err
			}
		}
	}
	if site.Cleartext != "" {
		tcp, err := net.Listen("tcp", site.Cleartext)
		if err != nil {
			return err
		}
		go site.server.Serve(tcp)
	}
	return nil
}

// change replaces the site's settings; connections that are open already keep theirs.
func (site *Site) change(settings TLSSettings) error {
	if (settings.QUIC == nil) != (site.QUIC == nil) {
		return errors.New("a running site keeps its transports")
	}
	site.lock.Lock()
	previous := site.settings
	site.settings = settings
	site.lock.Unlock()
	if _, err := site.tlsConfig(); err != nil {
		site.lock.Lock()
		site.settings = previous
		site.lock.Unlock()
		return err
	}
	return nil
}

// tlsConfig is made anew for each connection. Tickets are off: a resumed session would hide what a full handshake shows.
func (site *Site) tlsConfig() (*tls.Config, error) {
	settings := site.current()
	config := &tls.Config{
		Certificates:           site.certificates,
		NextProtos:             settings.ALPN,
		MinVersion:             tls.VersionTLS12,
		SessionTicketsDisabled: true,
	}
	switch settings.MaxTLS {
	case "", "1.3":
		config.EncryptedClientHelloKeys = echKeys(settings.ECH)
	case "1.2":
		config.MaxVersion = tls.VersionTLS12
	default:
		return nil, fmt.Errorf("maxTls %q is neither 1.2 nor 1.3", settings.MaxTLS)
	}
	if settings.HelloRetry {
		config.CurvePreferences = []tls.CurveID{tls.CurveP384}
	}
	return config, nil
}

func echKeys(keys []ECHKey) (encoded []tls.EncryptedClientHelloKey) {
	for _, key := range keys {
		encoded = append(encoded, tls.EncryptedClientHelloKey{Config: key.Config, PrivateKey: key.PrivateKey, SendAsRetry: key.Retry})
	}
	return encoded
}

func (site *Site) current() TLSSettings {
	site.lock.Lock()
	defer site.lock.Unlock()
	return site.settings
}

func (site *Site) track(connection net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		site.opened(connection)
	case http.StateClosed, http.StateHijacked:
		site.closed(connection)
	}
}

func (site *Site) opened(connection io.Closer) {
	site.lock.Lock()
	defer site.lock.Unlock()
	site.connections[connection] = true
}

func (site *Site) closed(connection io.Closer) {
	site.lock.Lock()
	defer site.lock.Unlock()
	delete(site.connections, connection)
}

// drop closes the site's open connections, so that the next request makes a new handshake.
func (site *Site) drop() int {
	site.lock.Lock()
	defer site.lock.Unlock()
	for connection := range site.connections {
		connection.Close()
	}
	return len(site.connections)
}
