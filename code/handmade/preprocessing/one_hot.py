"""One-hot: a class as a row that is 1 in the column of the class and 0 elsewhere."""

import numpy as np

from handmade.array_types import Array
from handmade.validation import require_finite, require_positive_integer


def to_categorical(x: Array, num_classes: int | None = None) -> Array:
    r"""One-hot rows for class numbers: the targets of ``CategoricalCrossentropy``.

    .. math:: Y_{ij} = [\,j = x_i\,]

    ``x`` holds 0 to ``num_classes`` - 1; without ``num_classes`` the largest label decides. Shape (m,) or (m, 1)
    becomes (m, k), any other (…) becomes (…, k); float64.

    Keras: ``keras.utils.to_categorical``. Source: Bishop (2006), Pattern Recognition and Machine Learning,
    section 2.2 (1-of-K). Explained in :ref:`ch-softmax`. Raises ``ValueError`` for negative labels (Keras counts
    them from the end), labels that are not whole (Keras cuts them) or too large, and for none at all.

    >>> to_categorical(np.array([0, 2, 1]))
    array([[1., 0., 0.],
           [0., 0., 1.],
           [0., 1., 0.]])
    """
    x = np.asarray(x)
    if x.dtype.kind not in "buif":
        raise TypeError(f"x has dtype {x.dtype}, but class numbers are whole; np.unique(x, return_inverse=True)[1] is")
    require_finite("x", x)
    labels = x.astype(np.intp)
    if not np.array_equal(labels, x):
        raise ValueError("x must hold class numbers 0, 1, 2, …, but some are not whole; is this a regression?")
    if num_classes is None and labels.size == 0:
        raise ValueError("x is empty, so the number of classes is unknown; write num_classes=10, for example")
    k = int(labels.max()) + 1 if num_classes is None else require_positive_integer("num_classes", num_classes)
    if labels.size and not (labels.min() >= 0 and labels.max() < k):
        raise ValueError(f"x has classes {labels.min()} to {labels.max()}, but must lie in 0 to {k - 1}; count from 0")
    if labels.ndim > 1 and labels.shape[-1] == 1:
        labels = labels[..., 0]
    return np.eye(k)[labels]  # row x_i of the identity matrix is the one-hot row of x_i
