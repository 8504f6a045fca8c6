"""What a publisher that means harm would send: 38 kinds of text, wherever a feed or a page has text.

Pure: gives documents as bytes, and rows for a cache that never saw the border.
"""

from __future__ import annotations

import json
from html import escape

from tui.pages.document import Block, Face, Kind, Span, dumps

ESC, BEL, ST = "\x1b", "\x07", "\x1b\\"
KINDS: dict[str, str] = {
    "C0": "".join(map(chr, range(1, 32))),
    "NUL and DEL": "a\x00b\x7fc",
    "colours": f"{ESC}[31mred{ESC}[0m {ESC}[7m{ESC}[8mhidden",
    "clear and move": f"{ESC}[2J{ESC}[H{ESC}[10;10H{ESC}[3J",
    "reports": f"{ESC}[6n{ESC}[c{ESC}[>q{ESC}[21t{ESC}[?1;1$p\x05",
    "modes": f"{ESC}[?1049l{ESC}[?25h{ESC}[?1003h{ESC}[8;1;1t",
    "reset and charsets": f"{ESC}c{ESC}(0{ESC}#8\x0e\x0f",
    "window title": f"{ESC}]0;owned{BEL}{ESC}]2;owned{ST}",
    "links": f"{ESC}]8;;http://evil.example/{ST}good.example{ESC}]8;;{ST}",
    "clipboard": f"{ESC}]52;c;UFdORUQ={BEL}{ESC}]52;c;?{BEL}",
    "notifications": f"{ESC}]9;owned{BEL}{ESC}]777;notify;a;b{BEL}{ESC}]99;;c{ST}{ESC}]9;7;calc{ST}",
    "unterminated": f"{ESC}]0;never ends",
    "device control": f"{ESC}P+q544e{ST}{ESC}P1$qm{ST}{ESC}Pq#0~{ST}",
    "application commands": f"{ESC}_Ga=T;AAAA{ST}{ESC}^pm{ST}{ESC}Xsos{ST}",
    "through tmux": f"{ESC}Ptmux;{ESC}{ESC}]52;c;UFdORUQ={BEL}{ST}",
    "C1": "\x9b31m \x9d52;c;UFdORUQ=\x9c \x90q\x9c \x84\x85\x88",
    "bidi": "refund \u202e000,1\u202c \u2066a\u2067b\u2068c\u2069 \u200e\u200f\u061c",
    "zero width": "pass\u200bword\u2060\u2061\ufeff\u200d\u200c",
    "surrogates": "\ud800\udbff \udc00 \ud83d",
    "combining flood": "Z" + "\u0301" * 1_000 + "algo \u0e49\u0e49\u0e49\u0e49\u0e49\u0e49" + "\u20dd" * 40,
    "tags": "flag\U000e0041\U000e0042\U000e007f",
    "variation selectors": "\u2764\ufe0f\u263a\ufe0e\u0030\ufe0f\u20e3 \U000e0100",
    "fillers": "\u115f\u1160\u3164\uffa0\u17b4\u00ad\u034f\u180e",
    "noncharacters": "\uffff\ufffe\ufdd0\U0001fffe\U0010ffff\ufff9\ufffa",
    "private planes": "\ue000\uf8ff\U000f0000\U000f0001\U00100000",
    "Textual markup": "[@click=app.quit]Read me[/] [bold red on white]x[/] [link=http://evil.example]y[/]",
    "broken markup": "[/r/linux] a [/] b [ [[x]] \\[ [$error] [link=] [@click=app.bell('",
    "Markdown": "[x](javascript:alert(1)) ![](file:///etc/passwd) `a` **b** <http://--flag> # h",
    "overstrike": "S\bSa\bafe \b\b\b\b\b\b\b\bRisk",
    "line ends": "one\r\ntwo\rthree\n\n\nfour\x0b\x0cfive\u2028six\u2029seven\x85eight",
    "homoglyphs": "http://www.аpple.com/ http://раураl.example/ paypa\u0131.com \uff0f\uff0eevil.example",
    "format strings": "%s%n%d {0.__class__} {title} ${HOME} %(x)s #(id) #{pane_id} \\033[31m",
    "queries": "\"unbalanced AND ( NEAR/2 OR * title: -\u2013 'x'; DROP TABLE article; --",
    "options": "--help -oProxyCommand=id -rf --",
    "shells": "$(touch owned) `touch owned` ; touch owned | touch owned && touch owned > owned\n'\"",
    "huge": "huge " * 1_000,
    "one word": "w" * 5_000,
    "wide": "\u6771" * 600 + "\U0001f468\u200d\U0001f469\u200d\U0001f467\U0001f3fd",
}  # fmt: skip
HOSTS = (
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "data:text/html,x",
    "file:///etc/passwd", "--new-window", "-oProxyCommand=id", "ssh://-oProxyCommand=id/", "http://-x/",
    "https://bank.example@evil.example/", "https://bank.example\\@evil.example/", "http://аpple.com/",
    "http://evil.example/\x1b]52;c;x\x07", "vbscript:x", "http://evil.example/ --flag",
    "//evil.example/x", "http:evil.example", "http:///x", "http://[::1", "ftp://x/",
)  # fmt: skip


def marked(kind: str) -> str:
    """A text of a kind between plain words, so that each can be told on a screen."""
    number = list(KINDS).index(kind)
    return f"K{number:02} {KINDS[kind]} end{number:02}"


def html_of(text: str) -> str:
    """A page's or an entry's HTML, with the text in each kind of block."""
    said = escape(text, quote=True)
    return (
        f'<h2>{said}</h2><p title="{said}">{said} <a href="{said}">{said}</a> <code>{said}</code></p>'
        f"<ul><li>{said}</li></ul><pre>{said}</pre><blockquote>{said}</blockquote>"
        f'<table><tr><th>{said}</th></tr><tr><td>{said}</td></tr></table><img src="{said}" alt="{said}">'
        + "".join(f'<p><a href="{escape(host, quote=True)}">good.example</a></p>' for host in HOSTS)
    )


def rss(base: str) -> bytes:
    """All kinds as one RSS document, control characters raw: no XML, yet loose parsers take it."""
    items = []
    for kind in KINDS:
        said, html = escape(marked(kind)), escape(html_of(marked(kind)))
        items.append(
            f"<item><title>{said}</title><guid>{said[:3]}-raw</guid><link>{base}/page?{said[:3]}</link>"
            f"<dc:creator>{said}</dc:creator><category>{said}</category><description>{html}</description>"
            f'<comments>{said}</comments><enclosure url="{said}" type="{said}" length="{said[:9]}"/>'
            f'<source url="{said}">{said}</source></item>'
        )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel><title>{escape(marked('clipboard'))}</title>{''.join(items)}</channel></rss>"
    ).encode("utf-8", "surrogatepass")


def entities(base: str) -> bytes:
    """All kinds as one RSS document, each character that is not ASCII as a reference to it."""

    def said(text: str) -> str:
        return "".join(c if " " <= c <= "~" else f"&#x{ord(c):X};" for c in escape(text))

    items = "".join(
        f"<item><title>{said(marked(kind))}</title><guid>{number}-entity</guid>"
        f"<link>{base}/page?{number}e</link><author>{said(marked(kind))}</author>"
        f"<description>{said(html_of(marked(kind)))}</description></item>"
        for number, kind in enumerate(KINDS)
    )
    return f'<rss version="2.0"><channel><title>{said(marked("C1"))}</title>{items}</channel></rss>'.encode()


def json_feed(base: str, title: str, kinds: tuple[str, ...]) -> bytes:
    """Kinds as a JSON Feed: its escapes bring each character whole."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "items": [
            {
                "id": f"{kind}-{title[:3]}-json",
                "url": f"{base}/page?{number}j",
                "title": marked(kind),
                "content_html": html_of(marked(kind)),
                "summary": marked(kind),
                "authors": [{"name": marked(kind), "url": marked(kind)}],
                "tags": [marked(kind)],
                "attachments": [{"url": f"https://x.example/{marked(kind)}", "mime_type": marked(kind)}],
            }
            for number, kind in enumerate(kinds)
        ],
    }
    return json.dumps(feed).encode()


def page() -> bytes:
    """A web page whose story is of all kinds."""
    head = escape(marked("clipboard"), quote=True)
    body = "".join(
        f"<p>{escape(marked(kind))} with some more words about the harbour, that it be prose and no menu.</p>"
        for kind in KINDS
        if kind not in ("huge", "one word")
    )
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{head}</title>'
        f'<meta name="author" content="{head}"><meta property="og:title" content="{head}"></head>'
        f"<body><article><h1>{head}</h1>{body}</article></body></html>"
    ).encode("utf-8", "surrogatepass")


def document_past_the_border(text: str) -> str:
    """Blocks as no parser of telex's would make them: each text and each address is raw."""
    blocks = [
        Block(Kind.HEADING, (Span(text),), level=2),
        Block(
            Kind.PARAGRAPH,
            (Span(text, Face.BOLD), Span("good.example", Face.PLAIN, f"https://x.example/{text}")),
        ),
        Block(Kind.PARAGRAPH, tuple(Span("good.example", Face.PLAIN, host) for host in HOSTS)),
        Block(Kind.ITEM, (Span(text),), marker=text[:20]),
        Block(Kind.CODE, (Span(text),)),
        Block(Kind.TABLE, rows=((text, "b"), ("c", text)), level=1),
        Block(Kind.IMAGE, (Span(text),), href=text),
        Block(Kind.PARAGRAPH, (Span(text),), quote=2),
    ]
    return dumps(tuple(blocks))
