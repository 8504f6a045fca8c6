"""What a page states of its article in JSON-LD (schema.org). Pure; never raises.

The statements are the publisher's and hostile like the rest of the page: each is cleaned here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from tui.text import clean_block, clean_line

SCRIPTS_LIMIT = 30
"""Scripts of a page that are read."""
BYTES_LIMIT = 1_000_000
"""Code points of one script that are read; longer ones are left alone."""
NODES_LIMIT = 2_000
"""Objects that are looked at, with those within others."""
AUTHORS_LIMIT = 20

_ARTICLE = re.compile(r"(?:Article|BlogPosting|Report|Review|NewsItem|SocialMediaPosting|ScholarlyArticle)$")
_TAG = re.compile(r"<[^>]{0,500}>")


@dataclass(frozen=True, slots=True)
class Stated:
    """The article in its page's own words; what is not stated is empty."""

    headline: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    publisher: str = ""
    description: str = ""
    language: str = ""
    image: str = ""
    image_caption: str = ""
    body: str = ""
    free: bool = True
    """False: ``isAccessibleForFree`` denies it."""


def stated(scripts: Iterable[str]) -> Stated:
    """What the scripts of type ``application/ld+json`` say of the page's article."""
    nodes = list(_nodes(scripts))
    named = {str(node["@id"]): node for node in nodes if isinstance(node.get("@id"), str)}
    articles = [node for node in nodes if any(_ARTICLE.search(kind) for kind in _types(node))]
    if not articles:
        return Stated()
    # The first one with a headline: those that follow are the ones it links to.
    node = next((each for each in articles if _words(each.get("headline"))), articles[0])
    image = _first(node.get("image"), named)
    return Stated(
        headline=_words(node.get("headline")) or _words(node.get("name")),
        authors=_people(node.get("author") or node.get("creator"), named),
        published=_words(node.get("datePublished") or node.get("dateCreated")),
        publisher=_name(_first(node.get("publisher"), named)),
        description=_words(node.get("description")),
        language=_words(node.get("inLanguage"))[:20],
        image=_words(image.get("url") or image.get("contentUrl") if isinstance(image, dict) else image),
        image_caption=_words(image.get("caption") if isinstance(image, dict) else ""),
        body=_body(node.get("articleBody")),
        free=str(node.get("isAccessibleForFree", True)).casefold() != "false",
    )


def _nodes(scripts: Iterable[str]) -> Iterator[dict[str, Any]]:
    """All objects of all scripts, those of the top first, none twice."""
    waiting: list[Any] = []
    for number, script in enumerate(scripts):
        if number >= SCRIPTS_LIMIT:
            break
        found = _parsed(script)
        if found is not None:
            waiting.append(found)
    at = 0
    while at < len(waiting) and at < NODES_LIMIT:
        node = waiting[at]
        at += 1
        if isinstance(node, list):
            waiting.extend(node[:NODES_LIMIT])
        elif isinstance(node, dict):
            yield node
            waiting.extend(
                value for key, value in node.items() if key in _WITHIN and isinstance(value, list | dict)
            )


_WITHIN = frozenset({
    "@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item", "hasPart", "liveBlogUpdate",
    "author", "publisher", "image", "isPartOf",
})  # fmt: skip


def _parsed(script: str) -> Any:
    text = script.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    if not text or len(text) > BYTES_LIMIT:
        return None
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _types(node: dict[str, Any]) -> list[str]:
    kind = node.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return [each for each in kinds if isinstance(each, str)]


def _first(value: Any, named: dict[str, dict[str, Any]]) -> Any:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict) and set(value) == {"@id"}:
        return named.get(str(value["@id"]), value)
    return value


def _name(value: Any) -> str:
    return _words(value.get("name") if isinstance(value, dict) else value)


def _people(value: Any, named: dict[str, dict[str, Any]]) -> tuple[str, ...]:
    people = value if isinstance(value, list) else [value]
    names: list[str] = []
    for each in people[:AUTHORS_LIMIT]:
        one = _first(each, named)
        name = one.get("name") if isinstance(one, dict) else one
        for part in name if isinstance(name, list) else [name]:
            words = _words(part)
            if words and words not in names:
                names.append(words)
    return tuple(names)


def _words(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    if not isinstance(value, str):
        return ""
    return clean_line(_TAG.sub("", unescape(unescape(value))), 1_000)


def _body(value: Any) -> str:
    if isinstance(value, list):
        value = "\n\n".join(each for each in value if isinstance(each, str))
    if not isinstance(value, str):
        return ""
    text = unescape(value)
    text = re.sub(r"(?i)<br\s*/?>|</p>", "\n\n", text)
    return clean_block(_TAG.sub("", text))
