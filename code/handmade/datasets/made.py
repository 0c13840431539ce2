"""Made data: toy problems drawn by a random generator, whose true rule is known.

``seed`` is a number or a ``numpy.random.Generator``; the same number gives the same rows. X is float64 (m, n), images
are uint8 (m, height, width), and y is float64 (m, 1) throughout.
"""

import numpy as np

from handmade.array_types import Array, Seed
from handmade.validation import require_number, require_positive_integer


def make_circle(m: int = 345, seed: Seed = 7, margin: float = 0.05) -> tuple[Array, Array]:
    """Return m points of the square [-1, 1]²; 1 inside the circle of radius 0.7, otherwise 0.

    No point is nearer to the circle than ``margin``. Similar: ``sklearn.datasets.make_circles``.
    Explained in :ref:`ch-hidden-layers`. Raises ``ValueError`` for a margin outside [0, 0.3).

    >>> X, y = make_circle()
    >>> X.shape, y.shape, int(y.sum())
    ((345, 2), (345, 1), 137)
    """
    m, margin = require_positive_integer("m", m), _margin(margin, below=0.3)
    rng = np.random.default_rng(seed)
    points: list[Array] = []
    while len(points) < m:
        point = rng.uniform(-1, 1, 2)
        if abs(np.hypot(*point) - 0.7) > margin:
            points.append(point)
    X = np.array(points)
    return X, (np.hypot(X[:, :1], X[:, 1:]) < 0.7).astype(float)  # (m, 1): column slices keep the axis


def make_xor(m: int = 400, seed: Seed = 0, scale: float = 100.0) -> tuple[Array, Array]:
    """Return m points of the square [-scale, scale]²; 1 where the two coordinates differ in sign, otherwise 0.

    The cloud behind the gate: no straight line parts it. Explained in :ref:`ch-hidden-layers`.
    Raises ``ValueError`` for a scale that is not positive.

    >>> X, y = make_xor()
    >>> X.shape, X[:3].round().tolist(), y[:3].ravel().tolist()
    ((400, 2), [[27.0, -46.0], [-92.0, -97.0], [63.0, 83.0]], [1.0, 0.0, 0.0])
    """
    m, scale = require_positive_integer("m", m), require_number("scale", scale)
    if scale <= 0:
        raise ValueError(f"scale must be greater than 0, but it is {scale}; 1 or 100 is usual")
    X = np.random.default_rng(seed).uniform(-scale, scale, (m, 2))
    return X, ((X[:, :1] > 0) != (X[:, 1:] > 0)).astype(float)


def make_admissions(m: int = 100, seed: Seed = 350, margin: float = 0.1) -> tuple[Array, Array]:
    r"""Return m applicants: the scores of two exams, 30 to 100 with one decimal; 1 where admitted, otherwise 0.

    Admitted is who has :math:`(e_1 - 26)(e_2 - 26) > 1000`: a weak exam needs a strong one beside it. Who comes nearer
    to that curve than the share ``margin`` is drawn again. The defaults give the rows of ``load_admissions``; another
    seed gives fresh applicants, and ``margin=0`` those near the curve, too. Explained in :ref:`ch-generalization`.
    Raises ``ValueError`` for a margin outside [0, 0.9).

    >>> X, y = make_admissions(m=2000, seed=99999, margin=0)
    >>> X.shape, X.min().item(), X.max().item()
    ((2000, 2), 30.0, 99.9)
    """
    m, margin = require_positive_integer("m", m), _margin(margin, below=0.9)
    rng = np.random.default_rng(seed)
    rows: list[Array] = []
    admitted: list[list[float]] = []
    while len(rows) < m:
        scores = np.round(rng.uniform(30, 100, 2), 1)
        over = (scores[0] - 26) * (scores[1] - 26) / 1000 - 1
        if abs(over) >= margin:
            rows.append(scores)
            admitted.append([float(over > 0)])
    return np.array(rows), np.array(admitted)


def make_curve(m: int = 12, seed: Seed = 0, noise: float = 0.2) -> tuple[Array, Array]:
    r"""Return m points near one wave: x uniform in [0, 1], sorted, and :math:`y = \sin 2\pi x` + normal noise.

    ``noise`` is its standard deviation. Few points and a wiggly model show overfitting.
    Source: Bishop, Pattern Recognition and Machine Learning (2006), section 1.1, has the same example.
    Explained in :ref:`ch-generalization`. Raises ``ValueError`` for a negative noise.

    >>> X, y = make_curve(noise=0)
    >>> X.shape, bool(np.allclose(y, np.sin(2 * np.pi * X)))
    ((12, 1), True)
    """
    m, noise = require_positive_integer("m", m), require_number("noise", noise)
    if noise < 0:
        raise ValueError(f"noise must be at least 0, but it is {noise}; it is a standard deviation")
    rng = np.random.default_rng(seed)
    X = np.sort(rng.uniform(0, 1, (m, 1)), axis=0)
    return X, np.sin(2 * np.pi * X) + noise * rng.normal(size=(m, 1))


def make_strokes(m: int = 200, seed: Seed = 0, where: str = "anywhere") -> tuple[Array, Array]:
    """Return m images (m, 12, 12), uint8, of one stroke on noisy paper; 1 where it is horizontal, 0 where vertical.

    The stroke is 5 pixels long and lies ``"left"``, ``"right"`` or ``"anywhere"``. What a kernel learned at the left
    it knows at the right, too; a dense layer does not. Explained in :ref:`ch-convolution`.
    Raises ``ValueError`` for another ``where``.

    >>> images, y = make_strokes(4)
    >>> images.shape, images.dtype, y.ravel()
    ((4, 12, 12), dtype('uint8'), array([1., 1., 0., 1.]))
    """
    columns = {"left": (0, 6), "right": (6, 12), "anywhere": (0, 12)}
    if where not in columns:
        raise ValueError(f"where must be one of {', '.join(columns)}, but it is {where!r}")
    m, rng = require_positive_integer("m", m), np.random.default_rng(seed)
    images = rng.integers(0, 60, (m, 12, 12), dtype=np.uint8)
    y = rng.integers(0, 2, (m, 1)).astype(float)
    for image, (horizontal,) in zip(images, y, strict=True):
        height, width = (1, 5) if horizontal else (5, 1)
        row = rng.integers(0, 12 - height + 1)
        column = rng.integers(columns[where][0], columns[where][1] - width + 1)
        image[row : row + height, column : column + width] = rng.integers(150, 256)
    return images, y


def make_roads(m: int = 200, seed: Seed = 0) -> tuple[Array, Array]:
    """Return m pictures of a road, (m, 30, 32) uint8, and where to steer: -1 is the left edge, 1 the right.

    The size is that of the camera of ALVINN; the road is a bright band that narrows toward the horizon, and y is where
    its middle lies in row 10. Source: Pomerleau (1989), ALVINN: an autonomous land vehicle in a neural network.
    Explained in :ref:`ch-deployment`.

    >>> images, y = make_roads(3)
    >>> images.shape, images.dtype, y.shape
    ((3, 30, 32), dtype('uint8'), (3, 1))
    """
    m, rng = require_positive_integer("m", m), np.random.default_rng(seed)
    far, near = rng.uniform(4, 27, (m, 1)), rng.uniform(10, 21, (m, 1))  # columns of the middle, top and bottom
    depth = np.arange(30) / 29  # (30,): 0 at the horizon, 1 in front of the car
    middle = far + (near - far) * depth  # (m, 1) * (30,) -> (m, 30)
    width = 2 + 9 * depth
    is_road = np.abs(np.arange(32) - middle[..., None]) < width[:, None]  # (32,) - (m, 30, 1) -> (m, 30, 32)
    images = np.where(is_road, 170, 90) + rng.normal(0, 12, (m, 30, 32))
    return images.round().clip(0, 255).astype(np.uint8), middle[:, 10:11] / 15.5 - 1  # 15.5: the middle of 32 columns


def _margin(margin: float, below: float) -> float:
    """Return the margin, if it leaves points to draw on both sides."""
    margin = require_number("margin", margin)
    if not 0 <= margin < below:
        raise ValueError(f"margin must lie in [0, {below}), but it is {margin}; 0 keeps every point")
    return margin
