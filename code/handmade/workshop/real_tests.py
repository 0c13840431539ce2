"""Real tests: where the book's own tests of a chapter are, and how they are run.

In a clone they are those of the clone; the wheel carries copies in ``_tests``, with the small tables that they read.
"""

import ast
import importlib.util
import sys
from pathlib import Path

from handmade.workshop.blanks import HERE, OURS
from handmade.workshop.folder import WorkshopError

# Those that need no Keras, and test what a learner writes. book/_ext/handmade_wheel.py puts them into the wheel.
FILES = (
    "test_activations.py",
    "test_batch_normalization.py",
    "test_callbacks.py",
    "test_convolution.py",
    "test_dropout.py",
    "test_filters.py",
    "test_gates.py",
    "test_gradients.py",
    "test_initializers.py",
    "test_layers.py",
    "test_layers_contract.py",
    "test_linear.py",
    "test_losses.py",
    "test_metrics.py",
    "test_models.py",
    "test_optimizers.py",
    "test_pooling.py",
    "test_preprocessing.py",
    "test_schedules.py",
    "test_training.py",
)
IN_WHEEL = HERE / "_tests"
IN_CLONE = OURS.parents[1] / "tests" / "package"
INSTALLED_AS = {"sklearn": "scikit-learn", "PIL": "pillow"}
SETTINGS = """\
[pytest]
markers =
    chapter: the chapters that explain what is tested
filterwarnings =
    error::RuntimeWarning
"""


def folder() -> Path:
    """Return where the tests are."""
    for place in (IN_CLONE, IN_WHEEL):
        if (place / FILES[0]).is_file():
            return place
    raise WorkshopError(
        "This handmade was installed without the book's tests. Install the wheel that the book's notebooks install, or "
        "clone the book and run pip install -e . there."
    )


def files(slug: str) -> list[str]:
    """Return the files that have tests of a chapter."""
    texts = {path: path.read_text(encoding="utf-8") for path in (folder() / name for name in FILES)}
    return [str(path) for path, text in texts.items() if f'"{slug}"' in text]


def variables() -> dict[str, str]:
    """Return the environment variables that the tests need: where the small tables are, if no clone has them."""
    return {"HANDMADE_DATA": str(folder())} if folder() == IN_WHEEL else {}


def require_packages(slug: str) -> None:
    """Say what to install where something is missing that the tests import."""
    names = {"pytest"}
    for file in files(slug):
        for node in ast.walk(ast.parse(Path(file).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module.split(".")[0])
    missing = sorted(name for name in names - sys.stdlib_module_names if importlib.util.find_spec(name) is None)
    if missing:
        packages = " ".join(INSTALLED_AS.get(name, name) for name in missing)
        raise WorkshopError(
            f"The tests need {', '.join(missing)}, not installed here. Install with\n    pip install {packages}\n"
            f"(in a notebook: %pip install {packages}), then run the same command again."
        )


def arguments(place: Path) -> list[str]:
    """Return what pytest is told; it reads no settings but these, and leaves nothing behind."""
    settings = place / "pytest.ini"
    settings.write_text(SETTINGS, encoding="utf-8")
    told = ["-c", str(settings), "--rootdir", str(folder()), "--noconftest", "--import-mode=importlib", "-q"]
    told += ["--continue-on-collection-errors", "--tb=native"]  # native: pytest's own costs more than a test
    return [*told, "-p", "no:cacheprovider", "-p", "no:faulthandler"]


def same_examples_each_time() -> None:
    """Let Hypothesis draw the same examples in each run, and keep none."""
    if importlib.util.find_spec("hypothesis") is not None:
        from hypothesis import HealthCheck, settings

        settings.register_profile(
            "workshop",
            deadline=None,
            derandomize=True,
            max_examples=20,
            database=None,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),  # they are about the tests, and about slow machines
        )
        settings.load_profile("workshop")
