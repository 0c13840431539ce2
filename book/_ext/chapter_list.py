"""Chapter list: every chapter of the book in its order, written or to come, with its title; and where its tests are.

The slug is the name of the chapter's file, of its label (``ch-<slug>``), of the marker of its tests and of what
``make test CHAPTER=<slug>`` runs. Which chapters are written, the table of contents says.
"""

from __future__ import annotations

import re
from pathlib import Path

from book_paths import ROOT

CHAPTERS = {
    "machines-that-learn": "Machines that learn",
    "notebooks": "Notebooks that give the same answer twice",
    "arrays": "Arrays, and the dot product as likeness",
    "hello-neuron": "Hello, neuron",
    "losses": "How wrong are we?",
    "gradient-descent": "Gradient descent",
    "linear-regression": "Linear regression, epochs, minibatches",
    "scaling": "Many features, and their scales",
    "sigmoid": "The sigmoid",
    "cross-entropy": "Cross-entropy",
    "generalization": "Would it work on someone new?",
    "shipping": "Your first shipped model",
    "softmax": "Softmax: ten neurons side by side",
    "hidden-layers": "Why one layer is not enough",
    "backpropagation": "Backpropagation",
    "digits": "Handwritten digits",
    "optimizers": "Optimizers",
    "vanishing-signals": "Vanishing signals",
    "experiments": "Experiments like a scientist",
    "regularization": "Regularization",
    "convolution": "Convolution by hand",
    "convolutional-networks": "Convolutional networks",
    "going-deeper": "Going deeper",
    "own-images": "Your own images",
    "transfer-learning": "Augmentation and transfer learning",
    "evaluation": "Honest evaluation",
    "deployment": "Deployment",
    "many-machines": "When one machine is not enough",
    "language-model": "The same neuron in a language model",
}
APPENDICES = {
    "python": "The Python of this book",
    "linear-algebra": "Linear algebra",
    "calculus": "Calculus",
    "probability": "Probability",
    "versions": "Versions",
    "mnist-table": "The MNIST table, run again",
    "where-the-workshop-went": "Where the workshop went",
    "errata": "Errata",
    "data-cards": "Data cards",
    "notation": "Notation",
    "glossary": "Glossary",
    "explorables": "Explorables",
    "milestones": "Milestones",
}
# The chapters that run straight through, for readers who have a long weekend
WEEKEND = (
    "machines-that-learn",
    "hello-neuron",
    "losses",
    "gradient-descent",
    "linear-regression",
    "sigmoid",
    "cross-entropy",
    "generalization",
    "softmax",
    "hidden-layers",
    "backpropagation",
    "digits",
    "convolution",
    "convolutional-networks",
)
TITLES = {**CHAPTERS, **APPENDICES}
TESTS = ("tests/package", "tests/exercises", "tests/package/keras")  # those without Keras first: they are the fast ones
REFERENCE = re.compile(r":ref:`(?:[^`<]*<)?ch-([a-z0-9-]+)>?`")
MARKER = re.compile(r"\bmark\.chapter\(([^)]*)\)")
SLUG = re.compile(r"""["']([a-z][a-z0-9-]*)["']""")


def chapters_named(text: str) -> list[str]:
    """Return the slugs of the chapters that a docstring refers to."""
    return list(dict.fromkeys(REFERENCE.findall(text)))


def written(root: Path = ROOT) -> list[str]:
    """Return the slugs whose page is in the table of contents."""
    contents = (root / "_toc.yml").read_text(encoding="utf-8")
    return [slug for slug in re.findall(r"(?m)^\s*- file: *(\S+)", contents) if slug in TITLES]


def marked(file: Path) -> tuple[set[str], bool]:
    """Return the slugs that a file of tests is marked with, and whether there are others, computed in collection."""
    arguments = MARKER.findall(file.read_text(encoding="utf-8"))
    return {slug for text in arguments for slug in SLUG.findall(text)}, any(not SLUG.search(text) for text in arguments)


def files_of_tests(slug: str, root: Path = ROOT, computed: bool = True) -> list[Path]:
    """Return the files with tests of the chapter, fast ones first; `computed`: also those that may have some."""
    files = [file for folder in TESTS for file in sorted((root / folder).glob("test_*.py"))]
    found = [(file, *marked(file)) for file in files]
    return [file for file, slugs, more in found if slug in slugs or (computed and more)]


def unknown(slugs: list[str]) -> str | None:
    """Return what to say of slugs that no chapter has, or None."""
    wrong = [slug for slug in slugs if slug not in TITLES]
    if not wrong:
        return None
    said = "is no chapter" if len(wrong) == 1 else "are no chapters"
    return (
        f"{', '.join(wrong)} {said}. The chapters are: {', '.join(CHAPTERS)}; the appendices: {', '.join(APPENDICES)}."
    )
