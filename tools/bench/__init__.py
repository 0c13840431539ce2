"""Bench: how fast `handmade` is beside Keras and scikit-learn, measured in one run (`make bench`).

`driver` tells the `worker` processes, one at a time, to run one round of one contender on one net; `nets` says what
is trained and what we aim at; `numpy_contenders` and `keras_contenders` hold those who train, `once` what is measured
once in fresh processes; `report` makes the medians and ratios, the file that the book reads and a table.
"""
