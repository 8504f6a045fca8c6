"""tui.feeds.tree: ill-formed documents mended, elements named."""

from __future__ import annotations

import pytest

from tui.feeds.tree import Tree, children, grown, mended, name, text, words


def tree(data: str) -> Tree:
    found = grown(data.encode(), "https://a.example/feed")
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("R & D", "R &#38; D"),
        ("a&b=c", "a&#38;b=c"),
        ("&nbsp;&eacute;", "&#160;&#233;"),
        ("&lt;b&gt;", "&#60;b&#62;"),
        ("&nosuchname;", "&#38;nosuchname;"),
        ("&#233;&#xe9;&#XE9;", "&#233;&#233;&#233;"),
        ("&#2;&#x1B;&#xD800;&#x110000;", ""),
        ("a\x02\x1bb\tc\n", "ab\tc\n"),
        ("<![CDATA[R & D &nbsp;]]>&", "<![CDATA[R & D &nbsp;]]>&#38;"),
        ("<!-- R & D -->&", "<!-- R & D -->&#38;"),
        ("<a b=c d='e=f' g=h/>", '<a b="c" d=\'e=f\' g="h"/>'),
        ("<![CDATA[ never closed & so on", "<![CDATA[ never closed & so on"),
    ],
)
def test_characters_of_an_ill_formed_document_are_put_right(written: str, meant: str) -> None:
    assert mended(written.encode()) == meant.encode()


def test_entities_that_a_document_declares_are_left_to_it() -> None:
    data = b'<!DOCTYPE rss [<!ENTITY co "Coast &amp; Co">]><rss>&co;</rss>'
    assert mended(data) == data
    assert mended(data + b"&#xD800;\x02 &eacute; & more") == data + b" &#233; &#38; more"
    declared = tree('<!DOCTYPE rss [<!ENTITY co "Coast Co">]><rss>&co;</rss>')
    assert words(declared.root) == "Coast Co"


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://a.example/rss.dtd">',
        '<!DOCTYPE rss [<!ENTITY % HTMLlat1 PUBLIC "-//W3C//ENTITIES" "http://a.example/1"> %HTMLlat1;]>',
    ],
)
def test_names_of_characters_that_a_dtd_elsewhere_declares_are_those_of_html(doctype: str) -> None:
    data = f"{doctype}<rss>caf&eacute; &lt;3 &hellip;</rss>"
    assert tree(data).broken
    assert words(tree(mended(data.encode()).decode()).root) == "café <3 …"


def test_a_file_named_by_an_entity_is_not_read() -> None:
    hostile = tree('<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss>a &x; b</rss>')
    assert "root:" not in words(hostile.root)


@pytest.mark.parametrize(
    "inner",
    ["<x:b>t</x:b>", "<:b>t</:b>", "<g:>t</g:>", '<x:a:b xmlns:x="http://www.w3.org/1999/xhtml">t</x:a:b>'],
)
def test_elements_with_names_that_are_none_do_no_harm(inner: str) -> None:
    assert "t" in text(tree(f"<d>{inner}</d>").root)


def test_mending_takes_one_pass_however_many_sections_are_never_closed() -> None:
    data = b"<![CDATA[" * 1_000_000
    assert mended(data) == data


@pytest.mark.parametrize("data", ["<rss><item>", "<rss><b>x</rss>", "<rss>&nbsp;</rss>", "<rss>\x01</rss>"])
def test_a_fault_is_noticed(data: str) -> None:
    assert tree(data).broken


@pytest.mark.parametrize("data", ["<rss><x:item/></rss>", "<rss>&amp;</rss>", "<?xml version='1.0'?><rss/>"])
def test_what_does_no_harm_is_no_fault(data: str) -> None:
    assert not tree(data).broken


def test_what_is_no_xml_has_no_tree() -> None:
    assert grown(b"please log in", "") is None


def test_the_outermost_items_are_the_items() -> None:
    found = tree("<rss><channel><item><old><item/></old></item><media:item/><item/></channel></rss>")
    assert len(found.items) == 2


@pytest.mark.parametrize(
    ("element", "called"),
    [
        ('<title xmlns="http://www.w3.org/2005/Atom"/>', "title"),
        ('<pubDate xmlns="http://backend.userland.com/RSS2"/>', "pubdate"),
        ("<rss:title/>", "title"),
        ("<dc:creator/>", "dc:creator"),
        ('<d:creator xmlns:d="http://purl.org/dc/elements/1.1/"/>', "dc:creator"),
        ('<m:content xmlns:m="https://search.yahoo.com/mrss/"/>', "media:content"),
        ('<severity xmlns="urn:oasis:names:tc:emergency:cap:1.2"/>', "cap:severity"),
        ('<x:y xmlns:x="urn:nobody"/>', "?:y"),
    ],
)
def test_an_element_has_one_name_however_it_is_written(element: str, called: str) -> None:
    assert name(tree(f"<rss>{element}</rss>").root[0]) == called


def test_a_media_group_counts_as_what_is_in_it() -> None:
    item = tree(
        '<item xmlns:media="http://search.yahoo.com/mrss/"><media:group><media:title/></media:group></item>'
    )
    assert list(children(item.root)) == ["media:title"]


@pytest.mark.parametrize(
    ("inner", "said"),
    [
        ("plain &amp; simple", "plain & simple"),
        ("<![CDATA[<p>escaped</p>]]>", "<p>escaped</p>"),
        ("&lt;![CDATA[ escaped &lt;b&gt;twice&lt;/b&gt; ]]&gt;", "escaped <b>twice</b>"),
        ("not <b>escaped</b> at all", "not <b>escaped</b> at all"),
        ("half <b>and</b> &lt;i&gt;half&lt;/i&gt;", "half <b>and</b> <i>half</i>"),
        ("", ""),
    ],
)
def test_an_element_says_text_or_markup(inner: str, said: str) -> None:
    assert text(tree(f"<d>{inner}</d>").root) == said
