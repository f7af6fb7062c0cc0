# learn: the course in JupyterLab.  test: everything CI runs.  The rest is for authors.
PYTHON ?= python3
PY := .venv/bin/python
# Tests and builds solve every exercise: that is not the progress of whoever runs them.
APART := FLASK_SECURE_HEADERS_HOME="$(CURDIR)/.venv/progress"

# Containers often set this, and every kernel and worker then compiles all it imports, each time.
unexport PYTHONDONTWRITEBYTECODE

# .venv/built names the folder it was built in: a moved or copied checkout builds its own again.
ifneq ($(shell cat .venv/built 2>/dev/null),$(CURDIR))
.PHONY: .venv/built
endif

.PHONY: learn test lessons lock bench .venv

learn: .venv
	@$(PY) -m helpers doctor --install-browser || true
	$(PY) -m jupyter lab --allow-root --ServerApp.root_dir=. \
	    --LabApp.default_url=/lab/tree/notebooks/00-the-lab.ipynb

test: .venv
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PY) -m mypy
	$(PY) -m helpers lessons --check
	$(APART) $(PY) -m pytest -n auto --dist loadscope --no-loadscope-reorder --nbval -q

lessons: .venv
	$(APART) $(PY) -m helpers lessons

lock: .venv
	$(PY) -m uv pip compile --universal --python-version 3.11 --generate-hashes --upgrade \
	    --no-emit-index-url --no-header --quiet --group dev pyproject.toml -o requirements.txt

bench: .venv
	$(APART) $(PY) -m tests.benchmarks

.venv: .venv/built

# uv comes by pip, at the version and hash the lock names, into a folder of its own; a Python without
# pip makes one for the purpose. Nothing here asks, and nothing needs a network a second time.
.venv/built: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	    { echo "Python 3.11 or newer is needed; $(PYTHON) is older or missing. Try: make PYTHON=python3.12"; exit 1; }
	@$(PY) -c '' 2>/dev/null || $(PYTHON) -m venv --clear --without-pip .venv || \
	    { echo "$(PYTHON) -m venv does not work here. On Debian and Ubuntu: sudo apt install python3-venv"; exit 1; }
	@$(PY) -m uv --version >/dev/null 2>&1 || $(MAKE) --no-print-directory .venv/uv
	@$$([ -x .venv/bin/uv ] && echo .venv/bin/uv || echo .venv/uv/bin/uv) pip sync \
	    --quiet --python $(PY) --require-hashes requirements.txt
	@.venv/bin/uv pip install --quiet --python $(PY) --no-deps --no-build-isolation -e .
	@mkdir -p .venv/etc/jupyter/labconfig  # nbgrader's panels are for teachers; the news need a network
	@echo '{"disabledExtensions": {"@jupyter/nbgrader": true, "@jupyterlab/apputils-extension:announcements": true}}' > .venv/etc/jupyter/labconfig/page_config.json
	@rm -f .venv/etc/jupyter/jupyter_server_config.d/nbgrader.json
	@echo "$(CURDIR)" > $@

.venv/uv:
	@awk '/^uv==/{on=1} on; on && !/\\$$/{exit}' requirements.txt > .venv/uv.txt
	@$(PYTHON) -m pip --version >/dev/null 2>&1 || $(PY) -m ensurepip >/dev/null
	@$$($(PYTHON) -m pip --version >/dev/null 2>&1 && echo $(PYTHON) || echo $(PY)) -m pip install \
	    --quiet --disable-pip-version-check --require-hashes --target $@ -r .venv/uv.txt
