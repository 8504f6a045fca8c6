"""Edits of the sources, on text."""

from __future__ import annotations

from tui.source_edits import rename_group

TEXT = """# mine
[[sources]]
url = "https://a.example/"
group = "World/Sea"  # far

[[sources]]
url = "https://b.example/"
group = "Worldly"

[[sources]]
url = "https://c.example/"
group = 'World'

[[groups]]
name = "World"
"""


def test_a_group_is_renamed_with_the_groups_in_it_and_no_other() -> None:
    wanted = (
        TEXT.replace('"World/Sea"', '"News/Sea"').replace("'World'", '"News"').replace('"World"', '"News"')
    )
    assert rename_group("World", "News")(TEXT) == wanted
    assert rename_group("World/Sea", "Coast")(TEXT) == TEXT.replace("World/Sea", "Coast")
    assert rename_group("Nothing", "News")(TEXT) == TEXT
