package main

import "crunchy/cmd/extend"

// extensions are the handlers of one's own that this program is built with. Add
// yours here, as in
//
//	return []extend.Extension{{Path: "/room", New: room.New}}
//
// See package extend for what it is given, and who may reach it.
func extensions() []extend.Extension { return nil }
