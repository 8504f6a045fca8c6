"""tui.app.themes: the shipped themes can be read, in both senses, and a bad one hurts nobody."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest
from textual.app import App, ComposeResult
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme
from textual.widgets import Footer, Input, Static

from tui import config, paths
from tui.app.palette import palette
from tui.app.themes import EXTRA_VARIABLES, extra_variables, load_themes

SHIPPED, PROBLEMS = load_themes([paths.shipped("themes")])
IN_COLOUR = [theme for theme in SHIPPED if not theme.ansi]
READ_AS_TEXT = ["level-flash", "level-bulletin", "level-urgent", "unread", "read", "link", "heading"]
READ_AS_TEXT += ["quote", "code", "fault", "star"]

GOOD = 'name = "mine"\nprimary = "#80a0c0"\n'


def write(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def reason_for(tmp_path: Path, text: str) -> str:
    path = write(tmp_path, "bad.toml", text)
    themes, (problem,) = load_themes([tmp_path])
    assert themes == []
    assert problem.path == path
    return problem.reason


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in Color.parse(colour).normalized
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, 1.4.3)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_ratio_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_a_theme_s_colours_are_used_to_the_letter() -> None:
    (theme,) = (each for each in SHIPPED if each.name == "telex")
    colours = theme.to_color_system().generate()
    assert (colours["accent"], colours["warning"], colours["primary"]) == ("#d7af5f", "#d7af5f", "#87afd7")


def test_every_shipped_theme_loads() -> None:
    assert PROBLEMS == []
    names = {theme.name for theme in SHIPPED}
    assert names == {"telex", "paper", "teleprinter", "phosphor", "contrast", "terminal", "night"}
    assert names == {path.stem for path in paths.shipped("themes").iterdir()}


def test_the_default_theme_and_those_that_the_help_names_are_shipped() -> None:
    names = {theme.name for theme in SHIPPED}
    assert config.AppSettings().theme in names
    assert all(name in config.KEYS[""]["theme"].help for name in names)


@pytest.mark.parametrize("theme", SHIPPED, ids=lambda theme: theme.name)
def test_a_shipped_theme_sets_all_our_colours_itself(theme: Theme) -> None:
    text = (paths.shipped("themes") / f"{theme.name}.toml").read_text(encoding="utf-8")
    assert all(f"\n{name} = " in text for name in EXTRA_VARIABLES)


@pytest.mark.parametrize("theme", IN_COLOUR, ids=lambda theme: theme.name)
@pytest.mark.parametrize("ground", ["background", "surface", "panel"])
def test_text_stands_out_from_its_ground(theme: Theme, ground: str) -> None:
    behind = getattr(theme, ground)
    colours = {"foreground": theme.foreground or "", **theme.variables}
    ratios = {name: contrast(colours[name], behind) for name in ["foreground", *READ_AS_TEXT]}
    least = 7 if theme.name == "contrast" else 4.5
    assert {name: ratio for name, ratio in ratios.items() if ratio < least} == {}


@pytest.mark.parametrize("theme", IN_COLOUR, ids=lambda theme: theme.name)
def test_the_row_under_the_cursor_can_be_read(theme: Theme) -> None:
    colours = palette({**extra_variables(theme), **theme.to_color_system().generate()})
    least = 7 if theme.name == "contrast" else 4.5
    for name in ("text", "dim", "unread", "read", "star", "fault", "heading", "link", "quote"):
        for over in (colours.cursor, colours.cursor_blurred):
            look = getattr(colours, name) + over
            ratio = contrast(*(part.get_truecolor().hex for part in (look.color, look.bgcolor)))
            assert ratio >= least, (name, look)


@pytest.mark.parametrize("theme", IN_COLOUR, ids=lambda theme: theme.name)
def test_dark_says_whether_the_ground_is_darker_than_the_text(theme: Theme) -> None:
    assert theme.dark == (luminance(theme.background or "") < luminance(theme.foreground or ""))


def test_the_terminal_theme_asks_for_nothing_but_the_terminals_own_colours() -> None:
    (theme,) = (theme for theme in SHIPPED if theme.ansi)
    for name in EXTRA_VARIABLES:
        colour = Color.parse(theme.variables[name])
        assert colour.ansi is not None, name
        assert colour.rich_color.triplet is None, name


@pytest.mark.parametrize("theme", BUILTIN_THEMES.values(), ids=lambda theme: theme.name)
def test_textual_s_own_themes_can_be_put_on_too(theme: Theme) -> None:
    """Some of their colours are words for styles alone: they ended the app."""
    variables = theme.to_color_system().generate() | extra_variables(theme)
    assert palette(variables).cursor
    words = {"block-cursor-background": "rgb(90, 9, 9) 50%", "block-cursor-foreground": "auto"}
    assert palette(variables | words | {"panel": "red 9%"}).cursor


async def test_every_shipped_theme_can_be_put_on() -> None:
    class Screenful(App[None]):
        CSS = "".join(f".{name} {{ color: ${name}; }}\n" for name in EXTRA_VARIABLES)

        def compose(self) -> ComposeResult:
            yield Input()
            for name in EXTRA_VARIABLES:
                yield Static(name, classes=name)
            yield Footer()

        def get_theme_variable_defaults(self) -> dict[str, str]:
            return extra_variables(BUILTIN_THEMES["textual-dark"])

    app = Screenful()
    async with app.run_test() as pilot:
        for theme in SHIPPED:
            app.register_theme(theme)
            app.theme = theme.name
            await pilot.pause()
            shown = app.query_one(".link", Static).styles.color
            assert shown == Color.parse(theme.variables["link"])


def test_a_bad_theme_is_reported_and_the_others_load(tmp_path: Path) -> None:
    bad = write(tmp_path, "a.toml", 'name = "a"\nprimary = "blurple"\n')
    write(tmp_path, "b.toml", GOOD)
    themes, problems = load_themes([tmp_path])
    assert [theme.name for theme in themes] == ["mine"]
    assert [problem.path for problem in problems] == [bad]
    assert 'primary = "blurple" is no colour' in problems[0].reason


def test_a_later_folder_wins(tmp_path: Path) -> None:
    write(tmp_path / "one", "x.toml", GOOD)
    write(tmp_path / "two", "y.toml", 'name = "mine"\nprimary = "#112233"\n')
    themes, problems = load_themes([tmp_path / "one", tmp_path / "two"])
    assert [theme.primary for theme in themes] == ["#112233"]
    assert problems == []


def test_a_folder_that_does_not_exist_is_no_problem(tmp_path: Path) -> None:
    assert load_themes([tmp_path / "none"]) == ([], [])


def test_a_file_in_place_of_a_folder_is_reported(tmp_path: Path) -> None:
    path = write(tmp_path, "themes", "")
    themes, (problem,) = load_themes([path])
    assert themes == []
    assert problem.path == path


def test_colours_that_a_theme_leaves_out_are_derived_from_it(tmp_path: Path) -> None:
    write(tmp_path, "x.toml", GOOD + 'error = "#c04040"\n[variables]\nstar = "gold"\n')
    (theme,), _ = load_themes([tmp_path])
    assert set(EXTRA_VARIABLES) <= set(theme.variables)
    assert theme.variables["star"] == "gold"
    assert theme.variables["fault"] == theme.to_color_system().generate()["error"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "name is missing; primary is missing"),
        (GOOD + 'primry = "#fff"', '"primry" is no field'),
        (GOOD + "dark = 1", "dark must be true or false"),
        (GOOD + "text_alpha = 2", "text_alpha must be"),
        (GOOD + "luminosity_spread = nan", "luminosity_spread must be"),
        (GOOD + "background = 3", "background = 3 is no colour"),
        (GOOD + "variables = 3", "variables must be a table"),
        (GOOD + '[variables]\nunred = "#fff"', '"unred" is not known'),
        (GOOD + '[variables]\nunread = "#ff"', "unread ="),
        (GOOD + '[variables]\nunread = "auto 50%"', "unread ="),
        (GOOD + '[variables]\nborder = "thick"', "border ="),
        (GOOD + "[variables]\nborder = 1", "border = 1"),
        (GOOD + '[variables]\nlink-style = "loud"', "link-style ="),
        ('name = "Mine!"\nprimary = "#fff"', "name must be"),
        ('name = "mine"\nprimary = ', "not valid TOML"),
        ("x = " + "9" * 5_000, "not valid TOML"),
        ("x = " + "[" * 5_000, "nested too deeply"),
        ("#" * 200_000, "larger than"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, text: str, said: str) -> None:
    assert said in reason_for(tmp_path, text)


def test_all_that_is_wrong_with_a_file_is_said_at_once(tmp_path: Path) -> None:
    reason = reason_for(tmp_path, 'name = "mine"\nprimary = "?"\ndark = "yes"\n')
    assert "primary" in reason
    assert "dark" in reason


def test_a_theme_that_is_not_utf8_is_reported(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_bytes(GOOD.encode() + b"# \xe9\n")
    _, (problem,) = load_themes([tmp_path])
    assert "UTF-8" in problem.reason


def test_textuals_own_variables_and_styles_may_be_set(tmp_path: Path) -> None:
    text = (
        GOOD + '[variables]\nborder = "#aabbcc"\ntext-muted = "auto 70%"\nlink-style = "bold not underline"\n'
    )
    write(tmp_path, "x.toml", text)
    (theme,), problems = load_themes([tmp_path])
    assert problems == []
    assert theme.variables["link-style"] == "bold not underline"


def test_every_field_of_textuals_theme_is_understood(tmp_path: Path) -> None:
    sample = {"name": '"mine"', "dark": "true", "ansi": "false", "variables": "{}"}
    sample |= {"luminosity_spread": "0.2", "text_alpha": "0.9"}
    lines = [f"{each.name} = {sample.get(each.name, chr(34) + 'red' + chr(34))}" for each in fields(Theme)]
    write(tmp_path, "x.toml", "\n".join(lines))
    themes, problems = load_themes([tmp_path])
    assert problems == []
    assert len(themes) == 1
