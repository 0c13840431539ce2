"""Blanks: the functions that a learner writes, chapter after chapter.

The formulas of a chapter are its blanks. Checks of arguments, ``__init__`` and what only connects parts stay as they
are. ``tests/package/test_workshop_blanks.py`` proves that the chapter's tests notice each blank.
"""

from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
OURS = HERE.parent  # the package itself
LEFT_OUT = {"data_files", "datasets", "exercises", "images", "plotting", "results", "scale", "workshop"}

BLANKS: dict[str, dict[str, list[str]]] = {
    "hello-neuron": {
        "layers/dense.py": ["Dense.__call__"],
        "models.py": ["Sequential.__call__"],
    },
    "losses": {
        "losses/regression.py": [
            "MeanSquaredError.from_targets",
            "MeanAbsoluteError.from_targets",
            "Huber.from_targets",
        ],
        "metrics/errors.py": ["mean_squared_error", "mean_absolute_error"],
    },
    "gradient-descent": {
        "gradients.py": ["numerical_gradient"],
        "linear/descent.py": ["squared_error"],
        "optimizers/sgd.py": ["SGD._change"],
    },
    "linear-regression": {
        "linear/descent.py": ["descend"],
        "linear/regression.py": ["normal_equation", "LinearRegression.predict", "least_squares"],
        "metrics/errors.py": ["r2_score"],
    },
    "scaling": {
        "preprocessing/scalers.py": [
            "MinMaxScaler.fit",
            "MinMaxScaler.transform",
            "MinMaxScaler.inverse_transform",
            "StandardScaler.fit",
            "StandardScaler.transform",
            "StandardScaler.inverse_transform",
        ],
    },
    "sigmoid": {
        "activations/squashing.py": ["Sigmoid.bend", "Sigmoid.slope"],
    },
    "cross-entropy": {
        "linear/descent.py": ["cross_entropy"],
        "linear/logistic.py": ["LogisticRegression.decision_function", "LogisticRegression.predict_proba"],
        "losses/binary.py": ["BinaryCrossentropy.of_scores", "BinaryCrossentropy.of_probabilities"],
        "metrics/classes.py": ["accuracy"],
    },
    "generalization": {
        "preprocessing/splits.py": ["train_test_split", "_sizes"],
    },
    "softmax": {
        "activations/squashing.py": ["Softmax.__call__", "Softmax.gradient"],
        "losses/categorical.py": [
            "CategoricalCrossentropy.of_scores",
            "CategoricalCrossentropy.of_probabilities",
            "SparseCategoricalCrossentropy.of_scores",
            "SparseCategoricalCrossentropy.of_probabilities",
            "surprise_and_softmax",
        ],
        "preprocessing/one_hot.py": ["to_categorical"],
    },
    "hidden-layers": {
        "gates.py": ["step", "Gate.z", "xor", "truth_table"],
        "activations/rectifiers.py": ["ReLU.bend", "ReLU.slope"],
    },
    "backpropagation": {
        "gradients.py": ["check_gradient"],
        "layers/dense.py": ["Dense.backward_from_z"],
        "models.py": ["Sequential.backward"],
    },
    "digits": {
        "layers/without_weights.py": ["Flatten.__call__", "Flatten.backward"],
    },
    "optimizers": {
        "optimizers/adaptive.py": ["Adagrad._change", "Adadelta._change", "RMSprop._change"],
        "optimizers/adam.py": ["Adam._change", "AdamW._change"],
        "optimizers/clipping.py": [
            "clip_by_norm",
            "clip_by_value",
            "clip_by_global_norm",
            "shrinking_factor",
        ],
        "optimizers/schedules.py": [
            "ExponentialDecay.__call__",
            "InverseTimeDecay.__call__",
            "PiecewiseConstantDecay.__call__",
            "PolynomialDecay.__call__",
            "CosineDecay.__call__",
        ],
    },
    "vanishing-signals": {
        "activations/squashing.py": ["Tanh.bend", "Tanh.slope"],
        "activations/rectifiers.py": [
            "LeakyReLU.bend",
            "LeakyReLU.slope",
            "ELU.bend",
            "ELU.slope",
            "Softplus.bend",
            "Softplus.slope",
            "GELU.bend",
            "GELU.slope",
        ],
        "initializers.py": ["random_normal", "glorot_uniform", "he_normal", "fans"],
    },
    "regularization": {
        "layers/dropout.py": ["Dropout.__call__", "Dropout.backward"],
        "callbacks.py": ["EarlyStopping.on_epoch_end"],
    },
    "convolution": {
        "convolution/correlate.py": ["correlate2d_loops", "correlate2d"],
        "convolution/window.py": ["output_size"],
    },
    "convolutional-networks": {
        "convolution/conv2d.py": ["Conv2D.__call__", "Conv2D.backward_from_z"],
        "convolution/plain.py": ["correlate", "kernel_gradient", "input_gradient"],
        "convolution/pooling.py": [
            "MaxPooling2D.__call__",
            "MaxPooling2D.backward",
            "AveragePooling2D.__call__",
            "AveragePooling2D.backward",
            "GlobalAveragePooling2D.__call__",
            "GlobalAveragePooling2D.backward",
        ],
    },
    "going-deeper": {
        "layers/batch_normalization.py": ["BatchNormalization.__call__", "BatchNormalization.backward"],
    },
    "evaluation": {
        "metrics/classes.py": ["confusion_matrix", "precision", "recall", "f1"],
        "metrics/curves.py": ["roc_curve", "auc", "calibration"],
    },
}


class Blank(NamedTuple):
    """One function to write: its chapter, its file in the package, and its name there."""

    slug: str
    file: str
    name: str

    @property
    def message(self) -> str:
        """What the blank says when it is called."""
        return f"your turn: {self.name}, in the chapter {self.slug}"


ALL = [Blank(slug, file, name) for slug, files in BLANKS.items() for file, names in files.items() for name in names]


def of_chapter(slug: str) -> list[Blank]:
    """Return the blanks of one chapter, in the order in which to write them."""
    return [blank for blank in ALL if blank.slug == slug]


def of_file(file: str) -> list[Blank]:
    """Return the blanks in one file."""
    return [blank for blank in ALL if blank.file == file]


def copied_files() -> list[str]:
    """Return the files of the package that a workshop holds, as paths below it."""
    paths = sorted(path.relative_to(OURS) for path in OURS.rglob("*.py"))
    return [path.as_posix() for path in paths if path.with_suffix("").parts[0] not in LEFT_OUT]
