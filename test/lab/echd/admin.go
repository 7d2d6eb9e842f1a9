package main

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
)

// listenAdmin opens the admin port and returns the function that serves it:
//
//	PUT  /settings?site=ID   body: TLSSettings, replaces the site's
//	POST /drop?site=ID       closes the site's open connections; every site's without ID
func listenAdmin(address string, sites map[string]*Site) (func() error, error) {
	port, err := net.Listen("tcp", address)
	if err != nil {
		return nil, err
	}
	routes := http.NewServeMux()
	routes.HandleFunc("PUT /settings", func(w http.ResponseWriter, r *http.Request) {
		site, known := sites[r.URL.Query().Get("site")]
		if !known {
			http.Error(w, "no such site", http.StatusNotFound)
			return
		}
		var settings TLSSettings
		err := json.NewDecoder(r.Body).Decode(&settings)
		if err == nil {
			err = site.change(settings)
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
		}
	})
	routes.HandleFunc("POST /drop", func(w http.ResponseWriter, r *http.Request) {
		id, dropped := r.URL.Query().Get("site"), 0
		for _, site := range sites {
			if id == "" || id == site.ID {
				dropped += site.drop()
			}
		}
		fmt.Fprintln(w, dropped)
	})
	return func() error { return http.Serve(port, routes) }, nil
}
