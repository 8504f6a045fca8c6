"""The names of HTML elements by what becomes of them.

Knows nothing else. What is named nowhere here and has no method of its own in ``builder`` is
transparent: its text belongs to whatever surrounds it.
"""

from __future__ import annotations

# fmt: off
BLOCKS = (
    "address", "article", "aside", "body", "caption", "center", "details", "dir", "div",
    "fieldset", "footer", "header", "hgroup", "legend", "main", "menu", "nav", "p", "section",
    "summary", "tbody", "tfoot", "thead",
)
"""Begin and end a paragraph."""
SKIPPED = (
    "annotation", "annotation-xml", "button", "canvas", "label", "map", "noframes", "noscript",
    "object", "script", "select", "style", "svg", "template", "textarea", "title",
)
"""Left out with all that they hold: programs, drawings and controls."""
# fmt: on
BOLD = ("b", "strong")
ITALIC = ("i", "em", "cite", "dfn", "var")
CODE = ("code", "kbd", "samp", "tt")
STRIKE = ("del", "s", "strike")
STYLED = (*BOLD, *ITALIC, *CODE, *STRIKE, "a", "sub", "sup")
"""Change the look of the text that they hold, or link it."""
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# fmt: off
TELLING = frozenset({
    *STYLED, *HEADINGS, "abbr", "article", "aside", "audio", "big", "blockquote", "body", "br",
    "center", "dd", "div", "dl", "dt", "figcaption", "figure", "font", "footer", "form", "head",
    "header", "hr", "html", "iframe", "img", "ins", "li", "main", "mark", "meta", "nav", "ol", "p",
    "picture", "pre", "q", "script", "section", "small", "span", "style", "svg", "table", "tbody",
    "td", "tfoot", "th", "thead", "time", "tr", "u", "ul", "video", "wbr",
})
"""Show that a text is HTML; names such as "title" or "object" may be words in angle brackets."""
WORDS = frozenset({
    "acronym", "address", "applet", "area", "base", "basefont", "bdi", "bdo", "blink", "button", "canvas",
    "caption", "col", "colgroup", "data", "details", "dialog", "dir", "embed", "fieldset", "frame",
    "frameset", "input", "label", "legend", "link", "map", "marquee", "math", "menu", "meter", "nobr",
    "noscript", "object", "option", "output", "param", "progress", "rt", "ruby", "select", "source",
    "summary", "textarea", "title", "track",
})
"""Such names: they show that a text is HTML where they have an attribute, or close what is read."""
# fmt: on
