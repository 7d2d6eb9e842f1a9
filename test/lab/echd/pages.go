package main

import (
	"bytes"
	"cmp"
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

//go:embed page.gohtml
var pageSource string

//go:embed worker.js
var workerSource string

//go:embed preload.js
var preloadSource string

//go:embed fetch.js
var fetchSource string

//go:embed lying.js
var lyingSource string

var pageTemplate = template.Must(template.New("page").Parse(pageSource))

const (
	pageTag    = `"lab-1"`
	otherHosts = 8 // of /resources
	hintPause  = 300 * time.Millisecond
)

// seen is what the server saw of one request. The page, /seen.json and the journal all show it.
type seen struct {
	Site        string `json:"site"`
	Scheme      string `json:"scheme"`
	Host        string `json:"host"`
	Path        string `json:"path"`
	Proto       string `json:"proto"`
	IP          string `json:"ip"` // the client's address
	OuterName   string `json:"outerName"`
	EchOffered  bool   `json:"echOffered"`
	ConfigID    int    `json:"configId"` // -1 without an ECH extension
	InnerName   string `json:"innerName"`
	EchAccepted bool   `json:"echAccepted"`
	TLS         string `json:"tls"`
	Kex         string `json:"kex"`
}

// see tells what the server saw of a request, and the number of its connection.
func (site *Site) see(r *http.Request) (seen, int64) {
	ip, _, _ := net.SplitHostPort(r.RemoteAddr)
	known := r.Context().Value(factsKey{}).(facts)
	s := seen{
		Site: site.ID, Scheme: "http", Host: r.Host, Path: r.URL.Path, Proto: r.Proto, IP: ip,
		OuterName: known.outer.name, EchOffered: known.outer.ech, ConfigID: known.outer.configID,
		InnerName: known.innerName, EchAccepted: known.echAccepted, TLS: known.tls, Kex: known.kex,
	}
	if known.tls != "" {
		s.Scheme = "https"
	}
	return s, known.connection
}

// locationFor is where a request is redirected to; empty: nowhere.
func (site *Site) locationFor(r *http.Request, s seen) string {
	switch {
	case s.Scheme == "http" && site.RedirectTo != "":
		return site.RedirectTo
	case s.Scheme == "https" && site.TLSRedirectTo != "":
		return site.TLSRedirectTo
	case r.URL.Path == "/redirect":
		return r.URL.Query().Get("to")
	}
	return ""
}

// isMisdirected tells whether a request is answered with 421 (RFC 9110 §15.5.20): the client is to ask again on a connection of its own.
func (site *Site) isMisdirected(s seen) bool {
	host, _, _ := strings.Cut(s.Host, ":")
	return site.Unshared && s.Scheme == "https" && s.InnerName != host
}

func (site *Site) handler() http.Handler {
	routes := http.NewServeMux()
	route := func(pattern string, answer func(http.ResponseWriter, *http.Request, seen)) {
		routes.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			s, connection := site.see(r)
			location, misdirected := site.locationFor(r, s), site.isMisdirected(s)
			emit(map[string]any{"event": "request", "site": site.ID, "connection": connection, "method": r.Method,
				"query": r.URL.RawQuery, "headers": r.Header, "location": location, "misdirected": misdirected, "seen": s})
			w.Header().Set("Cache-Control", "no-store")
			if s.Scheme == "https" {
				for name, value := range site.Headers {
					w.Header().Set(name, value)
				}
			}
			if misdirected {
				w.WriteHeader(http.StatusMisdirectedRequest)
				return
			}
			if location != "" {
				http.Redirect(w, r, location, http.StatusFound)
				return
			}
			answer(w, r, s)
		})
	}
	route("/", site.page)
	route("/seen.json", func(w http.ResponseWriter, r *http.Request, s seen) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(s)
	})
	route("/cacheable", func(w http.ResponseWriter, r *http.Request, s seen) {
		w.Header().Set("Cache-Control", "max-age=600")
		site.page(w, r, s)
	})
	route("/etag", func(w http.ResponseWriter, r *http.Request, s seen) {
		w.Header().Set("Cache-Control", "no-cache")
		w.Header().Set("ETag", pageTag)
		if r.Header.Get("If-None-Match") == pageTag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		site.page(w, r, s)
	})
	route("/download", func(w http.ResponseWriter, _ *http.Request, _ seen) {
		w.Header().Set("Content-Disposition", `attachment; filename="lab.txt"`)
		fmt.Fprintln(w, "A file from the lab.")
	})
	route("/pixel.svg", func(w http.ResponseWriter, r *http.Request, _ seen) {
		w.Header().Set("Content-Type", "image/svg+xml")
		fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><path d="M0 0h8v8H0z"/><!--%s--></svg>`, filler(r))
	})
	route("/style.css", func(w http.ResponseWriter, _ *http.Request, _ seen) {
		w.Header().Set("Content-Type", "text/css")
		fmt.Fprintln(w, "h1 { letter-spacing: 0.01em }")
	})
	route("/script.js", func(w http.ResponseWriter, r *http.Request, _ seen) {
		w.Header().Set("Content-Type", "text/javascript")
		fmt.Fprintf(w, "globalThis.scripts = (globalThis.scripts ?? 0) + 1; //%s\n", filler(r))
	})
	route("/ws", webSocket)
	worker := func(source string) func(http.ResponseWriter, *http.Request, seen) {
		return func(w http.ResponseWriter, _ *http.Request, _ seen) {
			w.Header().Set("Content-Type", "text/javascript")
			fmt.Fprint(w, source)
		}
	}
	route("/sw/worker.js", worker(workerSource))
	route("/preload/worker.js", worker(preloadSource))
	route("/fetch/worker.js", worker(fetchSource))
	route("/lying/worker.js", worker(lyingSource))
	route("/document.pdf", func(w http.ResponseWriter, _ *http.Request, _ seen) {
		w.Header().Set("Content-Type", "application/pdf")
		w.Write(emptyPdf())
	})
	route("/cdn-cgi/trace", site.trace)
	return routes
}

// workerOf is the address of the worker that pages of that path register. Empty: none.
func workerOf(path string) string {
	for _, scope := range []string{"/sw/", "/preload/", "/lying/"} {
		if strings.HasPrefix(path, scope) {
			return scope + "worker.js"
		}
	}
	return ""
}

// hintEarly sends a 103 (RFC 8297) where the site has something to hint at.
func (site *Site) hintEarly(w http.ResponseWriter) {
	if len(site.EarlyHints) == 0 {
		return
	}
	w.Header()["Link"] = site.EarlyHints
	w.WriteHeader(http.StatusEarlyHints)
	w.Header().Del("Link")
	time.Sleep(hintPause)
}

// page answers every ordinary path.
func (site *Site) page(w http.ResponseWriter, r *http.Request, s seen) {
	site.hintEarly(w)
	encoded, _ := json.Marshal(s)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	shown := map[string]any{
		"Seen": s, "JSON": string(encoded), "Resources": site.Resources, "Links": site.Links,
		"Worker": workerOf(r.URL.Path), "Icon": template.URL(cmp.Or(site.Icon, "data:,")),
		"Markup": template.HTML(site.Markup), "Frame": "", "Prerender": r.URL.Path == "/prerender", "Scripts": nil,
	}
	query := r.URL.Query()
	switch r.URL.Path {
	case "/frame":
		shown["Frame"] = query.Get("of")
	case "/resources":
		count, _ := strconv.Atoi(query.Get("count"))
		octets, _ := strconv.Atoi(query.Get("octets"))
		shown["Resources"], shown["Scripts"] = resources(count, octets, cmp.Or(query.Get("below"), "many.example"))
	}
	pageTemplate.Execute(w, shown)
}

// resources are addresses of so many images and scripts of that size, on the page's own host and eight others in turn.
func resources(count, octets int, below string) (images, scripts []string) {
	for n := range count {
		host := ""
		if other := n % (otherHosts + 1); other > 0 {
			host = fmt.Sprintf("https://r%d.%s", other, below)
		}
		if n%2 == 0 {
			images = append(images, fmt.Sprintf("%s/pixel.svg?n=%d&octets=%d", host, n, octets))
		} else {
			scripts = append(scripts, fmt.Sprintf("%s/script.js?n=%d&octets=%d", host, n, octets))
		}
	}
	return images, scripts
}

// emptyPdf is a document of one empty page (ISO 32000-1 §7.5).
func emptyPdf() []byte {
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Resources << >> >>",
	}
	var document bytes.Buffer
	document.WriteString("%PDF-1.4\n")
	offsets := "0000000000 65535 f \n"
	for n, object := range objects {
		offsets += fmt.Sprintf("%010d 00000 n \n", document.Len())
		fmt.Fprintf(&document, "%d 0 obj\n%s\nendobj\n", n+1, object)
	}
	start := document.Len()
	fmt.Fprintf(&document, "xref\n0 %d\n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n",
		len(objects)+1, offsets, len(objects)+1, start)
	return document.Bytes()
}

// filler is so much text as the address asks for with `octets`, at most a megabyte.
func filler(r *http.Request) string {
	octets, _ := strconv.Atoi(r.URL.Query().Get("octets"))
	return strings.Repeat("x", min(max(octets, 0), 1<<20))
}
