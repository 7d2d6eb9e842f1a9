// Command echd serves the lab's sites: one process, one address per site, real Encrypted Client Hello.
//
//	echd -config sites.json
//
// It writes one JSON line per TLS handshake and one per HTTP request to standard output, and takes changes on an
// admin port (admin.go). Standard library only, but for what is built with the tag quic: HTTP/3.
package main

import (
	"encoding/json"
	"flag"
	"log"
	"os"
)

// Config is the whole configuration file, written by echd-process.ts.
type Config struct {
	Admin string       `json:"admin"` // host:port of the admin port
	Sites []SiteConfig `json:"sites"`
}

func main() {
	log.SetFlags(0)
	path := flag.String("config", "", "JSON file that describes the sites")
	flag.Parse()
	raw, err := os.ReadFile(*path)
	if err != nil {
		log.Fatal(err)
	}
	var config Config
	if err := json.Unmarshal(raw, &config); err != nil {
		log.Fatalf("%s: %v", *path, err)
	}
	sites := map[string]*Site{}
	for _, siteConfig := range config.Sites {
		site, err := newSite(siteConfig)
		if err != nil {
			log.Fatalf("site %q: %v", siteConfig.ID, err)
		}
		if err := site.serve(); err != nil {
			log.Fatalf("site %q: %v", siteConfig.ID, err)
		}
		sites[siteConfig.ID] = site
	}
	admin, err := listenAdmin(config.Admin, sites)
	if err != nil {
		log.Fatal(err)
	}
	emit(map[string]any{"event": "ready"})
	log.Fatal(admin())
}
