# The commands a newcomer needs. Honoured: PORT, DATA_DIR, DATABASE_URL, PYTHON.
.PHONY: help setup setup-dev demo serve test unit check bench lock clean
.DEFAULT_GOAL := help

help: ## what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F'\t' '{printf "make %-10s %s\n", $$1, $$2}'

setup: ## install everything into this folder, start nothing
	@python=$$(scripts/find-python) && "$$python" scripts/setup.py

setup-dev:
	@python=$$(scripts/find-python) && "$$python" scripts/setup.py --dev

demo: setup ## a demo company at http://127.0.0.1:8000, until Ctrl+C
	@exec .venv/bin/guanjia demo

serve: setup ## the real thing on this machine: web, worker and database in one
	@exec .venv/bin/guanjia serve

test: setup-dev ## every check there is, as CI runs it
	@exec scripts/test

unit: setup-dev ## lint and the tests that need no database, in under two minutes
	@exec scripts/test --unit

bench: setup-dev ## measure on a large database: make bench SCALE=1
	@exec .venv/bin/guanjia bench $(if $(SCALE),--scale $(SCALE))

lock: ## renew the lock files
	@scripts/lock

clean: ## remove what setup installed; data stays
	@rm -rf .venv node_modules .data/stamps .data/vendor .data/static
