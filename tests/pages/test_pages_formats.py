"""Articles in the formats that other programs take."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import replace

import pytest
from lxml import etree

from tui.cache.pages import FullStory
from tui.model import Article, Level
from tui.pages.document import Block, Document, Face, Kind, Span, dumps
from tui.pages.edition import Edition, edition
from tui.pages.epub import epub
from tui.pages.formats import FORMATS, as_html, as_json, as_markdown, file_name
from tui.pages.markdown import markdown
from tui.pages.markup import markup

NOW = 1_800_000_000


def paragraph(text: str, **more: object) -> Block:
    return Block(Kind.PARAGRAPH, (Span(text),), **more)  # type: ignore[arg-type]


def article(document: Document, **more: object) -> Article:
    known: dict[str, object] = {
        "id": 7, "source_id": 1, "source": "The Lume Post", "source_url": "https://me:pw@lume.example/feed",
        "group": "Coast", "guid": "a", "title": "Wall & <basin> [cracks]", "link": "https://lume.example/a",
        "author": "Ada Quill", "published": NOW, "at": NOW, "fetched": NOW, "level": Level.ROUTINE,
        "reasons": (), "read": False, "starred": False, "revisions": 0, "lead": "It cracks.",
        "document": dumps(document),
    }  # fmt: skip
    return Article(**(known | more))  # type: ignore[arg-type]


STRUCTURED = (
    Block(Kind.HEADING, (Span("What broke"),), level=2),
    Block(Kind.PARAGRAPH, (Span("The "), Span("wall", Face.BOLD, "https://lume.example/(wall)"), Span("."))),
    Block(Kind.ITEM, (Span("one"),), marker="1."),
    Block(Kind.ITEM, (Span("inner"),), marker="•", depth=1),
    Block(Kind.ITEM, (Span("two"),), marker="2."),
    paragraph("Said & done", quote=1),
    Block(Kind.CODE, (Span("a = '```'\nb < 2"),)),
    Block(Kind.TABLE, rows=(("Year", "n|m"), ("2024", "3")), level=1),
    Block(Kind.IMAGE, (Span("The crack"),), href="https://lume.example/a.jpg"),
)


def test_markdown_keeps_the_structure() -> None:
    assert markdown(STRUCTURED) == (
        "## What broke\n\nThe [**wall**](https://lume.example/%28wall%29).\n\n"
        "1. one\n    - inner\n2. two\n\n> Said & done\n\n````\na = '```'\nb < 2\n````\n\n"
        "| Year | n\\|m |\n| --- | --- |\n| 2024 | 3 |\n\n![The crack](https://lume.example/a.jpg)\n"
    )


@pytest.mark.parametrize(
    "text", ["1986. A year", "+ plus", "- minus", "# hash", "*star* _x_ `tick`", "<b>not bold</b>", "a | b"]
)
def test_words_that_look_like_markdown_stay_words(text: str) -> None:
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").parse(markdown((paragraph(text),)))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert "".join(child.content for child in tokens[1].children or ()) == text


def test_html_is_nested_right_and_escapes_every_word() -> None:
    found = etree.fromstring(f"<body>{markup(STRUCTURED)}</body>")
    assert [(item.text or "").strip() for item in found.findall("./ol/li")] == ["one", "two"]
    assert [(item.text or "").strip() for item in found.findall("./ol/li/ul/li")] == ["inner"]
    assert found.findtext("./blockquote/p") == "Said & done"
    assert found.findtext("./pre/code") == "a = '```'\nb < 2"
    page = as_html(edition(article((paragraph("<script>alert(1)</script>"),)), None))
    assert "<script>" not in page
    assert "<h1>Wall &amp; &lt;basin&gt; [cracks]</h1>" in page


@pytest.mark.parametrize("form", FORMATS)
def test_no_format_tells_a_password(form: str) -> None:
    assert "me:pw" not in FORMATS[form](edition(article(STRUCTURED), None))


def test_front_matter_is_json_within_yaml() -> None:
    head = as_markdown(edition(article(STRUCTURED, title='A "quoted": title'), None)).split("---")[1]
    facts = dict(line.split(": ", 1) for line in head.strip().split("\n"))
    assert json.loads(facts["title"]) == 'A "quoted": title'
    assert json.loads(facts["author"]) == ["Ada Quill"]


def test_the_full_story_counts_where_it_is_more() -> None:
    full = FullStory(NOW, "https://lume.example/a", dumps((paragraph("word " * 300),)), language="en")
    shown = edition(article((paragraph("A summary."),)), full)
    assert (shown.full, shown.language, shown.minutes) == (True, "en", 1)
    assert not edition(article((paragraph("word " * 400),)), full).full


def test_a_damaged_text_is_said_and_not_raised() -> None:
    shown = edition(replace(article(()), document="{"), None)
    assert shown.document == ()
    assert "damaged" in shown.trouble
    assert json.loads(as_json(shown))["text"] == "It cracks."


def test_a_book_is_what_readers_of_books_expect() -> None:
    shown: list[Edition] = [edition(article(STRUCTURED), None), edition(article((), id=8, title=""), None)]
    data = epub(shown, "My week", NOW)
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        first = book.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert book.read("mimetype") == b"application/epub+zip"
        for name in book.namelist()[1:]:
            etree.fromstring(book.read(name))
        assert b"c7.xhtml" in book.read("contents.xhtml")
    assert epub(shown, "My week", NOW) == data


def test_a_book_is_sound_whatever_the_cache_holds() -> None:
    """Something else may have written to it: XML knows no such characters, not even as references."""
    text = "\x00\x1b[2J\ufffe\ud800\x9b1m & <b>"
    shown = edition(article((paragraph(text),), title=text, author=text, lead=text), None)
    with zipfile.ZipFile(io.BytesIO(epub([shown], text, NOW))) as book:
        for name in book.namelist()[1:]:
            assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", book.read(name).decode())
            etree.fromstring(book.read(name))


def test_file_names_hold_nothing_but_letters() -> None:
    assert file_name(edition(article((), title="../../etc/passwd $(x)"), None), "md") == (
        "2027-01-15-etc-passwd-x-7.md"
    )
    assert file_name(edition(article((), title="渡船"), None), "md") == "2027-01-15-渡船-7.md"


def test_lists_side_by_side_are_two_and_numbers_go_on_as_they_were() -> None:
    items = (("•", 0), ("3.", 1), ("•", 0), ("9.", 0), ("10.", 0))
    document = tuple(
        [Block(Kind.ITEM, (Span(f"at {marker}"),), marker=marker, depth=depth) for marker, depth in items]
    )
    found = etree.fromstring(f"<body>{markup(document)}</body>")
    assert [each.tag for each in found] == ["ul", "ol"]
    assert [each.get("start") for each in found.iter("ol")] == ["3", "9"]
    assert [len(each) for each in found] == [2, 2]
