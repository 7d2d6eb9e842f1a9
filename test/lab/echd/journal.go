package main

import (
	"encoding/json"
	"log"
	"os"
	"sync"
	"time"
)

var journalLock sync.Mutex

// emit writes one line of the journal, with the time in milliseconds since 1970 added.
func emit(line map[string]any) {
	line["timeMs"] = time.Now().UnixMilli()
	encoded, err := json.Marshal(line)
	if err != nil {
		log.Fatal(err) // our own mistake: every line is made of plain values
	}
	journalLock.Lock()
	defer journalLock.Unlock()
	os.Stdout.Write(append(encoded, '\n'))
}
