"""Layers: what a network is stacked from; each knows its way forward and its way back.

``layer(x)`` remembers what ``layer.backward(d_out)`` needs: ``x`` itself, not a copy, so leave it as it is until then.
A backward pass computes ``gradients``, paired with ``trainable_variables``; only an optimizer changes weights. Direct
calls return fresh arrays. Read ``layer`` (its last part saves time in ``fit``, and can wait), ``bend``,
``kernel_layer`` and ``dense``; the others are variations. What ``fit`` makes of them stands in ``training``.
"""

from handmade.layers.batch_normalization import BatchNormalization
from handmade.layers.dense import Dense
from handmade.layers.dropout import Dropout
from handmade.layers.layer import Layer
from handmade.layers.without_weights import Activation, Flatten, Input

__all__ = ["Activation", "BatchNormalization", "Dense", "Dropout", "Flatten", "Input", "Layer"]
