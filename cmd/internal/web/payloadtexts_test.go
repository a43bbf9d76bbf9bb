package web_test

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"unicode/utf16"
)

// mutationPayloads mean one thing to the parser that cleans them and perhaps another to
// the one that shows them.
var mutationPayloads = []string{
	`<noscript><p title="</noscript><img src=x onerror=§>"></noscript>`, `<noscript><style></noscript><img src=x onerror=§></style></noscript>`, `<p><noscript><!--</noscript><img src=x onerror=§>--></noscript></p>`,
	`<style><style/><img src=x onerror=§>`, `<style>p{content:"</style><img src=x onerror=§>"}</style>`, `<style><!--</style><img src=x onerror=§>--></style>`, `<style>/*</style><script>§</script>*/</style>`, `<svg><style><img src=x onerror=§></style></svg>`, `<svg><style>&lt;/style&gt;&lt;img src=x onerror=§&gt;</style></svg>`, `<math><style><img src=x onerror=§></style></math>`,
	`<title><img src=x onerror=§></title>`, `<title>&lt;/title&gt;&lt;script&gt;§&lt;/script&gt;</title>`, `<svg><title><img src=x onerror=§></title></svg>`, `<svg><title></title><desc><script>§</script></desc></svg>`, `<svg></title><img src=x onerror=§></svg>`, `<textarea></textarea><img src=x onerror=§></textarea>`, `<textarea>&lt;/textarea&gt;<img src=x onerror=§>`, `<p title="</textarea><img src=x onerror=§>"><textarea>`,
	`<xmp><p title="</xmp><img src=x onerror=§>"></xmp>`, `<xmp>&lt;script&gt;§&lt;/script&gt;</xmp>`, `<listing>&lt;img src=x onerror=§&gt;</listing>`, `<listing><img src=x onerror=§></listing>`, `<plaintext><script>§</script>`, `<noembed><img title="</noembed><img src=x onerror=§>"></noembed>`, `<noframes><style></noframes><img src=x onerror=§></style></noframes>`, `<iframe><img title="</iframe><img src=x onerror=§>"></iframe>`,
	`<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=§&gt;">`, `<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=§></style></mglyph></form>`, `<math><mtext><table><mglyph><svg><mtext><textarea><path id="</textarea><img onerror=§ src=x>">`, `<math><mtext><table><mglyph><style><math><img src=x onerror=§>`, `<math><mi></mi><mglyph><svg><mtext><style><path id="</style><img src=x onerror=§>"></style></math>`,
	`<svg></p><style><a id="</style><img src=x onerror=§>">`, `<svg><p><style><g title="</style><img src=x onerror=§>">`, `<math></p><style><!--</style><img src=x onerror=§>-->`, `<svg></br><style><a title="</style><img src=x onerror=§>"></svg>`, `<svg><foreignObject><p><style><a id="</style><img src=x onerror=§>"></foreignObject></svg>`, `<svg><desc><svg><image xlink:href=x onerror=§></image></svg></desc></svg>`, `<svg><foreignObject><math><mi><img src=x onerror=§></mi></math></foreignObject></svg>`,
	`<math><annotation-xml encoding="text/html"><img src=x onerror=§></annotation-xml></math>`, `<math><annotation-xml encoding="application/xhtml+xml"><style><img src=x onerror=§></style></annotation-xml></math>`, `<math><annotation-xml><style><img src=x onerror=§></style></annotation-xml></math>`, `<math><semantics><annotation encoding="text/html"><img src=x onerror=§></annotation></semantics></math>`, `<svg><annotation-xml><foreignobject><style><!--</style><p id="--><img src=x onerror=§>">`,
	`<table><img src=x onerror=§></table>`, `<table><tr><script>§</script></table>`, `<table><caption><svg><title><table><style><a id="</style><img src=x onerror=§>">`, `<a><table><a href="javascript:§">x`, `<table><a><svg><td><style><b title="</style><img src=x onerror=§>">`, `<table><select><script>§</script></select></table>`, `<table><colgroup><template><script>§</script></template></table>`, `<b><i><table><b><img src=x onerror=§></i></table></b>`,
	`<select><template><img src=x onerror=§></template></select>`, `<select><style></select><img src=x onerror=§></style>`, `<select><iframe></select><img src=x onerror=§></iframe>`, `<select><svg><script>§</script></svg></select>`, `<select><option><style></option></select><img src=x onerror=§></style>`, `<select><xmp><script>§</script></xmp></select>`, `<select><button><selectedcontent></selectedcontent></button><option><img src=x onerror=§></option></select>`,
	`<template><img src=x onerror=§></template>`, `<template><script>§</script></template>`, `<div><template shadowrootmode=open><img src=x onerror=§></template></div>`, `<div><template shadowrootmode=closed><script>§</script><slot onslotchange=§></slot></template>x</div>`, `<template><template></template><img src=x onerror=§>`, `<svg><template><img src=x onerror=§></template></svg>`,
	`<!--><img src=x onerror=§>-->`, `<!---><img src=x onerror=§>-->`, `<!-- --!><img src=x onerror=§> -->`, `<!-- x--!><script>§</script>`, `<!--<!--><img src=x onerror=§>-->`, `<!-- <img src="--><img src=x onerror=§//">`, `<!-x><img src=x onerror=§>-->`, `<!doctype x "><img src=x onerror=§>">`, `<!ENTITY x "<img src=x onerror=§>">`, `</ x><img src=x onerror=§>`, `</><img src=x onerror=§>`, `<//><img src=x onerror=§>`, `<? ><img src=x onerror=§>?>`, `<?xml version="1.0"?><?xml-stylesheet href="javascript:§"?><script>§</script>`, `<![CDATA[<img src=x onerror=§>]]>`, `<![CDATA[ ><script>§</script> ]]>`, `<svg><![CDATA[</svg><img src=x onerror=§>]]></svg>`, `<svg><p><![CDATA[><img src=x onerror=§>]]>`, `<math><![CDATA[<mtext></math><script>§</script>]]></math>`, `<%<img src=x onerror=§>%>`, `<!--[if true]><script>§</script><![endif]-->`, `<comment><img src="</comment><img src=x onerror=§>"></comment>`,
	`<img src=x onerror=§`, `<img src=x onerror=§//`, `<<script>§//<</script>`, `<img """><script>§</script>">`, `<scr<script>ipt>§</scr</script>ipt>`, `<a href="x" <img src=x onerror=§>">`, `<a title='x'onmouseover=§ y='>'>x</a>`, `<img/src/onerror=§>`, `<img src=x:x onerror=§ onerror=x>`, "<img \x00src=x \x00onerror=§>", "<scr\x00ipt>§</scr\x00ipt>", "<im\x00g src=x onerror=§>", "<\x00script>§</script>", "<script\x00>§</script>", "<img src=x on\x00error=§>", "<img src=x\x00onerror=§>", "<script\u2028>§</script>", "<img\u00a0src=x onerror=§>", "<img src=x\u3000onerror=§>", "<img\vsrc=x\vonerror=§>", `＜img src=x onerror=§＞`, `&lt;img src=x onerror=§&gt;`, `&#60;script&#62;§&#60;/script&#62;`, `&amp;lt;script&amp;gt;§`, `%3Cscript%3E§%3C/script%3E`, `\u003cscript\u003e§\u003c/script\u003e`, `\x3cscript\x3e§`, `+ADw-script+AD4-§+ADw-/script+AD4-`,
	`<pre title=editor></pre></section><img src=x onerror=§>`, `<pre title=editor>&lt;/pre&gt;&lt;img src=x onerror=§&gt;</pre>`, `<pre title=editor><textarea></pre><img src=x onerror=§>`, `<pre><style></pre><img src=x onerror=§></style></pre>`, `<pre>&gt;&gt;&gt; "</pre><script>§</script>"</pre>`, `<code title=py_code></code><svg onload=§></code>`,
}

// drawingPayloads are of SVG and MathML.
var drawingPayloads = []string{
	`<svg onload=§></svg>`, `<svg/onload=§>`, `<svg><g onload=§></g></svg>`, `<svg><script>§</script></svg>`, `<svg><script/>§</svg>`, `<svg><script>&#104;it(§)</script></svg>`, `<svg><a xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="javascript:§"><rect width=9 height=9 /></a></svg>`, `<svg><a xlink:href=x href="javascript:§"><rect width=9 height=9 /></a></svg>`, `<svg xml:base="javascript:§//"><a href="#x"><rect width=9 height=9 /></a></svg>`,
	`<svg><use href="data:image/svg+xml,<svg id='x' xmlns='http://www.w3.org/2000/svg' onload='§'/>#x"/></svg>`, `<svg><use xlink:href="¤.svg#x"/></svg>`, `<svg><use href="#u"/><symbol id=u onload=§><script>§</script></symbol></svg>`, `<svg><animate onbegin=§ attributeName=x dur=1s></svg>`, `<svg><animate onend=§ attributeName=x dur=1ms></svg>`, `<svg><set onbegin=§ attributeName=x to=1></svg>`, `<svg><animateTransform onbegin=§ attributeName=transform /></svg>`, `<svg><animateMotion onbegin=§ dur=1s /></svg>`, `<svg><animateColor onbegin=§ attributeName=x dur=1s></svg>`,
	`<svg><rect id=r /><animate href=#r attributeName=href values="javascript:§" /></svg>`, `<svg><a id=q><text y=9>x</text></a><animate xlink:href=#q attributeName=xlink:href from="javascript:§" to=x /></svg>`, `<svg><image href=x onerror=§ /></svg>`, `<svg><image xlink:href="¤.svg"/></svg>`, `<svg><foreignObject><body onload=§></foreignObject></svg>`, `<svg><foreignObject><script>§</script></foreignObject></svg>`, `<svg><foreignObject requiredExtensions="http://www.w3.org/1999/xhtml"><img src=x onerror=§></foreignObject></svg>`, `<svg><switch><foreignObject><iframe srcdoc="<script>parent.§</script>"></iframe></foreignObject></switch></svg>`, `<svg><handler type=text/javascript ev:event=load>§</handler></svg>`, `<svg><listener event=load handler=#x /><script id=x>§</script></svg>`, `<svg><discard onbegin=§ /></svg>`, `<svg><style>@import "¤.css"; * { fill: url("¤.svg#x") }</style></svg>`, `<svg><rect filter="url(¤.svg#x)" mask="url('¤.svg#y')" clip-path=url(¤.svg#z) /></svg>`, `<svg><filter id=f><feImage href="¤.svg"/></filter></svg>`, `<svg><metadata><script>§</script></metadata></svg>`, `<svg><title>&lt;script&gt;§&lt;/script&gt;</title><text>&lt;img src=x onerror=§&gt;</text></svg>`, `<svg><video onerror=§ src=x></video><audio src=x onerror=§></audio></svg>`, `<svg><cursor href="¤.svg"/><font-face-uri href="¤.svg"/></svg>`, `<svg:svg onload=§><svg:script>§</svg:script></svg:svg>`, `<svg xmlns:h="http://www.w3.org/1999/xhtml"><h:script>§</h:script></svg>`,
	`<math href="javascript:§">x</math>`, `<math><mrow href="javascript:§"><mi>x</mi></mrow></math>`, `<math><mtext><img src=x onerror=§></mtext></math>`, `<math><mi><script>§</script></mi></math>`, `<math><ms><svg onload=§></svg></ms></math>`, `<math><maction actiontype=toggle onclick=§><mi>x</mi></maction></math>`, `<math><mglyph src="javascript:§" onerror=§></mglyph></math>`, `<math xlink:href="javascript:§" xlink:actuate=onLoad xlink:show=replace>x</math>`, `<math><semantics><annotation-xml encoding=SVG1.1><svg onload=§></svg></annotation-xml></semantics></math>`,
}

// stylePayloads are of style sheets.
var stylePayloads = []string{
	`<style>@import "¤.css";</style>`, `<style>@import url(¤.css);</style>`, `<style>@\69mport url("¤.css");</style>`, `<style>@import/**/"¤.css" screen;</style>`, `<style>@im\port"¤.css";</style>`, `<style>@charset "x"; @import '¤.css'</style>`, `<style>@namespace x url(¤.css); @import "//¤.css"</style>`, `<style>p{background:url(javascript:§)}</style>`, `<style>p{width:expression(§)}</style>`, `<style>p{width:e/**/xpression(§)}</style>`, `<style>p{width:\65xpression(§)}</style>`, `<style>p{-moz-binding:url("¤.xml#x")}</style>`, `<style>p{behavior:url(¤.htc)}</style>`,
	`<style>@font-face{font-family:x;src:url(¤.css)}p{font-family:x}</style>`, `<style>p{background:image-set("¤.css" 1x)}</style>`, `<style>p{cursor:url(¤.css),auto}</style>`, `<style>p::before{content:url(¤.css)}</style>`, `<style>p{background:u\72l(¤.css)}</style>`, `<style>p{background:ur/**/l(¤.css)}</style>`, `<style>@media all{@import "¤.css";}</style>`, `<style>@supports (x:y) or (background:url(¤.css)) {}</style>`, `<style>@document url(¤.css){}</style>`, `<style>@property --x{syntax:"<url>";inherits:false;initial-value:url(¤.css)}p{background:var(--x)}</style>`, `<style>p{background:src("¤.css")}</style>`, `<style>p{filter:url(¤.svg#x);mask:url(¤.svg#x);clip-path:url(¤.svg#x)}</style>`, `<style>@layer x; @import "¤.css" layer(x);</style>`,
	`<p style="background:url(javascript:§)">x</p>`, `<p style="width:expression(§)">x</p>`, `<p style="x:expr/*x*/ession(§)">x</p>`, `<p style="background:url('¤.css')">x</p>`, `<p style="&#98;ackground:&#117;rl(¤.css)">x</p>`, `<p style="background:\75\72\6c(¤.css)">x</p>`, `<p style="a:b}*{background:url(¤.css)}">x</p>`, `<p style="animation:x 1s" onanimationstart=§>x</p>`, `<style>@keyframes x{}</style><p style="animation-name:x" onanimationend=§>x</p>`, `<style></style/><script>§</script>`, `<style></STYLE x><script>§</script>`, `<style>\3c/style\3e\3cscript\3e§</style>`, `<style type="text/javascript">§</style>`, `<style media="x</style><script>§</script>">`, "<style>p{x:\"\\</style><img src=x onerror=§>\"}</style>",
}

// vocabularyPayloads are in what our own words take: titles, names, hints, answers.
func vocabularyPayloads() (all []string) {
	bad := []string{`<img src=x onerror=§>`, `&quot;><img src=x onerror=§>`, `' onmouseover=§ x='`, `</script><script>§</script>`, `javascript:§`, "`><svg onload=§>"}
	titles := []string{
		`editor name=%s`, `editor session=%s`, `editor python=%s`, `interpreter name=(%s)`, `doctest name=%s`, `unittest name=%s`, `check name=%s`, `solution name=%s`, `setup name=%s`, `output name=%s`, `predict name=%s`, `parsons name=%s`, `quiz name=%s`, `dialogue name=%s`, `pdb name=%s`, `analyzer name=%s`,
		`getpythonsource %s`, `image_file %s`, `editor files=%s`, `editor size=(%s)`, `editor area=(%s,%[1]s)`, `editor log_id=(%s)`, `editor exam_name=%s time=1`, `exam_define name=%s start=%[1]s`, `cluetip %s | %[1]s`, `alt_py %s`, `editor linenumber=%s`, `editor show_vlam %s`, `terminal %s`, `canvas %s`, `hidden_code %s`, `py_code %s`, `%s`,
	}
	for i, title := range titles {
		for _, b := range []string{bad[i%len(bad)], bad[(i+3)%len(bad)]} {
			title := strings.ReplaceAll(title, "%[1]s", b)
			title = strings.ReplaceAll(title, "%s", b)
			all = append(all, `<pre title="`+strings.ReplaceAll(title, `"`, "&quot;")+`">&gt;&gt;&gt; '`+strings.NewReplacer("<", "&lt;", `"`, "&quot;").Replace(b)+`'
- [x] `+strings.ReplaceAll(b, "<", "&lt;")+` | `+strings.ReplaceAll(b, "<", "&lt;")+`</pre>`)
		}
	}
	for _, b := range bad {
		all = append(all, `<details class=hint data-for="a"><summary>`+b+`</summary>`+b+`</details><pre title="editor name=a">1</pre><pre title="check name=a">assert 0, '`+strings.ReplaceAll(b, "<", "&lt;")+`'</pre>`,
			`<span title=load_remote>`+b+`</span><span title=load_remote>javascript:§</span>`, `<div title="local_html_file">`+b+`</div><span title=username>`+b+`</span>`, `<div title="preferences `+strings.ReplaceAll(b, `"`, "&quot;")+`">`+b+`</div>`,
			`<div class="slide"><h2 id='`+strings.ReplaceAll(b, `'`, "&#39;")+`'>`+b+`</h2></div>`, `<h2 title="cluetip `+strings.ReplaceAll(b, `"`, "&quot;")+` | `+strings.ReplaceAll(b, `"`, "&quot;")+`">`+b+`</h2>`,
			`<section class="cr-cell" data-crunchy="editor name=`+strings.ReplaceAll(b, `"`, "&quot;")+`"><pre class="cr-code">`+b+`</pre></section>`, `<span class="cr-math">\href{javascript:§}{x} \html{`+strings.ReplaceAll(b, "<", "&lt;")+`}</span> $\href{javascript:§}{x}$ \(\url{javascript:§}\)`)
	}
	return all
}

// markdownPayloads are whole Markdown files.
func markdownPayloads() []string {
	lines := []string{
		"[x](javascript:§)", "[x](<javascript:§>)", "[x](JaVaScRiPt:§ \"t\")", "[x](java&#10;script:§)", "[x](&#106;avascript:§)", "[x](javascript&colon;§)", "[x](data:text/html,<script>§</script>)", "[x](\x01javascript:§)", "[x](vbscript:§)", "[x](x '\" onmouseover=§ x=\"')", "[x](x \"'><img src=x onerror=§>\")", "[x](x\"onmouseover=§)",
		"![x](javascript:§)", "![x\" onerror=§ x=\"](x)", "![\"><img src=x onerror=§>](x)", "![x](x \"\\\" onerror=§ \\\"\")", "![x](data:image/svg+xml,<svg/onload=§>)", "[![x](x)](javascript:§)", "<javascript:§>", "<JAVASCRIPT:§>", "<data:text/html,§>", "<x@x.x\" onmouseover=§>", "<http://x/\"onmouseover=§>", "http://x/\"onmouseover=§", "www.x.x/<img src=x onerror=§>", "[x]\n\n[x]: javascript:§", "[x]\n\n[x]: <javascript:§> '\"><script>§</script>'", "[x][y]\n\n[y]: x (\"onmouseover=§ \")",
		"`<img src=x onerror=§>`", "``x` <script>§</script>``", "<script>§</script>", "<div>\n\n<script>\n§\n</script>\n\n</div>", "<img src=x onerror=§>", "<svg>\n\n<style><a title=\"</style><img src=x onerror=§>\">\n\n</svg>", "text <b onclick=§>x</b> <!-- --><script>§</script> -->", "<!-- x\n\n--><script>§</script>", "<?php <script>§</script> ?>", "<![CDATA[ x ]]><script>§</script>", "<x\ny=\"\n\n\"><img src=x onerror=§>", "<details>\n<summary onclick=§>x</summary>\n\n<img src=x onerror=§>\n</details>",
		"# <img src=x onerror=§>", "# x {#\"onmouseover=§}", "x\n===\n{onclick=§}", "## [x](javascript:§) `<script>§</script>`", "| <img src=x onerror=§> | x |\n|---|:-:|\n| [x](javascript:§) | `|<script>§</script>` |", "- [x] <img src=x onerror=§>\n- [ ] [y](javascript:§)", "> <script>§</script>\n> [x](javascript:§)", "x[^1]\n\n[^1]: <img src=x onerror=§> [x](javascript:§)", "x[^\"onmouseover=§]\n\n[^\"onmouseover=§]: x", "~~<script>§</script>~~ **[x](javascript:§)**", "$x$ $$<img src=x onerror=§>$$ $\\href{javascript:§}{x}$",
		"```python editor name=<img src=x onerror=§>\nx\n```", "```python editor name=\"' onmouseover=§\"\nx\n```", "```\"><script>§</script>\n</code></pre><script>§</script>\n```", "~~~ html onmouseover=§\n</pre><img src=x onerror=§>\n~~~", "    </code></pre><script>§</script>", "```{python}\n#| label: \"><img src=x onerror=§>\n#| fig-cap: <script>§</script>\n1\n```", "```{code-cell} ipython3\n:tags: [\"><img src=x onerror=§>]\n</pre><script>§</script>\n```", "```python,editable,<script>§</script>\nx\n```", "```python {.marimo name=\"><img src=x onerror=§>\"}\nx\n```", "```{note} <img src=x onerror=§>\n<script>§</script>\n```", "::: {.callout-note onclick=§ title=\"<script>§</script>\"}\n<img src=x onerror=§>\n:::",
		"---\ntitle: <script>§</script>\ncrunchy:python: \"><img src=x onerror=§>\n---\n", "---\ntitle: \"</title><script>§</script>\"\ndescription: '\"><script>§</script>'\nlang: '\"><script>§</script>'\nauthor: <img src=x onerror=§>\n---\n# x", "+++\ntitle = \"</title><script>§</script>\"\n+++\n", "```pycon doctest name=a\n>>> x\n</pre><img src=x onerror=§>\n```\n\n```python editor name=a\n\n```", "```quiz name=q\n- [x] <img src=x onerror=§> | <script>§</script>\n- [ ] [x](javascript:§)\n= <svg onload=§>\n```", "```python predict\nprint('</pre><img src=x onerror=§>')\n```", "```python parsons name=p\nprint('</li><img src=x onerror=§>')\nx = 1\n```", "```dialogue\nName? <<< <img src=x onerror=§>\n</pre><script>§</script>\n```",
		"\ufeff<script>§</script>", "+ADw-script+AD4-§+ADw-/script+AD4-", "&lt;script&gt;§&lt;/script&gt;", "\\<script>§\\</script>", "<scr\\ipt>§</scr\\ipt>", "[x]: # \"<script>§</script>\"", "[a](x)<img src=x\nonerror=§>", "<a href='\njavascript:§'>x</a>", "<style>@import '¤.css'</style>", "<iframe\nsrc='javascript:§'></iframe>", "[x](javascript\\:§)", "[x](  javascript:§  )", "[x](j\tavascript:§)", "![x](x){onerror=§}", "[x](x){target=\"_blank\" onclick=\"§\"}",
	}
	return lines
}

// notebookPayloads are whole notebooks, with something in every place that is shown.
func notebookPayloads() (all []string) {
	type m = map[string]any
	bad := []string{`<script>§</script>`, `<img src=x onerror=§>`, `<svg onload=§><script>§</script></svg>`, `<a href="javascript:§">x</a>`, `<iframe srcdoc="<script>parent.§</script>"></iframe>`, `</pre></section><style>@import "¤.css"</style><img src=x onerror=§>`}
	book := func(meta m, cells ...m) {
		b, err := json.Marshal(m{"nbformat": 4, "nbformat_minor": 5, "metadata": meta, "cells": cells})
		if err != nil {
			panic(err)
		}
		all = append(all, string(b))
	}
	for _, b := range bad {
		code := func(outputs ...m) m {
			return m{"cell_type": "code", "id": b, "source": []string{"print('" + b + "')\n", "# " + b}, "metadata": m{"tags": []string{b}, "name": b}, "execution_count": 1, "outputs": outputs}
		}
		display := func(kind, data string) m {
			return m{"output_type": "display_data", "data": m{kind: []string{data}, "text/plain": b}, "metadata": m{kind: m{"width": b, "alt": b}}}
		}
		book(m{"title": b, "kernelspec": m{"name": b, "display_name": b, "language": b}, "language_info": m{"name": b, "file_extension": b}}, m{"cell_type": "markdown", "source": b, "metadata": m{}, "attachments": m{b: m{"image/svg+xml": b}}})
		book(m{},
			code(display("text/html", b)), code(display("image/svg+xml", `<svg xmlns="http://www.w3.org/2000/svg" onload="§">`+b+`</svg>`)),
			code(display("application/javascript", "§"), display("text/markdown", b), display("text/latex", `\href{javascript:§}{x}`), display("application/vnd.x+json", b)),
			code(display("image/png", `x" onerror="§`), display("image/jpeg", b), display("image/svg+xml", b)),
			code(m{"output_type": "stream", "name": b, "text": []string{b, "\x1b[31m" + b + "\x1b]8;;javascript:§\x07x\x1b]8;;\x07"}}, m{"output_type": "error", "ename": b, "evalue": b, "traceback": []string{b, "\x1b[0;31m" + b}}),
			m{"cell_type": "raw", "source": b, "metadata": m{"format": "text/html", "raw_mimetype": "text/html"}}, m{"cell_type": b, "source": b}, m{"cell_type": "code", "source": "%%html\n" + b}, m{"cell_type": "code", "source": "%%javascript\n§"})
	}
	return all
}

// encodingPayloads are whole files in which a script hides in the encoding.
func encodingPayloads() []string {
	const script = "<p>x</p><script>§</script><img src=x onerror=§>"
	wide := func(mark bool, low int) string {
		text := script
		if mark {
			text = "\ufeff" + text
		}
		var b strings.Builder
		for _, u := range utf16.Encode([]rune(text)) {
			pair := [2]byte{byte(u >> 8), byte(u)}
			b.WriteByte(pair[low])
			b.WriteByte(pair[1-low])
		}
		return b.String()
	}
	seven := "+ADw-script+AD4-§+ADw-/script+AD4-"
	return []string{
		wide(true, 0), wide(true, 1), wide(false, 0), wide(false, 1), "\ufeff" + script, "\xff\xfe" + script, "\xfe\xff" + script, "\x00\x00\xfe\xff" + script, seven, "+/v8-" + seven, "+/v9 " + seven, `<meta charset=utf-7>` + seven, `<meta http-equiv=content-type content="text/html;charset=utf-7">` + seven,
		`<meta charset=utf-16>` + script, `<meta charset=x-user-defined>` + script, `<meta charset=iso-2022-jp><p title="` + "\x1b$B" + `"><img src=x onerror=§>` + "\x1b(B" + `">`, `<meta charset=iso-2022-kr>` + "\x0e<p>\x0f" + script, "<meta charset=gbk><p title=\"\xbf\"><img src=x onerror=§>\">", "<meta charset=shift_jis><p title=\"\x81\" onmouseover=\"§\">", "<meta charset=big5><a title=\"\xa3\" href=\"javascript:§\">x</a>", "<meta charset=euc-jp><p title='\x8f' onmouseover=§ x='>", "<meta charset=hz-gb-2312>~{<script>§</script>~}",
		"\xc0\xbcscript\xc0\xbe§\xc0\xbc/script\xc0\xbe", "\xe0\x80\xbcscript\xe0\x80\xbe§", "<scr\xc0\x80ipt>§</script>", "<img src=x onerror\xc2\xa0=§>", "\xef\xbb\xbf\xef\xbb\xbf<script>§</script>", "<\xe2\x80\x8bscript>§</script>", "<?xml version=\"1.0\" encoding=\"utf-16\"?>" + script, "<meta charset=\"utf-8\x00\">" + script, "<script>§</script>\x1a\x04\x00", "\x1b[2J" + script, base64.StdEncoding.EncodeToString([]byte(script)) + script,
	}
}
