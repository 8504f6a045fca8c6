"""tui.feeds.discover on a real site: what is asked for, in which order, and when it stops."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping

import pytest
from serving import Clock, Publisher, Reply, accounts, document, item, publishing, reply, rss, status

from tui.arrivals import Entry
from tui.cache.requests import Discovery, Preview, Tried
from tui.feeds.candidates import GUESSES
from tui.feeds.discover import ENTRIES, HEADLINES, PROBES, discover, per_week, tools

FERRY = rss(item("a", "Ferry late", date="Sun, 20 Sep 2026 10:00:00 GMT"), title="The Gazette")
DAM = rss(item("b", "Dam unsafe"), title="Dams")
PATHS = [f"/{name}" for name in GUESSES]


@pytest.fixture
async def publisher() -> AsyncIterator[Publisher]:
    async with publishing() as made:
        yield made


def page(*links: str, body: str = "") -> Reply:
    head = "".join(f'<link rel="alternate" type="application/rss+xml" href="{link}">' for link in links)
    html = f"<!doctype html><html><head><title>x</title>{head}</head><body>{body}</body></html>"
    return document(html.encode(), content_type="text/html")


async def look(typed: str, *, pauses: Mapping[str, float] | None = None, **settings: float) -> Discovery:
    async with tools(accounts(**settings), pauses or {}, Clock(), lambda _: None) as made:
        return await discover(typed, made)


def asked(publisher: Publisher) -> list[str]:
    return [each.path for each in publisher.asked]


def why(found: Discovery) -> dict[str, str]:
    return {each.url: each.why for each in found.tried}


async def test_the_address_of_a_feed_is_one_request(publisher: Publisher) -> None:
    publisher.paths["/news"] = document(FERRY)
    found = await look(publisher.url("/news"))
    assert asked(publisher) == ["/news"]
    (feed,) = found.found
    assert (feed.url, feed.title, feed.entries) == (publisher.url("/news"), "The Gazette", 1)
    assert feed.headlines == (Preview("Ferry late", 1_789_898_400),)
    assert found.tried == ()


async def test_every_feed_that_the_page_declares_is_found_in_its_order(publisher: Publisher) -> None:
    publisher.paths |= {"/": page("/two", "one", body="<a href=/feed>x</a>"), "/two": document(DAM)}
    publisher.paths |= {"/one": document(FERRY), "/feed": document(FERRY)}
    found = await look(publisher.url("/"))
    assert [feed.title for feed in found.found] == ["Dams", "The Gazette"]
    assert asked(publisher) == ["/", "/two", "/one"]


async def test_links_on_the_page_are_asked_until_one_is_a_feed(publisher: Publisher) -> None:
    publisher.paths["/"] = page(body="<a href=/old.rss>a</a><a href=/rss.xml>b</a><a href=/feed>c</a>")
    publisher.paths |= {"/rss.xml": document(FERRY), "/feed": document(DAM)}
    found = await look(publisher.url("/"))
    assert [feed.title for feed in found.found] == ["The Gazette"]
    assert asked(publisher) == ["/", "/old.rss", "/rss.xml"]
    assert why(found)[publisher.url("/old.rss")] == "HTTP 404: not found"


async def test_the_usual_places_are_asked_one_by_one_until_one_is_a_feed(publisher: Publisher) -> None:
    publisher.paths |= {"/blog/": page(), "/atom.xml": document(FERRY), "/feed.xml": document(DAM)}
    found = await look(publisher.url("/blog/"))
    assert [feed.url for feed in found.found] == [publisher.url("/atom.xml")]
    assert asked(publisher) == ["/blog/", "/blog/feed", "/blog/index.xml", "/feed", "/rss", "/atom.xml"]


async def test_where_there_is_none_all_that_was_tried_is_said(publisher: Publisher) -> None:
    publisher.paths |= {"/": page(), "/rss": page(), "/feed.xml": document(b"<opml/>")}
    found = await look(publisher.url("/"))
    assert found.found == ()
    assert asked(publisher) == ["/", *PATHS]
    assert found.tried == (
        Tried(publisher.url("/"), "a web page, not a feed"),
        Tried(publisher.url("/feed"), "HTTP 404: not found"),
        Tried(publisher.url("/rss"), "a web page, not a feed"),
        Tried(publisher.url("/atom.xml"), "HTTP 404: not found"),
        Tried(publisher.url("/feed.xml"), "this is not a feed (it begins with <opml>)"),
        Tried(publisher.url("/index.xml"), "HTTP 404: not found"),
        Tried(publisher.url("/feed.json"), "HTTP 404: not found"),
    )
    assert found.answered


async def test_six_addresses_are_asked_besides_the_page_and_no_more(publisher: Publisher) -> None:
    publisher.paths["/"] = page(*(f"/gone{n}" for n in range(20)))
    found = await look(publisher.url("/"))
    assert len(publisher.asked) == 1 + PROBES
    assert sum("not asked" in each.why for each in found.tried) == 20 - PROBES


async def test_one_request_is_made_after_the_other(publisher: Publisher) -> None:
    publisher.paths |= {"/": page("/one", "/two", "/three"), "/one": document(FERRY), "/two": document(DAM)}
    await look(publisher.url("/"))
    assert publisher.most_at_once == 1


async def test_a_host_that_asks_for_peace_is_asked_no_more(publisher: Publisher) -> None:
    publisher.paths |= {"/": page("/one", "/two"), "/one": status(429, Retry_After="60")}
    publisher.paths["/two"] = document(FERRY)
    found = await look(publisher.url("/"))
    assert asked(publisher) == ["/", "/one"]
    assert found.found == ()
    assert why(found)[publisher.url("/two")].startswith("left in peace until ")


async def test_a_host_that_asked_the_poller_for_peace_is_not_asked(publisher: Publisher) -> None:
    publisher.paths["/feed"] = document(FERRY)
    host = publisher.url("/").split("/")[2]
    found = await look(publisher.url("/feed"), pauses={host: Clock().now + 600})
    assert publisher.asked == []
    assert found.found == ()


async def test_a_page_that_is_missing_does_not_keep_from_the_usual_places(publisher: Publisher) -> None:
    publisher.paths["/feed"] = document(FERRY)
    found = await look(publisher.url("/moved/away"))
    assert [feed.url for feed in found.found] == [publisher.url("/feed")]


async def test_what_the_page_declares_comes_before_what_its_address_looks_like(publisher: Publisher) -> None:
    publisher.paths |= {"/@mole": page("/users/mole.atom"), "/users/mole.atom": document(FERRY)}
    await look(publisher.url("/@mole"))
    assert asked(publisher) == ["/@mole", "/users/mole.atom"]


async def test_a_page_of_known_software_has_its_feed_where_such_pages_have_it(publisher: Publisher) -> None:
    publisher.paths |= {"/@mole": page(), "/@mole.rss": document(FERRY)}
    found = await look(publisher.url("/@mole"))
    assert asked(publisher) == ["/@mole", "/@mole.rss"]
    assert len(found.found) == 1


async def test_the_same_entries_in_another_format_are_one_feed(publisher: Publisher) -> None:
    publisher.paths |= {"/": page("/rss2", "/atom1"), "/rss2": document(FERRY)}
    publisher.paths["/atom1"] = document(FERRY + b"<!-- the same -->")
    found = await look(publisher.url("/"))
    assert [feed.url for feed in found.found] == [publisher.url("/rss2")]
    assert why(found)[publisher.url("/atom1")] == f"the same entries as {publisher.url('/rss2')}"


async def test_an_address_that_leads_back_to_the_page_is_not_read_again(publisher: Publisher) -> None:
    publisher.paths |= {"/": page(), "/feed": status(302, Location="/"), "/rss": document(FERRY)}
    found = await look(publisher.url("/"))
    assert [feed.url for feed in found.found] == [publisher.url("/rss")]
    assert why(found)[publisher.url("/feed")] == f"leads to {publisher.url('/')}, which was asked already"


async def test_a_feed_that_has_moved_for_good_is_taken_at_its_new_address(publisher: Publisher) -> None:
    publisher.paths |= {"/old": status(301, Location="/new"), "/new": document(FERRY)}
    publisher.paths |= {"/today": status(302, Location="/new")}
    assert (await look(publisher.url("/old"))).found[0].url == publisher.url("/new")
    assert (await look(publisher.url("/today"))).found[0].url == publisher.url("/today")


async def test_links_are_resolved_against_where_the_page_was_in_the_end(publisher: Publisher) -> None:
    publisher.paths |= {"/": status(302, Location="/en/"), "/en/": page("feed"), "/en/feed": document(FERRY)}
    assert [feed.url for feed in (await look(publisher.url("/"))).found] == [publisher.url("/en/feed")]


async def test_without_a_scheme_https_is_tried_first_and_then_http(publisher: Publisher) -> None:
    publisher.paths["/feed"] = document(FERRY)
    found = await look(f"127.0.0.1:{publisher.port}/feed")
    assert [feed.url for feed in found.found] == [publisher.url("/feed")]
    assert [each.url for each in found.tried] == [f"https://127.0.0.1:{publisher.port}/feed"]
    assert found.answered


async def test_an_address_with_its_scheme_is_tried_with_no_other(publisher: Publisher) -> None:
    publisher.paths["/feed"] = document(FERRY)
    found = await look(f"https://127.0.0.1:{publisher.port}/feed")
    assert (found.found, found.answered, asked(publisher)) == ((), False, [])


async def test_where_nobody_answers_it_is_said_and_nothing_else_is_tried() -> None:
    async with publishing() as gone:
        url = gone.url("/")
    found = await look(url)
    assert (found.found, found.answered) == ((), False)
    assert why(found) == {url: "127.0.0.1 refused the connection"}


async def test_words_that_are_no_address_are_asked_of_nobody() -> None:
    found = await look("harbour news\x1b[2J")
    assert found == Discovery(
        "harbour news[2J", tried=(Tried("harbour news[2J", "is no address of the web"),), answered=False
    )


@pytest.mark.parametrize(
    "target",
    ["http://localhost:{port}/secret.xml", "http://169.254.169.254/feed", "http://[::1]:{port}/secret.xml",
     "http://10.0.0.1/feed", "http://2130706433:{port}/secret.xml"],
)  # fmt: skip
async def test_a_page_cannot_lead_to_another_host_of_the_user_s_network(
    publisher: Publisher, target: str
) -> None:
    publisher.paths["/"] = page(target.format(port=publisher.port))
    publisher.paths["/secret.xml"] = document(FERRY)
    found = await look(publisher.url("/"), timeout=5.0)
    assert found.found == ()
    assert "/secret.xml" not in asked(publisher)


async def test_a_page_cannot_name_scripts_files_or_itself(publisher: Publisher) -> None:
    publisher.paths["/"] = page(
        "javascript:alert(1)", "file:///etc/passwd", "data:text/xml,<rss/>", "", "/", "#x"
    )
    found = await look(publisher.url("/"))
    assert asked(publisher) == ["/", *PATHS]
    assert all(each.url.startswith("http://127.0.0.1:") for each in found.tried)


@pytest.mark.parametrize("body", [b"<html>" + b"<link" * 200_000, b"<html>" + b"<b>" * 200_000])
async def test_a_hostile_page_is_a_page_without_feeds(publisher: Publisher, body: bytes) -> None:
    publisher.paths["/"] = document(body, content_type="text/html")
    found = await look(publisher.url("/"))
    assert why(found)[publisher.url("/")] == "a web page, not a feed"
    assert found.found == ()


async def test_a_typed_password_goes_to_its_own_site_alone_and_is_never_shown(publisher: Publisher) -> None:
    typed = publisher.url("/", host="me:hunter2@127.0.0.1")
    async with publishing() as other:
        publisher.paths |= {"/": page("/mine", other.url("/theirs")), "/mine": document(FERRY)}
        other.paths["/theirs"] = document(DAM)
        found = await look(typed)
        assert all("authorization" in each.headers for each in publisher.asked)
        assert all("authorization" not in each.headers for each in other.asked)
    assert found.found[0].url == publisher.url("/mine", host="me:hunter2@127.0.0.1")
    assert "hunter2" not in found.asked + "".join(each.url + each.why for each in found.tried)


async def test_a_feed_is_shown_by_its_newest_headlines(publisher: Publisher) -> None:
    dated = [item(f"g{n}", f"Number {n}", date=f"{n:02} Sep 2026 10:00:00 GMT") for n in range(1, 11)]
    publisher.paths["/feed"] = document(rss(*dated, item("x", "Undated")))
    (feed,) = (await look(publisher.url("/feed"))).found
    assert [each.title for each in feed.headlines] == [f"Number {n}" for n in range(10, 10 - HEADLINES, -1)]
    assert feed.entries == 11


async def test_a_feed_of_thousands_says_how_many_it_holds(publisher: Publisher) -> None:
    publisher.paths["/feed"] = document(rss(*(item(f"g{n}", f"Number {n}") for n in range(ENTRIES + 50))))
    assert (await look(publisher.url("/feed"))).found[0].entries == ENTRIES + 50


async def test_a_hub_is_noted_and_not_asked(publisher: Publisher) -> None:
    hub = '<link rel="hub" xmlns="http://www.w3.org/2005/Atom" href="http://127.0.0.1:{}/hub"/>'
    body = FERRY.replace(b"<item>", hub.format(publisher.port).encode() + b"<item>")
    publisher.paths["/feed"] = document(body)
    (feed,) = (await look(publisher.url("/feed"))).found
    assert feed.hub == publisher.url("/hub")
    assert asked(publisher) == ["/feed"]


async def test_an_answer_that_is_too_large_or_too_slow_is_given_up(publisher: Publisher) -> None:
    publisher.paths["/feed"] = reply(200, b"x" * 5_000)
    found = await look(publisher.url("/feed"), max_bytes=1_000)
    assert why(found)[publisher.url("/feed")] == "larger than 1 kB"


async def test_whoever_waits_is_told_each_address_without_its_password(publisher: Publisher) -> None:
    publisher.paths |= {"/": page("/feed"), "/feed": document(FERRY)}
    told: list[str] = []
    async with tools(accounts(), {}, Clock(), told.append) as made:
        await discover(publisher.url("/", host="me:hunter2@127.0.0.1"), made)
    assert told == [publisher.url("/"), publisher.url("/feed")]


def _dated(*days: float) -> list[Entry]:
    now = int(Clock().now)
    return [Entry("g", "f", published=now - int(each * 86_400)) for each in days]


def test_entries_per_week_count_the_silence_since() -> None:
    now = int(Clock().now)
    assert per_week(_dated(7, 8, 14), now) == 1.5
    assert per_week(_dated(700), now) == 0.0


def test_a_burst_of_an_hour_is_counted_over_a_day() -> None:
    assert per_week(_dated(0, 0.01, 0.02), int(Clock().now)) == 21.0


def test_without_dates_or_with_dates_to_come_nothing_is_said_of_the_rate() -> None:
    assert per_week([Entry("g", "f"), *_dated(-3)], int(Clock().now)) is None
