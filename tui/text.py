"""The border: the one place where text from outside is made harmless, and where text is measured in cells.

Knows nothing of feeds, terminals or widgets. Everything that a feed, a page, an OPML file or a
server sends passes ``clean_line``, ``clean_block`` or ``safe_url`` before it is stored; what may
still reach a terminal is checked once more: ``gated``, by ``app.terminal`` and ``plain.output``.

What is dropped, and why (figures in the project's notes on hostile input):

- C0, DEL and C1 controls: Textual writes ESC and C1 straight to the terminal.
- Bidirectional controls and marks, zero-width and filler characters, tags: text that is not what it
  shows (CVE-2021-42574). ZWNJ stays before the letters of scripts that need it, Persian and Indic.
- Variation selectors, skin tones and joiners: terminals disagree on their width, and one disagreement
  shifts the row. Rich counts ZWJ and whatever follows it as no cell at all, so that a line of them
  would run over the whole screen. The plain emoji and the plain letters stay.
- Lone surrogates: they cannot be encoded, so they would fail at the terminal or the database.
- More than four combining marks on one base (xterm CVE-2021-27135), and more than eight spacing vowel
  signs or Hangul medials, which take no cell of their own either, or not everywhere (``vowel_signs``).
"""

from __future__ import annotations

import json
import re
import unicodedata
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from rich.cells import cell_len, set_cell_size

from tui.vowel_signs import is_mark

TITLE_LIMIT = 500
"""Code points kept of a one-line field."""
LEAD_LIMIT = 400
"""Code points kept of the opening of a text."""
BLOCK_LIMIT = 1_000_000
"""Code points kept of a running text."""
URL_LIMIT = 2_000
"""Code points of the longest address that is kept."""
MARKS_LIMIT = 4
"""Combining marks kept on one base character."""

_DROPPED = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e"
    "\u200d\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U0001f3fb-\U0001f3ff\U000e0000-\U000e0fff"
)
_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
"""Any control character: what must never reach a terminal from outside."""
_HARMFUL = re.compile(f"[{_CONTROLS}{_DROPPED}]")
HARMFUL = re.compile(f"[\x00-\x1f\x7f-\x9f\u2028\u2029{_DROPPED}]")
"""What no line may hold on its way to a terminal: controls, line ends, all that ``clean_line`` drops."""
_PLAIN = (
    "\t\n -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0373\u0375-\u037d\u037f-\u0386\u0388-\u0482\u048a-\u052f"
    "\u05d0-\u05ea\u0620-\u064a\u0660-\u066f\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u3001-\u3029"
    "\u3041-\u3096\u30a1-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60"
)
_HARMLESS = re.compile(f"[{_PLAIN}]*")
"""Text that none of the rules above touches, told in one pass: nearly all (a test holds the class)."""
_MARKS = re.compile(f"[^{_PLAIN}]{{{MARKS_LIMIT + 1}}}")
"""What any excess of combining marks looks like; also other things, so that only a look tells."""
_FLOOD = b"\1" * (MARKS_LIMIT + 1)
"""What any excess of marks is: so many in a row."""
_STRAY_NON_JOINER = re.compile(r"\u200c(?!(?=[^\W\d_])[\u0600-\u109f\u1780-\u18af])")
_BEYOND_ASCII = re.compile("[^\x00-\x7f]")
_NEWLINES = re.compile(r"\n{3,}")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_PLAIN_URL = re.compile(
    r"https?://[a-z0-9._~-]+(?:/[A-Za-z0-9/%:@!$&'()*+,;=~._-]*)?"
    r"(?:\?[A-Za-z0-9/%:@!$&'()*+,;=~._?|{}^`-]+)?(?:#[A-Za-z0-9/%:@!$&'()*+,;=~._?-]+)?"
)
"""Addresses that stay as they are: nearly all."""
_USER = re.compile(r"\A([^/?#]*//)[^/?#]*@")


def clean_line(value: object, limit: int = TITLE_LIMIT) -> str:
    """``value`` as one harmless line of at most ``limit`` code points; "" for anything that is no string."""
    if not isinstance(value, str):
        return ""
    # Split and joined, white space folds twice as fast as by an expression (measured).
    text = value[: limit * 8]
    text = " ".join((text if _is_harmless(text) else _harmless(text)).split())
    while text and is_mark(text[0]):
        text = text[1:].lstrip()  # a mark without a letter would stand on what is shown before it
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def clean_block(value: object, limit: int = BLOCK_LIMIT) -> str:
    """``value`` as harmless running text: line ends kept, at most one empty line in a row."""
    if not isinstance(value, str):
        return ""
    text = value[:limit]
    if not _is_harmless(text):
        text = _harmless(text.replace("\r\n", "\n").replace("\r", "\n"))
    elif not ("\n" in text or "\t" in text or "  " in text):
        return text.strip()
    text = "\n".join([" ".join(line.split()) for line in text.split("\n")])
    return _NEWLINES.sub("\n\n", text).strip()[:limit].rstrip()


def clean_code(value: object, limit: int = BLOCK_LIMIT) -> str:
    """``value`` as harmless preformatted text: line ends and indentation kept, tabs as four cells."""
    if not isinstance(value, str):
        return ""
    text = value[:limit].replace("\r\n", "\n").replace("\r", "\n").expandtabs(4)
    return _harmless(text).strip("\n")[:limit].rstrip("\n")


def _is_harmless(text: str) -> bool:
    """Whether none of the rules touches a text; for printable ASCII, half of all texts, told by a glance."""
    return (text.isascii() and text.isprintable()) or _HARMLESS.fullmatch(text) is not None


def _harmless(text: str) -> str:
    if text.isascii():
        return _HARMFUL.sub("", text)
    text = text.replace("\u2028", "\n").replace("\u2029", "\n").replace("\x85", "\n")
    text = _HARMFUL.sub("", text)
    if "\u200c" in text:
        text = _STRAY_NON_JOINER.sub("", text)
    # Before and after: to sort 80,000 marks on one base takes 5 s, and one character may become three.
    text = _bound_marks(text)
    if unicodedata.is_normalized("NFC", text):
        return text
    return _bound_marks(unicodedata.normalize("NFC", text))


def _bound_marks(text: str) -> str:
    """Bound what takes no cell of its own to ``MARKS_LIMIT`` on one base; a vowel sign is half a mark."""
    if not _MARKS.search(text) or _FLOOD not in bytes(map(is_mark, text)):
        return text
    weight = 0
    kept: list[str] = []
    for position, character in enumerate(text):
        if is_mark(character):
            weight += 1 if unicodedata.category(character) in ("Mc", "Lo") else 2
            if weight > 2 * MARKS_LIMIT:
                if not kept:
                    kept = list(text[:position])
                continue
        else:
            weight = 0
        if kept:
            kept.append(character)
    return "".join(kept) if kept else text


def gated(text: str) -> str:
    """``text`` as it may go to a terminal: the last gate, for what has not passed the border.

    What is harmful is shown as U+FFFD, so that it is seen, and marks are bounded as there.
    """
    if HARMFUL.search(text):
        text = HARMFUL.sub("\N{REPLACEMENT CHARACTER}", text)
    if "\u200c" in text:
        text = _STRAY_NON_JOINER.sub("", text)
    return text if text.isascii() else _bound_marks(text)


def gated_lines(text: str) -> str:
    """``gated`` for a text of several lines."""
    return "\n".join(map(gated, text.split("\n")))


def gated_json(text: str) -> str:
    """JSON that says what ``text`` does and may go to a terminal: JSON allows DEL and C1 (RFC 8259, 7).

    Of a text that is harmful otherwise, everything beyond ASCII is written as escapes.
    """
    text = CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    return text if gated(text) == text else _BEYOND_ASCII.sub(lambda found: json.dumps(found[0])[1:-1], text)


def safe_url(value: object, base: str = "") -> str:
    """``value`` as an absolute ASCII http(s) address, or "" where it is anything else.

    Relative references are resolved against ``base``. Credentials are kept: a feed's own address
    may need them; ``shown_url`` takes them out for display. Never raises.
    """
    if not isinstance(value, str):
        return ""
    if len(value) <= URL_LIMIT and _PLAIN_URL.fullmatch(value):
        return value
    text = _HARMFUL.sub("", value).replace("\t", "").replace("\n", "").replace("\r", "").strip()
    if not text or len(text) > URL_LIMIT:
        return ""
    try:
        if base and not _SCHEME.match(text):
            text = urljoin(base, text)
        parts = urlsplit(text)
        host = parts.hostname or ""
        port = parts.port
        if parts.scheme.lower() not in ("http", "https") or not host:
            return ""
        host = host if host.isascii() else _asked_for(host)
    except (ValueError, UnicodeError):
        return ""
    if not re.fullmatch(r"[A-Za-z0-9._~:%-]+", host):
        return ""
    netloc = f"[{host}]" if ":" in host else host
    netloc += f":{port}" if port is not None else ""
    user, at, _ = parts.netloc.rpartition("@")
    if at:
        netloc = f"{quote(user, safe=':%')}@{netloc}"
    path = quote(parts.path, safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]|{}^`")
    fragment = quote(parts.fragment, safe="/%:@!$&'()*+,;=~-._?")
    url = urlunsplit((parts.scheme.lower(), netloc, path, query, fragment))
    return url if len(url) <= URL_LIMIT else ""


def _asked_for(host: str) -> str:
    """A name beyond ASCII as name servers and browsers know it: by IDNA 2008 (RFC 5891), ``ß`` is no ``ss``.

    Signs that it has no place for (``i❤.ws``) by IDNA 2003. Raises UnicodeError.
    """
    import idna  # one address in thousands needs it

    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError:
        return host.encode("idna").decode("ascii")


def shown_url(url: str) -> str:
    """``url``, whole or broken, as it may be shown or logged: without user name and password."""
    return _USER.sub(r"\1", url)


def web_url(value: object) -> str:
    """``value`` as an address to show, copy and open, or ""; without user name and password.

    Nobody's link needs them, and before an ``@`` a link can look as if it led to another host.
    """
    return shown_url(safe_url(value))


def host_of(url: str) -> str:
    """The host of an address, for display; "" where there is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def width(text: str) -> int:
    """The cells that ``text`` takes in a terminal."""
    return cell_len(text)


def fit(text: str, cells: int) -> str:
    """``text`` in exactly ``cells`` cells: cut with an ellipsis, or padded with spaces."""
    if cells <= 0:
        return ""
    if cell_len(text) > cells:
        text = set_cell_size(text, cells - 1).rstrip() + "…"
    return set_cell_size(text, cells)
