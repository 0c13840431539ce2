"""Summary: a model as a table of its layers."""

from collections.abc import Sequence

from handmade.layers import Layer


def summary_of(layers: Sequence[Layer], output_shapes: Sequence[tuple[int, ...]]) -> str:
    """Return the layers with their output shapes and numbers of weights, and the sums of these, as Keras shows them."""
    lines = [f"{'Layer':<24}{'Output Shape':<24}{'Param #':>12}", "─" * 60]
    for layer, shape in zip(layers, output_shapes, strict=True):
        lines.append(f"{type(layer).__name__:<24}{batch_shape('None', shape):<24}{layer.count_params():>12,}")
    total = sum(layer.count_params() for layer in layers)
    trainable = sum(variable.size for layer in layers for variable in layer.trainable_variables)
    lines += ["─" * 60, f"Total params: {total:,}", f"Trainable params: {trainable:,}"]
    return "\n".join([*lines, f"Non-trainable params: {total - trainable:,}"])


def batch_shape(m: str, shape: tuple[int, ...]) -> str:
    """Return the shape of a batch of examples of ``shape``, as text.

    >>> batch_shape("m", (28, 28))
    '(m, 28, 28)'
    """
    return f"({', '.join([m, *map(str, shape)])})"
