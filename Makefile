# Thin: packaging/bootstrap.py does the setting up, pyproject.toml holds the settings of every tool.
# PYTHON=/path/to/python3 chooses the interpreter, VENV=dir another environment, ARGS="..." passes on.
VENV ?= .venv
ARGS ?=
BIN := $(VENV)/bin
export PYTHON

.DEFAULT_GOAL := help
.PHONY: help run test check bench package lock screenshots clean ready ready-dev

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 22

run: ready ## Start the console, connected to a practice provider on this machine
	@$(BIN)/vox-console --practice $(ARGS)

test: ready-dev ## Run every test: offscreen first, then those that need X, under Xvfb
	@QT_QPA_PLATFORM=offscreen $(BIN)/pytest -m "not xcb" $(ARGS)
	@QT_QPA_PLATFORM=xcb xvfb-run -a -s "-screen 0 1600x1000x24" $(BIN)/pytest -m xcb $(ARGS)

check: ready-dev ## Lint, format, types (strict) and who may import whom
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: ready-dev ## Measure; a table here, every figure in bench-out/bench.json
	@$(BIN)/python tests/bench/run.py $(ARGS)

package: ready ## Build the wheel and the source archive into dist/
	@$(BIN)/python -m hatchling build -d dist

lock: ## Pin the requirements anew (needs uv)
	uv pip compile -q --universal --generate-hashes --no-header --no-emit-index-url \
	    --extra build -o packaging/requirements.lock pyproject.toml
	uv pip compile -q --universal --generate-hashes --no-header --no-emit-index-url \
	    --extra build --extra dev -o packaging/requirements-dev.lock pyproject.toml

screenshots: ready-dev ## Take the pictures of the README anew
	@QT_QPA_PLATFORM=xcb xvfb-run -a -s "-screen 0 2200x1400x24" $(BIN)/python packaging/screenshots.py

clean: ## Remove what was built; the environments stay
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis bench-out
	find vox_console tests packaging -name __pycache__ -type d -prune -exec rm -rf {} +

ready:
	@packaging/bootstrap.sh run --venv $(VENV)

ready-dev:
	@packaging/bootstrap.sh dev --venv $(VENV)
