# Two commands for a fresh machine: `make demo` and `make test`. Needs python3 with venv and pip.

PYTHON ?= python3
BIN := .venv/bin

# compiled once, not by each of the hundreds of processes that tests start
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test check setup bench bench-search bench-tags messages gazetteer clean

demo: .venv/installed
	rm -rf demo-home
	$(BIN)/fb-watch demo demo-home

test: setup check

check:
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q -n auto

setup: .venv/developed

bench: setup
	$(BIN)/python -m bench.run

bench-search: setup
	VIRTUAL_ENV=$(CURDIR)/.venv $(BIN)/uv sync --quiet --locked --inexact --active --group bench
	$(BIN)/python -m bench.searching

bench-tags: setup
	$(BIN)/python -m bench.tags

messages: setup
	$(BIN)/python scripts/messages.py

.venv/installed: pyproject.toml uv.lock
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

# The versions of uv.lock, by uv where it is at hand, else by a uv of our own inside .venv.
.venv/developed: pyproject.toml uv.lock
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	VIRTUAL_ENV=$(CURDIR)/.venv $(BIN)/uv sync --quiet --locked --inexact --active
	touch .venv/installed $@

clean:
	rm -rf .venv demo-home dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
