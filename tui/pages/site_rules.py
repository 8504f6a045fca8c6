"""A person's own rule for the pages of one site: which part is the body, what is stripped.

Knows no network. The files are those of ftr-site-config (one ``key: value`` a line, XPath values), of
which the keys below are understood; other keys are left alone so that its 2,000 files can be used.
Rules alone do worse than the extractor (measured: F1 .908 against .947), so they narrow the page for
it, and there are none but those that a person puts there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree, html

BYTES_LIMIT = 100_000
"""The longest rule file that is read."""
KEYS = ("title", "author", "body", "strip", "strip_id_or_class")
"""What is understood; each may stand several times."""
_LINE = re.compile(r"\s*([a-z_]+)\s*(?:\([^)]*\))?\s*:\s*(.*?)\s*$")


class RuleError(ValueError):
    """A rule that cannot be used; the text says where and why."""


@dataclass(frozen=True, slots=True)
class SiteRule:
    """XPaths by key, in the order of the file."""

    title: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    strip: tuple[str, ...] = ()
    strip_id_or_class: tuple[str, ...] = ()


def parse(text: str, name: str) -> SiteRule:
    """The rule that a file states; raises RuleError for an XPath that is none."""
    found: dict[str, list[str]] = {key: [] for key in KEYS}
    for number, line in enumerate(text.splitlines(), 1):
        match = _LINE.match(line)
        if line.lstrip().startswith("#") or match is None or match[1] not in found or not match[2]:
            continue
        if match[1] != "strip_id_or_class":
            _check(match[2], f"{name}:{number}: {match[1]}")
        found[match[1]].append(match[2].strip("'\"") if match[1] == "strip_id_or_class" else match[2])
    return SiteRule(**{key: tuple(values) for key, values in found.items()})


def narrowed(tree: html.HtmlElement, rule: SiteRule) -> html.HtmlElement:
    """The tree without what is stripped, and only the body where the rule names one that is there."""
    for path in (*rule.strip, *(_named(name) for name in rule.strip_id_or_class)):
        for element in _elements(tree, path):
            if element.getparent() is not None:
                element.drop_tree()
    for path in rule.body:
        bodies = _elements(tree, path)
        if bodies:
            return _alone(tree, bodies)
    return tree


def first_text(tree: html.HtmlElement, paths: tuple[str, ...]) -> str:
    """The text of the first thing that one of the paths finds."""
    for path in paths:
        for found in _found(tree, path):
            text = found.text_content() if isinstance(found, html.HtmlElement) else str(found)
            if text.strip():
                return " ".join(text.split())
    return ""


def _alone(tree: html.HtmlElement, bodies: list[html.HtmlElement]) -> html.HtmlElement:
    page = html.document_fromstring("<html><body></body></html>")
    if tree.get("lang"):
        page.set("lang", tree.get("lang", ""))
    kept: set[html.HtmlElement] = set()
    for body in bodies:
        if not kept.intersection(body.iterancestors()):
            kept.add(body)
    for body in bodies:
        if body in kept:
            body.tail = None
            page[-1].append(body)
    return page


def _named(name: str) -> str:
    safe = name.replace("'", "")
    return f"//*[contains(@class, '{safe}') or contains(@id, '{safe}')]"


def _elements(tree: html.HtmlElement, path: str) -> list[html.HtmlElement]:
    return [found for found in _found(tree, path) if isinstance(found, html.HtmlElement)]


def _found(tree: html.HtmlElement, path: str) -> list[object]:
    try:
        found = tree.xpath(path)
    except (etree.XPathError, ValueError):
        return []  # such as an unknown function: checked for its form only
    return list(found) if isinstance(found, list) else [found]


def _check(path: str, where: str) -> None:
    try:
        etree.XPath(path)
    except (etree.XPathError, ValueError) as error:
        raise RuleError(f"{where}: is no XPath: {error}") from None
