"""Layers: what a network is stacked from; each knows its way forward and its way back.

``layer(x)`` remembers what ``layer.backward(d_out)`` needs. A backward pass computes ``gradients``, paired with
``trainable_variables``; only an optimizer changes weights. Direct calls return fresh arrays.
Read ``layer``, then ``dense``; the others are variations.
"""

from handmade.layers.batch_normalization import BatchNormalization
from handmade.layers.dense import Dense
from handmade.layers.dropout import Dropout
from handmade.layers.layer import Layer
from handmade.layers.without_weights import Activation, Flatten, Input

__all__ = ["Activation", "BatchNormalization", "Dense", "Dropout", "Flatten", "Input", "Layer"]
