"""Addresses in an article: made absolute, and found in plain text.

Knows nothing of tags; nothing is ever fetched.
"""

from __future__ import annotations

import re

from tui.pages.document import Span
from tui.text import safe_url

_BARE = re.compile(r"https?://[^\s<>\"]{1,2000}")
_AFTER = ".,;:!?'*_"


def absolute(value: str, base: str) -> str:
    """``value`` as an absolute http(s) address, or "" where it leads out of the web or nowhere.

    What leads to a place within the article itself ("#note1") is told apart in ``jumps``.
    """
    text = value.strip()
    if not text or text.startswith("#"):
        return ""
    if text.startswith("//") and not base:
        text = "https:" + text
    return safe_url(text, base)


def linked(text: str) -> tuple[Span, ...]:
    """Plain ``text`` with its bare addresses as links; what closes a sentence is no part of one."""
    if "://" not in text:
        return (Span(text),)
    spans: list[Span] = []
    done = 0
    for match in _BARE.finditer(text):
        shown = match[0].rstrip(_AFTER)
        if shown.endswith(")") and shown.count(")") > shown.count("("):
            shown = shown[:-1].rstrip(_AFTER)
        href = safe_url(shown)
        if not href:
            continue
        if match.start() > done:
            spans.append(Span(text[done : match.start()]))
        spans.append(Span(shown, href=href))
        done = match.start() + len(shown)
    if done < len(text):
        spans.append(Span(text[done:]))
    return tuple(spans)
