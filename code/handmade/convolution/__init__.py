"""Convolution: small kernels that slide over images, and the layers that are made of them.

Images are (m, height, width, channels). Read ``window`` for where a kernel stands, ``correlate`` for what it does,
``plain`` for its way back, ``conv2d`` and ``pooling`` for the layers; ``patches`` is ``plain``, made fast.
"""

from handmade.convolution.conv2d import Conv2D
from handmade.convolution.correlate import correlate2d, correlate2d_loops
from handmade.convolution.filters import FILTERS
from handmade.convolution.pooling import AveragePooling2D, GlobalAveragePooling2D, MaxPooling2D
from handmade.convolution.window import output_size

__all__ = [
    "FILTERS",
    "AveragePooling2D",
    "Conv2D",
    "GlobalAveragePooling2D",
    "MaxPooling2D",
    "correlate2d",
    "correlate2d_loops",
    "output_size",
]
