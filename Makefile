# Every command of the house; `make` alone lists them.
# Each one installs what it needs first, and only when something it depends on has changed.
.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help run demo test test-fast test-backend test-browser test-frontend check check-backend \
        check-frontend house bench format schema constraints chromium install install-dev pwa clean
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-builtin-rules --no-print-directory

PORT    ?= 8000
WORKERS ?= 2
PYTHON  ?= $(shell command -v python3.11 || command -v python3)

# Where there is memory to spare, what tests write lies there: thousands of small databases.
ifndef PYTEST_DEBUG_TEMPROOT
export PYTEST_DEBUG_TEMPROOT := $(shell test -w /dev/shm \
  && df -Pk /dev/shm | awk 'NR == 2 { exit $$4 < 4000000 }' && echo /dev/shm || echo "$${TMPDIR:-/tmp}")
endif

BIN       := .venv/bin
INSTALLED := .venv/.installed
FOR_TESTS := .venv/.installed-for-tests
MODULES   := frontend/node_modules/.package-lock.json
GENERATED := frontend/src/gen/.generated
PWA       := frontend/dist/.built

OPERATIONS  := schema.graphql $(wildcard frontend/codegen.ts frontend/src/graphql/*.graphql)
PWA_SOURCES := $(wildcard frontend/*.html frontend/*.json frontend/*.ts frontend/*.js) \
  $(shell find frontend/src frontend/service-worker frontend/public frontend/build \
    -type f -not -path '*/gen/*' 2>/dev/null)

say = @printf '\033[1m%s\033[0m\n' "$(1)" >&2

help: ## list these commands
	@printf 'Onward\n\n'
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-15s %s\n", $$1, $$2}'

# --- use it

run: $(INSTALLED) $(PWA) ## the demo shop at http://localhost:8000 (PORT=8080 moves it); keeps its data
	@exec $(BIN)/onward demo --port $(PORT)

demo: $(INSTALLED) $(PWA) ## the same, from a fresh start (ORDERS=FILE PRESET=uci adds a real order history)
	@exec $(BIN)/onward demo --fresh --port $(PORT) \
	  $(if $(ORDERS),--orders '$(ORDERS)') $(if $(PRESET),--preset '$(PRESET)')

# --- trust it

test: check test-backend test-frontend test-browser ## everything, a real browser included

test-fast: $(FOR_TESTS) $(PWA) ## what needs no browser and no long wait
	$(call say,Tests without a browser)
	@$(BIN)/python -m pytest -q -n $(WORKERS) -m 'not browser and not slow'
	@npm --prefix frontend run --silent test

test-backend: $(FOR_TESTS) $(PWA)
	$(call say,Tests: domain to journeys)
	@$(BIN)/python -m pytest -q -n $(WORKERS) --dist worksteal -m 'not browser' --ignore tests/house

test-frontend: $(MODULES) $(PWA)
	$(call say,Tests: the app on the phone and its size)
	@npm --prefix frontend run --silent test
	@npm --prefix frontend run --silent size

# A process of its own: Playwright keeps an event loop running, which async tests cannot share.
test-browser: $(FOR_TESTS) $(PWA) chromium
	$(call say,Tests: a real browser)
	@$(BIN)/python -m pytest -q -n $(WORKERS) --dist loadfile -m browser tests/e2e

check: check-backend house check-frontend ## format, lint, types and the house rules, in a minute

check-backend: $(FOR_TESTS)
	$(call say,Format$(comma) lint and types)
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/ruff check --quiet
	@$(BIN)/mypy

house: $(FOR_TESTS)
	$(call say,House rules)
	@$(BIN)/python -m pytest -q --continue-on-collection-errors tests/house

check-frontend: $(GENERATED)
	$(call say,The app: types and style)
	@npm --prefix frontend run --silent check

bench: $(FOR_TESTS) ## measured figures as JSON lines (ONLY=name runs one)
	@$(BIN)/python -m tests.bench $(if $(ONLY),--only '$(ONLY)')

# --- change it

format: $(FOR_TESTS) $(MODULES) ## format and mend what a tool can mend
	@$(BIN)/ruff check --fix --quiet || true
	@$(BIN)/ruff format --quiet
	@npm --prefix frontend run --silent format

schema: $(INSTALLED) ## write schema.graphql from the code
	@$(BIN)/onward schema > .schema.tmp && mv .schema.tmp schema.graphql || { rm -f .schema.tmp; exit 1; }
	$(call say,schema.graphql is written)

constraints: ## resolve pyproject.toml again into backend/constraints.txt
	@new=$$(mktemp -d); trap 'rm -rf "$$new"' EXIT; \
	$(PYTHON) -m venv "$$new" && "$$new/bin/pip" install --quiet --editable '.[dev]' && \
	"$$new/bin/pip" freeze --exclude-editable --exclude pip --exclude setuptools | grep -E '^[A-Za-z0-9._-]+==' > backend/constraints.txt
	$(call say,backend/constraints.txt is written)

clean: ## remove builds and caches; the environment and the shop's data stay
	@rm -rf .cache .hypothesis .mypy_cache .pytest_cache .ruff_cache dist test-results frontend/dist frontend/src/gen
	@find backend tests -name __pycache__ -type d -prune -exec rm -rf {} +

# --- what the commands stand on

install: $(INSTALLED)
install-dev: $(FOR_TESTS)
pwa: $(PWA)

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo 'Python 3.11 or later is needed and was not found.' >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or later is needed; $(PYTHON) is older." >&2; exit 1; }
	$(call say,Making .venv)
	@"$(PYTHON)" -m venv .venv

$(INSTALLED): pyproject.toml backend/constraints.txt | .venv/bin/python
	$(call say,Installing Onward into .venv)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c backend/constraints.txt -e . >&2
	@touch $@

$(FOR_TESTS): pyproject.toml backend/constraints.txt | .venv/bin/python
	$(call say,Installing Onward and its tests into .venv)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c backend/constraints.txt -e '.[dev]' >&2
	@touch $@ $(INSTALLED)

$(MODULES): frontend/package-lock.json
	@command -v npm >/dev/null || { echo 'Node 20 or later is needed and was not found.' >&2; exit 1; }
	$(call say,Installing the app)
	@npm --prefix frontend ci --silent >&2
	@touch $@

$(GENERATED): $(MODULES) $(OPERATIONS)
	$(call say,Writing the types and documents of the app)
	@npm --prefix frontend run --silent codegen >&2
	@touch $@

$(PWA): $(MODULES) $(OPERATIONS) $(PWA_SOURCES)
	$(call say,Building the app)
	@npm --prefix frontend run --silent build >&2
	@touch $(GENERATED) $@

chromium:
	@if ! command -v chromium >/dev/null && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  printf 'Installing Chromium for the browser tests\n' >&2; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; fi

comma := ,
