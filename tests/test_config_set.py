"""One setting changed in the text; everything else stays."""

from __future__ import annotations

import pytest

from tui.config import EditError, parse
from tui.config_lines import Place
from tui.config_set import add_table, literal, remove_table, set_value, set_values, unset

SOURCES = '\n[[sources]]\nurl = "https://a.example/"\n'


@pytest.mark.parametrize(
    ("typed", "default", "written"),
    [
        ("night", "telex", '"night"'),
        ('"night"', "telex", '"night"'),
        ("90s", "15m", '"90s"'),
        ("12", "15m", '"12"'),
        ("12", 72, "12"),
        ("false", True, "false"),
        ('say "x"', "", '"say \\"x\\""'),
        ('{ env = "X" }', "", '{ env = "X" }'),
        ("[1, 2]", [], "[1, 2]"),
    ],
)
def test_words_need_no_quotation_marks(typed: str, default: object, written: str) -> None:
    assert literal(typed, default) == written


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "measure = 60\n"),
        ("# c\nmeasure = 72  # wide\n", "# c\nmeasure = 60  # wide\n"),
        ("# w\n#measure = 72\n\n# x\n", "# w\n#measure = 72\nmeasure = 60\n\n# x\n"),
        (
            'theme = "night"\n\n# sources\n' + SOURCES,
            'theme = "night"\nmeasure = 60\n\n# sources\n' + SOURCES,
        ),
        ('[poll]\ninterval = "1h"\n', 'measure = 60\n[poll]\ninterval = "1h"\n'),
        ("ticker = true", "ticker = true\nmeasure = 60\n"),
        ("ticker = true\r\n", "ticker = true\r\nmeasure = 60\r\n"),
    ],
)
def test_a_setting_of_the_screen_keeps_its_place_or_finds_one(before: str, after: str) -> None:
    assert set_value(before, ("measure",), "60") == after
    assert parse(after, "").app.measure == 60


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# a\n", '# a\n\n[poll]\ninterval = "1h"\n'),
        ("[poll]\n# c\n" + SOURCES, '[poll]\ninterval = "1h"\n# c\n' + SOURCES),
        ('[poll]\ntimeout = "9s"\n\n[keys]\n', '[poll]\ntimeout = "9s"\ninterval = "1h"\n\n[keys]\n'),
    ],
)
def test_a_setting_of_a_table_goes_into_it(before: str, after: str) -> None:
    assert set_value(before, ("poll", "interval"), '"1h"') == after
    assert parse(after, "").poll.interval == 3_600


def test_a_key_that_is_no_bare_word_is_quoted() -> None:
    text = set_value("", ("keys", "all", "Ctrl-e \u2190"), '"star"')
    (binding,) = parse(text, "").keys.bindings
    assert (binding.keys, binding.lines) == ("Ctrl-e \u2190", ("star",))
    assert set_value(text, ("keys", "all", "Ctrl-e \u2190"), '""').count("Ctrl-e") == 1


def test_a_value_that_cannot_be_is_refused() -> None:
    with pytest.raises(EditError, match="must be a whole number"):
        set_value("", ("measure",), "6")
    with pytest.raises(EditError, match="TOML"):
        set_value("", ("theme",), 'a" b')


@pytest.mark.parametrize(
    ("text", "place", "left"),
    [
        ("a = 1\n", ("x",), None),
        ("# c\nmeasure = 60  # wide\nticker = true\n", ("measure",), "# c\n# wide\nticker = true\n"),
        ('[poll]\ninterval = "1h"\n# c\n', ("poll", "interval"), "[poll]\n# c\n"),
        ('[[rules]]\nquery = "a"\nact = "mute"\n', ("rules", 0, "act"), '[[rules]]\nquery = "a"\n'),
        ("ticker = true\n", ("measure",), "ticker = true\n"),
    ],
)
def test_a_setting_is_taken_out_and_a_comment_on_its_line_stays(
    text: str, place: tuple[str | int, ...], left: str | None
) -> None:
    if left is None:
        with pytest.raises(EditError, match="not right as it is"):
            unset(text, place)
    else:
        assert unset(text, place) == left


def test_a_key_without_which_a_table_is_none_stays() -> None:
    with pytest.raises(EditError, match="query is missing"):
        unset('[[rules]]\nquery = "a"\n', ("rules", 0, "query"))


def test_a_setting_of_a_table_of_a_list_stands_after_its_last_one() -> None:
    text = '[[rules]]\n  query = "a"  # c\n\n[[rules]]\nquery = "b"\n'
    assert set_value(text, ("rules", 0, "level"), '"FLASH"') == text.replace(
        "# c\n", '# c\n  level = "FLASH"\n'
    )
    assert set_value(text, ("rules", 1, "query"), '"c"') == text.replace('"b"', '"c"')


def test_settings_that_make_sense_only_together_are_set_together() -> None:
    text = '[[rules]]\nquery = "a"\n'
    with pytest.raises(EditError, match="tag is missing"):
        set_value(text, ("rules", 0, "act"), '"tag"')
    both: dict[Place, str] = {("rules", 0, "act"): '"tag"', ("rules", 0, "tag"): '"sea"'}
    assert set_values(text, both) == text + 'act = "tag"\ntag = "sea"\n'


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('poll = { interval = "1h" }\n', ("poll", "timeout")),
        ('rules = [{ query = "a" }]\n', ("rules", 0, "act")),
        ('rules = [{ query = "a", act = "mute" }]\n', ("rules", 0, "act")),
    ],
)
def test_what_is_written_on_one_line_is_left_to_its_user(text: str, place: tuple[str | int, ...]) -> None:
    with pytest.raises(EditError, match=r"line 1: .* is written on one line; edit it by hand"):
        set_value(text, place, '"watch"' if "rules" in place else '"9s"')


def test_a_table_goes_into_a_file_of_any_kind_and_out_again() -> None:
    keys = {"name": "Home", "lat": 53.5, "lon": -1}
    for text in ("", "# c", "# c\n", "ticker = true\r\n", '[[groups]]\nname = "A"\n'):
        added = add_table(text, "places", keys)
        assert parse(added, "").places[0].lat == 53.5
        kept = text if not text or text.endswith("\n") else text + "\n"
        assert remove_table(added, ("places", 0)) == kept


def test_a_table_holds_nothing_but_what_it_was_given() -> None:
    with pytest.raises(EditError):
        add_table("", "folders", {"name": "a", 'query = "b"\nx': "c"})
    with pytest.raises(EditError, match="texts, numbers or flags"):
        add_table("", "folders", {"name": "a", "query": ["b"]})
    with pytest.raises(EditError, match="by hand"):
        add_table('folders = [{ name = "x", query = "y" }]\n', "folders", {"name": "a", "query": "b"})
