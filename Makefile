# The README's two commands, and what they rest on. Needs Python 3.11+, git and make; nothing else.
PYTHON ?= python3

.PHONY: run test pictures clean

run: .venv/installed
	.venv/bin/telex --config config.example.toml --cache .run

test: .venv/installed-test
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/python -m pytest -n 4

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
