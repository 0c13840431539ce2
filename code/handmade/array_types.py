"""Array types: the words in which the package's signatures speak.

They cost nothing when the code runs; they tell a reader, an editor and mypy what goes in and what comes out.
"""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

#: An array of NumPy; a docstring gives its shape, and its dtype is that of the data unless told otherwise.
#: Explained in :ref:`ch-arrays`.
Array: TypeAlias = NDArray[Any]
#: A number, a generator (which is advanced), or None: by chance. Explained in :ref:`ch-notebooks`.
Seed: TypeAlias = int | np.random.Generator | None
