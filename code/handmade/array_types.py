"""Array types: the words in which the package's signatures speak.

They cost nothing when the code runs; they tell a reader, an editor and mypy what goes in and what comes out.
"""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[Any]  # its docstring gives the shape; its dtype is that of the data unless told otherwise
Seed: TypeAlias = int | np.random.Generator | None  # a number, a generator (which is advanced), or None: by chance
