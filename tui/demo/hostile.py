"""The documents of the demo's hostile publisher, as raw bytes: what telex must survive and show harmlessly.

Pure. Each trick stands for one that is known to have hurt a reader or a terminal; the comments name
them. Knows nothing of how telex defends itself.
"""

from __future__ import annotations

from collections.abc import Callable
from xml.sax.saxutils import escape

PHASE = 24
"""Demo seconds until the publisher tries another kind of document."""

_HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel>'
    "<title>The [bold]Unlikely[/bold] Truth</title><link>javascript:alert(1)</link>"
    "<description>A feed that means harm.</description>\n"
)
_TAIL = "</channel></rss>\n"
# One date to come, which would lead every list for 8,000 years; the others leave the first page to the news.
_PAST, _FUTURE = "Tue, 06 Jan 2026 12:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 -1400"


def document(base: str, elapsed: float) -> bytes:
    """What the hostile publisher at ``base`` sends ``elapsed`` demo seconds after the start."""
    documents: tuple[Callable[[str], str], ...] = (_rude, _impossible, _broken)
    chosen = documents[int(elapsed // PHASE) % len(documents)]
    return chosen(base).encode()


def _rude(base: str) -> str:
    """Control sequences as raw bytes: not XML, yet browsers and loose parsers take it."""
    return _HEAD + _tricks(base) + _controls(base) + _TAIL


def _impossible(base: str) -> str:
    """Character references that name no character: they make parsers raise."""
    references = "&#xD800; high, &#xDFFF; low, &#0; nought, &#27;[31m red, &#x110000; beyond"
    return _HEAD + _tricks(base) + _item("surrogate", references, f"{base}/surrogate.html") + _TAIL


def _broken(base: str) -> str:
    """XML with tags that cross, an entity that is not declared, and an end in mid-word."""
    whole = _HEAD + _item("crossed", "<b>Crossed <i>tags</b></i> &undeclared; & alone", f"{base}/a")
    return whole + _tricks(base) + "<item><title>And then the writer was interrup"


def _tricks(base: str) -> str:
    """What is well-formed XML and harmful all the same."""
    titles = {
        # Markup of the terminal library: colour, an action on click, tags that never opened.
        "markup": "[bold]Everything[/] must [blink]go[/blink]",
        "action": "[@click=app.quit]Click here to keep your subscription[/]",
        "stray": "Prices [/] fall [/bold] and [link=http://127.0.0.1/]brackets[ rise",
        # C1: U+009B is a control sequence introducer in eight bits, U+009D an operating system command.
        "c1": "Eight-bit \x9b31mred\x9b0m and \x9d52;c;UFdORUQ=\x9c clipboard",
        # Trojan Source (CVE-2021-42574): the order on screen is not the order in memory.
        "bidi": "Refund of \u202e000,1\u202c crowns \u2067approved\u2069 \u200fnow",
        "invisible": "Zero\u200bwidth, \u2060joined, tagged \U000e0041\U000e0042, filled \u3164 to the end",
        # xterm CVE-2021-27135: too many combining marks on one cell.
        "marks": "Z" + "\u0301" * 10_000 + "algo speaks",
        "long": "Long " + "story " * 17_000,
        "format": "%s %n {0.__class__} ${HOME} $(id) `id` '; DROP TABLE articles; --",
    }
    rows = [_item(key, escape(title), f"{base}/{key}.html") for key, title in titles.items()]
    links = ("javascript:alert(1)", "data:text/html,hi", "file:///etc/passwd", "--new-window")
    rows += [
        _item(f"link-{number}", f"A link to {escape(link)}", escape(link))
        for number, link in enumerate(links)
    ]
    rows.append(_item("stray", "The same guid, another article", f"{base}/twice.html", _FUTURE))
    return "".join(rows)


def _controls(base: str) -> str:
    """ESC and friends, unescaped: clipboard, title, colour, a query that the terminal would answer."""
    titles = {
        "osc52": "Clipboard \x1b]52;c;UFdORUQ=\x07 taken",
        "title": "Window \x1b]0;owned\x1b\\ renamed",
        "colour": "\x1b[31mRed\x1b[0m and \x1b[2J cleared",
        "query": "Who are you? \x1b[c \x1b[6n \x05",
        "backspace": "Safe\x08\x08\x08\x08Risk\x00 \x7f",
    }
    return "".join(_item(key, title, f"{base}/{key}.html") for key, title in titles.items())


def _item(key: str, title: str, link: str, date: str = _PAST) -> str:
    """One item; title and link go in as they are."""
    body = escape(
        '<p onclick="alert(1)">Nothing to see.</p><script>alert(1)</script>'
        '<p><a href="javascript:alert(1)">here</a> <img src="file:///etc/passwd" alt="[red]x"></p>'
    )
    return (
        f'<item><title>{title}</title><link>{link}</link><guid isPermaLink="false">{key}</guid>'
        f"<pubDate>{date}</pubDate><description>{body}</description></item>\n"
    )
