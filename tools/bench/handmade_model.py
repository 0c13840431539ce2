"""Handmade model: a net of the bench, built and compiled in `handmade`."""

from __future__ import annotations

from tools.bench.nets import LEARNING_RATE, Net


def handmade_model(net: Net):
    """Return the net in `handmade`, compiled as it is in Keras."""
    from handmade.layers import Dense, Flatten, Input
    from handmade.models import Sequential
    from handmade.optimizers import SGD

    layers = [Input(net.input_shape)]
    for kind, *sizes in net.layers:
        if kind == "dense":
            layers.append(Dense(sizes[0], activation=sizes[1]))
        elif kind == "flatten":
            layers.append(Flatten())
        else:
            from handmade.convolution import Conv2D, MaxPooling2D

            layers.append(Conv2D(*sizes[:2], activation=sizes[2]) if kind == "conv" else MaxPooling2D(sizes[0]))
    model = Sequential(layers, seed=0)
    classes = net.layers[-1][-1] == "softmax"
    loss, metrics = ("sparse_categorical_crossentropy", ["accuracy"]) if classes else ("mse", [])
    model.compile(optimizer=SGD(LEARNING_RATE), loss=loss, metrics=metrics)
    return model
