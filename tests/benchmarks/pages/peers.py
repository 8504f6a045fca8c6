"""The extraction libraries beside telex: a page to its body text. Their defaults, comments off."""

from __future__ import annotations

from collections.abc import Callable

from lxml import html as lxml_html

from .gold import text_of

Extractor = Callable[[bytes, str], str]


def trafilatura() -> Extractor:
    """trafilatura in plain-text mode."""
    from trafilatura import extract

    return lambda page, url: extract(page, url=url, include_comments=False) or ""


def readability_lxml() -> Extractor:
    """readability-lxml's summary, its HTML as text."""
    from readability import Document

    return lambda page, url: text_of(lxml_html.fromstring(Document(page, url=url).summary()))


def resiliparse() -> Extractor:
    """Resiliparse's main content as plain text."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding

    return lambda page, url: extract_plain_text(
        bytes_to_str(page, detect_encoding(page) or "utf-8"), main_content=True
    )


def newspaper() -> Extractor:
    """newspaper4k, without the language extras that it asks for."""
    from newspaper import Article

    def extract(page: bytes, url: str) -> str:
        article = Article(url, fetch_images=False)  # else it asks the network
        article.download(input_html=page.decode("utf-8", "replace"))
        article.parse()
        return str(article.text)

    return extract


PEERS: dict[str, Callable[[], Extractor]] = {
    "trafilatura": trafilatura,
    "readability-lxml": readability_lxml,
    "resiliparse": resiliparse,
    "newspaper4k": newspaper,
}
