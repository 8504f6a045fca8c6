"""tui.feeds.opml: lists of other readers in, our own out, and what is kept of them on the way."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.feeds.imported import SubscriptionError
from tui.feeds.opml import read_opml, write_opml
from tui.feeds.outlines import decode, outlines
from tui.feeds.subscriptions import read_any
from tui.model import Source

LISTS = Path(__file__).resolve().parents[3] / "shared" / "data" / "opml"

NESTED = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><head><title>My feeds &amp; more</title></head><body>
  <outline text="North" title="x">
    <outline text="Far/North">
      <outline type="rss" text="Ice" xmlUrl="https://ice.example/feed?a=1&amp;b=2"/>
    </outline>
    <outline type="rss" title="Rain" xmlUrl="http://rain.example/"></outline>
  </outline>
  <outline type="rss" text="Loose" xmlurl='http://loose.example/' category="/Sea/Deep,/Other"/>
</body></opml>"""


def from_reader(name: str) -> bytes:
    """A list in the shape of what this reader writes, all names invented.

    After Miniflux, internal/reader/opml/opml.go; FreshRSS, app/views/helpers/export/opml.phtml and
    docs/en/developers/OPML.md; NetNewsWire, Modules/Account: OPMLFile.swift, Folder.swift, Feed.swift.
    """
    return (Path(__file__).parent / "lists" / f"{name}.opml").read_bytes()


def body(outline: str) -> bytes:
    return f'<opml version="2.0"><body>{outline}</body></opml>'.encode()


def test_nested_folders_become_a_group() -> None:
    found = read_opml(NESTED.encode())
    assert found.title == "My feeds & more"
    assert found.sources == (
        Source("https://ice.example/feed?a=1&b=2", "Ice", "North/Far-North"),
        Source("http://rain.example/", "Rain", "North"),
        Source("http://loose.example/", "Loose", "Sea/Deep"),
    )
    assert found.refused == ()


@pytest.mark.skipif(not LISTS.is_dir(), reason="needs the real lists in ../shared/data/opml")
def test_real_lists_lose_no_feed() -> None:
    files = sorted(LISTS.glob("*.opml"))
    assert len(files) > 100
    for path in files:
        data = path.read_bytes()
        found = read_any(data, path.name)
        assert len(found.sources) + len(found.refused) == data.count(b"xmlUrl="), path.name
        assert all("twice" in why for _, why in found.refused), (path.name, found.refused)
        assert all(source.url.encode() in data.replace(b"&amp;", b"&") for source in found.sources)


@pytest.mark.parametrize(
    ("outline", "url", "name"),
    [
        ('<outline text="a & b" xmlUrl="http://a.example/?x=1&y=2"/>', "http://a.example/?x=1&y=2", "a & b"),
        (
            '<outline text="a" xmlUrl="http://a.example/?section=1&copy=2"/>',
            "http://a.example/?section=1&copy=2",
            "a",
        ),
        ('<outline text="say "hi" now" xmlUrl="http://a.example/"/>', "http://a.example/", 'say "hi" now'),
        (
            '<outline description="by <a href="http://b.example/">b</a>" text="a" xmlUrl="http://a.example/">',
            "http://a.example/",
            "a",
        ),
        ('<outline text="a > b" xmlUrl="http://a.example/" />', "http://a.example/", "a > b"),
        ('<OUTLINE TEXT="a" XMLURL=" http://a.example/ "></OUTLINE>', "http://a.example/", "a"),
        ('<outline text="a"xmlUrl="http://a.example/"/>', "http://a.example/", "a"),
        (
            '<outline text="&eacute;&#x1F;&#xD800;&bogus;" xmlUrl="http://a.example/"/>',
            "http://a.example/",
            "é\ufffd&bogus;",
        ),
        ('<outline\ntext="a\u001b[2J"\nxmlUrl="http://a.example/"\n/>', "http://a.example/", "a[2J"),
        ('<outline type="rss" text="a" url="http://a.example/"/>', "http://a.example/", "a"),
    ],
)
def test_an_outline_that_is_no_xml_is_read(outline: str, url: str, name: str) -> None:
    (source,) = read_opml(body(outline)).sources
    assert (source.url, source.name) == (url, name)


def test_a_list_that_breaks_off_names_what_it_lost() -> None:
    data = body('<outline text="a" xmlUrl="http://a.example/"/><outline text="b" xmlUrl="http://b.exa')
    found = read_opml(data[: -len("</body></opml>")])
    assert [source.name for source in found.sources] == ["a"]
    assert [what for what, _ in found.refused] == ["b"]


def test_an_address_without_quotes_is_named_not_lost() -> None:
    found = read_opml(body('<outline text="a" xmlUrl=http://a.example/ />'))
    assert [what for what, _ in found.refused] == ["a"]


def test_what_stands_in_a_comment_is_not_imported() -> None:
    text = '<!-- <outline text="a" xmlUrl="http://a.example/"/> --><outline text="b" xmlUrl="http://b.example/"/>'
    assert [source.name for source in read_opml(body(text)).sources] == ["b"]


@pytest.mark.parametrize(
    "attributes",
    [
        'xmlUrl="|touch canary"',
        'xmlUrl="exec:touch canary"',
        'xmlUrl="EXEC:touch canary"',
        'xmlUrl=" filter:sed:http://a.example/"',
        'xmlUrl="file:///etc/passwd"',
        'xmlUrl="javascript:alert(1)"',
        'xmlUrl="http://a.example/" filtercmd="touch canary"',
        'xmlUrl="--config=/etc/passwd"',
        'xmlUrl="http://"',
        'xmlUrl=""',
        'type="include" url="http://a.example/list.opml"',
        'type="link" url="http://a.example/"',
    ],
)
def test_an_outline_that_is_no_web_address_is_refused_by_name(attributes: str) -> None:
    found = read_opml(body(f'<outline text="Trap" {attributes}/>'))
    assert found.sources == ()
    ((what, why),) = found.refused
    assert what == "Trap"
    assert why


def test_a_feed_listed_twice_is_imported_once_and_said() -> None:
    outline = '<outline text="a" xmlUrl="http://a.example/"/><outline text="b" xmlUrl="HTTP://A.example:80"/>'
    found = read_opml(body(outline))
    assert [source.name for source in found.sources] == ["a"]
    assert found.refused[0][0] == "b"


def test_folders_deeper_than_the_limit_are_flattened_not_lost() -> None:
    deep = '<outline text="f">' * 5_000 + '<outline text="a" xmlUrl="http://a.example/"/>'
    (source,) = read_opml(body(deep + "</outline>" * 5_000)).sources
    assert source.group == "/".join("f" * 32)


def test_entities_are_refused() -> None:
    bomb = b'<!DOCTYPE opml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + body("<outline text='&b;'/>")
    with pytest.raises(SubscriptionError, match="entities"):
        read_opml(bomb)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (NESTED.encode("utf-16"), "Ice"),
        (NESTED.encode("utf-16-be"), "Ice"),
        (NESTED.encode("utf-32"), "Ice"),
        (b"\xef\xbb\xbf" + NESTED.encode(), "Ice"),
        (body('<outline text="caf\xe9" xmlUrl="http://a.example/"/>').decode().encode("cp1252"), "café"),
        (
            b'<?xml version="1.0" encoding="koi8-r"?>'
            + body('<outline text="мир" xmlUrl="http://a.example/"/>').decode().encode("koi8-r"),
            "мир",
        ),
        (
            b'<?xml version="1.0" encoding="utf-16"?>'
            + body('<outline text="é" xmlUrl="http://a.example/"/>'),
            "é",
        ),
    ],
)
def test_the_encoding_is_found(data: bytes, name: str) -> None:
    assert read_opml(data).sources[0].name == name


@given(
    st.binary(max_size=300) | st.text(alphabet="<>/\"'= outlinexmlUrlte&#;!-\n", max_size=300).map(str.encode)
)
def test_no_bytes_break_the_reader(data: bytes) -> None:
    depths = [outline.parents for outline in outlines(decode(data))]
    assert all(depth <= place for place, depth in enumerate(depths))
    with suppress(SubscriptionError):  # it declares entities
        found = read_opml(b"<opml>" + data)
        assert all(source.url.startswith(("http://", "https://")) for source in found.sources)


def test_an_address_for_feed_readers_is_one_of_the_web() -> None:
    given = ("feed://a.example/rss", "feed:https://b.example/rss", "FEED:HTTP://c.example/", "feed:exec:x")
    data = "".join(f'<outline text="" xmlUrl="{url}"/>' for url in given).encode()
    assert [source.url for source in read_opml(b"<opml><body>" + data).sources] == [
        "http://a.example/rss",
        "https://b.example/rss",
        "http://c.example/",
    ]


def test_a_title_beside_the_readers_own_name_leaves_with_an_export() -> None:
    found = read_opml(b'<opml><outline text="Mine" title="The Post" xmlUrl="http://a.example/f"/></opml>')
    assert found.sources[0].name == "Mine"
    assert 'text="Mine" title="The Post"' in write_opml(found.sources, "", found.extras)
    assert found.notes == ()


def test_what_is_written_as_opml_reads_back() -> None:
    sources = (
        Source("http://c.example/?a=1&b=2", 'C "&" <c>'),
        Source("http://a.example/", "A", "x/y"),
        Source("http://b.example/", "B", "x"),
        Source("http://d.example/", "D's", "z"),
        Source("http://e.example/", "E", "x/y/z"),
    )
    found = read_opml(write_opml(sources, "Mine & yours").encode())
    assert found.title == "Mine & yours"
    assert set(found.sources) == set(sources)
    assert found.refused == ()


def test_a_source_without_a_name_leaves_under_its_feed_s_title_and_comes_back_without_a_name() -> None:
    sources = (Source("http://a.example/"), Source("http://b.example/", "Mine"), Source("http://c.example/"))
    text = write_opml(sources, "t", titles={"http://a.example/": "The Post", "http://b.example/": "Post B"})
    assert 'text="The Post" title="The Post"' in text
    assert 'text="Mine" title="Mine"' in text
    assert read_opml(text.encode()).sources == sources


def test_a_feed_in_two_folders_stands_in_the_first_and_keeps_the_other_for_an_export() -> None:
    feed = '<outline text="A" xmlUrl="http://a.example/f"/>'
    folders = f'<outline text="Sea">{feed}{feed}</outline><outline text="News">{feed}</outline>'
    found = read_opml(f"<opml>{folders}</opml>".encode())
    assert [source.group for source in found.sources] == ["Sea"]
    assert [why.partition(";")[0] for _, why in found.refused] == 2 * [
        "is in the list twice: http://a.example/f"
    ]
    assert "also in News" in found.refused[1][1]
    assert 'category="/Sea,/News"' in write_opml(found.sources, "t", found.extras)


def test_an_outline_that_is_a_comment_is_a_paused_source() -> None:
    found = read_opml(b'<opml><outline text="A" isComment="true" xmlUrl="http://a.example/f"/></opml>')
    assert [source.enabled for source in found.sources] == [False]


def test_a_folder_is_written_once() -> None:
    sources = [Source(f"http://a.example/{i}", f"{i}", ("x", "x/y", "z")[i % 3]) for i in range(9)]
    text = write_opml(sources, "t")
    assert [text.count(f'<outline text="{folder}">') for folder in "xyz"] == [1, 1, 1]
    assert text.count("<outline text=") == text.count("</outline>")


def test_passwords_do_not_leave_with_an_export() -> None:
    text = write_opml([Source("https://me:secret@a.example/feed")], "t")
    assert "https://a.example/feed" in text
    assert "secret" not in text


def test_files_and_commands_do_not_leave_with_an_export() -> None:
    sources = [Source("exec:fetch --token x"), Source("file:///home/me/feed.xml", group="Mine")]
    assert "outline" not in write_opml(sources, "t")


def test_a_list_of_miniflux_is_read() -> None:
    found = read_any(from_reader("miniflux"), "feeds.opml")
    assert found.title == "Miniflux"
    assert found.sources == (
        Source("https://post.example/feed?a=1&b=2", 'Harbour "Post"', "All"),
        Source("https://bay.example/rss", "Bay", "All", enabled=False),
        Source("https://pier.example/atom", "Pier", "Old & small"),
    )
    assert found.extras["https://post.example/feed?a=1&b=2"] == {
        "htmlUrl": "https://post.example/",
        "xmlns:miniflux": "https://miniflux.app/opml",
        "miniflux:scraperRules": "div.text > p",
        "miniflux:crawler": "true",
    }
    assert found.notes == (
        "not used here, but kept for an export: miniflux:scraperRules (1), miniflux:crawler (1)",
        "not kept, since it may hold a secret: miniflux:proxyUrl (1)",
    )


def test_a_list_of_freshrss_is_read() -> None:
    found = read_any(from_reader("freshrss"), "feeds.opml.xml")
    assert found.sources == (
        Source("https://post.example/feed", "Post", "Uncategorized", interval=600),
        Source("https://bay.example/rss", "Bay", "Uncategorized", interval=7_200, enabled=False),
        Source("https://json.example/feed.json", "Json", "Uncategorized"),
    )
    ((what, why),) = found.refused
    assert what == "Listing"
    assert "HTML+XPath" in why
    kept = found.extras["https://post.example/feed"]
    assert kept["frss:filtersActionRead"] == 'intitle:ads\nsponsored "by us"'
    assert kept["xmlns:frss"] == "https://freshrss.org/opml"
    assert found.extras["https://json.example/feed.json"] == {"type": "JSONFeed"}
    assert "a=secret" not in repr(found)
    assert found.notes[1:] == (
        "not kept, since it may hold a secret: frss:CURLOPT_COOKIE (1)",
        "not kept, since it belongs to a folder: frss:opmlUrl (1)",
    )


def test_a_list_of_netnewswire_is_read() -> None:
    found = read_any(from_reader("netnewswire"), "Subscriptions.opml")
    assert found.sources == (
        Source("https://post.example/feed", "Post"),
        Source("https://bay.example/rss", "Bay", "Coast"),
        Source("https://pier.example/atom", "", "Coast/Piers"),
    )
    assert [what for what, _ in found.refused] == ["Post"]
    assert found.notes == ("not kept, since it belongs to a folder: nnw_externalID (1)",)


@pytest.mark.parametrize("reader", ["miniflux", "freshrss", "netnewswire"])
def test_a_list_that_went_through_telex_says_what_it_said_before(reader: str) -> None:
    found = read_opml(from_reader(reader))
    again = read_opml(write_opml(found.sources, found.title, found.extras).encode())
    assert set(again.sources) == set(found.sources)
    assert again.extras == found.extras
    assert again.title == found.title
    assert again.refused == ()


def test_what_is_exported_is_xml_with_its_namespaces_declared() -> None:
    found = read_opml(from_reader("freshrss"))
    root = ET.fromstring(write_opml(found.sources, found.title, found.extras))  # noqa: S314 - ours
    outline = next(each for each in root.iter("outline") if each.get("text") == "Post")
    assert outline.get("{https://freshrss.org/opml}cssFullContent") == "article .body > p"
    assert outline.get("{https://freshrss.org/opml}ttl") == "600"
    assert outline.get("htmlUrl") == "https://post.example/"


def test_how_often_how_much_and_whether_a_source_is_polled_comes_back_from_an_export() -> None:
    sources = (
        Source("http://a.example/", "A", weight=2.5, interval=600, enabled=False),
        Source("http://b.example/", "B", enabled=False),
    )
    assert read_opml(write_opml(sources, "t").encode()).sources == sources


@pytest.mark.parametrize(
    ("attributes", "source"),
    [
        ('frss:ttl="1"', Source("http://a.example/", "a")),
        ('frss:ttl="-1"', Source("http://a.example/", "a", enabled=False)),
        ('frss:ttl="99999999999999999999"', Source("http://a.example/", "a")),
        ('frss:ttl="soon" telex:weight="nan"', Source("http://a.example/", "a")),
        ('telex:weight="99"', Source("http://a.example/", "a")),
        ('miniflux:disabled="false"', Source("http://a.example/", "a")),
    ],
)
def test_a_number_that_cannot_be_is_passed_over(attributes: str, source: Source) -> None:
    found = read_opml(body(f'<outline text="a" xmlUrl="http://a.example/" {attributes}/>'))
    assert found.sources == (source,)


def test_what_is_kept_of_an_outline_is_bounded_and_harmless() -> None:
    many = " ".join(f'x{i}="1"' for i in range(100))
    outline = (
        f'<outline text="a" xmlUrl="http://a.example/" long="{"y" * 5_000}" esc="a\u001b[2Jb" bad:name="1" '
        f'htmlUrl="https://me:secret@a.example/" {many}/>'
    )
    found = read_opml(body(outline))
    kept = found.extras["http://a.example/"]
    assert kept["esc"] == "a[2Jb"
    assert kept["htmlUrl"] == "https://a.example/"
    assert len(kept) <= 40
    assert not kept.keys() & {"long", "bad:name"}
    assert sum("not kept" in note for note in found.notes) == 2
