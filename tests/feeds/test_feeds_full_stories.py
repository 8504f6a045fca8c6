"""tui.feeds.full_stories: the page behind an article, met by a poller at work."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from new_cache import new_cache
from serving import Clock, Publisher, Reply, accounts, bare, document, publishing, reply, status

from tui.arrivals import Changes, Entry
from tui.cache import pages, writer
from tui.cache.database import Connection
from tui.cache.listing import Listing
from tui.cache.pages import FullStory, full_story
from tui.cache.search import condition
from tui.cache.sources import sync
from tui.cache.window import Window
from tui.config import Settings
from tui.feeds.accounts import Accounts
from tui.feeds.loop import poll_forever, poll_once
from tui.model import Source
from tui.pages.document import Block, Kind, Span, dumps, loads, plain_text
from tui.query import parse

NOW = int(Clock().now)
SENTENCES = (
    "The harbour master of Port Lume closed the inner basin on Monday after divers found cracks in it.",
    "Engineers who looked at the masonry said that the water had been working behind it for several years.",
    "Fishing boats were moved to the northern quay, where owners must pay twice the usual fee for a berth.",
    "A spokeswoman of the town council promised that repairs would begin before the storms of the winter.",
    "The wall was built in 1911 by prisoners, and parts of it had been mended with concrete in the eighties.",
    "Ferries to the islands leave from the outer pier until further notice, with delays of about an hour.",
)


def html(*sentences: str, head: str = "") -> bytes:
    body = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    return (
        f"<html><head><title>Wall</title>{head}</head><body><article>{body}</article></body></html>".encode()
    )


def web(body: bytes) -> Reply:
    return document(body, content_type="text/html; charset=utf-8")


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    opened = new_cache(tmp_path / "telex.db")
    yield opened
    opened.close()


@pytest.fixture
def reader(connection: Connection, tmp_path: Path) -> Iterator[Connection]:
    """What another process sees of the same cache."""
    opened = new_cache(tmp_path / "telex.db")
    yield opened
    opened.close()


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not holds():  # noqa: ASYNC110 - it is in another task or process
            await asyncio.sleep(0.01)


@asynccontextmanager
async def polling(connection: Connection, told: Accounts | None = None) -> AsyncIterator[None]:
    stop = asyncio.Event()
    told = told or accounts()
    loop = poll_forever(connection, told, clock=Clock(), chance=lambda: 0.0, stop=stop)
    task = asyncio.create_task(loop)
    try:
        yield
    finally:
        stop.set()
        async with asyncio.timeout(30):
            await task


def arrive(
    connection: Connection,
    publisher: Publisher,
    path: str = "/wall",
    *,
    full_text: str = "on open",
    text: str = "Cracks in the wall of the harbour.",
) -> int:
    """An article whose page is at ``path``, of a source that nobody polls; its id."""
    source = Source(publisher.url("/feed"), enabled=False, full_text=full_text)
    sync(connection, [source], 900)
    own = dumps((Block(Kind.PARAGRAPH, (Span(text),)),))
    entry = Entry("a", "a", "Wall", publisher.url(path), document=own, text=text)
    source_id = int(str(connection.execute("SELECT id FROM source WHERE url = ?", (source.url,)).get))
    writer.store(connection, source_id, Changes(insert=(entry,)), NOW)
    return int(str(connection.execute("SELECT max(id) FROM article").get))


async def fetched(connection: Connection, reader: Connection, article_id: int) -> FullStory:
    async with polling(connection):
        pages.ask(reader, [article_id], NOW, waits=True)
        await until(lambda: full_story(reader, article_id) is not None)
    found = full_story(reader, article_id)
    assert found is not None
    return found


def text_of(story: FullStory) -> str:
    return plain_text(loads(story.document))


def finds(connection: Connection, query: str) -> bool:
    return bool(len(Window(connection, Listing("Search", where=condition(parse(query), NOW)))))


async def test_a_reader_who_asks_gets_the_story_of_the_page_and_searches_find_it(
    connection: Connection, reader: Connection
) -> None:
    async with publishing() as publisher:
        publisher.paths["/wall"] = web(html(*SENTENCES))
        article_id = arrive(connection, publisher)
        assert not finds(reader, "spokeswoman")
        story = await fetched(connection, reader, article_id)
    assert text_of(story).split("\n") == list(SENTENCES)
    assert story.url == publisher.url("/wall")
    assert finds(reader, "spokeswoman")
    assert finds(reader, "cracks wall")


async def test_a_single_round_fetches_ahead_for_sources_that_want_it_always(
    connection: Connection, reader: Connection
) -> None:
    async with publishing() as publisher:
        publisher.paths["/wall"] = web(html(*SENTENCES))
        article_id = arrive(connection, publisher, full_text="always")
        await poll_once(
            connection,
            accounts(),
            everything=False,
            clock=Clock(),
            chance=lambda: 0.0,
            stop=asyncio.Event(),
        )
    story = full_story(reader, article_id)
    assert story is not None
    assert SENTENCES[5] in text_of(story)


async def test_the_full_story_stays_found_when_the_source_changes_the_article(
    connection: Connection, reader: Connection
) -> None:
    async with publishing() as publisher:
        publisher.paths["/wall"] = web(html(*SENTENCES))
        article_id = arrive(connection, publisher)
        await fetched(connection, reader, article_id)
    changed = Entry("a", "b", "Wall breaks", "https://x.example/", text="It broke.")
    writer.store(connection, 1, Changes(revise=((article_id, changed),)), NOW)
    assert finds(reader, "spokeswoman")
    assert finds(reader, "broke")


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (status(403), "HTTP 403"),
        (status(404), "HTTP 404"),
        (reply(200, b"%PDF-1.7", Content_Type="application/pdf"), "no web page but application/pdf"),
        (web(b"<html><body><p>Please accept all cookies to continue.</p></body></html>"), "consent"),
        (
            web(b"<html><body><noscript>Enable JavaScript</noscript></body></html>"),
            "a program in the browser",
        ),
        (bare(302, Location="http://10.1.2.3/"), "10.1.2.3"),
        (bare(302, Location="file:///etc/passwd"), "no address that can be followed"),
        (reply(200, b"x" * 6_000_000, Content_Type="text/html"), "5"),
        (
            reply(200, gzip.compress(b" " * 50_000_000), Content_Type="text/html", Content_Encoding="gzip"),
            "5",
        ),
        (reply(200, b"x", Content_Type="text/html", Content_Encoding="gzip, gzip, gzip"), "a compression"),
        (bare(302, Location="http://169.254.169.254/latest/meta-data/"), "169.254"),
        (bare(302, Location="http://[::ffff:10.0.0.1]/"), "10.0.0.1"),
    ],
)
async def test_why_there_is_no_story_is_said(
    connection: Connection, reader: Connection, answer: Reply, why: str
) -> None:
    async with publishing() as publisher:
        publisher.paths["/wall"] = answer
        story = await fetched(connection, reader, arrive(connection, publisher))
    assert story.document == "[]"
    assert why in story.why


async def test_a_page_that_lies_about_its_letters_is_read_by_what_they_are(
    connection: Connection, reader: Connection
) -> None:
    async with publishing() as publisher:
        said = (
            b'<meta charset="windows-1251">' + "".join(f"<p>{each} Größe.</p>" for each in SENTENCES).encode()
        )
        publisher.paths["/wall"] = reply(200, said, Content_Type="text/html; charset=iso-8859-1")
        story = await fetched(connection, reader, arrive(connection, publisher))
    assert "Größe" in text_of(story)


async def test_a_page_that_takes_too_long_to_read_is_given_up(
    connection: Connection, reader: Connection
) -> None:
    async with publishing() as publisher:
        publisher.paths["/wall"] = web(b"<p>" + b"<a href=/x>word</a>, " * 240_000)
        article_id = arrive(connection, publisher)
        async with polling(connection, accounts(parse_seconds=1.0)):
            pages.ask(reader, [article_id], NOW, waits=True)
            await until(lambda: full_story(reader, article_id) is not None)
    story = full_story(reader, article_id)
    assert story is not None
    assert story.document == "[]" or len(story.document) < 6_000_000


async def test_a_page_that_shows_too_little_is_asked_for_in_its_other_form(
    connection: Connection, reader: Connection
) -> None:
    async with publishing() as publisher:
        link = f'<link rel="amphtml" href="{publisher.url("/amp")}">'
        link += '<link rel="alternate" media="print" href="/wall/print">'
        publisher.paths |= {
            "/wall": web(html(SENTENCES[0], head=link)),
            "/wall/print": web(html(SENTENCES[0])),
            "/amp": web(html(*SENTENCES)),
        }
        story = await fetched(connection, reader, arrive(connection, publisher))
    assert SENTENCES[5] in text_of(story)
    assert story.url == publisher.url("/amp")


async def test_a_page_that_sends_its_reader_on_is_followed_but_not_for_ever(
    connection: Connection, reader: Connection
) -> None:
    async with publishing() as publisher:
        for number in range(9):
            head = f'<meta http-equiv="refresh" content="0; url=/on{number + 1}">'
            publisher.paths[f"/on{number}"] = web(html(head=head))
        await fetched(connection, reader, arrive(connection, publisher, "/on0"))
        assert sum(each.path.startswith("/on") for each in publisher.asked) == 3


async def test_pages_that_go_on_and_on_are_asked_for_once(connection: Connection, reader: Connection) -> None:
    async with publishing() as publisher:
        following = '<link rel="next" href="/wall?page=2">'
        publisher.paths["/wall"] = web(html(*SENTENCES, head=following))
        await fetched(connection, reader, arrive(connection, publisher))
        assert [each.path for each in publisher.asked] == ["/wall"]


async def test_sources_that_say_always_are_fetched_ahead_where_robots_may(
    connection: Connection, reader: Connection
) -> None:
    async with publishing() as publisher:
        publisher.paths["/wall"] = web(html(*SENTENCES))
        article_id = arrive(connection, publisher, full_text="always")
        async with polling(connection):
            await until(lambda: full_story(reader, article_id) is not None)
        assert [each.path for each in publisher.asked] == ["/robots.txt", "/wall"]


async def test_robots_that_are_not_let_in_stay_out_but_people_are_served(
    connection: Connection, reader: Connection
) -> None:
    async with publishing() as publisher:
        publisher.paths["/robots.txt"] = reply(200, b"User-agent: *\nDisallow: /wall\n")
        publisher.paths["/wall"] = web(html(*SENTENCES))
        article_id = arrive(connection, publisher, full_text="always")
        async with polling(connection):
            await until(lambda: publisher.count("/robots.txt") == 1)
            await until(lambda: not pages.waiting(reader, NOW))
            assert publisher.count("/wall") == 0
        assert SENTENCES[0] in text_of(await fetched(connection, reader, article_id))


async def test_what_is_whole_already_is_not_fetched_ahead(connection: Connection, reader: Connection) -> None:
    async with publishing() as publisher:
        publisher.paths |= {"/wall": web(html(*SENTENCES)), "/whole": web(html(*SENTENCES))}
        part = arrive(connection, publisher, full_text="always")
        whole = dumps((Block(Kind.PARAGRAPH, (Span("Word after word. " * 300),)),))
        entry = Entry("w", "w", "Whole", publisher.url("/whole"), document=whole)
        writer.store(connection, 1, Changes(insert=(entry,)), NOW)
        async with polling(connection):
            await until(lambda: full_story(reader, part) is not None)
        assert publisher.count("/whole") == 0


async def test_a_rule_of_the_user_s_own_narrows_a_site(
    connection: Connection, reader: Connection, tmp_path: Path
) -> None:
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites" / "127.0.0.1.txt").write_text("strip: //p[3]\n")
    told = Accounts(Settings(), tmp_path / "config.toml", {})
    async with publishing() as publisher:
        publisher.paths["/wall"] = web(html(*SENTENCES))
        article_id = arrive(connection, publisher)
        async with polling(connection, told):
            pages.ask(reader, [article_id], NOW, waits=True)
            await until(lambda: full_story(reader, article_id) is not None)
    story = full_story(reader, article_id)
    assert story is not None
    assert text_of(story).split("\n") == [*SENTENCES[:2], *SENTENCES[3:]]
