"""Routes and conditional requests, without a socket."""

from __future__ import annotations

import pytest

from tui.demo.answers import Request, Response, answer, parse
from tui.demo.documents import Edition
from tui.demo.script import load

START = 1_790_000_000.0
SCRIPT = load()
HEALTHY = [o.slug for o in SCRIPT.outlets if o.manner not in ("dead", "hostile")]


def get(slug: str, path: str = "", elapsed: float = 100, **headers: str) -> Response:
    edition = Edition(SCRIPT.outlet(slug), "http://127.0.0.1:4242", START, 1.0)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return answer(edition, SCRIPT, Request("GET", path or edition.feed_path, named), elapsed)


@pytest.mark.parametrize("slug", HEALTHY)
def test_an_etag_sent_back_gives_304_without_a_body(slug: str) -> None:
    first = get(slug)
    second = get(slug, if_none_match=first.headers["ETag"])
    assert (first.status, second.status, second.body) == (200, 304, b"")


@pytest.mark.parametrize("slug", HEALTHY)
def test_a_last_modified_sent_back_gives_304(slug: str) -> None:
    first = get(slug)
    assert get(slug, if_modified_since=first.headers["Last-Modified"]).status == 304


def test_a_weak_etag_in_a_list_is_recognised() -> None:
    etag = get("kestrel").headers["ETag"]
    assert get("kestrel", if_none_match=f'"other", W/{etag}').status == 304


def test_a_new_article_changes_both_validators() -> None:
    old, new = get("verrany-press", elapsed=31), get("verrany-press", elapsed=32)
    assert get("verrany-press", elapsed=32, if_none_match=old.headers["ETag"]).status == 200
    assert old.headers["Last-Modified"] != new.headers["Last-Modified"]


def test_a_revision_changes_the_etag() -> None:
    old = get("harbour-light", elapsed=150).headers["ETag"]
    assert get("harbour-light", elapsed=152, if_none_match=old).status == 200


def test_a_wrong_etag_is_not_saved_by_a_date() -> None:
    first = get("kestrel")
    stale = get("kestrel", if_none_match='"x"', if_modified_since=first.headers["Last-Modified"])
    assert stale.status == 200


def test_a_date_that_cannot_be_read_is_ignored() -> None:
    assert get("kestrel", if_modified_since="the day before yesterday").status == 200


def test_the_hostile_publisher_has_no_validators() -> None:
    assert set(get("unlikely-truth").headers) == {"Content-Type"}


def test_an_article_has_its_page() -> None:
    response = get("kestrel", "/core-900.html")
    assert response.status == 200
    assert "The drill passes 900 metres" in response.body.decode()


def test_a_page_is_not_there_before_its_article() -> None:
    assert get("verrany-press", "/ferry-flash.html", elapsed=31).status == 404
    assert get("verrany-press", "/ferry-flash.html", elapsed=32).status == 200


def test_a_picture_is_an_svg() -> None:
    response = get("kestrel", "/pictures/core-900.svg")
    assert response.headers["Content-Type"] == "image/svg+xml"


def test_only_get_and_head_are_allowed() -> None:
    edition = Edition(SCRIPT.outlet("kestrel"), "http://127.0.0.1:4242", START, 1.0)
    assert answer(edition, SCRIPT, Request("POST", "/", {}), 0).status == 405


def test_a_request_line_that_is_none_is_refused() -> None:
    edition = Edition(SCRIPT.outlet("kestrel"), "http://127.0.0.1:4242", START, 1.0)
    assert answer(edition, SCRIPT, parse(b"hello\r\n\r\n"), 0).status == 400


def test_header_names_are_read_in_any_case() -> None:
    request = parse(b'GET /feed.xml?x=1 HTTP/1.1\r\nIF-none-MATCH:  "a" \r\n\r\n')
    assert request == Request("GET", "/feed.xml", {"if-none-match": '"a"'})


def test_a_304_names_no_length() -> None:
    assert b"Content-Length" not in Response(304).head()
    assert b"Content-Length: 2" in Response(200, {}, b"ok").head()
