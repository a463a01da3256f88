# make lab     open the course in JupyterLab
# make test    run everything that must hold
# make render  run the pages and store their outputs      make bench   measure the speed against PyTorch
# make book    write the course as a book, _book/      make site    put it into the browser, _site/: no server, no set-up
# make epub    write it as one file, _epub/rnn-to-lstm.epub
# make everywhere  what takes minutes: every page in the browser, ten learners on a hub (make hub installs it)
# make environments  every page with Colab's packages, and with an old hub's
# make lock    resolve requirements anew (needs uv)       make oracle  add PyTorch, with which the tests compare
# make picture take the README's picture in Chromium
# `make lab PYTHON=…` names another Python than the newest that answers to one of these names.
NEW_ENOUGH := -c "import sys; sys.exit(sys.version_info < (3, 11))"
PYTHON ?= $(shell for name in python3.14 python3.13 python3.12 python3.11 python3 python; do \
	$$name $(NEW_ENOUGH) 2>/dev/null && echo $$name && exit; done; echo python3)
RUN := .venv/bin/python
PUBLISH := .venv-docs/bin/python
HUB := .venv-hub/bin/python
ifeq ($(OS),Windows_NT)
RUN := .venv/Scripts/python.exe
PUBLISH := .venv-docs/Scripts/python.exe
endif

# In a container one is often root, and Jupyter then wants to be told that this is meant.
AS_ROOT := $(if $(filter 0,$(shell id -u 2>/dev/null)),--allow-root)

# One worker more than cores, since one may wait for its browser: two more take more of the processor and are no quicker,
# measured on two cores (make test WORKERS=1 for one after the other). Each computes with one thread.
WORKERS ?= $(shell $(RUN) -c "import os; print(os.cpu_count() + 1)" 2>/dev/null || echo auto)
SIDE_BY_SIDE = --numprocesses $(WORKERS)
# nbval compares texts, with this the pictures of the same run too (make nbval PICTURES= for another Matplotlib).
PICTURES := -p tests.nbval_pictures

# Tests start Python some 200 times: it keeps what it compiled, also where the environment, as in many images, says not to.
unit nbval everywhere environments: export PYTHONDONTWRITEBYTECODE :=

.PHONY: picture lab test everywhere environments lint unit nbval drawings solved render bench book epub site publishing hub lock oracle setup \
	clean

lab: .venv/reader
	JUPYTER_CONFIG_PATH="$(CURDIR)/deploy/jupyter" $(RUN) -m jupyter lab $(AS_ROOT) --LabApp.default_url=/lab/tree/notebooks/00_start_here.ipynb

# With a browser, the unit tests run every page solved in JupyterLab; without one it is done apart.
BROWSER := $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)
test: lint unit nbval drawings $(if $(BROWSER),,solved)

everywhere: .venv/tester publishing hub
	$(RUN) -m pytest -m everywhere $(SIDE_BY_SIDE) --dist worksteal tests/everywhere/test_browser.py
	$(RUN) -m pytest -m everywhere tests/everywhere/test_hub.py

environments: .venv/tester
	$(RUN) -m pytest -m everywhere $(SIDE_BY_SIDE) tests/everywhere/test_other_environments.py tests/everywhere/test_claims.py

lint: .venv/tester
	$(RUN) -m ruff check .

unit: .venv/tester
	$(RUN) -m pytest $(SIDE_BY_SIDE) --dist worksteal tests

nbval: .venv/tester
	$(RUN) -m pytest $(SIDE_BY_SIDE) --dist loadfile $(PICTURES) --nbval --nbval-current-env --nbval-cell-timeout=300 \
		--nbval-sanitize-with=tests/nbval.cfg notebooks

drawings: .venv/tester
	$(RUN) -m helpers.figures check

solved: .venv/tester
	$(RUN) -m helpers.pages solved notebooks

render: .venv/tester
	$(RUN) -m helpers.figures render
	$(RUN) -m helpers.pages render notebooks

picture: .venv/tester
	$(RUN) docs/picture.py

bench: oracle
	$(RUN) -m benchmarks.speed
	$(RUN) -m benchmarks.latency

# What they read from the environment stands at the head of docs/build.py.
book: publishing .venv/reader
	$(PUBLISH) docs/build.py book _book

epub: publishing
	$(PUBLISH) docs/build.py epub _epub

site: publishing
	$(PUBLISH) docs/build.py site _site

# A stamp stands for a finished environment: it goes before something is installed, and comes back when all of it is.
# Without it, or where the environment's Python is too old or gone, the environment is made anew.
define environment
@if [ ! -e $@ ] || ! $(1) $(NEW_ENOUGH) 2>/dev/null; then python="$(PYTHON)"; \
	found=$$($$python -c "import sys; print('%d.%d' % sys.version_info[:2])" 2>/dev/null || echo none); \
	$$python $(NEW_ENOUGH) 2>/dev/null || { \
		echo "The course needs Python 3.11 or newer, found $$found: install one, or name it: make $(MAKECMDGOALS) PYTHON=…"; exit 1; }; \
	echo "Making $(@D) with Python $$found."; $$python -m venv --clear $(@D) || exit 1; fi
@rm -f $(@D)/tester
$(call install,$(1),$@)
endef
define install
@rm -f $(2)
@echo "Installing what $< lists: a few minutes the first time."
@$(1) -m pip install --disable-pip-version-check --require-hashes -r $<
@touch $(2)
endef
outdated = $(shell $(1) $(NEW_ENOUGH) 2>/dev/null || echo made-anew)
.PHONY: made-anew

.venv/reader: requirements.lock $(call outdated,$(RUN))
	$(call environment,$(RUN))

.venv/tester: tests/requirements.lock .venv/reader
	$(call install,$(RUN),.venv/reader $@)

publishing: .venv-docs/ready

.venv-docs/ready: docs/requirements.lock $(call outdated,$(PUBLISH))
	$(call environment,$(PUBLISH))

# A hub on one machine: docs/teaching.md says how it is started. Its proxy comes by npm.
hub: .venv-hub/ready

.venv-hub/ready: deploy/requirements.lock deploy/package-lock.json $(call outdated,$(HUB))
	$(call environment,$(HUB))
	@rm -f $@
	@cp deploy/package.json deploy/package-lock.json $(@D)
	@if command -v npm >/dev/null; then npm ci --prefix $(@D) --no-audit --no-fund && touch $@; \
		else echo "npm isn't installed: the hub has no proxy, and its test is skipped."; fi

oracle: .venv/tester
	@$(RUN) -c "import torch" 2>/dev/null || $(RUN) -m pip install --quiet --disable-pip-version-check torch==2.13.0

LOCK = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --fork-strategy fewest --no-emit-index-url \
	--no-strip-extras --custom-compile-command "make lock"
lock:
	$(LOCK) --upgrade requirements.txt -o requirements.lock
	$(LOCK) --upgrade -c requirements.lock tests/requirements.txt -o tests/requirements.lock
	$(LOCK) --upgrade -c requirements.lock docs/requirements.txt -o docs/requirements.lock
	$(LOCK) --upgrade -c requirements.lock deploy/requirements.txt -o deploy/requirements.lock
	cd deploy && npm install --package-lock-only --omit-lockfile-registry-resolved --no-audit --no-fund

clean:
	rm -rf .venv .venv-docs .venv-hub _book _epub _site
