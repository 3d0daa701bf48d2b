// A verifier of the journal that stands on Go's own transparency log: sumdb/note opens the checkpoint, sumdb/tlog
// authenticates tiles and works all proofs out from them. It takes a folder with the files that a tiled log serves
// (C2SP tlog-tiles), the journal's key, and an older size with its root in hex, and prints what it found.
package main

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// tiles reads tiles by their C2SP tlog-tiles paths, which leave out the height that tlog's own paths begin with.
type tiles struct{ folder string }

func (t tiles) Height() int { return 8 }

func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var found [][]byte
	for _, tile := range wanted {
		data, err := os.ReadFile(filepath.Join(t.folder, strings.Replace(tile.Path(), "tile/8/", "tile/", 1)))
		if err != nil {
			return nil, err
		}
		found = append(found, data)
	}
	return found, nil
}

func must(err error) {
	if err != nil {
		fmt.Println("✗", err)
		os.Exit(1)
	}
}

const stride = 997

func main() {
	folder, key := os.Args[1], os.Args[2]
	older, err := strconv.ParseInt(os.Args[3], 10, 64)
	must(err)
	verifier, err := note.NewVerifier(key)
	must(err)
	signed, err := os.ReadFile(filepath.Join(folder, "checkpoint"))
	must(err)
	opened, err := note.Open(signed, note.VerifierList(verifier))
	must(err)
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	raw, err := base64.StdEncoding.DecodeString(lines[2])
	must(err)
	var root tlog.Hash
	copy(root[:], raw)

	reader := tlog.TileHashReader(tlog.Tree{N: size, Hash: root}, tiles{folder})
	// Every so many entries, and the last.
	for index := (size - 1) % stride; index < size; index += stride {
		leaf, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, index)})
		must(err)
		proof, err := tlog.ProveRecord(size, index, reader)
		must(err)
		must(tlog.CheckRecord(proof, size, root, index, leaf[0]))
	}
	var before tlog.Hash
	raw, err = hex.DecodeString(os.Args[4])
	must(err)
	copy(before[:], raw)
	proof, err := tlog.ProveTree(size, older, reader)
	must(err)
	must(tlog.CheckTree(proof, size, root, older, before))
	fmt.Printf("✓ %s %d\n", lines[0], size)
}
