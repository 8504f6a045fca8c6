"""tui.desk.urgency_stage: what a headline says of where its story stands."""

from __future__ import annotations

import pytest

from tui.desk.urgency_stage import later, stage_of


@pytest.mark.parametrize(
    ("title", "stage"),
    [
        ("UPDATE 3-Ferry sinks off the coast", "UPDATE 3"),
        ("Update 2: Ferry sinks", "UPDATE 2"),
        ("2nd LD Ferry sinks", "UPDATE 2"),
        ("3. NEU: Damm gebrochen", "UPDATE 3"),
        ("UPDATE: Ferry sinks", "UPDATE"),
        ("Ferry sinks (updated)", "UPDATE"),
        ("WRAPUP 4-Storm hits the coast", "WRAPUP"),
        ("NEWSBREAK - Ferry sinks", "NEWSBREAK"),
        ("CORRECTED-Ferry sinks", "CORRECTED"),
        ("Correction: Ferry story", "CORRECTED"),
        ("Ferry sinks [corrected]", "CORRECTED"),
        ("Berichtigung: Fähre gesunken", "CORRECTED"),
        ("Rectificatif : le ferry", "CORRECTED"),
        ("FE DE ERRORES: el ferry", "CORRECTED"),
        ("Исправление: паром", "CORRECTED"),
        ("訂正：フェリー", "CORRECTED"),
        ("[정정] 여객선", "CORRECTED"),
        ("KILL: Ferry story", "RETRACTED"),
        ("WITHDRAWN: Ferry sinks", "RETRACTED"),
        ("Retracted: Ferry sinks", "RETRACTED"),
        ("Zurückgezogen: Fähre gesunken", "RETRACTED"),
        ("Ferry sinks (retracted)", "RETRACTED"),
        ("Update your phone now", ""),
        ("Update on the ferry: all safe", ""),
        ("Kill Bill returns", ""),
        ("Kill: a film by nobody", ""),
        ("Market correction looms", ""),
        ("Corrections officers strike", ""),
        ("Withdrawn troops come home", ""),
        ("Snap: the app that changed photos", ""),
        ("Wrap up warm tonight", ""),
        ("", ""),
    ],
)
def test_a_headline_says_where_its_story_stands(title: str, stage: str) -> None:
    assert stage_of(title) == stage


def test_of_two_stages_the_graver_and_the_later_stays() -> None:
    assert later("UPDATE 2", "UPDATE 10") == "UPDATE 10"
    assert later("CORRECTED", "UPDATE 3") == "CORRECTED"
    assert later("CORRECTED", "RETRACTED") == "RETRACTED"
    assert later("", "NEWSBREAK") == "NEWSBREAK"
