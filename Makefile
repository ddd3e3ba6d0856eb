# Two commands do everything: `make run` and `make test`. Each sets up what it needs the first time.

PYTHON ?= python3
HERE := .venv/bin/python
CODE := app db ui main.py bench tools tests
WORDS := resources/language

.PHONY: help run test check format bench words lock approve migration ready-to-run ready-to-test ready-to-bench
.DEFAULT_GOAL := help

help:  ## say what there is
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 20

run: ready-to-run  ## open the program; ARGS="--database FILE" is handed on
	@$(HERE) -m tools.qt_libraries window
	@$(HERE) main.py $(ARGS)

test: check  ## format, lint, types, borders, then every test
	@$(HERE) -m pytest -q -n auto --dist worksteal $(ARGS)

check: ready-to-test  ## format, lint, types and borders only
	@$(HERE) -m ruff format --check $(CODE)
	@$(HERE) -m ruff check $(CODE)
	@$(HERE) -m mypy
	@$(HERE) .venv/bin/lint-imports --no-logo

format: ready-to-test  ## put the code in order
	@$(HERE) -m ruff format $(CODE)
	@$(HERE) -m ruff check --fix $(CODE)

bench: ready-to-bench  ## how fast, as ratios
	@$(HERE) -m tools.qt_libraries offscreen
	@$(HERE) -m bench

words: ready-to-test  ## take new sentences into the catalogues and compile them
	@$(call take-in,law,app/law)
	@$(call take-in,app,--ignore-dirs law app main.py)
	@$(call take-in,ui,ui)

# One catalogue: extract its sentences, merge them in without guessing, compile.
BABEL := $(HERE) -m babel.messages.frontend -q
define take-in
found=$$(mktemp) && trap 'rm -f "$$found"' EXIT && \
$(BABEL) extract --project Anju -k plural:1,2 --add-location file --width 110 -o "$$found" $(2) && \
$(BABEL) update --init-missing --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --width 110 \
	-i "$$found" -d $(WORDS) -D $(1) -l zh_CN && \
$(BABEL) compile -d $(WORDS) -D $(1) -l zh_CN
endef

approve: ready-to-test  ## look at a printed document and approve it: DOC=permit_card
	@$(HERE) -m tests.paper.approve $(DOC)

migration: ready-to-test  ## write the next migration: NAME="phone of a person"
	@$(HERE) -m tools.migration "$(NAME)"

lock:  ## pin the newest packages anew (for maintainers; needs uv)
	uv pip compile -q --upgrade $(PINS) pyproject.toml -o requirements.lock
	uv pip compile -q --upgrade $(PINS) pyproject.toml --group test -o requirements-test.lock
	uv pip compile -q --upgrade $(PINS) pyproject.toml --group test --group bench -o requirements-bench.lock

PINS := --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url

ready-to-run:
	@$(PYTHON) tools/ready.py requirements.lock

ready-to-test:
	@$(PYTHON) tools/ready.py requirements-test.lock
	@$(HERE) -m tools.qt_libraries offscreen

ready-to-bench:
	@$(PYTHON) tools/ready.py requirements-bench.lock
