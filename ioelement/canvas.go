package ioelement

import "fmt"

// canvasMost is the largest drawing, in pixels each way.
const canvasMost = 4000

// canvasKind is an editor whose program draws: with the module graphics, or with
// whatever else shows pictures.
func canvasKind() Kind {
	return Kind{
		Names:   []string{"canvas", "plot"},
		Options: append([]string{"area"}, programOptions...),
		Make: func(b Block) Made {
			session, notices := b.session(b.Defaults.Session)
			width, height := 0, 0
			if v := b.Title.Value("area"); b.Title.Has("area") {
				var ok bool
				if width, height, ok = pair(v, canvasMost); !ok {
					width, height = 0, 0
					notices = append(notices, fmt.Sprintf("area=%s is not the size of a drawing; write area=(400,300) for 400 pixels across and 300 down", v))
				}
			}
			made := makeProgram(b, program{
				kind: "canvas", class: "cr-editor", label: b.kindWord("Editor") + " " + b.ordinal(), session: session,
			}, notices)
			made.Element.Width, made.Element.Height = width, height
			return made
		},
	}
}
