"""tui.feeds.subscriptions: what comes in from elsewhere, what goes out, what an edit leaves alone."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui import config
from tui.feeds.outlines import decode, outlines
from tui.feeds.subscriptions import (
    SubscriptionError,
    add_sources,
    read_any,
    read_newsboat,
    read_opml,
    remove_source,
    save,
    unknown_sources,
    write_opml,
)
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

CONFIG = """# mine
theme = "paper"  # bright room

[[sources]]  # the first
url = "http://one.example/"

# second, do not touch
[[sources]]
url   =   'http://two.example/'   # spaced
name = '''
Two'''

# a comment about the third
[[sources]]
url = "http://three.example/"
# end
"""


def body(outline: str) -> bytes:
    return f'<opml version="2.0"><body>{outline}</body></opml>'.encode()


def urls_of(text: str) -> list[str]:
    return [source.url for source in config.parse(text, "config.toml").sources]


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
    found = read_opml(b"<opml>" + data)
    assert all(source.url.startswith(("http://", "https://")) for source in found.sources)


def test_newsboats_urls_are_read() -> None:
    found = read_newsboat(
        "# my feeds\n"
        "\n"
        'http://a.example/feed#top World "~The \\"A\\" feed" other\n'
        '"http://b.example/" "!" "~B" "two words"\n'
        "http://c.example/\r\n"
    )
    assert found.sources == (
        Source("http://a.example/feed#top", 'The "A" feed', "World"),
        Source("http://b.example/", "B", "two words"),
        Source("http://c.example/"),
    )
    assert found.refused == ()


@pytest.mark.parametrize(
    "line",
    [
        '"query:Unread:unread = \\"yes\\""',
        "exec:~/bin/feed tag",
        '"filter:~/bin/filter:http://a.example/"',
        "file:///home/me/feed.xml",
        "|id",
        "ftp://a.example/",
    ],
)
def test_newsboats_queries_and_commands_are_refused_by_name(line: str) -> None:
    found = read_newsboat(f"{line}\nhttp://good.example/\n")
    assert [source.url for source in found.sources] == ["http://good.example/"]
    ((what, why),) = found.refused
    assert what[:5] in line
    assert why


@pytest.mark.parametrize(
    ("data", "count"),
    [
        (NESTED.encode(), 3),
        (b"http://a.example/\nhttp://b.example/ tag\n", 2),
        (body("").replace(b"opml", b"OPML") + b"<outline xmlUrl='http://a.example/'/>", 1),
    ],
)
def test_the_kind_of_a_list_is_told_by_its_content(data: bytes, count: int) -> None:
    assert len(read_any(data, "file").sources) == count


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "holds no subscriptions"),
        (b"# nothing\n", "holds no subscriptions"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "holds no subscriptions"),
        (body(""), "holds no subscriptions"),
        (b"<?xml version='1.0'?><rss version='2.0'></rss>", "a feed"),
        (b"<!DOCTYPE html><html></html>", "a page"),
        (b'{"version": "x"}', "neither OPML"),
        (b" " * 20_000_001, "larger than"),
    ],
)
def test_what_is_no_list_is_refused_in_words(data: bytes, said: str) -> None:
    with pytest.raises(SubscriptionError, match=f"file .*{said}"):
        read_any(data, "file")


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


def test_a_folder_is_written_once() -> None:
    sources = [Source(f"http://a.example/{i}", f"{i}", ("x", "x/y", "z")[i % 3]) for i in range(9)]
    text = write_opml(sources, "t")
    assert [text.count(f'<outline text="{folder}">') for folder in "xyz"] == [1, 1, 1]
    assert text.count("<outline text=") == text.count("</outline>")


def test_passwords_do_not_leave_with_an_export() -> None:
    text = write_opml([Source("https://me:secret@a.example/feed")], "t")
    assert "https://a.example/feed" in text
    assert "secret" not in text


def test_sources_are_added_at_the_end_and_nothing_else_changes() -> None:
    text = add_sources(CONFIG, [Source("http://four.example/", 'F "4" \\', "A/B", 2.5, 5_400, False)])
    assert text.startswith(CONFIG)
    added = config.parse(text, "config.toml").sources[-1]
    assert added == Source("http://four.example/", 'F "4" \\', "A/B", 2.5, 5_400, False)


def test_only_what_differs_from_the_defaults_is_written() -> None:
    assert add_sources("", [Source("http://a.example/")]) == '[[sources]]\nurl = "http://a.example/"\n'


def test_the_line_ends_of_a_file_are_kept() -> None:
    dos = CONFIG.replace("\n", "\r\n")
    text = add_sources(dos, [Source("http://four.example/", "Four")])
    assert "\n" not in text.replace("\r\n", "")
    assert remove_source(text, "http://four.example/") == dos


@pytest.mark.parametrize("ending", ["", "\n", "\n\n"])
def test_a_source_added_and_taken_out_leaves_the_file_as_it_was(ending: str) -> None:
    text = CONFIG.rstrip("\n") + ending
    again = remove_source(add_sources(text, [Source("http://x.example/", "X")]), "http://x.example/")
    assert again == (text if ending else text + "\n")


def test_exactly_the_lines_of_one_table_are_taken_out() -> None:
    text = remove_source(CONFIG, "http://two.example")
    gone = "[[sources]]\nurl   =   'http://two.example/'   # spaced\nname = '''\nTwo'''\n"
    assert text == CONFIG.replace(gone, "")
    assert urls_of(text) == ["http://one.example/", "http://three.example/"]


def test_a_table_inside_a_text_is_no_table() -> None:
    text = '[[sources]]\nurl = "http://a.example/"\nname = """\n[[sources]]\nurl = "http://b.example/"\n"""\n'
    assert remove_source(text, "http://a.example/") == ""
    with pytest.raises(SubscriptionError, match="no source"):
        remove_source(text, "http://b.example/")


@pytest.mark.parametrize("text", ['sources = [{url = "http://a.example/"}]\n', "measure = 1\n", "x ="])
def test_an_edit_that_cannot_be_right_is_refused(text: str) -> None:
    with pytest.raises(SubscriptionError):
        add_sources(text, [Source("http://b.example/")])
    with pytest.raises(SubscriptionError):
        remove_source(text, "http://a.example/")


@pytest.mark.parametrize("url", ["http://ONE.example", "file:///etc/passwd", "exec:ls"])
def test_a_source_that_is_there_or_no_address_is_not_added(url: str) -> None:
    with pytest.raises(SubscriptionError):
        add_sources(CONFIG, [Source(url)])


def test_a_password_is_not_repeated_when_a_source_is_not_found() -> None:
    with pytest.raises(SubscriptionError) as caught:
        remove_source(CONFIG, "http://me:secret@x.example/")
    assert "secret" not in str(caught.value)


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_name_or_group_escapes_from_its_string(name: str, group: str) -> None:
    text = add_sources(CONFIG, [Source("http://x.example/", name, group)])
    assert urls_of(text)[-1] == "http://x.example/"
    assert remove_source(text, "http://x.example/") == CONFIG


def test_ten_thousand_feeds_are_imported_and_added() -> None:
    many = "".join(f'<outline text="{i}" xmlUrl="http://a.example/{i}"/>' for i in range(10_000))
    found = read_opml(body(f'<outline text="All">{many}</outline>'))
    text = add_sources(CONFIG, found.sources)
    assert len(urls_of(text)) == 10_003
    assert unknown_sources(found.sources, config.parse(text, "config.toml").sources) == []


def test_what_is_new_is_told_from_what_is_there() -> None:
    known = [Source("http://a.example/")]
    new = [Source("http://A.example"), Source("http://b.example/")]
    assert unknown_sources(new, known) == [Source("http://b.example/")]


def test_saving_keeps_the_mode_and_leaves_nothing_beside(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("old")
    path.chmod(0o640)
    save(path, "né\r\n")
    assert path.read_bytes() == "né\r\n".encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert os.listdir(tmp_path) == ["config.toml"]


def test_saving_follows_a_symbolic_link(tmp_path: Path) -> None:
    (tmp_path / "dotfiles").mkdir()
    real = tmp_path / "dotfiles" / "telex.toml"
    real.write_text("old")
    link = tmp_path / "config.toml"
    link.symlink_to(real)
    save(link, "new")
    assert link.is_symlink()
    assert real.read_text() == "new"


def test_a_new_file_is_its_owners_alone(tmp_path: Path) -> None:
    save(tmp_path / "config.toml", "new")
    assert stat.S_IMODE((tmp_path / "config.toml").stat().st_mode) == 0o600


def test_a_save_that_fails_is_told_and_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.mkdir()
    (path / "inside").write_text("kept")
    with pytest.raises(SubscriptionError, match=re.escape(str(path))):
        save(path, "new")
    assert (path / "inside").read_text() == "kept"
    assert os.listdir(tmp_path) == ["config.toml"]
