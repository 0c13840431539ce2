"""Handmade: machine learning made by hand in NumPy, in agreement with Keras.

Every module is explained by a chapter of *Machine Learning, Neuron by Neuron*.
Import the module you need (``from handmade import layers, models``): this file imports none of them,
so that a page of the book depends on exactly those modules that it names.
"""

__version__ = "0.1.0"
