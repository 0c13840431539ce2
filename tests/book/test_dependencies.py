"""What the outputs of a chapter depend on: found by reading imports, checks and names of files; nothing is imported."""

import importlib.metadata

import pytest

import dependencies


def page(*cells):
    """Return a page with these code cells between prose that names modules, too."""
    blocks = "".join(
        f"```{{code-cell}} ipython3\n{cell}\n```\n\nWe `import handmade.unused` here.\n\n" for cell in cells
    )
    return f"# Page\n\n{blocks}```python\nimport handmade.shown_only\n```\n"


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Make a small project; give a function that writes one of its files."""

    def write(name, text=""):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    for name in ("CODE", "DATA", "BOOK", "KERNEL"):
        folder = {"CODE": "code", "DATA": "book/data", "BOOK": "book", "KERNEL": "book/_ext/kernel"}[name]
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
        monkeypatch.setattr(dependencies, name, tmp_path / folder)
    write("code/handmade/__init__.py")
    for name in ("unused", "shown_only", "plain"):
        write(f"code/handmade/{name}.py")
    return write


def modules(text):
    """Return the names of the module files a page depends on, without their folder."""
    return {file.relative_to(dependencies.CODE / "handmade").as_posix() for file in dependencies.chapter_modules(text)}


def test_only_what_cells_import_counts(project):
    assert modules(page("import handmade.plain")) == {"__init__.py", "plain.py"}
    assert modules(page("x = 1")) == set()


@pytest.mark.parametrize(
    "cell",
    [
        "from handmade.plain import f",
        "from handmade import plain",
        "import numpy, handmade.plain as p",
        "if True:\n    import handmade.plain",
        "def f():\n    from handmade import plain\n    return plain",
        ":tags: [hide-input]\n\nimport handmade.plain",
        "---\ntags: [hide-input]\nmystnb:\n  image:\n    alt: words\n---\nimport handmade.plain",
        "%matplotlib inline\n!ls\nimport handmade.plain",
    ],
)
def test_every_way_of_importing_is_seen(project, cell):
    assert modules(page(cell)) == {"__init__.py", "plain.py"}


def test_imports_of_imports_count(project):
    project("code/handmade/a.py", "import numpy\nfrom handmade.b import f")
    project("code/handmade/b.py", "def f():\n    from handmade import c")
    project("code/handmade/c.py", "import handmade.a")  # and back again
    assert modules(page("import handmade.a")) == {"__init__.py", "a.py", "b.py", "c.py"}


def test_relative_imports_are_resolved(project):
    project("code/handmade/__init__.py", "from .plain import f")
    project("code/handmade/parts/__init__.py", "from . import one")
    project("code/handmade/parts/one.py", "from .two import f\nfrom ..a import g")
    project("code/handmade/parts/two.py")
    project("code/handmade/a.py")
    found = modules(page("import handmade.parts"))
    assert found == {"__init__.py", "plain.py", "a.py", "parts/__init__.py", "parts/one.py", "parts/two.py"}


def test_a_check_depends_on_the_cases_of_its_chapter(project):
    for name in ("loss", "loss_curves", "other"):
        project(f"code/handmade/exercises/{name}.py", "from handmade import plain" if name == "loss_curves" else "")
    assert modules(page('check("ex-loss-curves-slope", w)')) == {"exercises/loss_curves.py", "__init__.py", "plain.py"}
    assert modules(page("check(\n    'ex-loss-mean', w)")) == {"exercises/loss.py"}
    assert modules(page('check("ex-nowhere-mean", w)')) == set()


def test_an_edit_of_a_module_is_seen_in_the_same_process(project):
    file = project("code/handmade/a.py")
    assert modules(page("import handmade.a")) == {"__init__.py", "a.py"}
    file.write_text("import handmade.plain")
    assert modules(page("import handmade.a")) == {"__init__.py", "a.py", "plain.py"}


def test_a_cell_that_is_not_python_hides_no_other(project):
    assert modules(page("import handmade.plain", "no python at all")) == {"__init__.py", "plain.py"}


def test_a_line_that_begins_with_percent_is_not_always_a_magic(project):
    assert modules(page('import handmade.plain\nx = ("%d"\n    % 1)')) == {"__init__.py", "plain.py"}


def test_data_files_named_in_cells_or_modules_count(project):
    digits, rivers, table = (project(f"book/data/{name}") for name in ("digits.npz", "rivers.csv", "table.csv"))
    result = project("book/results/long.json")
    project("code/handmade/datasets.py", "FILE = 'rivers.csv'")
    text = page("import handmade.datasets\nopen('data/digits.npz'); read('results/long.json')")
    assert dependencies.data_files(text, dependencies.chapter_modules(text)) == sorted([digits, rivers, result])
    assert table not in dependencies.fingerprint(text)[1]


@pytest.mark.parametrize(
    "cell", ["load_result('long')", "x = results.load_result(\"long\")['rows']", "for r in load_result('long'): pass"]
)
def test_a_result_that_is_loaded_counts(project, cell):
    long, other = project("book/results/long.json"), project("book/results/other.json")
    project("code/handmade/results.py", 'def load_result(name):\n    """>>> load_result("other")"""')
    text = page(f"from handmade import results\n{cell}")
    assert dependencies.data_files(text, dependencies.chapter_modules(text)) == [long]
    before = dependencies.fingerprint(text)[0]
    other.write_text("[1, 2, 3]")
    assert dependencies.fingerprint(text)[0] == before
    long.write_text("[1, 2, 3]")
    assert dependencies.fingerprint(text)[0] != before


@pytest.mark.parametrize("cell", ["load_result(name)", "load_result()", "load_result('long' as no python"])
def test_a_call_without_a_name_names_no_result(project, cell):
    project("book/results/long.json")
    assert dependencies.data_files(page(cell), []) == []


def test_versions_of_imported_libraries_count(project, monkeypatch):
    project("code/handmade/a.py", "import numpy")
    text = page("import handmade.a\nimport sklearn.datasets")
    versions = dependencies.library_versions(text, dependencies.chapter_modules(text))
    assert versions["numpy"] == importlib.metadata.version("numpy")
    assert {"scikit-learn", "ipykernel"} <= set(versions)
    assert not {"matplotlib", "keras", "handmade"} & set(versions)


@pytest.mark.parametrize("backend", ["tensorflow", "jax"])
def test_keras_brings_its_backend(project, monkeypatch, backend):
    monkeypatch.setenv("KERAS_BACKEND", backend)
    monkeypatch.setattr(dependencies, "distributions", lambda: {"keras": ["keras"], backend: [backend]})
    assert {"keras", backend} <= set(dependencies.library_versions(page("import keras"), []))


def test_fingerprint_changes_with_what_the_outputs_depend_on(project, monkeypatch):
    module, unused = project("code/handmade/a.py", "x = 1"), project("code/handmade/unused.py", "x = 1")
    data, kernel = project("book/data/d.csv", "1"), project("book/_ext/kernel/configuration.py", "1")
    text = page("import handmade.a\nopen('d.csv')")
    seen = [dependencies.fingerprint(text)[0]]
    assert dependencies.fingerprint(text)[0] == seen[0]
    for file in (module, data, kernel):
        file.write_text("x = 22")
        seen.append(dependencies.fingerprint(text)[0])
    monkeypatch.setenv("KERAS_BACKEND", "jax")
    seen.append(dependencies.fingerprint(text)[0])
    monkeypatch.setattr(dependencies, "installed_version", lambda name: "99")
    seen.append(dependencies.fingerprint(text)[0])
    assert len(set(seen)) == len(seen)
    unused.write_text("x = 22")
    assert dependencies.fingerprint(text.replace("# Page", "# Prose"))[0] == seen[-1]


def test_fingerprint_does_not_know_where_the_project_lies(project, tmp_path, monkeypatch):
    project("code/handmade/a.py", "x = 1")
    before = dependencies.fingerprint(page("import handmade.a"))[0]
    (tmp_path / "code").rename(tmp_path / "elsewhere")
    monkeypatch.setattr(dependencies, "CODE", tmp_path / "elsewhere")
    assert dependencies.fingerprint(page("import handmade.a"))[0] == before
