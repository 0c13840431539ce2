"""What all tests share: one BLAS thread, a quiet TensorFlow, and Hypothesis drawing the same examples each time."""

import os

from hypothesis import settings

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before anybody imports NumPy, TensorFlow or Keras
os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")

settings.register_profile("book", deadline=None, derandomize=True, max_examples=30)
settings.load_profile("book")
