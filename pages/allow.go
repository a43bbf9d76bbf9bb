package pages

import "strings"

// The lists that the sanitiser rebuilds a page from. What they do not name is
// taken out: an element by its tags, its content stays.

func words(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

var (
	allowedElements = words(`
		html head body title meta link style
		address article aside footer header h1 h2 h3 h4 h5 h6 hgroup main nav section search
		blockquote center dd dir div dl dt figcaption figure hr li menu ol p pre ul
		a abbr acronym b bdi bdo big br cite code data del dfn em font i ins kbd mark nobr q rp rt rtc ruby
		s samp small span strike strong sub sup time tt u var wbr
		area audio img map picture source track video
		caption col colgroup table tbody td tfoot th thead tr
		details summary dialog label fieldset legend input meter progress output`)

	// droppedElements go with all that is in them.
	droppedElements = words(`
		script template iframe frame frameset noembed noframes object applet embed portal fencedframe
		select option optgroup datalist textarea button keygen selectedcontent
		base basefont bgsound param math-error`)

	allowedAttributes = words(`
		id class lang dir title style role hidden translate tabindex accesskey inert
		align valign width height border cellpadding cellspacing bgcolor color face size nowrap clear compact
		noshade rules frame hspace vspace start type value reversed colspan rowspan scope headers abbr span
		summary char charoff axis alt src srcset sizes loading decoding href hreflang rel rev target download
		cite datetime open usemap ismap shape coords media content name charset for label
		background controls loop muted preload poster kind srclang default min max low high optimum
		disabled checked text link vlink alink longdesc itemprop itemscope itemtype property about`)

	// urlAttributes hold an address.
	urlAttributes = words(`href src cite background poster longdesc itemtype about`)

	svgElements = words(`
		svg g path rect circle ellipse line polyline polygon text tspan textPath defs symbol use title desc
		marker clipPath mask pattern linearGradient radialGradient stop image switch
		filter feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting
		feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur
		feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence`)

	svgAttributes = words(`
		id class lang role style transform viewBox preserveAspectRatio xmlns version width height x y x1 x2 y1 y2
		cx cy r rx ry fx fy fr d points pathLength dx dy rotate textLength lengthAdjust startOffset method spacing side
		fill fill-opacity fill-rule stroke stroke-width stroke-linecap stroke-linejoin stroke-miterlimit
		stroke-dasharray stroke-dashoffset stroke-opacity opacity color display visibility overflow clip-path clip-rule
		mask filter marker-start marker-mid marker-end markerWidth markerHeight markerUnits orient refX refY
		font font-family font-size font-style font-weight font-variant font-stretch text-anchor text-decoration
		dominant-baseline alignment-baseline baseline-shift letter-spacing word-spacing writing-mode direction
		offset stop-color stop-opacity gradientUnits gradientTransform spreadMethod patternUnits
		patternContentUnits patternTransform clipPathUnits maskUnits maskContentUnits filterUnits primitiveUnits
		in in2 result stdDeviation mode values type tableValues slope intercept amplitude exponent operator k1 k2 k3 k4
		order kernelMatrix divisor bias targetX targetY edgeMode surfaceScale diffuseConstant specularConstant
		specularExponent scale xChannelSelector yChannelSelector azimuth elevation pointsAtX pointsAtY pointsAtZ
		limitingConeAngle radius baseFrequency numOctaves seed stitchTiles flood-color flood-opacity lighting-color
		color-interpolation color-interpolation-filters color-rendering shape-rendering text-rendering image-rendering
		vector-effect paint-order focusable href`)

	mathElements = words(`
		math mi mn mo ms mtext mspace mrow mfrac msqrt mroot mstyle merror mpadded mphantom mfenced menclose
		msub msup msubsup munder mover munderover mmultiscripts mprescripts none mtable mtr mtd mlabeledtr semantics`)

	mathAttributes = words(`
		id class lang dir role style display mathvariant mathsize mathcolor mathbackground displaystyle scriptlevel
		accent accentunder align columnalign columnlines columnspacing columnspan depth equalcolumns equalrows fence
		form frame framespacing height largeop linethickness lspace rspace maxsize minsize movablelimits notation
		numalign denomalign open close separators rowalign rowlines rowspacing rowspan separator stretchy
		symmetric voffset width xmlns alttext`)

	allowedMeta = words(`author description keywords viewport generator color-scheme theme-color robots
		crunchy:title crunchy:python crunchy:session`)

	allowedLinks = words(`stylesheet alternate icon shortcut apple-touch-icon mask-icon next prev previous first last
		up start begin end top home toc contents index glossary help search author copyright license canonical
		bookmark chapter section subsection appendix noopener noreferrer nofollow`)
)

// ownData are the data- attributes by which our script knows what is ours.
var ownData = words(`data-do data-kind data-number data-prompt data-more data-start data-n data-trust data-theme
	data-state data-action data-uid`)
