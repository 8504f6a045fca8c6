"""tui.query: what a query means, and what is said to one that means nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.query import DEPTH, PARTS, Node, QueryError, arrangement, parse
from tui.query_fields import FIELDS, STATES, Field
from tui.query_tree import (
    Age,
    All,
    Any,
    Has,
    Holds,
    In,
    Is,
    Levels,
    Limit,
    Matches,
    Not,
    Sort,
    Text,
    When,
)

A, B, C = Text("a"), Text("b"), Text("c")
DAY = 86_400


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("", All(())),
        ("  \t ", All(())),
        ("()", All(())),
        ("storm", Text("storm")),
        ("  storm ", Text("storm")),
        ("a b", All((A, B))),
        ('"a b"', Text("a b")),
        ('"a"b', All((A, B))),
        ('""', Text("")),
        ("storm*", Text("storm", prefix=True)),
        ("*", Text("*")),
        ('"storm*"', Text("storm*")),
        ("a OR b", Any((A, B))),
        ("a b OR c", Any((All((A, B)), C))),
        ("a OR b OR c", Any((A, B, C))),
        ("a (b OR c)", All((A, Any((B, C))))),
        ("((a))", A),
        ("a or b", All((A, Text("or"), B))),
        ('a "OR" b', All((A, Text("OR"), B))),
        ("ORDER", Text("ORDER")),
        ("-a", Not(A)),
        ("--a", Not(Not(A))),
        ("a -b", All((A, Not(B)))),
        ("a-b", Text("a-b")),
        ("-(a OR b)", Not(Any((A, B)))),
        ('-"a b"', Not(Text("a b"))),
        ("a - b", All((A, Text("-"), B))),
        ("(a -)", All((A, Text("-")))),
        ("-OR", Not(Text("OR"))),
        ("title:storm", Text("storm", "title")),
        ("title:stor*", Text("stor", "title", prefix=True)),
        ('author:"J. Doe"', Text("J. Doe", "author")),
        ("source:post", In("source", "post")),
        ('group:"World News"', In("group", "World News")),
        ("source:https://post.example/feed", In("source", "https://post.example/feed")),
        ("-is:read", Not(Is("read"))),
        ('is:"unread"', Is("unread")),
        ("newer:30m", Age(newer=True, seconds=1_800)),
        ("newer:2h", Age(newer=True, seconds=7_200)),
        ("older:3d", Age(newer=False, seconds=3 * DAY)),
        ("older:1w", Age(newer=False, seconds=7 * DAY)),
        ("newer:0m", Age(newer=True, seconds=0)),
        ("is:unread newer:1d (a OR -b)", All((Is("unread"), Age(True, DAY), Any((A, Not(B)))))),
        ("新聞 größe", All((Text("新聞"), Text("größe")))),
        ("body:storm", Text("storm", "body")),
        ("source:a:b", In("source", "a:b")),
        ("publisher:bbc.co.uk", In("publisher", "bbc.co.uk")),
        ("url:https://example.org/a?b=c", Holds("url", "https://example.org/a?b=c")),
        ("lang:pt-BR", Holds("lang", "pt-BR")),
        ("tag:budget", Holds("tag", "budget")),
        ("story:012", Holds("story", "12")),
        ("title:(a OR b)", Any((Text("a", "title"), Text("b", "title")))),
        ("source:(a -b)", All((In("source", "a"), Not(In("source", "b"))))),
        ("title:/storm (warning|watch)/ a", All((Matches("title", "storm (warning|watch)"), A))),
        (r"url:/a\/b/", Matches("url", "a/b")),
        ("url:/sport", Holds("url", "/sport")),
        ("has:audio", Has("audio")),
        ("level:urgent", Levels(1, 1)),
        ("level:Urgent..", Levels(1, 3)),
        ("level:..bulletin", Levels(0, 2)),
        ("level:urgent..bulletin", Levels(1, 2)),
        ("level:>=bulletin", Levels(2, 3)),
        ("level:>bulletin", Levels(3, 3)),
        ("level:<urgent", Levels(0, 0)),
        ("level:<=urgent", Levels(0, 1)),
        ("after:2026-01", When("2026-01", "")),
        ("after:2026-01..", When("2026-01", "", whole=True)),
        ("after:2026-01..2026-03", When("2026-01", "2026-03", whole=True)),
        ("before:monday", When("", "monday")),
        ("newer:last-week", When("last-week", "")),
        ("after:2h", Age(newer=True, seconds=7_200)),
        ("older:1y2mo", Age(newer=False, seconds=425 * DAY)),
        ("on:yesterday", When("yesterday", "yesterday", whole=True)),
        ('on:"5 march"', When("5 march", "5 march", whole=True)),
        ("after:9:00", When("9:00", "")),
        ("a sort:oldest b limit:5", All((A, B, Sort("oldest"), Limit(5)))),
        ("a OR b sort:oldest", All((Any((A, B)), Sort("oldest")))),
    ],
)
def test_a_query_means_what_the_grammar_says(text: str, meaning: Node) -> None:
    assert parse(text) == meaning


@pytest.mark.parametrize("state", STATES)
def test_every_state_can_be_asked_for(state: str) -> None:
    assert parse(f"is:{state}") == Is(state)


@pytest.mark.parametrize(
    "word",
    [
        "http://example.org/x?a=b",
        "https://example.org",
        "gemini://example.org",
        "12:30",
        "std::vector",
        "2:1",
        "Re:something",
        "c++",
        "#tag",
        "fox's",
        "e-mail",
        "50%",
        ":-",
        "$x;",
    ],
)
def test_what_only_looks_like_a_field_is_a_word(word: str) -> None:
    assert parse(word) == Text(word)


@pytest.mark.parametrize(
    ("text", "position", "told"),
    [
        ("a)", 1, "a ) without its ("),
        ("(a", 0, "a ( without its )"),
        ("a (b (c)", 2, "a ( without its )"),
        ('a "b', 2, 'a " without its partner'),
        ('a   "', 4, 'a " without its partner'),
        ('-"', 1, 'a " without its partner'),
        ("OR a", 0, "OR needs something before it"),
        ("a OR OR b", 5, "OR needs something before it"),
        ("(OR a)", 1, "OR needs something before it"),
        ("a OR", 2, "OR needs something after it"),
        ("(a OR)", 3, "OR needs something after it"),
        ("titel:x", 0, "no field is called titel:; did you mean title:?"),
        ("a -langs:en", 3, "no field is called langs:; did you mean lang:?"),
        ("zzz:x", 0, "no field is called zzz:; in quotes it is a word; there are title:"),
        ("title:", 0, "title: needs a value, as in title:"),
        ("a is: read", 2, "is: needs a value, as in is:unread"),
        ("(title:)", 1, "title: needs a value"),
        ("is:unred", 3, "is: takes one of unread, read, starred, later"),
        ("has:pictures", 4, "has: takes one of audio, image, video, revision"),
        ("level:urgnt", 6, "level: takes one of routine, urgent, bulletin, flash; did you mean urgent?"),
        ("level:..", 6, "level: takes one of"),
        ("sort:size", 5, "sort: takes one of newest, oldest"),
        ("limit:all", 6, "limit: takes a whole number"),
        ("newer:soon", 6, "newer: takes a time such as 2h, 3d, today, monday"),
        ("a older:3x", 8, "older: takes a time such as"),
        ("newer:-3d", 6, "newer: takes a time"),
        ("newer:1234567m", 6, "newer: takes a time"),
        ("on:2026-02-30", 3, "on: takes a time"),
        ("title:/a", 6, "a / without its partner"),
        ("title:/[a/", 7, "the /regex/ means nothing: missing ]"),
        ("body:/a/", 6, "body: takes no /regex/; title:, author:, url: do"),
        ("a (sort:newest)", 3, "sort: concerns the whole list"),
        ("a -limit:3", 2, "sort: and limit: cannot be turned round"),
        ("a\x00b", 1, "a character that no text has"),
        ("group:\udcff", 6, "a character that no text has"),
    ],
)
def test_a_query_that_means_nothing_is_told_what_and_where(text: str, position: int, told: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert caught.value.position == position
    assert str(caught.value).startswith(told)
    assert str(caught.value).endswith(f"(at character {position + 1})")


@pytest.mark.parametrize("text", ["(" * 5_000 + "a" + ")" * 5_000, "-" * 5_000 + "a", "-a " * 5_000])
def test_a_query_too_long_is_refused_where_it_should_have_ended(text: str) -> None:
    with pytest.raises(QueryError, match="too long") as caught:
        parse(text)
    assert PARTS <= caught.value.position < 2 * PARTS


@pytest.mark.parametrize("sign", ["(", "-", "-("])
def test_a_query_too_deep_is_refused_where_it_goes_too_deep(sign: str) -> None:
    deepest, closing = sign * (DEPTH // len(sign)), ")" * (sign.count("(") * (DEPTH // len(sign)))
    assert parse(f"{deepest}a{closing}") == parse("-" * deepest.count("-") + "a")
    with pytest.raises(QueryError, match="too deep") as caught:
        parse(f"{deepest}{sign}a{closing})")
    assert caught.value.position > DEPTH


def test_a_query_of_just_the_longest_length_is_good() -> None:
    assert parse("a " * PARTS) == All((A,) * PARTS)


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_every_field_of_the_table_can_be_asked_as_it_says(field: Field) -> None:
    assert parse(field.example) != parse("")
    for value in field.values:
        parse(f"{field.name}:{value}")


def test_the_order_and_the_limit_are_read_from_the_whole_query() -> None:
    assert arrangement(parse("a OR b sort:level limit:7")) == ("level", 7)
    assert arrangement(parse("a")) == ("", None)


grammar = st.lists(
    st.sampled_from(
        [
            "(",
            ")",
            "-",
            '"',
            "OR",
            " ",
            "a",
            "b*",
            "is:",
            "is:read",
            "newer:",
            "2d",
            "x:",
            "level:>",
            "sort:",
            "/x/",
            "..",
            ":",
            "http://",
            "\x00",
        ]
    )
).map("".join)


def refused_at(text: str) -> int:
    """Where ``text`` is refused; 0 when it is a query."""
    try:
        parse(text)
    except QueryError as error:
        return error.position
    return 0


@settings(deadline=None)
@given(st.text(st.characters()) | grammar)
def test_any_text_is_a_query_or_is_refused_with_a_place_in_it(text: str) -> None:
    assert 0 <= refused_at(text) < max(1, len(text))


@settings(deadline=None)
@given(st.lists(st.sampled_from(["a", "-b", '"c d"', "is:read", "(a OR b)", "title:x*"]), min_size=1))
def test_clauses_beside_each_other_must_all_hold(clauses: list[str]) -> None:
    meanings = tuple(parse(clause) for clause in clauses)
    assert parse(" ".join(clauses)) == (meanings[0] if len(meanings) == 1 else All(meanings))
