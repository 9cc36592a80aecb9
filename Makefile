# One command each. `make` alone lists them. Everything made lies in .run/ and .venv/.
.DEFAULT_GOAL := help
SHELL := /bin/sh
.SUFFIXES:
MAKEFLAGS += --no-print-directory

VENV ?= .venv
PYTHON := "$(VENV)/bin/python"
O2O := $(PYTHON) -m o2o
TESTS ?= tests
PYTEST := $(PYTHON) -m pytest -n 2 --dist loadscope -m "not slow and not kafka"

.PHONY: help
help: ## This list
	@awk -F ':.*## ' '/^[a-z%-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' Makefile

.PHONY: venv
venv: ## The Python environment, from the lock, once
	@sh deploy/dev/environment.sh "$(VENV)"

.PHONY: demo
demo: venv ## The whole story on real applicants, checked; HOLD=1 leaves everything running
	@HOLD="$(HOLD)" $(O2O) demo

.PHONY: up
up: venv ## Start the platform and leave it running
	@$(O2O) up

.PHONY: down
down: venv ## Stop it
	@$(O2O) down

.PHONY: doctor
doctor: venv ## What this machine can and cannot run, and why
	@$(O2O) doctor

.PHONY: test
test: venv ## Every test that needs no more than this machine has
	@$(PYTEST) "$(TESTS)"

.PHONY: check
check: venv ## The fast static gate: lint, types, import contracts and the rules of the source
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m mypy
	@$(PYTHON) -m pytest -q tests/architecture

.PHONY: features
features: venv ## Which features the last test run proves
	@$(O2O) features

.PHONY: train
train: venv ## Train the scorecard again from the committed data
	@$(O2O) train

.PHONY: verify
verify: venv ## Check every invariant of the running platform
	@$(O2O) verify

.PHONY: docs
docs: venv ## Write the catalogues of events, errors and APIs from the code
	@$(PYTHON) -m docs.generate

bench-%: venv ## A benchmark, as ratios against its own floor: bench-idle, bench-drawdown, bench-events
	@$(PYTHON) -m bench.bench_$(subst -,_,$*)

.PHONY: migrate
migrate: venv ## Bring the running platform's databases to their newest revisions
	@$(O2O) migrate

.PHONY: revision
revision: venv ## A new migration: make revision SERVICE=credit M="add a column"
	@$(O2O) revision "$(SERVICE)" "$(M)"

.PHONY: lock
lock: venv ## Resolve the dependencies again, with hashes
	@sh deploy/dev/lock.sh "$(VENV)"

.PHONY: clean
clean: ## Stop the platform and delete what it made, the environment excepted
	@if [ -x "$(VENV)/bin/python" ]; then $(O2O) down --erase; fi
	@rm -rf .run build
