"""An article in the formats that other programs take: text, Markdown, HTML, JSON. Pure.

What they say may be shown on a terminal: it has passed the gate.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from html import escape

from tui.ages import iso
from tui.pages.document import plain_text
from tui.pages.edition import Edition
from tui.pages.markdown import escaped, markdown
from tui.pages.markup import markup
from tui.pages.render import plain
from tui.text import gated_json, gated_lines, shown_url

MEASURE = 72
"""The most cells of a line of running text."""
NAME_LIMIT = 80
"""Code points of a file's name, without its ending."""


def as_text(edition: Edition) -> str:
    """Linear text: title, facts, the words, addresses at the end."""
    article = edition.article
    lines = [article.title, " · ".join(_about(edition))]
    if edition.standfirst:
        lines += ["", edition.standfirst]
    lines += ["", plain(edition.document, MEASURE) or article.lead]
    if edition.why:
        lines += ["", f"({edition.why})"]
    return gated_lines("\n".join([*lines, "", *([article.link] if article.link else []), ""]))


def as_markdown(edition: Edition) -> str:
    """Markdown under front matter, as static sites and note books read it."""
    article = edition.article
    facts: list[tuple[str, object]] = [
        ("title", article.title),
        ("author", list(edition.authors)),
        ("date", iso(edition.published)),
        ("source", article.source),
        ("link", article.link),
        ("language", edition.language),
        ("tags", list(article.tags)),
        ("summary", edition.standfirst),
        ("telex", article.id),
    ]
    # JSON is YAML, and needs no second way of quoting.
    front = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in facts if value]
    body = [f"# {escaped(article.title)}", ""]
    if edition.standfirst:
        body += [f"*{escaped(edition.standfirst)}*", ""]
    text = ["---", *front, "---", "", *body, markdown(edition.document) or escaped(article.lead)]
    return gated_lines("\n".join(text))


def as_html(edition: Edition) -> str:
    """A whole page."""
    article = edition.article
    language = f' lang="{escape(edition.language)}"' if edition.language else ""
    standfirst = f"<p><strong>{escape(edition.standfirst)}</strong></p>\n" if edition.standfirst else ""
    link = f'<p><a href="{escape(article.link)}">{escape(article.link)}</a></p>\n' if article.link else ""
    return gated_lines(
        f'<!doctype html>\n<html{language}>\n<head><meta charset="utf-8"/>'
        f"<title>{escape(article.title)}</title></head>\n"
        f"<body>\n<article>\n<h1>{escape(article.title)}</h1>\n"
        f"<p><em>{escape(' · '.join(_about(edition)))}</em></p>\n{standfirst}"
        f"{markup(edition.document) or f'<p>{escape(article.lead)}</p>'}\n{link}"
        "</article>\n</body>\n</html>\n"
    )


def as_json(edition: Edition) -> str:
    """One object on one line."""
    return gated_json(json.dumps(record(edition), ensure_ascii=False)) + "\n"


def record(edition: Edition) -> dict[str, object]:
    """What ``as_json`` prints."""
    article = edition.article
    return {
        "id": article.id,
        "title": article.title,
        "link": article.link,
        "source": article.source,
        "source_url": shown_url(article.source_url),
        "group": article.group,
        "authors": list(edition.authors),
        "published": iso(edition.published),
        "language": edition.language,
        "level": article.level.name,
        "read": article.read,
        "starred": article.starred,
        "tags": list(article.tags),
        "standfirst": edition.standfirst,
        "text": plain_text(edition.document) or article.lead,
        "full_text": edition.full,
        "why": edition.why,
    }


FORMATS: dict[str, Callable[[Edition], str]] = {
    "text": as_text,
    "markdown": as_markdown,
    "html": as_html,
    "json": as_json,
}
"""By the names that keys and commands know."""


def file_name(edition: Edition, ending: str) -> str:
    """A name for a file that holds the article: its date and its title in letters that all systems take."""
    day = iso(edition.published)[:10]
    folded = unicodedata.normalize("NFKD", edition.article.title)
    words = re.findall(r"[^\W_]+", folded.encode("ascii", "ignore").decode() or folded)
    name = "-".join(words).lower()[:NAME_LIMIT].strip("-")
    return f"{day}-{name or 'article'}-{edition.article.id}.{ending}"


def _about(edition: Edition) -> list[str]:
    return [
        part for part in (edition.article.source, ", ".join(edition.authors), iso(edition.published)) if part
    ]
