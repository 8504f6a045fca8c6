"""One setting changed in the text; everything else stays."""

from __future__ import annotations

import pytest

from tui.config import EditError, parse
from tui.config_set import literal, set_value

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
    assert set_value(before, "", "measure", "60") == after
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
    assert set_value(before, "poll", "interval", '"1h"') == after
    assert parse(after, "").poll.interval == 3_600


def test_a_key_that_is_no_bare_word_is_quoted() -> None:
    text = set_value("", "keys.all", "Ctrl-e \u2190", '"star"')
    (binding,) = parse(text, "").keys.bindings
    assert (binding.keys, binding.lines) == ("Ctrl-e \u2190", ("star",))
    assert set_value(text, "keys.all", "Ctrl-e \u2190", '""').count("Ctrl-e") == 1


def test_a_value_that_cannot_be_is_refused() -> None:
    with pytest.raises(EditError, match="must be a whole number"):
        set_value("", "", "measure", "6")
    with pytest.raises(EditError, match="TOML"):
        set_value("", "", "theme", 'a" b')
