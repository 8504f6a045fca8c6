"""Changes of the configuration, entry by entry, on a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tui.app.config_editing import Editing
from tui.config import EditError
from tui.config_edit import edit
from tui.config_form import Entry, Kind, entries
from tui.config_lines import Place
from tui.source_edits import TextEdit

TEXT = """# mine
measure = 60  # narrow

# a rule
[[rules]]
query = "ferry"  # boats
# the end
"""


class File:
    """A book whose edits are done at once."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self, done: Callable[[str], None]) -> None:
        done(self.path.read_text())

    def edit(
        self, change: TextEdit, done: Callable[[str], None], failed: Callable[[Exception], None]
    ) -> None:
        try:
            text = edit(self.path, change)
        except EditError as error:
            failed(error)
        else:
            done(text)

    def names(self, entry: Entry) -> Sequence[str]:
        return [entry.name]

    def wrong(self, entry: Entry, typed: str) -> str:
        return "" if typed else entry.name


class Desk:
    """Somebody at work on a file."""

    def __init__(self, path: Path) -> None:
        path.write_text(TEXT)
        self.said = ""
        self.path = path
        self.editing = Editing(TEXT, File(path), self._say)

    def _say(self, said: str) -> None:
        self.said = said

    def entry(self, *place: str | int) -> Entry:
        table: Place = place[:2] if len(place) == 3 and place[0] != "keys" else ()
        whole = entries(self.editing.tables, table)
        return next(entry for entry in whole if entry.place == place and entry.kind is not Kind.HEAD)

    @property
    def text(self) -> str:
        return self.path.read_text()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "config.toml")


def test_a_setting_is_changed_where_it_stands_and_set_back(desk: Desk) -> None:
    desk.editing.set(desk.entry("measure"), "80", "80")
    assert desk.text == TEXT.replace("60", "80")
    assert desk.said == "measure: 80"
    desk.editing.reset(desk.entry("measure"))
    assert desk.text == TEXT.replace("measure = 60  ", "")
    assert desk.said == "measure is as it is by default."


def test_a_rule_is_paused_and_goes_on(desk: Desk) -> None:
    desk.editing.pause(desk.entry("rules", 0))
    assert desk.text == TEXT.replace("# boats\n", "# boats\nenabled = false\n")
    desk.editing.pause(desk.entry("rules", 0))
    assert desk.text == TEXT
    desk.editing.pause(desk.entry("measure"))
    assert "cannot be paused" in desk.said


def test_a_value_that_needs_another_waits_for_it_and_nothing_is_written(desk: Desk) -> None:
    desk.editing.set(desk.entry("rules", 0, "act"), "tag", '"tag"')
    assert desk.text == TEXT
    assert desk.said == "Not written yet: tag is missing; say which tag to give."
    desk.editing.set(desk.entry("rules", 0, "tag"), "sea", '"sea"')
    assert desk.text == TEXT.replace("# boats\n", '# boats\nact = "tag"\ntag = "sea"\n')
    assert not desk.editing.forget()


def test_a_table_is_added_and_taken_out_and_comments_stay(desk: Desk) -> None:
    added: list[bool] = []
    answers: dict[Place, str] = {("folders", 0, "name"): '"Sea"', ("folders", 0, "query"): '"ferry OR gale"'}
    desk.editing.add(answers, lambda: added.append(True))
    assert added
    assert desk.text == TEXT + '\n[[folders]]\nname = "Sea"\nquery = "ferry OR gale"\n'
    desk.editing.remove(desk.entry("folders", 0))
    assert desk.text == TEXT
    desk.editing.remove(desk.entry("rules", 0))
    assert desk.text == "# mine\nmeasure = 60  # narrow\n\n# a rule\n# the end\n"


def test_a_key_of_one_s_own_is_added_in_its_pane(desk: Desk) -> None:
    answers: dict[Place, str] = {
        ("keys", "pane"): '"story"',
        ("keys", "key"): '"^Q"',
        ("keys", "act"): '["star", "down"]',
    }
    desk.editing.add(answers, lambda: None)
    assert desk.text == TEXT + '\n[keys.story]\n"^Q" = ["star", "down"]\n'
    desk.editing.reset(desk.entry("keys", "story", "^Q"))
    assert desk.text == TEXT + "\n[keys.story]\n"


def test_each_change_is_taken_back_to_the_byte(desk: Desk) -> None:
    desk.editing.set(desk.entry("measure"), "80", "80")
    desk.editing.remove(desk.entry("rules", 0))
    desk.editing.take_back()
    assert desk.text == TEXT.replace("60", "80")
    desk.editing.take_back()
    assert (desk.text, desk.said) == (TEXT, "Taken back.")
    desk.editing.take_back()
    assert "Nothing was changed here" in desk.said


def test_what_somebody_else_wrote_since_is_not_taken_back(desk: Desk) -> None:
    desk.editing.set(desk.entry("measure"), "80", "80")
    desk.path.write_text(desk.text + "# theirs\n")
    desk.editing.reread()
    assert "edited elsewhere" in desk.said
    desk.editing.take_back()
    assert desk.said == "Not written: the file has been changed elsewhere since."
    assert desk.text.endswith("# theirs\n")


def test_a_table_that_would_be_wrong_is_refused(desk: Desk) -> None:
    answers: dict[Place, str] = {("folders", 0, "name"): '"Sea"', ("folders", 0, "query"): '"ferry"'}
    desk.editing.add(answers, lambda: None)
    before = desk.text
    desk.editing.add(answers, lambda: None)
    assert desk.said == "Not written: name is another folder's; give it a name of its own."
    assert desk.text == before
