"""tui.cache.search: a query finds what it means, and no text of a query can break SQL."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from importlib import resources
from pathlib import Path

import apsw
import pytest
from cache_parts import NOW, SOURCES, arrive, arrive_many, entry, opened, revise
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.cache.database import Connection, connect
from tui.cache.listing import Listing
from tui.cache.search import condition
from tui.cache.sources import set_meta
from tui.cache.triage import mark
from tui.cache.window import Window
from tui.model import Enclosure, Facts, Level
from tui.query import Node, QueryError, parse
from tui.query_tree import Age, All, Any, In, Is, Not, Text

HOUR, DAY = 3_600, 86_400


@pytest.fixture
def cache(tmp_path: Path) -> Connection:
    """Six articles, the first the oldest."""
    connection = opened(tmp_path)
    arrive(
        connection,
        1,
        entry("a", "Storm over the harbour", author="Ada Jones", text="Ships wait.", published=NOW - 9 * DAY),
        entry("b", "Café reopens", author="Storm Petersen", text="Coffee again.", published=NOW - 2 * DAY),
        entry("c", "Ferry delayed", text="A storm is near; the harbour closed.", published=NOW - HOUR),
        now=NOW,
    )
    arrive(
        connection,
        2,
        replace(
            entry("d", "Alarm", text="Flood", level=Level.FLASH, published=NOW - 60),
            facts=Facts(enclosures=(Enclosure("https://x.example/d", "audio/mpeg"),)),
        ),
        replace(
            entry("e", "STORMY weather", text="C++ is 50% e-mail", published=NOW - 30),
            facts=Facts(language="pt-BR"),
        ),
        replace(
            entry("f", "Straße und Größe", text="خبر عاجل Новости", published=NOW - 10),
            facts=Facts(language="de", enclosures=(Enclosure("https://x.example/f", "image/png"),)),
        ),
        now=NOW,
    )
    mark(connection, "read", [1, 4], now=NOW, terminal="")
    mark(connection, "star", [2], now=NOW, terminal="")
    revised = entry("e", "STORMY weather", text="C++ is 50% e-mail, still")
    revise(connection, 5, replace(revised, facts=Facts(language="pt-BR")))
    connection.execute(
        "INSERT INTO tag VALUES (4, 'flood'), (2, 'coffee');UPDATE article SET later_until = 1 WHERE id = 6"
    )
    set_meta(connection, "visit", "4")
    return connection


def found(connection: Connection, query: str) -> list[int]:
    window = Window(connection, Listing("Search", where=condition(parse(query), NOW)))
    return sorted(window.ids())


@pytest.mark.parametrize(
    ("query", "articles"),
    [
        ("", [1, 2, 3, 4, 5, 6]),
        ("storm", [1, 2, 3]),
        ("STORM", [1, 2, 3]),
        ("storm*", [1, 2, 3, 5]),
        ("stor", []),
        ("storm harbour", [1, 3]),
        ('"storm over"', [1]),
        ('"over storm"', []),
        ("storm -harbour", [2]),
        ("-storm", [4, 5, 6]),
        ("ferry OR café", [2, 3]),
        ("harbour ships OR coffee", [1, 2]),
        ("harbour (ships OR ferry)", [1, 3]),
        ("-(storm OR flood)", [5, 6]),
        ("--storm", [1, 2, 3]),
        ("title:storm", [1]),
        ("title:storm*", [1, 5]),
        ("author:storm", [2]),
        ('author:"ada jones"', [1]),
        ("title:harbour storm", [1]),
        ("storm title:ferry", [3]),
        ("title:harbour OR title:ferry", [1, 3]),
        ("cafe", [2]),
        ("CAFÉ", [2]),
        ("grosse", [6]),
        ("STRASSE", [6]),
        ("größe", [6]),
        ("Новости", [6]),
        ("عاجل", [6]),
        ("c++", [5]),
        ("e-mail", [5]),
        ("50%", [5]),
        ('"e mail"', [5]),
        ("source:post", [1, 2, 3]),
        ("source:POST.example", [1, 2, 3]),
        ("source:bay.example/rss", [4, 5, 6]),
        ("source:radio", [4, 5, 6]),
        ("source:nobody", []),
        ("source:%", []),
        ("group:world", [1, 2, 3]),
        ("group:coast", [4, 5, 6]),
        ("-group:coast storm", [1, 2, 3]),
        ("is:read", [1, 4]),
        ("is:unread", [2, 3, 5, 6]),
        ("is:starred", [2]),
        ("is:alert", [4]),
        ("is:updated", [5]),
        ("is:unread storm", [2, 3]),
        ("is:starred OR is:alert", [2, 4]),
        ("newer:1h", [3, 4, 5, 6]),
        ("newer:59m", [4, 5, 6]),
        ("older:1h", [1, 2]),
        ("older:1w", [1]),
        ("older:1d newer:1w", [2]),
        ("newer:0m", []),
        ("body:storm", [3]),
        ("title:(storm OR ferry)", [1, 3]),
        ("title:/^(storm|ferry)/", [1, 3, 5]),
        ("author:/ones$/", [1]),
        ("url:/[a-c]$/", [1, 2, 3]),
        ("url:example.org/D", [4]),
        ("publisher:bay.example", [4, 5, 6]),
        ("source:ЬAY", []),
        ("lang:de", [6]),
        ("lang:pt", [5]),
        ("lang:pt-br", [5]),
        ("has:audio", [4]),
        ("has:image OR has:video", [6]),
        ("has:revision", [5]),
        ("level:flash", [4]),
        ("level:urgent..", [4]),
        ("level:routine storm", [1, 2, 3]),
        ("level:>flash", []),
        ("tag:flood", [4]),
        ("tag:fl*", [4]),
        ("tag:*", [2, 4]),
        ("story:3", [3]),
        ("is:later", [6]),
        ("is:new", [5, 6]),
        ("after:2027-01-06..2027-01-12", [1]),
        ("on:2027-01-06", [1]),
        ("before:2027-01-07", [1]),
        ("after:2027-01-07", [2, 3, 4, 5, 6]),
        ("storm sort:oldest limit:1", [1, 2, 3]),
        ("Новость", []),
        ("title:and storm", []),
        ("AND", []),
        ("storm AND harbour", []),
        ("NEAR(storm harbour)", [3]),
        ("title : storm", []),
    ],
)
def test_a_query_finds_what_it_means(cache: Connection, query: str, articles: list[int]) -> None:
    assert found(cache, query) == articles


@pytest.mark.parametrize("nothing", ["-", "!", "+ +", '""', '"..."', "title:-", "*", "storm *"])
def test_a_word_without_a_letter_does_not_narrow(cache: Connection, nothing: str) -> None:
    assert found(cache, f"storm {nothing}") == [1, 2, 3]
    assert found(cache, f"{nothing} storm") == [1, 2, 3]


@pytest.mark.parametrize("words", ['"', 'storm" OR "ferry', 'storm"', '" * "', "title : storm", "storm)"])
def test_words_are_words_though_they_look_like_full_text_syntax(cache: Connection, words: str) -> None:
    window = Window(cache, Listing("Search", where=condition(All((Text("storm"), Text(words))), NOW)))
    assert {*window.ids()} <= {1, 2, 3}


def test_a_new_article_is_found_at_once(cache: Connection) -> None:
    assert found(cache, "earthquake") == []
    arrive(cache, 3, entry("g", "Earthquake"))
    assert found(cache, "earthquake") == [7]


def test_a_revised_article_is_found_by_its_new_text_only(cache: Connection) -> None:
    revise(cache, 3, entry("c", "Ferry on time", author="Bo", text="All is calm."))
    assert found(cache, "calm") == found(cache, "author:bo") == found(cache, 'title:"on time"') == [3]
    assert found(cache, "delayed") == []
    assert found(cache, "storm") == [1, 2]


def test_an_article_that_is_gone_is_not_found(cache: Connection) -> None:
    cache.execute("DELETE FROM article WHERE id = 3")
    assert found(cache, "storm") == [1, 2]
    assert list(cache.execute("SELECT rowid FROM article_text('ferry')")) == []


def test_the_age_of_an_article_is_that_of_its_date_and_not_of_its_arrival(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    arrive(connection, 1, entry("a", published=NOW - 3 * DAY), now=NOW)
    assert found(connection, "newer:1d") == []
    assert found(connection, "older:1d") == [1]


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """Forty articles of four words each, in every state; only read."""
    connection = opened(tmp_path_factory.mktemp("plain"))
    chance = random.Random(40)  # noqa: S311
    for number in range(40):
        arrive(
            connection,
            chance.randint(1, 3),
            entry(
                f"g{number}",
                " ".join(chance.choices("abcde", k=2)),
                author=chance.choice("abcde"),
                text=" ".join(chance.choices("abcde", k=2)),
                level=Level(chance.choice([0, 0, 0, 1])),
                published=NOW - chance.randint(0, 5 * DAY),
            ),
        )
    for act in ("read", "star"):
        mark(connection, act, chance.sample(range(1, 41), 15), now=NOW, terminal="")
    for article in chance.sample(range(1, 41), 6):
        revise(connection, article, entry("x", "a b", author="c", text="d e"))
    yield connection
    connection.close()


def matches(node: Node, article: dict[str, object]) -> bool:
    """What a query means, said once more in another language than SQL."""
    match node:
        case Text(words, column):
            columns = (column,) if column else ("title", "author", "text")
            return any(words in str(article[name]).split() for name in columns)
        case In(field, value):
            return value in str(article[field]).lower()
        case Is(state):
            return bool(article[state])
        case Age(newer, seconds):
            return (int(str(article["at"])) >= NOW - seconds) is newer
        case Not(inner):
            return not matches(inner, article)
        case All(nodes):
            return all(matches(inner, article) for inner in nodes)
        case Any(nodes):
            return any(matches(inner, article) for inner in nodes)
    raise AssertionError(node)


def described(connection: Connection) -> dict[int, dict[str, object]]:
    sources = dict(enumerate(SOURCES, 1))
    texts = dict(
        connection.execute(
            "SELECT a.id, json_extract(unpacked(b.document), '$[0].text')"
            " FROM article a JOIN body b ON b.article_id = a.id"
        )
    )
    return {
        row[0]: {
            "source": f"{sources[row[1]].name} {sources[row[1]].url}",
            "group": sources[row[1]].group,
            "title": row[2],
            "author": row[3],
            "text": texts[row[0]],
            "at": row[4],
            "read": row[5],
            "unread": not row[5],
            "starred": row[6],
            "alert": row[7],
            "updated": row[8],
        }
        for row in connection.execute(
            "SELECT id, source_id, title, author, at, read, starred, level > 0, revisions FROM article"
        )
    }


leaves = (
    st.builds(Text, st.sampled_from("abcde"), st.sampled_from(["", "title", "author"]))
    | st.builds(In, st.just("source"), st.sampled_from(["post", "bay", "example"]))
    | st.builds(In, st.just("group"), st.sampled_from(["world", "coast", "o"]))
    | st.builds(Is, st.sampled_from(["unread", "read", "starred", "alert", "updated"]))
    | st.builds(Age, st.booleans(), st.integers(0, 5 * DAY))
)
trees = st.recursive(
    leaves,
    lambda inner: (
        st.builds(Not, inner)
        | st.builds(All, st.lists(inner, max_size=4).map(tuple))
        | st.builds(Any, st.lists(inner, min_size=1, max_size=4).map(tuple))
    ),
    max_leaves=12,
)


@settings(deadline=None, max_examples=200)
@given(tree=trees)
def test_every_combination_of_conditions_means_in_sql_what_it_says(plain: Connection, tree: Node) -> None:
    right = {number for number, article in described(plain).items() if matches(tree, article)}
    assert {*Window(plain, Listing("Search", where=condition(tree, NOW))).ids()} == right


SIGNS = [*"\"'*()-^:+,{};%_\\?²新 \x00", "--", "/*", "?1", "storm", "1d"]
WORDS = ["OR", "AND", "NOT", "NEAR", "title:", "is:", "source:", "group:", "newer:"]
fragments = st.lists(st.sampled_from([*SIGNS, *WORDS]) | st.characters()).map("".join)


@settings(deadline=None, max_examples=400)
@given(text=st.text(st.characters()) | fragments)
def test_no_text_breaks_a_search(plain: Connection, text: str) -> None:
    try:
        node = parse(text)
    except QueryError:
        return
    window = Window(plain, Listing("Search", where=condition(node, NOW)))
    assert len(window.ids()) == len(window)
    assert window.arrivals() == 0


@pytest.mark.parametrize(
    "query",
    [
        "-(" * 25 + "a" + ")" * 25,
        "(b OR -" * 25 + "a" + ")" * 25,
        "((b -a) OR c) -" * 80,
        "(" * 49 + "-a) " * 49 + "is:read " * 250 + "-a",
        "-" * 50 + "a",
        "-a " * 400,
        " OR ".join(["-a"] * 267),
        " OR ".join(["a"] * 400),
        "is:read " * 400,
        "source:a " * 400,
        "title:a " * 400,
        "word " * 800,
        '"' + "word " * 3_000 + '"',
        "x" * 10_000,
    ],
)
def test_the_longest_queries_are_still_within_what_sqlite_bears(tmp_path: Path, query: str) -> None:
    connection = opened(tmp_path)
    arrive_many(connection, 3)
    assert len(found(connection, query)) <= 3


def test_a_cache_of_an_earlier_version_is_searched_like_a_new_one(tmp_path: Path) -> None:
    old = apsw.Connection(str(tmp_path / "telex.db"))
    scripts = resources.files("tui.cache")
    old.execute(scripts.joinpath("schema.sql").read_text("utf-8"))
    document = (
        '[{"s":["A storm ",["over",1]," 東京都"]},{"k":"image","a":"https://x.example/i"},'
        '{"k":"table","r":[["Ferry","Straße"]]}]'
    )
    old.execute("INSERT INTO source (id, url, interval) VALUES (1, 'https://post.example/feed', 900)")
    old.execute(
        "INSERT INTO article (source_id, guid, fingerprint, title, link, author, at, fetched)"
        " VALUES (1, 'g', 'f', 'Κυβέρνηση', '', 'Łukasz', 1, 1)"
    )
    old.execute(
        "INSERT INTO body (article_id, lead, document, facts) VALUES (1, '', ?, ?)",
        (document, '{"language":"EN-gb","enclosures":[{"url":"u","type":"audio/mpeg"}]}'),
    )
    old.execute("INSERT INTO article_text (rowid, title) VALUES (1, 'stale')")
    old.pragma("user_version", 4)
    old.close()
    connection = connect(tmp_path / "telex.db")
    for query in (
        '"storm over"', "京都", "ferry", "strasse", "κυβερνηση", "author:lukasz", "lang:en", "has:audio",
        "has:image", "-has:video",
    ):  # fmt: skip
        assert found(connection, query) == [1], query
    assert found(connection, "stale") == []


@pytest.mark.parametrize(
    ("text", "queries", "not_found"),
    [
        ("台風が沖縄に接近している", ["台風", "沖縄", "風", "接近している", "台風 沖縄"], ["台沖", "風沖縄"]),
        ("大統領は辭職を否定した", ["大統領", "統領", "大統*"], ["大領"]),
        ("서울에서 회의가 열렸다", ["서울", "울에", "회의", '"서울에서 회의"'], ["서회"]),
        ("น้ำท่วมกรุงเทพ", ["น้ำท่วม", "กรุงเทพ", "ท่วม"], ["เทพกรุง"]),
        ("Новая ёлка в Москве", ["елка", "ЁЛКА", "москв*"], ["елк"]),
        ("Η κυβέρνηση της Ελλάδας", ["κυβερνηση", "ΚΥΒΕΡΝΗΣΗ", "ελλαδας"], ["κυβερν"]),
        ("हिन्दी समाचार", ["हिन्दी", "समाचार", "समा*"], ["ह"]),
        ("Müller sagt: Größe", ["muller", "MÜLLER", "grosse"], ["mueller"]),
    ],
)
def test_words_of_every_script_are_found(
    tmp_path: Path, text: str, queries: list[str], not_found: list[str]
) -> None:
    connection = opened(tmp_path)
    arrive(connection, 1, entry("a", "x", text=text))
    for query in queries:
        assert found(connection, query) == [1], query
    for query in not_found:
        assert found(connection, query) == [], query
