"""tui.feeds.elements and what it is made of, through ``parse_feed``: what a feed states beside its text."""

from __future__ import annotations

import pytest

from tui.arrivals import Entry, Feed
from tui.feeds.parse import parse_feed
from tui.model import Enclosure

URL = "https://news.example/feeds/all.xml"
MODULES = (
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/"'
    ' xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:georss="http://www.georss.org/georss"'
    ' xmlns:geo="http://www.w3.org/2003/01/geo/wgs84_pos#" xmlns:gml="http://www.opengis.net/gml"'
    ' xmlns:slash="http://purl.org/rss/1.0/modules/slash/" xmlns:thr="http://purl.org/syndication/thread/1.0"'
    ' xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
    ' xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"'
)
RDF = f'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" {MODULES}'


def parse(data: str | bytes, limit: int = 500) -> Feed:
    return parse_feed(data.encode() if isinstance(data, str) else data, URL, "", frozenset(), limit)


def rss_feed(inner: str = "", head: str = "") -> Feed:
    item = f"<item><title>Ferry late</title><guid isPermaLink='false'>g</guid>{inner}</item>"
    return parse(f'<rss version="2.0" {MODULES}><channel><title>G</title>{head}{item}</channel></rss>')


def rss(inner: str, head: str = "") -> Entry:
    """The one item of an RSS feed."""
    (entry,) = rss_feed(inner, head).entries
    return entry


def atom(inner: str, head: str = "", attributes: str = "") -> Entry:
    """The one entry of an Atom feed."""
    (entry,) = parse(
        f'<feed xmlns="http://www.w3.org/2005/Atom" {MODULES} {attributes}><title>G</title>{head}'
        f"<entry><id>g</id><title>Ferry late</title>{inner}</entry></feed>"
    ).entries
    return entry


FORMATS = {
    "RSS 0.90": (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>G</title></channel>'
        "<item><title>Ferry late</title><link>https://a.example/1</link></item></rdf:RDF>"
    ),
    "RSS 0.91": (
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN"'
        ' "http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel><item>'
        "<title>Ferry late</title><link>https://a.example/1</link></item></channel></rss>"
    ),
    "RSS 0.92": (
        '<rss version="0.92"><channel><item><title>Ferry late</title><link>https://a.example/1</link>'
        '<source url="https://b.example/rss">B</source></item></channel></rss>'
    ),
    "RSS 1.0": (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        '<channel rdf:about="x"><title>G</title></channel><item rdf:about="https://a.example/1">'
        "<title>Ferry late</title><link>https://a.example/1</link></item></rdf:RDF>"
    ),
    "RSS 2.0": (
        '<rss version="2.0"><channel><item><title>Ferry late</title><guid>https://a.example/1</guid></item>'
        "</channel></rss>"
    ),
    "RSS with a prefix": (
        '<rss:rss xmlns:rss="http://backend.userland.com/rss2"><rss:channel><rss:item>'
        "<rss:title>Ferry late</rss:title><rss:link>https://a.example/1</rss:link></rss:item></rss:channel>"
        "</rss:rss>"
    ),
    "RSS with a prefix that is not declared": (
        "<rss><rss:channel><rss:item><rss:title>Ferry late</rss:title>"
        "<rss:link>https://a.example/1</rss:link></rss:item></rss:channel></rss>"
    ),
    "Atom 0.3": (
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title>Ferry late</title>'
        '<link rel="alternate" type="text/html" href="https://a.example/1"/></entry></feed>'
    ),
    "Atom 1.0": (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Ferry late</title>'
        '<link href="https://a.example/1"/></entry></feed>'
    ),
    "Atom without its namespace": (
        '<feed><entry><title>Ferry late</title><link href="https://a.example/1"/></entry></feed>'
    ),
    "JSON Feed 1.0": (
        '{"version": "https://jsonfeed.org/version/1", "items": '
        '[{"id": "1", "title": "Ferry late", "url": "https://a.example/1"}]}'
    ),
    "JSON Feed 1.1": (
        '{"version": "https://jsonfeed.org/version/1.1", "items": '
        '[{"id": "1", "title": "Ferry late", "url": "https://a.example/1"}]}'
    ),
    "RSS in JSON": (
        '{"rss": {"version": "2.0", "channel": {"title": "G", "item": '
        '[{"title": "Ferry late", "link": "https://a.example/1"}]}}}'
    ),
}


@pytest.mark.parametrize("document", FORMATS.values(), ids=FORMATS.keys())
def test_each_format_gives_its_entry(document: str) -> None:
    (entry,) = parse(document).entries
    assert (entry.title, entry.link) == ("Ferry late", "https://a.example/1")


def test_several_authors_are_all_named() -> None:
    entry = atom("<author><name>A. Reed</name></author><author><name>B. Tern</name></author>")
    assert entry.author == "A. Reed, B. Tern"
    assert entry.facts.authors == ("A. Reed", "B. Tern")
    assert (
        rss("<dc:creator>A. Reed</dc:creator><dc:creator>B. Tern</dc:creator>").author == "A. Reed, B. Tern"
    )


@pytest.mark.parametrize(
    ("inner", "author"),
    [
        ("<author>desk@news.example (A. Reed)</author>", "A. Reed"),
        ("<author>A. Reed &lt;desk@news.example&gt;</author>", "A. Reed"),
        ("<author>desk@news.example</author>", "desk@news.example"),
        ("<author>desk@news.example</author><dc:creator>A. Reed</dc:creator>", "A. Reed"),
        ("<dc:creator>A. Reed</dc:creator><author>a. reed</author>", "a. reed"),
        ("<dcterms:creator>A. Reed</dcterms:creator>", "A. Reed"),
        ("<itunes:author>The Show</itunes:author>", "The Show"),
        ("<itunes:author>The Show</itunes:author><dc:creator>A. Reed</dc:creator>", "A. Reed"),
        ("<dc:creator>&lt;b&gt;A. Reed&lt;/b&gt;</dc:creator>", "A. Reed"),
    ],
)
def test_an_author_is_a_name_where_there_is_one(inner: str, author: str) -> None:
    assert rss(inner).author == author


def test_an_atom_entry_without_author_has_the_feed_s() -> None:
    head = "<author><name>The Desk</name></author>"
    assert atom("", head).author == "The Desk"
    assert atom("<author><name>A. Reed</name></author>", head).author == "A. Reed"


def test_an_entry_taken_from_another_feed_has_that_feed_s_authors() -> None:
    taken = "<source><title>Gazette</title><author><name>The Gazette</name></author></source>"
    assert atom(taken, "<author><name>The Desk</name></author>").author == "The Gazette"


def test_categories_come_from_all_the_elements_that_name_them_and_each_once() -> None:
    entry = rss(
        "<category>Ferries</category><category domain='x'>ferries</category><dc:subject>Harbour</dc:subject>"
        "<media:keywords>tide, wind</media:keywords><itunes:category text='News'/>"
    )
    assert entry.facts.categories == ("Ferries", "Harbour", "News", "tide", "wind")
    assert atom('<category term="f" label="Ferries"/><category term="tide"/>').facts.categories == (
        "Ferries",
        "tide",
    )


def test_an_rss_enclosure_has_address_type_length_and_the_episode_s_duration() -> None:
    entry = rss(
        '<enclosure url="/e/1.mp3" type="audio/mpeg" length="47160424"/>'
        "<itunes:duration>1:23:25</itunes:duration>"
    )
    assert entry.facts.enclosures == (
        Enclosure("https://news.example/e/1.mp3", "audio/mpeg", 47_160_424, 5_005),
    )


@pytest.mark.parametrize(
    ("said", "seconds"), [("3723", 3_723), ("62:03", 3_723), ("1:02:03", 3_723), ("soon", None), ("", None)]
)
def test_a_duration_is_seconds_or_a_clock(said: str, seconds: int | None) -> None:
    inner = f'<enclosure url="/1.mp3" type="audio/mpeg" length="x"/><itunes:duration>{said}</itunes:duration>'
    (found,) = rss(inner).facts.enclosures
    assert (found.length, found.duration) == (None, seconds)


def test_an_atom_enclosure_is_one_and_no_link() -> None:
    entry = atom(
        '<link rel="enclosure" href="https://a.example/1.mp3" type="audio/mpeg" length="9"/>'
        '<link href="https://a.example/1"/>'
    )
    assert entry.link == "https://a.example/1"
    assert entry.facts.enclosures == (Enclosure("https://a.example/1.mp3", "audio/mpeg", 9),)


def test_of_a_picture_in_many_sizes_the_widest_is_kept_and_films_all() -> None:
    entry = rss(
        "<media:group>"
        '<media:content url="https://a.example/s.jpg" medium="image" width="100"/>'
        '<media:content url="https://a.example/l.jpg" medium="image" width="900"/>'
        '<media:content url="https://a.example/f.mp4" type="video/mp4" fileSize="12" duration="65"/>'
        '</media:group><media:thumbnail url="https://a.example/t.jpg"/>'
    )
    assert [each.url for each in entry.facts.enclosures] == [
        "https://a.example/l.jpg",
        "https://a.example/f.mp4",
    ]
    assert entry.facts.enclosures[1] == Enclosure("https://a.example/f.mp4", "video/mp4", 12, 65)


def test_one_address_named_twice_is_one_enclosure_with_what_both_say() -> None:
    entry = rss(
        '<enclosure url="https://a.example/1.mp3" type="audio/mpeg"/>'
        '<media:content url="https://a.example/1.mp3" fileSize="12" duration="65"/>'
    )
    assert entry.facts.enclosures == (Enclosure("https://a.example/1.mp3", "audio/mpeg", 12, 65),)


def test_an_enclosure_that_is_no_web_address_is_left_out() -> None:
    assert rss('<enclosure url="javascript:alert(1)" type="audio/mpeg"/>').facts.enclosures == ()


def test_an_item_without_a_page_leads_to_what_it_encloses() -> None:
    assert (
        rss('<enclosure url="https://a.example/1.mp3" type="audio/mpeg"/>').link == "https://a.example/1.mp3"
    )


def test_credits_are_kept_apart_from_the_authors() -> None:
    entry = rss(
        "<dc:creator>A. Reed</dc:creator><media:credit>B. Tern</media:credit>"
        '<media:content url="https://a.example/l.jpg" medium="image"><media:credit>C. Gull</media:credit>'
        "</media:content>"
    )
    assert (entry.author, entry.facts.credits) == ("A. Reed", ("B. Tern", "C. Gull"))


@pytest.mark.parametrize(
    ("inner", "place"),
    [
        ("<georss:point>60.17 24.94</georss:point>", (60.17, 24.94)),
        ("<georss:point>60.17, 24.94</georss:point>", (60.17, 24.94)),
        ("<georss:circle>60.17 24.94 500</georss:circle>", (60.17, 24.94)),
        ("<georss:box>60 24 62 26</georss:box>", (61.0, 25.0)),
        ("<georss:polygon>60 24 60 26 62 26 62 24 60 24</georss:polygon>", (61.0, 25.0)),
        (
            "<georss:where><gml:Point><gml:pos>60.17 24.94</gml:pos></gml:Point></georss:where>",
            (60.17, 24.94),
        ),
        (
            "<georss:where><gml:Envelope><gml:lowerCorner>60 24</gml:lowerCorner>"
            "<gml:upperCorner>62 26</gml:upperCorner></gml:Envelope></georss:where>",
            (61.0, 25.0),
        ),
        ("<geo:lat>-33.9</geo:lat><geo:long>18.4</geo:long>", (-33.9, 18.4)),
        ("<geo:Point><geo:lat>-33.9</geo:lat><geo:long>18.4</geo:long></geo:Point>", (-33.9, 18.4)),
        ("<georss:point>260 24</georss:point>", None),
        ("<georss:point>60</georss:point>", None),
        ("<georss:point>nan inf</georss:point>", None),
        ("<geo:lat>north</geo:lat><geo:long>18.4</geo:long>", None),
        ("", None),
    ],
)
def test_a_place_is_one_point_on_earth_or_none(inner: str, place: tuple[float, float] | None) -> None:
    assert rss(inner).facts.place == place


@pytest.mark.parametrize(
    "inner",
    [
        "<slash:comments>12</slash:comments><comments>https://a.example/1#talk</comments>",
        "<thr:total>12</thr:total><link rel='replies' type='text/html' href='https://a.example/1#talk'/>",
        "<link rel='replies' href='https://a.example/1#talk' thr:count='12'/>",
    ],
)
def test_comments_are_counted_and_linked(inner: str) -> None:
    facts = (rss if "slash" in inner else atom)(inner).facts
    assert (facts.comments, facts.comments_link) == (12, "https://a.example/1#talk")


def test_no_comments_are_told_from_none_known() -> None:
    assert rss("<slash:comments>0</slash:comments>").facts.comments == 0
    assert rss("").facts.comments is None


def test_an_entry_names_the_feed_that_it_was_taken_from() -> None:
    taken = rss('<source url="https://b.example/rss">The B Post</source>').facts
    assert (taken.origin, taken.origin_link) == ("The B Post", "https://b.example/rss")
    taken = atom("<source><title>The B Post</title><link href='https://b.example/'/></source>").facts
    assert (taken.origin, taken.origin_link) == ("The B Post", "https://b.example/")


def test_the_language_is_the_entry_s_or_else_the_feed_s() -> None:
    assert rss("", "<language>en_GB</language>").facts.language == "en-GB"
    assert rss("<dc:language>fr</dc:language>", "<language>en-GB</language>").facts.language == "fr"
    assert atom("", attributes='xml:lang="de"').facts.language == "de"


@pytest.mark.parametrize(
    ("inner", "link"),
    [
        ("<link>https://a.example/1</link><atom:link rel='self' href='https://a.example/x'/>", "https://a.example/1"),
        ("<atom:link rel='self' href='https://a.example/x'/><atom:link href='https://a.example/1'/>", "https://a.example/1"),
        ("<link>http://proxy.example/~r/1</link><feedburner:origLink>https://a.example/1</feedburner:origLink>",
         "https://a.example/1"),
        ("<link> /1 </link>", "https://news.example/1"),
        ("<link></link><guid>https://a.example/1</guid>", ""),
    ],
)  # fmt: skip
def test_the_link_is_the_entry_s_page(inner: str, link: str) -> None:
    assert rss(inner).link == link


def test_of_several_links_a_page_comes_before_other_forms() -> None:
    entry = atom(
        "<link rel='alternate' type='application/json' href='https://a.example/1.json'/>"
        "<link rel='alternate' type='text/html' href='https://a.example/1'/>"
    )
    assert entry.link == "https://a.example/1"


def test_a_relation_may_be_written_as_an_address() -> None:
    base = "http://www.iana.org/assignments/relation"
    entry = atom(
        f"<link rel='{base}/enclosure' href='https://a.example/1.mp3'/>"
        f"<link rel='{base}/alternate' href='https://a.example/1'/>"
    )
    assert entry.link == "https://a.example/1"
    assert [each.url for each in entry.facts.enclosures] == ["https://a.example/1.mp3"]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Use &lt;b&gt; sparingly", "Use <b> sparingly"),
        ("&lt;b&gt;Late&lt;/b&gt; ferry", "Late ferry"),
        ("Late&lt;br&gt;ferry", "Late ferry"),
    ],
)
def test_a_title_that_is_said_to_be_text_is_text_unless_it_is_plainly_not(written: str, shown: str) -> None:
    feed = parse(f'<feed><title>t</title><entry><title type="text">{written}</title></entry></feed>')
    assert feed.entries[0].title == shown


def test_a_guid_that_is_said_to_be_no_address_is_not_used_as_one() -> None:
    feed = parse(
        "<rss><channel><item><title>t</title><guid isPermaLink='false'>https://a.example/9</guid></item>"
        "<item><title>u</title><guid>HTTPS://a.example/10</guid></item></channel></rss>"
    )
    assert [entry.link for entry in feed.entries] == ["", "https://a.example/10"]


def test_each_element_has_its_own_base() -> None:
    entry = atom(
        '<link href="1"/><content type="html" xml:base="https://c.example/x/">'
        '&lt;a href="y"&gt;on&lt;/a&gt;</content><link rel="enclosure" href="1.mp3"/>'
        '<link rel="replies" href="talk"/>',
        attributes='xml:base="https://b.example/feeds/"',
    )
    assert entry.link == "https://b.example/feeds/1"
    assert entry.facts.enclosures[0].url == "https://b.example/feeds/1.mp3"
    assert entry.facts.comments_link == "https://b.example/feeds/talk"
    assert "https://c.example/x/y" in entry.document


def test_an_entry_may_lie_elsewhere_than_its_feed() -> None:
    data = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="/b/">'
        '<entry xml:base="c/"><id>1</id><title>t</title><link href="1"/></entry></feed>'
    )
    assert parse(data).entries[0].link == "https://news.example/b/c/1"


def test_markup_that_is_not_escaped_is_markup() -> None:
    entry = rss("<description>The <b>ferry</b> &amp; its <a href='/x'>crew</a>.</description>")
    assert entry.text == "The ferry & its crew."
    assert "https://news.example/x" in entry.document


def test_xhtml_content_and_titles_are_read() -> None:
    (entry,) = parse(
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><title type="xhtml">'
        '<div xmlns="http://www.w3.org/1999/xhtml">Ferry <i>late</i></div></title><content type="xhtml">'
        '<x:div xmlns:x="http://www.w3.org/1999/xhtml"><x:p>1 &lt; 2</x:p><x:p>Two.</x:p></x:div></content>'
        "</entry></feed>"
    ).entries
    assert (entry.title, entry.text) == ("Ferry late", "1 < 2\nTwo.")


@pytest.mark.parametrize(
    ("attributes", "inside", "shown"),
    [
        ('mode="base64" type="text/html"', "PGI+U", "PGI+U"),
        ('mode="base64" type="text/html"', "PGI+\nU3RvcDwvYj4=", "Stop"),
        ('type="image/png"', "iVBORw0KGgo=", ""),
        ('type="application/x-thing"', "No base64: a text.", "No base64: a text."),
    ],
)
def test_bytes_in_base64_are_their_text_or_nothing(attributes: str, inside: str, shown: str) -> None:
    assert atom(f"<id>1</id><title>t</title><content {attributes}>{inside}</content>").text == shown


def test_a_title_in_base64_is_its_text() -> None:
    title = '<title mode="base64" type="text/html">PGI+U3RvcDwvYj4=</title>'
    feed = parse(f"<feed version='0.3' xmlns='http://purl.org/atom/ns#'>{title}<entry>{title}</entry></feed>")
    assert (feed.title, feed.entries[0].title) == ("Stop", "Stop")


def test_the_whole_text_of_an_rss_1_item_is_found() -> None:
    (entry,) = parse(
        f"<rdf:RDF {RDF}>"
        '<item rdf:about="https://a.example/1"><title>t</title><description>Short.</description>'
        "<content:encoded>&lt;p&gt;The whole long story.&lt;/p&gt;</content:encoded></item></rdf:RDF>"
    ).entries
    assert entry.text == "The whole long story."


def test_the_caption_of_a_picture_is_not_the_text() -> None:
    entry = rss(
        "<description>Short.</description><media:content url='https://a.example/l.jpg' medium='image'>"
        "<media:description>A very long caption of a picture.</media:description></media:content>"
    )
    assert entry.text == "Short."


def test_a_video_s_description_is_its_text() -> None:
    inner = "<media:description type='plain'>About the ferry</media:description>"
    assert atom(f"<media:group>{inner}</media:group>").text == "About the ferry"


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("&lt;b&gt;Ferry&lt;/b&gt; late", "Ferry late"),
        ("AT&amp;amp;T &amp;#8211; late", "AT&T – late"),
        ("<![CDATA[Ferry &amp; <i>crew</i>]]>", "Ferry & crew"),
        ("Use of &lt;List&gt; in Java", "Use of <List> in Java"),
    ],
)
def test_html_in_titles_becomes_text(title: str, shown: str) -> None:
    assert (
        parse(f"<rss><channel><item><title>{title}</title></item></channel></rss>").entries[0].title == shown
    )


@pytest.mark.parametrize(
    ("inner", "published"),
    [
        ("<pubDate>Sun, 22 Nov 2026 10:00:00 GMT</pubDate>", 1_795_341_600),
        ("<pubdate>Sun, 22 Nov 2026 10:00:00 GMT</pubdate>", 1_795_341_600),
        ("<dc:date>2026-11-22T10:00:00Z</dc:date>", 1_795_341_600),
        ("<p:publicationDate xmlns:p='urn:prism'>2026-11-22T10:00:00Z</p:publicationDate>", 1_795_341_600),
        ("<pubDate>soon</pubDate><dc:date>2026-11-22T10:00:00Z</dc:date>", 1_795_341_600),
        ("<atom:updated>2026-11-22T10:00:00Z</atom:updated>", 1_795_341_600),
        (
            "<atom:updated>2026-11-23T10:00:00Z</atom:updated><pubDate>22 Nov 2026 10:00 GMT</pubDate>",
            1_795_341_600,
        ),
        ("<pubDate>0001-01-01T00:00:00Z</pubDate>", None),
        ("", None),
    ],
)
def test_the_date_is_the_publication_s_or_else_the_update_s(inner: str, published: int | None) -> None:
    assert rss(inner).published == published


def test_a_guid_of_digits_is_no_date() -> None:
    data = "<rss><channel><item><title>t</title><guid isPermaLink='false'>39</guid></item></channel></rss>"
    assert parse(data).entries[0].published is None


def test_hints_of_rss_are_carried_out() -> None:
    feed = rss_feed(
        head="<ttl>60</ttl><skipHours><hour>3</hour><hour>24</hour><hour>x</hour></skipHours>"
        "<skipDays><day>Sunday</day><day>saturday</day><day>Caturday</day></skipDays>"
        "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>"
        "<atom:link rel='hub' href='https://hub.example/'/>"
    )
    assert (feed.ttl, feed.skip_hours, feed.skip_days) == (3_600, (0, 3), ("Saturday", "Sunday"))
    assert (feed.update_period, feed.hub) == (43_200, "https://hub.example/")


@pytest.mark.parametrize(
    "head", ["<ttl>0</ttl>", "<ttl>soon</ttl>", "<sy:updatePeriod>often</sy:updatePeriod>", ""]
)
def test_a_hint_that_says_nothing_is_none(head: str) -> None:
    feed = rss_feed(head=head)
    assert (feed.ttl, feed.skip_hours, feed.skip_days, feed.update_period, feed.hub) == (
        None,
        (),
        (),
        None,
        "",
    )


def test_hints_of_atom_and_rdf_are_carried_out() -> None:
    atom_feed = parse(
        '<feed xmlns="http://www.w3.org/2005/Atom"><link rel="hub" href="https://hub.example/"/></feed>'
    )
    rdf = parse(
        f"<rdf:RDF {RDF}><channel rdf:about='x'><sy:updatePeriod>weekly</sy:updatePeriod></channel></rdf:RDF>"
    )
    assert (atom_feed.hub, rdf.update_period) == ("https://hub.example/", 7 * 86_400)


def test_statements_cannot_bring_control_characters() -> None:
    entry = rss(
        "<category>Red &#27;[31m\u202e</category><dc:creator>A\u009b31m</dc:creator>"
        '<enclosure url="https://a.example/1" type="audio/\u0085mpeg"/>'
    )
    assert entry.facts.categories == ("Red [31m",)
    assert entry.author == "A›31m"
    assert entry.facts.enclosures[0].type == "audio/ mpeg"


def test_no_more_statements_are_kept_than_the_wire_takes() -> None:
    many = "".join(f"<category>c{n}</category><dc:creator>a{n}</dc:creator>" for n in range(500))
    sounds = "".join(f'<enclosure url="/{n}.mp3"/>' for n in range(500))
    facts = rss(many + sounds).facts
    assert (len(facts.categories), len(facts.authors), len(facts.enclosures)) == (30, 30, 30)


def test_an_item_that_says_nothing_is_none() -> None:
    assert (
        parse("<rss><channel><item/><item><title>t</title></item><item></item></channel></rss>")
        .entries[0]
        .title
        == "t"
    )
    assert len(parse("<rss><channel><item/><item><title>t</title></item></channel></rss>").entries) == 1


def test_of_fifty_thousand_entries_the_newest_are_kept_and_the_rest_is_counted() -> None:
    items = "".join(
        f"<item><title>No {n}</title><guid>{n}</guid>"
        f"<pubDate>{1 + n % 28:02} Nov 2025 10:00:00 GMT</pubDate></item>"
        for n in range(50_000)
    )
    feed = parse(f"<rss><channel>{items}</channel></rss>", limit=500)
    assert (len(feed.entries), feed.dropped) == (500, 49_500)
    assert {entry.published for entry in feed.entries} == {1_764_324_000}


def test_twenty_thousand_items_with_one_guid_are_told_apart() -> None:
    items = "".join(
        f"<item><title>t</title><guid>x</guid><description>{n}</description></item>" for n in range(20_000)
    )
    feed = parse(f"<rss><channel>{items}</channel></rss>", limit=20_000)
    assert len({entry.guid for entry in feed.entries}) == 20_000
