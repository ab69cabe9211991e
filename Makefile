# Every target sets up what it needs; nothing has to be installed first but Python 3.11 and make.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

ROUNDS ?= 200
SIZE ?= 100k
# More arguments of the benchmark, such as BENCH="--all --results".
BENCH ?=
# How hard the binary is packed, 0 to 9.
PRESET ?= 6

# Compiled modules are kept, also where somebody's environment says otherwise: each start without them takes half a second more.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo test check fix bench crash binary clean

help:
	@echo "make demo    a server with a made-up site and 90 days of hits"
	@echo "make test    the tests"
	@echo "make check   format, lint, types; writes nothing"
	@echo "make fix     format and mend what ruff can mend"
	@echo "make bench   the benchmarks, against what else there is; SIZE=10m for a large site"
	@echo "make binary  dist/hitlake: one file that runs without Python"
	@echo "make crash   kill a server under load ROUNDS times, and count what it had acknowledged"

$(READY): pyproject.toml requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "hitlake needs Python 3.11 or newer; say which with make PYTHON=...")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

demo: $(READY)
	@$(BIN)/hitlake demo --data demo-data

# More workers than many a machine has cores: a third of the time is waiting.
test: $(READY)
	$(BIN)/python -m pytest -n 4 --dist worksteal

check: $(READY)
	$(BIN)/ruff format --check --diff .
	$(BIN)/ruff check --no-fix .
	$(BIN)/mypy

fix: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(READY)
	$(BIN)/python -m benchmarks --size $(SIZE) $(BENCH)

crash: $(READY)
	$(BIN)/python -m benchmarks.crashing --rounds $(ROUNDS)

binary: $(READY)
	$(BIN)/python -m server.shipping.binary $(PRESET)

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist
