# Everything runs in .venv, made from hashed requirements. `make demo` and `make test` need
# Python 3.11+, git and make; what else they install, they say.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: demo test check bench bench-voice docs serve page lock release install clean help

help:
	@echo "make demo   set up, then do the main job on this repository's own history"
	@echo "make test   set up, then run every test, in a browser too"
	@echo "make check  lint, types, imports, documentation"
	@echo "make bench  measure speed against peers and floors"
	@echo "make bench-voice  measure spoken takes by voice and noise"
	@echo "make serve  open the page on worked examples, or on LOGBOOK=folder"
	@echo "make page   build what the page loads, from npm packages"
	@echo "make docs   regenerate the reference and build the site"
	@echo "make lock   resolve the requirements anew"
	@echo "make release TAG=v0.3.0   build the source archive and the wheel of a tag"

$(VENV)/run: requirements/run.txt pyproject.toml
	@echo "Installing upward and what it needs into $(VENV)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) install --quiet --require-hashes -r requirements/run.txt
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev: $(VENV)/run requirements/dev.txt
	@echo "Installing what the tests and checks need into $(VENV)"
	@$(PIP) install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

install: $(VENV)/run

demo: $(VENV)/run
	@$(BIN)/python scripts/demo.py

test: $(VENV)/dev
	@$(BIN)/python scripts/browser.py
	@$(BIN)/python scripts/schemas.py
	$(BIN)/python -m pytest -n 2

check: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/cog --check --check-fail-msg="Run make docs" -I scripts @docs/cog.txt
	$(BIN)/python scripts/hygiene.py
	$(BIN)/python scripts/language.py
	$(BIN)/python scripts/page_bundle.py
	$(BIN)/towncrier build --draft --version 0 > /dev/null

bench: $(VENV)/dev
	$(BIN)/python benchmarks/run.py
	$(BIN)/python benchmarks/prose.py
	$(BIN)/python benchmarks/editor.py
	$(BIN)/python benchmarks/matching.py
	$(BIN)/python benchmarks/history.py
	$(BIN)/python benchmarks/page.py
	$(BIN)/python benchmarks/hostile.py

# Half a gigabyte of packages, and the synthesizers flite and espeak-ng of the system.
bench-voice: $(VENV)/dev
	@$(PIP) install --quiet --require-hashes -r requirements/speech.txt
	$(BIN)/python benchmarks/rehearsal_audio.py

docs: $(VENV)/dev
	$(BIN)/cog -r -I scripts @docs/cog.txt
	@$(PIP) install --quiet --require-hashes -r requirements/docs.txt
	$(BIN)/zensical build --clean

# Without LOGBOOK=folder, a logbook of worked examples.
LOGBOOK ?= demo/examples
serve: $(VENV)/run
	@test -d $(LOGBOOK)/.upward || $(BIN)/upward init $(LOGBOOK) --examples --quiet > /dev/null
	@$(BIN)/upward serve --logbook $(LOGBOOK)

page: $(VENV)/run
	cd web && npm ci --no-audit --no-fund && node build.mjs
	$(BIN)/python scripts/page_bundle.py

lock: $(VENV)/dev
	$(BIN)/python scripts/lock.py

release: $(VENV)/dev
	$(BIN)/python scripts/release.py $(TAG)

clean:
	rm -rf $(VENV) build dist demo site
