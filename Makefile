# Two commands matter: `make demo` and `make test`. Both set up what they need.
PYTHON ?= python3
PORT   := $(if $(BONGSU_PORT),$(BONGSU_PORT),8765)
DEMO_HOME := $(if $(BONGSU_HOME),$(BONGSU_HOME),$(CURDIR)/var/demo)
BIN := .venv/bin

# Compiled modules are kept, whatever the shell says: the tests start hundreds of processes.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo demo-fresh test peers bench install install-dev lint types contract words clean

help:
	@echo "make demo        a sample organisation with a storm under way, on port $(PORT)"
	@echo "make demo-fresh  the same, from the beginning"
	@echo "make test        lint, types, import contract, all tests"
	@echo "make peers       the slow tests against real counterparts"
	@echo "make bench       honest numbers for this machine"
	@echo "make install     set up .venv only; then .venv/bin/bongsu --help"

demo: install
	@BONGSU_HOME="$(DEMO_HOME)" BONGSU_PORT=$(PORT) exec $(BIN)/bongsu demo

demo-fresh: install
	@BONGSU_HOME="$(DEMO_HOME)" BONGSU_PORT=$(PORT) exec $(BIN)/bongsu demo --fresh

install:
	@sh tools/install.sh "$(PYTHON)" run

install-dev:
	@sh tools/install.sh "$(PYTHON)" dev

test: install-dev lint types contract
	@sh tools/chromium.sh
	@$(BIN)/python -m pytest -q -n auto --dist loadgroup -m "not slow_peers"

lint: install-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: install-dev
	@$(BIN)/mypy

contract: install-dev
	@$(BIN)/lint-imports

peers: install-dev
	@$(BIN)/python -m pytest -q -m slow_peers tests/peers

bench: install-dev
	@$(BIN)/python -m bench

# Collect the words of templates and code, and write the compiled catalogues that ship.
words: install-dev
	@$(BIN)/python tools/words.py $(ARGS)

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
