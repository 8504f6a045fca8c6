"""tui.config_edit: what an edit of config.toml does, and what it leaves alone."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui import config
from tui.config import EditError
from tui.config_edit import (
    add_sources,
    change_source,
    edit,
    remove_source,
    save,
    unknown_sources,
)
from tui.model import Source
from tui.text import clean_line

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


def urls_of(text: str) -> list[str]:
    return [source.url for source in config.parse(text, "config.toml").sources]


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
    with pytest.raises(EditError, match="no source"):
        remove_source(text, "http://b.example/")


@pytest.mark.parametrize("text", ['sources = [{url = "http://a.example/"}]\n', "measure = 1\n", "x ="])
def test_an_edit_that_cannot_be_right_is_refused(text: str) -> None:
    with pytest.raises(EditError):
        add_sources(text, [Source("http://b.example/")])
    with pytest.raises(EditError):
        remove_source(text, "http://a.example/")


@pytest.mark.parametrize("url", ["http://ONE.example", "file:///etc/passwd", "exec:ls"])
def test_a_source_that_is_there_or_no_address_is_not_added(url: str) -> None:
    with pytest.raises(EditError):
        add_sources(CONFIG, [Source(url)])


def test_a_password_is_not_repeated_when_a_source_is_not_found() -> None:
    with pytest.raises(EditError) as caught:
        remove_source(CONFIG, "http://me:secret@x.example/")
    assert "secret" not in str(caught.value)


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_name_or_group_escapes_from_its_string(name: str, group: str) -> None:
    text = add_sources(CONFIG, [Source("http://x.example/", name, group)])
    assert urls_of(text)[-1] == "http://x.example/"
    assert remove_source(text, "http://x.example/") == CONFIG


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
    with pytest.raises(EditError, match=re.escape(str(path))):
        save(path, "new")
    assert (path / "inside").read_text() == "kept"
    assert os.listdir(tmp_path) == ["config.toml"]


def changed(text: str, at: str, **changes: Any) -> str:
    return change_source(text, at, lambda source: replace(source, **changes))


def test_only_the_value_that_changes_is_replaced() -> None:
    text = changed(CONFIG, "http://two.example/", name="Zwei")
    assert text == CONFIG.replace("name = '''\nTwo'''", 'name = "Zwei"')
    assert changed(text, "http://two.example/", url="http://2.example/") == text.replace(
        "'http://two.example/'   # spaced", '"http://2.example/"   # spaced'
    )


def test_a_new_key_comes_after_the_last_one_of_its_table() -> None:
    text = changed(CONFIG, "http://one.example/", group="A", enabled=False, weight=2.0, interval=5_400)
    new = 'group = "A"\nweight = 2.0\ninterval = "1h30m"\nenabled = false\n'
    assert text == CONFIG.replace('"http://one.example/"\n', f'"http://one.example/"\n{new}')


def test_what_falls_back_to_its_default_goes_and_leaves_its_comment() -> None:
    text = '[[sources]]\nurl = "http://a.example/"\n  interval = "5m"  # breaking news\nenabled = false\n'
    assert changed(text, "http://a.example", interval=None, enabled=True) == (
        '[[sources]]\nurl = "http://a.example/"\n  # breaking news\n'
    )


def test_an_edit_that_changes_nothing_leaves_every_byte() -> None:
    text = '[[sources]]\nurl = "HTTP://a.example"\nname = ""\nenabled = true # yes\nweight = 1\n'
    assert changed(text, "http://a.example/", name="", enabled=True, weight=1.0) == text


def test_a_key_written_out_at_its_default_is_set_where_it_stands() -> None:
    text = '[[sources]]\nenabled = true # for now\nurl = "http://a.example/"\n'
    assert changed(text, "http://a.example/", enabled=False) == text.replace("true", "false")


def test_the_last_key_may_go_while_another_comes() -> None:
    for ending in ("", "\n"):
        text = f'[[sources]]\nurl = "http://a.example/"\nname = "A"{ending}'
        assert changed(text, "http://a.example/", name="", group="G") == (
            '[[sources]]\nurl = "http://a.example/"\ngroup = "G"\n'
        )


def test_a_new_key_stands_before_the_tables_within_and_all_go_together() -> None:
    text = (
        '[[sources]]\n  url = "http://a.example/"\n  [sources.headers]\n  X-Key = "k"\n\n'
        '[[sources]]\nurl = "http://b.example/"\n'
    )
    moved = changed(text, "http://a.example/", group="G")
    assert moved == text.replace('a.example/"\n', 'a.example/"\n  group = "G"\n')
    assert remove_source(text, "http://a.example/") == '\n[[sources]]\nurl = "http://b.example/"\n'


def test_an_edit_keeps_the_line_ends_of_the_file() -> None:
    dos = CONFIG.replace("\n", "\r\n")
    text = changed(dos, "http://two.example/", name="", group="G")
    assert "\n" not in text.replace("\r\n", "")
    assert changed(text, "http://two.example/", group="") == dos.replace("name = '''\r\nTwo'''\r\n", "")


@pytest.mark.parametrize(
    ("text", "url", "new", "said"),
    [
        (CONFIG, "http://four.example/", "http://5.example/", "no source has the address"),
        (CONFIG, "http://one.example/", "http://TWO.example", "is the same address as in line"),
        (CONFIG, "http://one.example/", "exec:ls", "must be an http or https address"),
        ('sources = [{url = "http://a.example/"}]\n', "http://a.example/", "http://b.example/", "by hand"),
        ("x = ", "http://a.example/", "http://b.example/", "is not valid TOML"),
    ],
)
def test_a_change_that_cannot_be_made_says_why(text: str, url: str, new: str, said: str) -> None:
    with pytest.raises(EditError, match=said):
        changed(text, url, url=new)


def test_a_command_that_the_user_wrote_can_be_renamed_and_taken_out() -> None:
    text = '[[sources]]\nurl = "exec:news --all"\n'
    named = changed(text, "exec:news --all", name="Mine")
    assert named == text + 'name = "Mine"\n'
    assert remove_source(named, "exec:news --all") == ""


def _other(new: Source, _: Source) -> Source:
    return new


SOURCES = st.builds(
    Source,
    url=st.sampled_from(["http://one.example/", "https://new.example/a?b=c#d"]),
    name=st.text(max_size=20).map(clean_line),
    group=st.sampled_from(["", "A", "A/B", '"', "\\"]),
    weight=st.sampled_from([0.0, 0.1, 1.0, 10.0]),
    interval=st.none() | st.integers(1, 2_592_000),
    enabled=st.booleans(),
)


@given(st.lists(SOURCES, min_size=1, max_size=4), st.sampled_from([CONFIG, CONFIG.replace("\n", "\r\n")]))
def test_any_run_of_changes_arrives_and_touches_no_comment_and_no_other_source(
    wanted: list[Source], text: str
) -> None:
    url = "http://one.example/"
    others = config.parse(text, "config.toml").sources[1:]
    comments = re.findall("#.*", text)
    for source in wanted:
        text = change_source(text, url, partial(_other, source))
        url = source.url
        assert config.parse(text, "config.toml").sources == (source, *others)
    assert [comment for comment in comments if comment not in text] == []
    assert text.count("[[sources]]") == 3


def test_a_file_is_edited_byte_for_byte(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    before = b'\xef\xbb\xbf# \xc3\xa9\r\n[[sources]]\r\nurl = "http://a.example/"\r\n'
    path.write_bytes(before)
    edit(path, lambda text: add_sources(text, [Source("http://b.example/")]))
    assert path.read_bytes() == before + b'\r\n[[sources]]\r\nurl = "http://b.example/"\r\n'


def test_a_file_that_is_not_utf_8_is_not_edited(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b"# \xe9\n")
    with pytest.raises(EditError, match="is not UTF-8"):
        edit(path, lambda text: text + "more")
    assert path.read_bytes() == b"# \xe9\n"
