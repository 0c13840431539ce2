"""Preprocessing: what happens to data before a neuron sees it.

Names and numbers are scikit-learn's. A scaler learns from the training data alone and keeps what it learned.
"""

from handmade.preprocessing.one_hot import to_categorical
from handmade.preprocessing.scalers import MinMaxScaler, StandardScaler
from handmade.preprocessing.splits import train_test_split

__all__ = ["MinMaxScaler", "StandardScaler", "to_categorical", "train_test_split"]
