"""The addresses on a web page that may be feeds. Pure; runs in the parse worker, since pages are hostile.

Knows no network and no site in particular. By lxml's events as in ``tui.pages.html``, which builds no
tree: 4 MB take at most 1.2 s whatever is in them (measured with "<link" and nothing else, attributes
in one tag, 1,300,000 nested tags, unclosed quotes and comments, long addresses), and the worker is
killed should a page find a slower way. A tokenizer of our own would need the same care with comments,
scripts, quotes and references, and would be slower.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from tui.feeds.candidates import Candidate, Rank, distinct, looks_like_feed
from tui.text import clean_line, safe_url

PAGE_LIMIT = 4_000_000
"""Bytes of a page that are read: YouTube's own head begins behind half a megabyte of script."""
LIMIT = 20
"""Candidates kept of one page."""
_LOOKED_LIMIT = 5_000
"""Links looked at; a head's own come first."""
_TITLE_LIMIT = 120
_FEED_TYPES = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/feed+json",
        "application/rdf+xml",
        "application/x.atom+xml",
        "application/x-atom+xml",
    }
)
_XML_TYPES = frozenset({"application/xml", "text/xml"})
"""Types that old pages declare their feeds with, and nothing else."""
_LOOSE_TYPES = frozenset({"", "application/json", "application/xml", "text/xml"})
"""Types that feeds are declared with, but other things as well: WordPress' every page names its API so."""


def links_of(page: bytes, base_url: str) -> tuple[Candidate, ...]:
    """What on ``page``, UTF-8 that came from ``base_url``, may be a feed, the likeliest first.

    First what it declares (``link rel=alternate`` with a feed's type, in the order of the document:
    RSS Advisory Board, "RSS Autodiscovery"; HTML, 4.6.7.1), then links that read as feeds, those of
    the same host before others. At most ``LIMIT``; never raises.
    """
    target = _Target(base_url)
    parser = etree.HTMLParser(target=target, encoding="utf-8")  # type: ignore[arg-type]
    try:
        etree.fromstring(page[:PAGE_LIMIT].replace(b"\0", b""), parser)
    except etree.XMLSyntaxError:
        return ()  # nothing in it but comments or white space
    found = sorted(target.found, key=lambda each: (each.rank, each.rank and not target.at_home(each.url)))
    return distinct(found)[:LIMIT]


class _Target:
    """What lxml tells of each element."""

    def __init__(self, base_url: str) -> None:
        self._page = self._base = base_url
        self._based = False
        self._looked = 0
        self.found: list[Candidate] = []

    def at_home(self, url: str) -> bool:
        return _host(url) == _host(self._page)

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        href = attributes.get("href")
        if href is None or self._looked >= _LOOKED_LIMIT:
            return
        self._looked += 1
        if tag == "base" and not self._based:
            # Only the first counts (HTML, 4.2.3).
            self._based, self._base = True, safe_url(href, self._page) or self._page
        elif tag in ("link", "a", "area"):
            url = safe_url(_without_feed_scheme(href, self._page), self._base)
            if url:
                self._weigh(tag, url, attributes)

    def _weigh(self, tag: str, url: str, attributes: Mapping[str, str]) -> None:
        kind = attributes.get("type", "").partition(";")[0].strip().lower()
        relations = attributes.get("rel", "").lower().split()
        feed = kind in _FEED_TYPES or (kind in _LOOSE_TYPES and looks_like_feed(url))
        if tag == "link":
            declared = "stylesheet" not in relations and {"alternate", "feed"} & {*relations}
            sure = feed and not _of_comments(url)
            named = declared and (feed or kind in _XML_TYPES)
            rank = None if not named else Rank.DECLARED if sure else Rank.LINKED
        else:
            rank = Rank.LINKED if feed else None
        if rank is not None:
            self.found.append(Candidate(url, rank, clean_line(attributes.get("title"), _TITLE_LIMIT)))

    def data(self, text: str) -> None:
        """Text is of no interest; lxml wants to tell it."""

    def end(self, tag: str) -> None:
        """Nor is the end of an element."""

    def close(self) -> None:
        """Nor is the end of the page."""


def _of_comments(url: str) -> bool:
    """WordPress declares one of these on every page, beside the feed that is wanted."""
    return "/comments/" in url


def _without_feed_scheme(href: str, page: str) -> str:
    """``feed:`` taken off; what then has no scheme has the page's."""
    text = href.strip()
    if text[:5].lower() != "feed:":
        return text
    rest = text[5:].removeprefix("//")
    return rest if rest[:4].lower() == "http" else f"{page.partition(':')[0]}://{rest}"


def _host(url: str) -> str:
    return url.split("/", 3)[2] if url.count("/") > 1 else ""
