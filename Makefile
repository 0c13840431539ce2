# Machine Learning, Neuron by Neuron: the commands people type. `make help` lists them.
# Every command makes what it needs first: the environment (.venv, from requirements.txt), then the book, then the tests.

SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= $(shell command -v python3.11 || command -v python3 || echo python3.11)
RUN := .venv/bin/python

.PHONY: help environment book test test-all mutants serve notebooks bench loops optimizers depth experiments held-back models lint format lock clean

help:  ## list these commands
	@grep -hE '^[a-z-]+:.*  ## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*  ## /  make \1\t/' | expand -t 20

environment:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 was not found. Install it, or name it: make book PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) tools/bootstrap.py

book: environment  ## build the site, strictly: _build/html/index.html
	@HANDMADE_STRICT=1 $(RUN) tools/build_book.py

test: environment  ## run the tests (and build the book first, where it is not built); CHAPTER=slug: only that chapter's
	@$(RUN) tools/run_tests.py $(CHAPTER:%=--chapter=%)

test-all: environment  ## the same, and every notebook again, whatever is remembered of it
	@$(RUN) tools/run_tests.py --all

mutants: environment  ## plant errors in layers 0 and 1, to see that a fast test notices: all, or MODULE=losses
	@$(RUN) -m tools.mutation $(MODULE) -j $(or $(JOBS),1)

serve: book  ## show the built site at http://localhost:8000
	@echo "The book is at http://localhost:8000 (Ctrl-C stops)"; $(RUN) -m http.server 8000 --bind 127.0.0.1 --directory _build/html

notebooks: book  ## write the chapters as notebooks: _build/notebooks
	@ls _build/notebooks/*.ipynb

bench: environment  ## measure how fast handmade is beside Keras: book/results/speed.json (BENCH=--quick tries it)
	@$(RUN) -m tools.bench $(BENCH)

loops: environment  ## measure Python's loops beside NumPy for the chapter on arrays: book/results/loops.json
	@OPENBLAS_NUM_THREADS=1 $(RUN) -m tools.bench.loops

optimizers: environment  ## train the digit reader under five optimizers, some twenty minutes: book/results/optimizers.json
	@OPENBLAS_NUM_THREADS=1 $(RUN) -m tools.bench.optimizers

depth: environment  ## train the deep networks of the chapter on vanishing signals again: book/results/depth.json
	@OPENBLAS_NUM_THREADS=1 $(RUN) -m tools.bench.depth

experiments: environment  ## train the networks of the chapter on experiments again, a quarter of an hour: book/results/fashion.json
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 PYTHONPATH=code $(RUN) -m tools.experiments

held-back: environment  ## train the clothes with and without remedies: book/results/held-back.json, a quarter of an hour
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(RUN) -m tools.bench.held_back

models: environment  ## train the networks of ml-draw-digit again, and write them for the page
	@$(RUN) -m tools.models

lint: environment  ## check code, types, chapters and layout
	@$(RUN) -m ruff check . && $(RUN) -m ruff format --check . && $(RUN) -m mypy && $(RUN) tools/lint_chapters.py

format: environment  ## put the code in order
	@$(RUN) -m ruff check --fix . ; $(RUN) -m ruff format .

lock: environment  ## make requirements.txt anew from pyproject.toml
	@$(RUN) tools/lock.py

clean:  ## remove everything that was built (.venv stays; rm -r .venv removes it)
	rm -rf _build
