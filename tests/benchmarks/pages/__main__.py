"""``python -m tests.benchmarks.pages [SET ...]``: score, print the tables; ``--save`` writes them.

``--ablation`` scores the steps of the cascade instead of the peers.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path

from . import ablation, measure
from .gold import SETS, labelled
from .report import Row, machine, markdown

HERE = Path(__file__).resolve().parent
DATA = HERE.parents[3] / "shared" / "data" / "pages"


def main() -> None:
    """Score the sets that are asked for, all by default."""
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks.pages", description=__doc__)
    options.add_argument("sets", nargs="*", metavar="SET", help=f"{', '.join(SETS)}; all by default")
    options.add_argument("--data", type=Path, default=DATA, help=f"the folder of the sets ({DATA})")
    options.add_argument("--save", action="store_true", help="write results.md and results.json")
    options.add_argument("--ablation", action="store_true", help="what each step of the cascade adds")
    asked = options.parse_args()
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    where = machine()
    if asked.ablation:
        tables = _steps(asked.data, asked.sets or SETS)
        sys.stdout.write("\n".join(markdown(title, rows) for title, rows in tables.items()))
        if asked.save:
            _save("ablation", "What each step of the cascade adds", tables, where, "")
        return
    tables = {}
    for name in asked.sets or SETS:
        pages = list(labelled(asked.data, name))
        found = {f"{name}: bodies of {len(pages)} pages": measure.bodies(pages)}
        kept = measure.structure(pages)
        if kept:
            found[f"{name}: kept with the right kind"] = [{"extractor": "telex", **kept}]
        sys.stdout.write("\n".join(markdown(title, rows) for title, rows in found.items()) + "\n")
        sys.stdout.flush()
        tables |= found
    memory = f"Peak memory of the run, all extractors in one process: {measure.peak_megabytes():.0f} MB"
    sys.stdout.write(f"{memory}\n")
    if asked.save:
        _save("results", "Page benchmark", tables, where, memory)


def _steps(data: Path, sets: Sequence[str]) -> dict[str, list[Row]]:
    pages = {name: list(labelled(data, name)) for name in sets}
    tables = {f"{name}: one step left out": ablation.bodies(found) for name, found in pages.items()}
    every = [page for name, found in pages.items() if name != "readability" for page in found]
    tables["Blocks that several stories of a host share"] = ablation.learned(every, 3)
    tables["Other forms of a page"] = ablation.other_forms(every)
    tables["Entries that need no page"] = ablation.entries(data.parent / "feeds")
    return tables


def _save(name: str, title: str, tables: dict[str, list[Row]], where: dict[str, str], more: str) -> None:
    command = "--ablation --save" if name == "ablation" else "--save"
    parts = [f"# {title}", "", f"Written by `python -m tests.benchmarks.pages {command}`.", ""]
    parts += [markdown(heading, rows) for heading, rows in tables.items()]
    parts += [more, ""] if more else []
    parts += ["; ".join(f"{key}: {value}" for key, value in where.items()), ""]
    (HERE / f"{name}.md").write_text("\n".join(parts), "utf-8")
    text = json.dumps({"where": where, "tables": tables}, indent=1, ensure_ascii=False)
    (HERE / f"{name}.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
