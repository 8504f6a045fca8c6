"""``python -m tests.benchmarks.pages [SET ...]``: score, print the tables; ``--save`` writes them."""

from __future__ import annotations

import argparse
import json
import logging
import sys
import warnings
from pathlib import Path

from . import measure
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
    asked = options.parse_args()
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    where = machine()
    tables: dict[str, list[Row]] = {}
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
        parts = ["# Page benchmark", "", "Written by `python -m tests.benchmarks.pages --save`.", ""]
        parts += [markdown(title, rows) for title, rows in tables.items()]
        parts += [memory, "", "; ".join(f"{name}: {value}" for name, value in where.items()), ""]
        (HERE / "results.md").write_text("\n".join(parts), "utf-8")
        text = json.dumps({"where": where, "tables": tables}, indent=1, ensure_ascii=False)
        (HERE / "results.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
