"""Losses: one number that says how wrong the predictions are, and its slope.

Every loss is the mean over the batch, as Keras's classes compute it: ``loss(y_true, y_pred)``.
Its ``gradient`` is dJ/dy_pred, with the shape of ``y_pred``. Targets are cast to the dtype of the predictions.
``with_gradient`` returns both, from one pass. Targets that are not finite are refused; predictions that are not make
a loss that is not, which ``fit`` reports. Keras's losses have a ``reduction`` and sample weights as well, and its
categorical ones take any axes before the classes, where these take (m, k) only.
"""

from handmade.losses.base import EPSILON, CrossEntropy, Loss
from handmade.losses.binary import BinaryCrossentropy
from handmade.losses.categorical import CategoricalCrossentropy, SparseCategoricalCrossentropy
from handmade.losses.regression import Huber, MeanAbsoluteError, MeanSquaredError
from handmade.validation import look_up

__all__ = [
    "EPSILON",
    "BinaryCrossentropy",
    "CategoricalCrossentropy",
    "CrossEntropy",
    "Huber",
    "Loss",
    "MeanAbsoluteError",
    "MeanSquaredError",
    "SparseCategoricalCrossentropy",
    "get",
]

_BY_NAME: dict[str, type[Loss]] = {
    "mean_squared_error": MeanSquaredError,
    "mse": MeanSquaredError,
    "mean_absolute_error": MeanAbsoluteError,
    "mae": MeanAbsoluteError,
    "huber": Huber,
    "binary_crossentropy": BinaryCrossentropy,
    "bce": BinaryCrossentropy,
    "categorical_crossentropy": CategoricalCrossentropy,
    "sparse_categorical_crossentropy": SparseCategoricalCrossentropy,
}
_ALSO = {kind.__name__: kind for kind in _BY_NAME.values()}  # Keras knows its classes' names as well
_ALSO |= {short.upper(): _BY_NAME[short] for short in ("mse", "mae", "bce")}


def get(loss: str | Loss) -> Loss:
    """Return the loss of that name, as Keras's ``compile`` accepts it; a loss is itself.

    Names are those that Keras knows, in its upper and lower case: "mse", "MSE", "MeanSquaredError", not "Mse".
    Keras: ``keras.losses.get``.
    Explained in :ref:`ch-losses`.
    Raises ``ValueError`` for an unknown name and ``TypeError`` for what is no loss.

    >>> type(get("mse")).__name__
    'MeanSquaredError'
    """
    if isinstance(loss, str):
        return (_ALSO.get(loss) or look_up("loss", loss, _BY_NAME))()
    if isinstance(loss, type) or not (callable(loss) and hasattr(loss, "gradient")):
        raise TypeError(
            f"a loss must be a name or have a gradient method, but it is {loss!r}; write MeanSquaredError()"
        )
    return loss
