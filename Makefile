# make lab     open the course in JupyterLab
# make test    run everything that must hold
# make render  run the pages and store their outputs      make bench   measure the speed against PyTorch
# make book    write the course as a book, _book/      make site    put it into the browser, _site/: no server, no set-up
# make lock    resolve requirements anew (needs uv)       make oracle  add PyTorch, with which the tests compare
PYTHON ?= python3
RUN := .venv/bin/python
PUBLISH := .venv-docs/bin/python
ifeq ($(OS),Windows_NT)
RUN := .venv/Scripts/python.exe
PUBLISH := .venv-docs/Scripts/python.exe
endif

# In a container one is often root, and Jupyter then wants to be told that this is meant.
AS_ROOT := $(if $(filter 0,$(shell id -u 2>/dev/null)),--allow-root)

.PHONY: lab test lint unit nbval stored solved render bench book site publishing lock oracle setup clean

lab: .venv/reader
	JUPYTER_CONFIG_PATH="$(CURDIR)/jupyter" $(RUN) -m jupyter lab $(AS_ROOT) notebooks/00_start_here.ipynb

test: lint unit nbval stored solved

lint: .venv/tester
	$(RUN) -m ruff check .

unit: .venv/tester
	$(RUN) -m pytest tests

nbval: .venv/tester
	$(RUN) -m pytest --nbval --nbval-current-env --nbval-cell-timeout=60 --nbval-sanitize-with=tests/nbval.cfg notebooks

stored: .venv/tester
	$(RUN) -m helpers.pages check notebooks

solved: .venv/tester
	$(RUN) -m helpers.pages solved notebooks

render: .venv/tester
	$(RUN) -m helpers.pages render notebooks

bench: oracle
	$(RUN) -m benchmarks.speed
	$(RUN) -m benchmarks.latency

# What they read from the environment stands at the head of docs/build.py.
book: publishing .venv/reader
	$(PUBLISH) docs/build.py book _book

site: publishing
	$(PUBLISH) docs/build.py site _site

# A stamp is touched when its packages are installed; a changed lock file installs again.
.venv/reader: requirements.lock
	$(PYTHON) -m venv .venv
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

.venv/tester: tests/requirements.lock .venv/reader
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r tests/requirements.lock
	@touch $@

publishing: .venv-docs/ready

.venv-docs/ready: docs/requirements.lock
	$(PYTHON) -m venv .venv-docs
	$(PUBLISH) -m pip install --quiet --disable-pip-version-check --require-hashes -r docs/requirements.lock
	@touch $@

oracle: .venv/tester
	@$(RUN) -c "import torch" 2>/dev/null || $(RUN) -m pip install --quiet --disable-pip-version-check torch==2.13.0

LOCK = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --fork-strategy fewest --no-emit-index-url \
	--custom-compile-command "make lock"
lock:
	$(LOCK) --upgrade requirements.txt -o requirements.lock
	$(LOCK) --upgrade -c requirements.lock tests/requirements.txt -o tests/requirements.lock
	$(LOCK) --upgrade -c requirements.lock docs/requirements.txt -o docs/requirements.lock

clean:
	rm -rf .venv .venv-docs _book _site
