# make run · make check · make test · make bench: every step creates what it needs.

PYTHON ?= python3
INSTALLED := .venv/.installed
INSTALLED_FOR_TESTS := .venv/.installed-for-tests
BUILT := frontend/dist/.built
SOURCES := $(shell find frontend \( -name node_modules -o -name dist \) -prune -o -type f -print)

.PHONY: run check test bench

run: $(INSTALLED) $(BUILT)
	@.venv/bin/python manage.py up --follow-parent

check: $(INSTALLED_FOR_TESTS)
	@.ci/check

test: check
	@.ci/test

bench: $(INSTALLED_FOR_TESTS) $(BUILT)
	@.venv/bin/python -m tests.bench

$(INSTALLED): pyproject.toml .ci/constraints.txt
	@.ci/install $(PYTHON) $@

$(INSTALLED_FOR_TESTS): pyproject.toml .ci/constraints.txt
	@.ci/install $(PYTHON) $@ dev

$(BUILT): $(INSTALLED) $(SOURCES)
	@.ci/frontend
