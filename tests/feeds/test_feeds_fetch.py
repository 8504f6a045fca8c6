"""tui.feeds.fetch against a real server on loopback."""

from __future__ import annotations

import asyncio
import gzip
import shutil
import ssl
from base64 import b64encode
from pathlib import Path

import pytest
from serving import Reply, bare, document, drip, publishing, raw, reply, rss, sequence, silence, status

from tui import __version__
from tui.feeds import fetch as module
from tui.feeds.fetch import Failure, FetchRequest, Limits, Response, Unchanged, fetch, same_party
from tui.feeds.transport import Client

LIMITS = Limits(seconds=10.0, max_bytes=100_000)
NOW = 1_790_000_000
SHORT = gzip.compress(rss())[:-20]
"""A document that breaks off."""


async def ask(
    request: FetchRequest, limits: Limits = LIMITS, contact: str = ""
) -> Response | Unchanged | Failure:
    async with Client(contact, 4) as http:
        return await fetch(http, request, limits, NOW)


async def reason(served: Reply, limits: Limits = LIMITS) -> str:
    """The reason of a request that must fail."""
    async with publishing() as publisher:
        publisher.paths["/feed"] = served
        answer = await ask(FetchRequest(publisher.url("/feed")), limits)
    assert isinstance(answer, Failure)
    return answer.reason


async def test_a_document_comes_with_its_validators_byte_for_byte() -> None:
    async with publishing() as publisher:
        publisher.paths["/feed"] = document(
            rss(), etag='W/"a-gzip"', last_modified="some day", content_type="text/x"
        )
        answer = await ask(FetchRequest(publisher.url("/feed")))
    assert answer == Response(publisher.url("/feed"), rss(), "text/x", 'W/"a-gzip"', "some day")


async def test_both_validators_are_sent_back_byte_for_byte() -> None:
    async with publishing() as publisher:
        publisher.paths["/feed"] = document(
            rss(), etag='"ü;x"', last_modified="Sun, 22 Nov 2026 10:00:00 GMT"
        )
        request = FetchRequest(publisher.url("/feed"), '"ü;x"', "Sun, 22 Nov 2026 10:00:00 GMT")
        answer = await ask(request)
    assert isinstance(answer, Unchanged)
    headers = publisher.asked[0].headers
    assert (headers["if-none-match"], headers["if-modified-since"]) == (
        '"ü;x"',
        "Sun, 22 Nov 2026 10:00:00 GMT",
    )


async def test_a_304_replaces_the_validators_that_it_brings_and_keeps_the_other() -> None:
    async with publishing() as publisher:
        publisher.paths["/feed"] = bare(304, ETag='"new"')
        answer = await ask(FetchRequest(publisher.url("/feed"), '"old"', "then"))
    assert answer == Unchanged('"new"', "then", publisher.url("/feed"))


async def test_a_200_without_validators_leaves_none() -> None:
    async with publishing() as publisher:
        publisher.paths["/feed"] = document(rss())
        answer = await ask(FetchRequest(publisher.url("/feed"), '"old"', "then"))
    assert isinstance(answer, Response)
    assert (answer.etag, answer.last_modified) == ("", "")


async def test_a_304_that_nobody_asked_for_is_a_failure() -> None:
    assert await reason(bare(304)) == "HTTP 304: not modified"


async def test_a_validator_with_control_characters_is_not_kept() -> None:
    async with publishing() as publisher:
        publisher.paths["/feed"] = reply(200, rss(), ETag='"\x1b[31m"')
        answer = await ask(FetchRequest(publisher.url("/feed")))
    assert isinstance(answer, Response)
    assert answer.etag == ""


async def test_a_request_says_who_asks_and_what_it_takes_and_nothing_more() -> None:
    async with publishing() as publisher:
        publisher.paths["/feed"] = sequence(reply(200, rss(), Set_Cookie="id=1"), document(rss()))
        async with Client("https://desk.example/", 4) as http:
            for _ in range(2):
                await fetch(http, FetchRequest(publisher.url("/feed")), LIMITS, NOW)
    headers = publisher.asked[1].headers
    assert headers["user-agent"] == f"telex/{__version__} (+https://desk.example/)"
    assert headers["accept-encoding"] == "gzip"
    assert set(headers) == {"host", "user-agent", "accept", "accept-encoding", "connection"}


@pytest.mark.parametrize(
    ("served", "told"),
    [
        (status(404), "HTTP 404: not found"),
        (status(401), "HTTP 401: it wants a name and a password, or others: set user and password, or token"),
        (status(403), "HTTP 403: it refuses to answer"),
        (status(410), "HTTP 410: gone for good; it is not asked for again"),
        (status(599), "HTTP 599"),
        (status(204), "HTTP 204: no content"),
        (raw(b""), "the answer broke off before its end"),
        (raw(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n<rss>"), "the answer broke off before its end"),
        (raw(b"220 mail.example ready\r\n\r\n"), "the answer is not valid HTTP"),
        (reply(200, SHORT, Content_Encoding="gzip"), "the answer broke off before its end"),
        (reply(200, gzip.compress(bytes(9_000_000)), Content_Encoding="gzip"), "larger than 100 kB"),
        (reply(200, b"", Content_Encoding="gzip, gzip"), "answered in a compression that was not asked for"),
        (reply(200, bytes(100_001)), "larger than 100 kB"),
        (raw(b"HTTP/1.1 200 OK\r\nContent-Length: 999999999999999\r\n\r\n"), "larger than 100 kB"),
    ],
)  # fmt: skip
async def test_each_failure_has_a_plain_reason(served: Reply, told: str) -> None:
    assert await reason(served) == told


@pytest.mark.parametrize("served", [drip, silence])
async def test_a_request_ends_at_its_deadline_though_bytes_keep_coming(served: Reply) -> None:
    assert await reason(served, Limits(0.3, 100_000)) == "no complete answer within 0.3 s"


async def test_a_body_without_an_announced_length_is_cut_off_at_the_limit() -> None:
    async def endless(asked: object, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
        while True:
            writer.write(bytes(10_000))
            await writer.drain()

    assert await reason(endless) == "larger than 100 kB"


async def test_a_name_that_does_not_exist_is_said_so() -> None:
    answer = await ask(FetchRequest("http://nobody.invalid/feed"))
    assert answer == Failure("the name nobody.invalid cannot be resolved", no_way=True)


async def test_a_closed_port_is_said_so() -> None:
    async with publishing() as publisher:
        url = publisher.url("/feed")
    assert await ask(FetchRequest(url)) == Failure("127.0.0.1 refused the connection")


async def test_a_redirect_is_followed() -> None:
    async with publishing() as publisher:
        publisher.paths |= {"/old": status(301, Location="/new"), "/new": document(rss())}
        answer = await ask(FetchRequest(publisher.url("/old")))
    assert isinstance(answer, Response)
    assert answer.url == publisher.url("/new")


async def test_redirects_in_a_circle_end() -> None:
    async with publishing() as publisher:
        publisher.paths |= {"/a": status(302, Location="/b"), "/b": status(302, Location="/a#x")}
        answer = await ask(FetchRequest(publisher.url("/a")))
        assert answer == Failure("redirected in a circle")
        assert len(publisher.asked) == 2


async def test_redirects_without_end_end() -> None:
    async with publishing() as publisher:
        publisher.paths |= {f"/{n}": status(302, Location=f"/{n + 1}") for n in range(10)}
        answer = await ask(FetchRequest(publisher.url("/0")))
        assert answer == Failure("more than 5 redirects")
        assert len(publisher.asked) == 6


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://x.example/", "javascript:alert(1)", "data:,x"]
)
async def test_a_redirect_to_anything_but_http_is_not_followed(target: str) -> None:
    assert (
        await reason(status(302, Location=target))
        == "HTTP 302: redirected to no address that can be followed"
    )


async def test_secrets_stay_with_the_origin_that_the_user_typed() -> None:
    async with publishing() as home, publishing() as stranger:
        home.paths |= {
            "/feed": status(302, Location="/moved"),
            "/moved": status(302, Location=stranger.url("/x")),
        }
        stranger.paths["/x"] = document(rss(), etag='"theirs"')
        url = home.url("/feed").replace("//", "//user:p%40ss@")
        answer = await ask(FetchRequest(url, secrets=((b"X-Key", b"k"), (b"Cookie", b"id=1"))))
    secret = "Basic " + b64encode(b"user:p@ss").decode()
    assert [each.headers.get("authorization") for each in home.asked] == [secret, secret]
    assert [each.headers.get("x-key") for each in home.asked] == ["k", "k"]
    assert not {"authorization", "x-key", "cookie"} & set(stranger.asked[0].headers)
    assert isinstance(answer, Response)
    assert (answer.url, answer.etag) == (stranger.url("/x"), '"theirs"')


async def test_an_address_that_came_from_elsewhere_gets_no_secret_of_the_one_that_was_typed() -> None:
    async with publishing() as home, publishing() as moved:
        moved.paths["/x"] = document(rss())
        request = FetchRequest(
            moved.url("/x"),
            home=home.url("/feed").replace("//", "//user:pass@"),
            secrets=((b"X-Key", b"k"),),
        )
        assert isinstance(await ask(request), Response)
    assert not {"authorization", "x-key"} & set(moved.asked[0].headers)


async def test_validators_are_seen_by_the_address_that_gave_them_alone() -> None:
    async with publishing() as home, publishing() as stranger:
        home.paths["/feed"] = status(302, Location=stranger.url("/x"))
        stranger.paths["/x"] = document(rss(), etag='"theirs"')
        first = await ask(FetchRequest(home.url("/feed")))
        assert isinstance(first, Response)
        again = await ask(FetchRequest(home.url("/feed"), first.etag, validators_for=first.url))
    assert again == Unchanged('"theirs"', "", stranger.url("/x"))
    assert not any("if-none-match" in each.headers for each in home.asked)


async def test_permanent_redirects_alone_say_where_a_feed_has_moved() -> None:
    async with publishing() as publisher:
        publisher.paths |= {
            "/old": status(301, Location="/older"),
            "/older": status(308, Location="/new"),
            "/new": status(302, Location="/today"),
            "/today": document(rss(), etag='"1"'),
            "/hop": status(302, Location="/new"),
        }
        moved = await ask(FetchRequest(publisher.url("/old")))
        assert isinstance(moved, Response)
        assert (moved.moved_to, moved.url) == (publisher.url("/new"), publisher.url("/today"))
        still = await ask(FetchRequest(publisher.url("/old"), '"1"', validators_for=moved.url))
        assert isinstance(still, Unchanged)
        assert still.moved_to == publisher.url("/new")
        elsewhere = await ask(FetchRequest(publisher.url("/hop")))
        assert isinstance(elsewhere, Response)
        assert elsewhere.moved_to == ""


async def test_leave_is_asked_for_each_address_and_does_not_count_as_time() -> None:
    asked: list[str] = []

    async def leave(url: str) -> None:
        asked.append(url)
        await asyncio.sleep(1.5)

    async with publishing() as publisher, Client("", 4) as http:
        publisher.paths |= {"/old": status(302, Location="/new"), "/new": document(rss())}
        answer = await fetch(http, FetchRequest(publisher.url("/old")), Limits(2.5, 10_000), NOW, leave)
    assert isinstance(answer, Response)
    assert asked == [publisher.url("/old"), publisher.url("/new")]


async def test_what_bytes_of_headers_never_end_is_given_up() -> None:
    lines = b"".join(b"X-%d: %s\r\n" % (n, b"y" * 1_000) for n in range(200))
    assert await reason(raw(b"HTTP/1.1 200 OK\r\n" + lines)) == "the answer is not valid HTTP"


async def test_a_body_in_pieces_of_a_byte_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PIECES", 1_000)
    pieces = raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1\r\n<\r\n" * 1_500)
    assert await reason(pieces) == "the answer came in too many pieces"


async def test_a_connection_is_kept_only_where_that_is_asked_for() -> None:
    async with publishing() as publisher, Client("", 4) as http:
        publisher.paths["/feed"] = document(rss())
        for keep in (True, False):
            await fetch(http, FetchRequest(publisher.url("/feed"), keep=keep), LIMITS, NOW)
    assert [each.headers["connection"] for each in publisher.asked] == ["keep-alive", "close"]


async def test_freshness_is_told_also_of_a_304() -> None:
    async with publishing() as publisher:
        fresh = bare(304, Cache_Control="max-age=600")
        publisher.paths["/feed"] = sequence(reply(200, rss(), Cache_Control="max-age=60", Age="20"), fresh)
        first = await ask(FetchRequest(publisher.url("/feed")))
        again = await ask(FetchRequest(publisher.url("/feed"), '"1"'))
    assert isinstance(first, Response)
    assert isinstance(again, Unchanged)
    assert (first.fresh_for, again.fresh_for) == (40, 600)


async def test_no_reason_shows_a_password() -> None:
    async with publishing() as publisher:
        url = publisher.url("/feed").replace("//", "//user:secret@")
    answer = await ask(FetchRequest(url))
    assert isinstance(answer, Failure)
    assert "secret" not in answer.reason


@pytest.mark.parametrize(
    ("known", "asked", "same"),
    [
        ("http://a.example/x", "http://a.example:80/y", True),
        ("http://a.example/x", "https://a.example/x", True),
        ("https://a.example/x", "http://a.example/x", False),
        ("https://a.example/x", "https://a.example:8443/x", False),
        ("https://a.example/x", "https://b.a.example/x", False),
    ],
)
def test_only_the_same_origin_or_its_own_tls_is_the_same_party(known: str, asked: str, same: bool) -> None:
    assert same_party(known, asked) is same


@pytest.mark.parametrize(
    ("value", "date", "seconds"),
    [
        ("120", "", 120),
        ("Sun, 22 Nov 2026 10:10:00 GMT", "Sun, 22 Nov 2026 10:00:00 GMT", 600),
        ("Sun, 22 Nov 2026 09:00:00 GMT", "Sun, 22 Nov 2026 10:00:00 GMT", 0),
        ("Mon, 21 Sep 2026 14:23:20 GMT", "", 1_790_000_600 - NOW),
        ("soon", "", None),
        ("-5", "", None),
    ],
)
async def test_retry_after_is_read_as_seconds_and_as_a_date(
    value: str, date: str, seconds: int | None
) -> None:
    async with publishing() as publisher:
        headers = {"Retry_After": value} | ({"Date": date} if date else {})
        publisher.paths["/feed"] = status(429, **headers)
        answer = await ask(FetchRequest(publisher.url("/feed")))
    assert answer == Failure("HTTP 429: too many requests", 429, seconds, publisher.url("/feed"))


async def test_a_certificate_that_nobody_vouches_for_is_said_so(tmp_path: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("there is no openssl to make a certificate with")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    maker = await asyncio.create_subprocess_exec(
        "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-days", "2",
        "-keyout", str(key), "-out", str(certificate), stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    assert await maker.wait() == 0
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    async with publishing(tls) as publisher:
        answer = await ask(FetchRequest(publisher.url("/feed", "localhost")))
        assert publisher.asked == []
    assert isinstance(answer, Failure)
    assert answer.reason.startswith("the certificate of localhost cannot be trusted: ")


async def test_a_server_without_tls_is_said_so() -> None:
    closed = asyncio.Event()

    async def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await reader.read()
        writer.close()
        await writer.wait_closed()
        closed.set()

    server = await asyncio.start_server(plain, "127.0.0.1", 0)
    async with server:
        answer = await ask(FetchRequest(f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/"))
        await closed.wait()
    assert isinstance(answer, Failure)
    assert answer.reason.startswith("no secure connection with 127.0.0.1")


async def test_an_unchanged_feed_leaves_its_connection_open_for_the_next() -> None:
    ports: set[object] = set()

    async def note(asked: object, writer: asyncio.StreamWriter) -> None:
        ports.add(writer.get_extra_info("peername"))
        writer.write(b"HTTP/1.1 304 Not Modified\r\n\r\n")

    async with publishing() as publisher, Client("", 4) as http:
        publisher.paths["/feed"] = note
        for _ in range(3):
            await fetch(http, FetchRequest(publisher.url("/feed"), '"x"', keep=True), LIMITS, NOW)
    assert len(ports) == 1
