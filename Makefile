# Every target only calls start.py or the environment it made, so that nothing here differs from
# what people without make do.
PYTHON ?= $(or $(shell command -v python3 2>/dev/null),python)
IN = .venv/bin
# Universal: one lock for Linux, macOS and Windows; names, versions and hashes, never addresses.
COMPILE = $(IN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --no-header --extra build pyproject.toml

.DEFAULT_GOAL := lab
.PHONY: lab test test-worlds setup build check lock bench clean

lab:    ## set up and open the course in JupyterLab
	@$(PYTHON) start.py lab

test:   ## set up and run every test
	@$(PYTHON) start.py test

test-worlds:  ## every exercise on 500 companies (long; run again, it goes on where it was)
	@$(PYTHON) start.py worlds

setup:
	@$(PYTHON) start.py setup

build:  ## build notebooks/, solutions/ and exercises/ from curriculum/
	@$(PYTHON) start.py build

check:  ## what CI checks besides the tests: style, types, built files, how lessons read
	@$(PYTHON) start.py check

lock:   ## resolve the versions anew
	@$(COMPILE) -o requirements.lock
	@$(COMPILE) --extra dev -o requirements-dev.lock

bench:
	@for file in benchmarks/*.py; do echo "== $$file"; $(IN)/python $$file || exit 1; done

clean:
	rm -rf .pmlab artefacts .pytest_cache .mypy_cache .ruff_cache .hypothesis
