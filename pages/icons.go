package pages

import "golang.org/x/net/html"

// sprite holds the pictures of the buttons, once for each page.
const sprite = `<svg class="cr-sprite" width="0" height="0" aria-hidden="true" hidden="">` +
	`<symbol id="cr-i-play" viewBox="0 0 20 20"><path d="M6 4.2v11.6l9.4-5.8z" fill="currentColor" stroke-linejoin="round"/></symbol>` +
	`<symbol id="cr-i-stop" viewBox="0 0 20 20"><rect x="5" y="5" width="10" height="10" rx="1.5" fill="currentColor" stroke="none"/></symbol>` +
	`<symbol id="cr-i-reset" viewBox="0 0 20 20"><path d="M4 4v4.2h4.2M4.3 8.2A6.4 6.4 0 1 1 3.8 11.6"/></symbol>` +
	`<symbol id="cr-i-all" viewBox="0 0 20 20"><path d="M3.5 5v10l6.8-5zM10.3 5v10l6.7-5z"/></symbol>` +
	`<symbol id="cr-i-theme" viewBox="0 0 20 20"><circle cx="10" cy="10" r="6.6"/><path d="M10 3.4a6.6 6.6 0 0 1 0 13.2z" fill="currentColor" stroke="none"/></symbol>` +
	`<symbol id="cr-i-menu" viewBox="0 0 20 20"><path d="M4 6h12M4 10h12M4 14h8"/></symbol>` +
	`<symbol id="cr-i-check" viewBox="0 0 20 20"><path d="m4.5 10.6 3.7 3.7 7.3-8"/></symbol>` +
	`<symbol id="cr-i-search" viewBox="0 0 20 20"><circle cx="8.8" cy="8.8" r="5.3"/><path d="m12.8 12.8 4 4"/></symbol>` +
	`<symbol id="cr-i-copy" viewBox="0 0 20 20"><rect x="7" y="7" width="9.5" height="9.5" rx="2"/><path d="M13 7V5.5a2 2 0 0 0-2-2H5.5a2 2 0 0 0-2 2V11a2 2 0 0 0 2 2H7"/></symbol>` +
	`<symbol id="cr-i-close" viewBox="0 0 20 20"><path d="M5.5 5.5l9 9M14.5 5.5l-9 9"/></symbol>` +
	`<symbol id="cr-i-home" viewBox="0 0 20 20"><path d="M3.5 9.6 10 4l6.5 5.6M5.3 8.3V16h9.4V8.3"/></symbol>` +
	`<symbol id="cr-i-pen" viewBox="0 0 20 20"><path d="M4 16h2.5l8.8-8.8a1.77 1.77 0 0 0-2.5-2.5L4 13.5zM11.5 6l2.5 2.5"/></symbol>` +
	`<symbol id="cr-i-bulb" viewBox="0 0 20 20"><path d="M7.6 14.5v-1.1C6 12.5 5 11 5 9a5 5 0 0 1 10 0c0 2-1 3.5-2.6 4.4v1.1zM8.3 17.2h3.4"/></symbol>` +
	`<symbol id="cr-i-key" viewBox="0 0 20 20"><path d="M12.5 3.8a3.7 3.7 0 1 1 0 7.4a3.7 3.7 0 1 1 0-7.4M9.8 10.2 4 16v.2h2.8M6.2 13.8l2 2"/></symbol>` +
	`<symbol id="cr-i-step" viewBox="0 0 20 20"><path d="M5 4.5v11l8-5.5zM15 4.5v11"/></symbol>` +
	`</svg>`

// mark is the sign in the top bar.
const mark = `<svg class="cr-mark" viewBox="0 0 28 28" aria-hidden="true"><rect width="28" height="28" rx="8" fill="currentColor"/>` +
	`<path class="cr-mark-line" d="m8 9.5 4.7 4.5L8 18.5M15 19h5.5" fill="none" stroke="#fff" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"/></svg>`

func raw(s string) *html.Node { return &html.Node{Type: html.RawNode, Data: s} }

func icon(name string) *html.Node {
	return raw(`<svg class="cr-icon" aria-hidden="true"><use href="#cr-i-` + name + `"></use></svg>`)
}
