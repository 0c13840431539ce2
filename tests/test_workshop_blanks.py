"""The blanks of the workshop: the table agrees with the package and the book, and the tests notice each of them."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from chapter_list import CHAPTERS, chapters_named
from handmade.workshop import blanks, folder, real_tests, taking_out
from handmade.workshop.blanks import ALL, BLANKS, OURS, copied_files, of_file
from package_names import docstring, package_module, public_names
from tests import test_architecture as architecture

ROOT = Path(__file__).resolve().parents[1]
# Tests of the package that learners do not get, because nothing that they write is in them.
NOT_FOR_LEARNERS = {
    "test_data_files.py",
    "test_datasets.py",
    "test_doctests.py",  # the session runs the examples itself
    "test_images.py",
    "test_parallel.py",
    "test_photos.py",
    "test_progress.py",
    "test_results.py",
    "test_validation.py",
    "test_vanishing_signals.py",  # the figures of a chapter, from two thousand digits
}
# Public functions and classes without a blank, and why.
NOTHING_TO_WRITE = {
    "activations": {"Linear", "linear", "get"},  # a = z; a table of names
    "convolution": set(),
    "gates": set(),
    "gradients": set(),
    "initializers": {"get", "ones", "zeros"},  # one call of NumPy each
    "layers": {"Activation", "Input", "Layer"},  # what they do is done elsewhere, or by others
    "linear": set(),
    "losses": {"CrossEntropy", "get"},  # shared by others
    "metrics": {"get", "metrics_by_name"},
    "optimizers": {"get"},
    "preprocessing": set(),
}


def functions(text):
    """Return each function of a module: its place → its signature, decorators and docstring."""
    found, pending = {}, [((), ast.parse(text))]
    while pending:
        place, node = pending.pop()
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.ClassDef | ast.FunctionDef):
                pending.append(((*place, child.name), child))
                found.setdefault((*place, child.name), []).append(
                    [
                        ast.unparse(child.args) if isinstance(child, ast.FunctionDef) else "",
                        [ast.unparse(decorator) for decorator in child.decorator_list],
                        ast.get_docstring(child),
                    ]
                )
    return found


def imports(path):
    """Return the names of the modules that a file imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module


def test_the_chapters_stand_in_the_order_of_the_book():
    assert list(BLANKS) == [slug for slug in CHAPTERS if slug in BLANKS]


@pytest.mark.parametrize("module", NOTHING_TO_WRITE)
def test_every_public_function_has_a_blank_or_a_reason(module):
    names = {blank.name.split(".")[0] for blank in ALL if blank.file.split("/")[0].removesuffix(".py") == module}
    package = package_module(module)
    instances = {type(getattr(package, name)).__name__: name for name in public_names(package)}
    names |= {instances[name] for name in names & instances.keys()}
    names |= {name for name in public_names(package) if name.isupper() or not callable(getattr(package, name))}
    public = {name for name in public_names(package) if chapters_named(docstring(package, name))}
    protocols = {name for name in public if getattr(getattr(package, name), "_is_protocol", False)}
    aliases = {name for name in public if type(getattr(package, name)).__module__ in ("typing", "collections.abc")}
    assert public - names - protocols - aliases == NOTHING_TO_WRITE[module]


@pytest.mark.parametrize("layer", [0, 1])
def test_the_lowest_layers_are_all_in_that_list(layer):
    assert {*architecture.LAYERS[layer]} - {"datasets"} <= NOTHING_TO_WRITE.keys()


@pytest.mark.parametrize("file", copied_files())
def test_a_copy_keeps_every_name_signature_and_docstring(file):
    ours = (OURS / file).read_text(encoding="utf-8")
    theirs = taking_out.taken_out(ours, file)
    assert functions(theirs) == functions(ours)
    assert (theirs == ours) != bool(of_file(file))


@pytest.mark.parametrize("blank", ALL, ids=lambda blank: f"{blank.file}-{blank.name}")
def test_a_blank_ends_in_its_message_and_keeps_no_formula(blank):
    text = taking_out.taken_out((OURS / blank.file).read_text(encoding="utf-8"), blank.file)
    theirs = taking_out.function_named(ast.parse(text), blank.name)
    ours = taking_out.function_named(ast.parse((OURS / blank.file).read_text(encoding="utf-8")), blank.name)
    assert ast.unparse(theirs.body[-1]) == f"raise NotImplementedError({blank.message!r})"
    assert taking_out.is_blank(theirs)
    assert not taking_out.is_blank(ours)
    kept = [ast.unparse(statement) for statement in theirs.body[:-1]]
    assert kept == [ast.unparse(statement) for statement in ours.body[: len(kept)]]
    assert not any(isinstance(node, ast.Return) and node.value for s in theirs.body[:-1] for node in ast.walk(s)) or (
        blank.name == "output_size"
    )


def test_a_table_that_is_older_than_the_package_is_refused():
    with pytest.raises(LookupError, match=r"gates.py has no step: the table in workshop/blanks.py is older"):
        taking_out.taken_out("x = 1\n", "gates.py")


def test_learners_get_all_tests_that_concern_what_they_write():
    files = {path.name for path in (ROOT / "tests" / "package").glob("test_*.py")}
    assert files == {*real_tests.FILES} | NOT_FOR_LEARNERS
    assert not {*real_tests.FILES} & NOT_FOR_LEARNERS
    others = {name.split(".")[0] for file in real_tests.FILES for name in imports(ROOT / "tests" / "package" / file)}
    assert others - sys.stdlib_module_names == {"handmade", "hypothesis", "numpy", "pytest", "scipy", "sklearn"}


def test_a_copy_needs_nothing_of_handmade(tmp_path):
    folder.start(tmp_path / "mine")
    names = [file.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for file in copied_files()]
    imports = "; ".join(f"import mine.{name}" for name in names if name != "__init__")
    code = f"import sys; sys.modules['handmade'] = None; {imports}; import mine.gates\nmine.gates.step(1)"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert done.stderr.splitlines()[-1] == "NotImplementedError: your turn: step, in the chapter hidden-layers"


@pytest.fixture(scope="module")
def audit(tmp_path_factory):
    """Give what the audit found: all tests of learners with our bodies, and one test for each blank without."""
    place = tmp_path_factory.mktemp("audit")
    folder.start(place / "mine")
    command = [sys.executable, str(Path(__file__).with_name("workshop_audit.py")), "mine", str(place / "result.json")]
    variables = {**os.environ, "PYTHONPATH": str(ROOT / "code"), "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(command, cwd=place, env=variables, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads((place / "result.json").read_text(encoding="utf-8"))


def test_our_bodies_pass_every_test_that_learners_get(audit):
    assert audit["failed"] == []
    assert audit["status"] == 0
    assert min(audit["passed"].get(slug, 0) for slug in BLANKS) > 0


@pytest.mark.parametrize("blank", ALL, ids=lambda blank: f"{blank.slug}-{blank.name}")
def test_a_test_of_its_chapter_fails_where_it_is_blank(audit, blank):
    assert blank.message in audit["noticed"]


def test_messages_are_unique():
    assert len({blank.message for blank in ALL}) == len(ALL)
    assert {blank.slug for blank in ALL} == set(BLANKS)
    assert blanks.of_chapter("sigmoid") == [blank for blank in ALL if blank.slug == "sigmoid"]
