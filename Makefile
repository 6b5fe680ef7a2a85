# Everything sets itself up: a fresh clone needs Python 3.11+, and for the broker tests a JDK 17+ and Maven.
VENV ?= .venv
PYTHON ?= python3
PIP = $(VENV)/bin/python -m pip --disable-pip-version-check install --quiet -c deploy/constraints.txt
DATA ?= ../shared/data

.PHONY: setup demo test lint train eval clean

setup: $(VENV)/.installed

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml deploy/constraints.txt $(shell find pipeline -name '*.pyx')
	$(PIP) -e .
	touch $@

$(VENV)/.tested: $(VENV)/.installed
	$(PIP) -e '.[test]'
	touch $@

$(VENV)/.trained: $(VENV)/.installed
	$(PIP) -e '.[train]'
	touch $@

demo: setup  ## the whole walk over the samples, or over ARTICLE=path
	@$(VENV)/bin/pipeline demo $(if $(ARTICLE),"$(ARTICLE)")

lint: $(VENV)/.tested  ## format, lint, types, import contracts
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

test: $(VENV)/.tested  ## everything, with a Kafka of its own where a JDK and Maven are
	@$(VENV)/bin/python -m tests.kafka_server --fetch
	$(VENV)/bin/python -m pytest $(TESTS)

train: $(VENV)/.trained  ## rebuild the weights that ship from the data sets in DATA
	$(VENV)/bin/python -m pipeline.training $(DATA)

eval: $(VENV)/.installed  ## every figure of quality that README quotes, on the data sets in DATA
	$(VENV)/bin/python -m tests.bench.quality $(DATA)

clean:
	rm -rf $(VENV) .cache build *.egg-info
