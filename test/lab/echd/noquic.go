//go:build !quic

package main

import "errors"

// serveQUIC needs Go 1.26 and golang.org/x/net/quic: build-echd.mjs builds without them where they cannot be had.
func (site *Site) serveQUIC(string) error { return errors.New("this server was built without QUIC") }
