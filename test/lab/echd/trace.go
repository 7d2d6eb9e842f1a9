package main

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

const hugeTrace = 2 << 20

// trace answers /cdn-cgi/trace as Cloudflare's edge does, with the lines that the lab can know. All of it is true of the
// connection that the request came over, unless the site's settings name a way in which it is not.
func (site *Site) trace(w http.ResponseWriter, r *http.Request, s seen) {
	host, protocol := s.Host, map[string]string{"HTTP/3.0": "http/3", "HTTP/2.0": "http/2", "HTTP/1.1": "http/1.1"}[s.Proto]
	version, sni, kex := "off", "off", "none"
	if s.Scheme == "https" {
		version = "TLSv" + s.TLS
		sni = "plaintext"
		if s.EchAccepted {
			sni = "encrypted"
		}
		kex = s.Kex
	}
	way := site.current().Trace
	switch way {
	case "":
	case "encrypted":
		sni = way
	default: // so that whoever believes it is seen to be wrong where ECH was used
		sni = "plaintext"
	}
	lines, status := "sni="+sni+"\n", http.StatusOK
	switch way {
	case "twice":
		lines += "sni=encrypted\n"
	case "nothing":
		lines = ""
	case "other-host":
		host = "other." + host
	case "other-http":
		protocol = "http/3"
	case "missing":
		status = http.StatusNotFound
	case "error":
		status = http.StatusInternalServerError
	case "redirect":
		if r.URL.RawQuery == "" {
			http.Redirect(w, r, r.URL.Path+"?again", http.StatusFound)
			return
		}
	case "page":
		site.page(w, r, s)
		return
	case "silence":
		<-r.Context().Done()
		return
	}
	w.Header().Set("Content-Type", "text/plain")
	w.WriteHeader(status)
	fmt.Fprintf(w, "fl=lab\nh=%s\nip=%s\nts=%.3f\nvisit_scheme=%s\nuag=%s\ncolo=LAB\nsliver=none\nhttp=%s\nloc=XX\ntls=%s\n%swarp=off\ngateway=off\nrbi=off\n",
		host, s.IP, float64(time.Now().UnixMilli())/1000, s.Scheme, r.UserAgent(), protocol, version, lines)
	if kex != "" {
		fmt.Fprintf(w, "kex=%s\n", kex)
	}
	switch way {
	case "huge":
		fmt.Fprint(w, strings.Repeat("filler=filler\n", hugeTrace/len("filler=filler\n")))
	case "stall":
		http.NewResponseController(w).Flush()
		<-r.Context().Done()
	}
}
