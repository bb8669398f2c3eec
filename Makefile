# Everything here needs only python3 (3.11 or later) and make; `make help` lists it.

PYTHON ?= python3
VENV ?= .venv

# Where nothing compiled is kept, each of the many processes of the tests compiles all that it imports anew.
unexport PYTHONDONTWRITEBYTECODE

BIN := $(VENV)/bin
# Python compiles what is imported, when it is; compiling all of it beforehand would take half of the time.
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile -c constraints.txt -e
USED := $(VENV)/installed-to-run
DEVELOPED := $(VENV)/installed-to-develop
DEMOS := waterfall-contract partnership

# Each dependency is used at least once by the tests that run with the lowest versions. Warnings of these versions, about
# others that came later, are nobody's fault here.
LOWEST := $(VENV)-lowest
LOWEST_TESTS := tests/golden/test_golden.py tests/cli/test_help.py tests/cli/test_list_check_schema.py tests/records/test_frames.py \
	tests/records/test_parquet.py tests/scenario/test_writing.py tests/analysis/test_sobol.py \
	tests/analysis/test_morris.py tests/analysis/test_files.py tests/report/test_page.py tests/report/test_tables.py \
	tests/report/test_plot_parts.py tests/run/test_single.py tests/experiment/test_executors.py

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help venv demo test covered lint viz lowest golden docs experiments validation bench clean

help:  ## list what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(USED)  ## run a contract and a partnership, and say where the pictures are
	@for name in $(DEMOS); do $(BIN)/trustsim run scenarios/$$name.toml || exit; done
	@echo; echo "The pictures are here, as PNG and as SVG; begin with trust.png of each:"
	@ls -d $(DEMOS:%=runs/%-seed*/plots)

test: lint  ## check the form of the code, then run every test
	@if $(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 12))'; \
		then $(MAKE) --no-print-directory covered; else $(BIN)/python -m pytest -n 2 -q; fi

# Python 3.12 and later measure coverage at next to no cost; before, it makes the tests take four times as long.
covered: $(DEVELOPED)
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -n 2 -q
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

lint: $(DEVELOPED)  ## check formatting, style, types and the direction of imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy --strict trustsim
	$(BIN)/lint-imports --no-cache

viz: $(DEVELOPED)  ## install the extra viz (300 MB), and test its page in Chromium
	$(INSTALL) ".[dev,viz]"
	$(BIN)/python -m pytest -q tests/viz

lowest: $(DEVELOPED)  ## run a part of the tests with the lowest version that pyproject.toml allows of each dependency
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python $(LOWEST)
	$(BIN)/uv pip install --quiet --python $(LOWEST)/bin/python --resolution lowest-direct --only-binary :all: \
		-r pyproject.toml --extra test --extra cluster
	$(BIN)/uv pip install --quiet --python $(LOWEST)/bin/python --no-deps -e .
	$(LOWEST)/bin/python -m pytest -q -n 2 -p no:cacheprovider -m "not slow" -o filterwarnings=ignore $(LOWEST_TESTS)

golden: $(DEVELOPED)  ## accept today's results of the shipped scenarios as the expected ones
	$(BIN)/python tests/golden/update.py

docs: $(DEVELOPED)  ## write the reference pages anew from the code
	$(BIN)/python docs/refresh.py

experiments: $(USED)  ## run every shipped experiment and put what came out into its page; takes hours
	$(BIN)/python docs/experiments.py

validation: $(USED)  ## validate the model and put what comes out into its page; takes two hours
	$(BIN)/python docs/validation.py

bench: $(USED)  ## measure speed and memory next to a plain Mesa model
	$(BIN)/python benchmarks/speed.py

clean:  ## remove what was installed and cached; run folders stay
	rm -rf $(VENV) $(LOWEST) build dist *.egg-info .coverage .coverage.* .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps inside the virtual environment say what was installed; a change of the project's
# dependencies or of their versions installs again.

$(USED): pyproject.toml constraints.txt | venv
	$(INSTALL) .
	@touch $@

$(DEVELOPED): pyproject.toml constraints.txt | venv
	$(INSTALL) ".[dev]"
	@touch $@ $(USED)

# An environment made by another Python than the one asked for on the command line is refused,
# because tests that pass in it would say nothing about that Python.
venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "trustsim needs Python 3.11 or later; name one, as in: make demo PYTHON=python3.12"; exit 2; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV) || \
		{ rm -rf $(VENV); echo "$(PYTHON) cannot make a virtual environment; is its venv module installed?"; exit 2; }
ifneq ($(origin PYTHON),file)
	@test "$$($(PYTHON) -V)" = "$$($(BIN)/python -V)" || \
		{ echo "$(VENV) was made with $$($(BIN)/python -V), not $$($(PYTHON) -V): make clean first"; exit 2; }
endif
