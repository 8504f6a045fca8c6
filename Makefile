# The README's two commands, and what they rest on. Needs Python 3.11+, git and make; nothing else.
PYTHON ?= python3

# Tests are compiled once, beside mypy, which needs one processor; else each of pytest's workers does it: 6 s.
COMPILE = env -u PYTHONDONTWRITEBYTECODE .venv/bin/python -m pytest --collect-only -qq >/dev/null

.PHONY: run test pictures clean

run: .venv/installed
	.venv/bin/telex --config config.example.toml --cache .run

# worksteal: a worker that has done its tests takes some of another's, which may wait for processes for long.
test: .venv/installed-test
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	$(COMPILE) & .venv/bin/mypy && wait
	.venv/bin/lint-imports
	.venv/bin/python -m pytest -n 4 --dist worksteal

.venv/bin/python:
	$(PYTHON) -m venv .venv
	.venv/bin/python -m pip install --quiet --upgrade pip

.venv/installed: .venv/bin/python pyproject.toml
	.venv/bin/python -m pip install --quiet --editable .
	touch $@

.venv/installed-test: .venv/bin/python pyproject.toml
	.venv/bin/python -m pip install --quiet --editable '.[test]'
	touch $@ .venv/installed

pictures: .venv/installed-test
	.venv/bin/python tests/pictures.py

clean:
	rm -rf .venv .run
