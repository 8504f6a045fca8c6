"""Made-up web pages for the tests of what reads them."""

from __future__ import annotations

SENTENCES = (
    "The harbour master of Port Lume closed the inner basin on Monday after divers found cracks in it.",
    "Engineers who looked at the masonry said that the water had been working behind it for several years.",
    "Fishing boats were moved to the northern quay, where owners must pay twice the usual fee for a berth.",
    "A spokeswoman of the town council promised that repairs would begin before the storms of the winter.",
    "The wall was built in 1911 by prisoners, and parts of it had been mended with concrete in the eighties.",
    "Ferries to the islands leave from the outer pier until further notice, with delays of about an hour.",
)


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts or SENTENCES)


def page(body: str, head: str = "", title: str = "Wall of the inner basin cracks | The Lume Post") -> bytes:
    """A newspaper's page: the story between a menu, a box of other stories and a foot."""
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        "<body>"
        '<nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>'
        f"<main><article>{body}</article></main>"
        '<aside class="related"><h3>Related</h3><ul><li><a href="/a">Council votes on a new bridge today</a>'
        '</li><li><a href="/b">Five recipes for mackerel</a></li></ul></aside>'
        "<footer><p>Copyright 2026 The Lume Post. All rights reserved.</p></footer></body></html>"
    ).encode()
