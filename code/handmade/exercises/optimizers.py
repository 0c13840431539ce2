"""Cases of the chapter *Optimizers*."""

from collections.abc import Callable
from typing import Any

import numpy as np

from handmade.array_types import Array
from handmade.exercises.case import Case, Mistake, observe_leaving_inputs
from handmade.optimizers import SGD, Adam, Optimizer

Pair = tuple[Any, Any]
Triple = tuple[Any, Any, Any]


def momentum_step(w: Array, v: Array, g: Array, learning_rate: float, beta: float) -> Pair:
    """Return the new weights and the new velocity."""
    v = beta * v - learning_rate * g
    return w + v, v


def averaged_velocity(w: Array, v: Array, g: Array, learning_rate: float, beta: float) -> Pair:
    """Let only a share of the new step in."""
    v = beta * v - (1 - beta) * learning_rate * g
    return w + v, v


def ball_in_place(w: Array, v: Array, g: Array, learning_rate: float, beta: float) -> Pair:
    """Write the new numbers over the old ones."""
    v *= beta
    v -= learning_rate * g
    w += v
    return w, v


def random_ball(rng: np.random.Generator) -> tuple[Array, Array, Array, float, float]:
    """Draw weights, a velocity, slopes, a learning rate and a momentum."""
    w, v, g = rng.normal(size=(3, 2, 3))
    return w, v, g, float(rng.uniform(0.05, 0.5)), float(rng.uniform(0.6, 0.95))


def rmsprop_step(w: Array, s: Array, g: Array, learning_rate: float, rho: float) -> Pair:
    """Return the new weights and the new mean of squares."""
    s = rho * s + (1 - rho) * g**2
    return w - learning_rate * g / np.sqrt(s + 1e-7), s


def step_by(memory: Callable[..., Any]) -> Callable[..., Pair]:
    """Return RMSprop with another memory, a function of s, g and rho."""

    def step(w: Array, s: Array, g: Array, learning_rate: float, rho: float) -> Pair:
        s = memory(s, g, rho)
        return w - learning_rate * g / np.sqrt(s + 1e-7), s

    return step


def without_root(w: Array, s: Array, g: Array, learning_rate: float, rho: float) -> Pair:
    """Divide by the mean of squares itself."""
    s = rho * s + (1 - rho) * g**2
    return w - learning_rate * g / (s + 1e-7), s


def by_the_old_size(w: Array, s: Array, g: Array, learning_rate: float, rho: float) -> Pair:
    """Divide by the root of the mean before this step."""
    return w - learning_rate * g / np.sqrt(s + 1e-7), rho * s + (1 - rho) * g**2


def step_over(size: Callable[[Array], Array]) -> Callable[..., Pair]:
    """Return RMSprop with another divisor, a function of the new s."""

    def step(w: Array, s: Array, g: Array, learning_rate: float, rho: float) -> Pair:
        s = rho * s + (1 - rho) * g**2
        with np.errstate(invalid="ignore"):  # 0 / 0
            return w - learning_rate * g / size(s), s

    return step


def random_sizes(rng: np.random.Generator) -> tuple[Array, Array, Array, float, float]:
    """Draw weights, a mean of squares, slopes, a learning rate and the share that is kept."""
    w, g = rng.normal(size=(2, 2, 3))
    return w, rng.uniform(0.5, 2.0, size=(2, 3)), g, float(rng.uniform(0.05, 0.5)), float(rng.uniform(0.6, 0.95))


def adam_step(w: Array, m: Array, v: Array, g: Array, t: int, learning_rate: float) -> Triple:
    """Return the new weights and both memories."""
    m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
    return w - learning_rate * m / (1 - 0.9**t) / (np.sqrt(v / (1 - 0.999**t)) + 1e-7), m, v


def without_correction(w: Array, m: Array, v: Array, g: Array, t: int, learning_rate: float) -> Triple:
    """Step by the memories as they are."""
    m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
    return w - learning_rate * m / (np.sqrt(v) + 1e-7), m, v


def corrected(
    mean: Callable[[Array, int], Array] = lambda m, t: m / (1 - 0.9**t),
    size: Callable[[Array, int], Array] = lambda v, t: np.sqrt(v / (1 - 0.999**t)) + 1e-7,
) -> Callable[..., Triple]:
    """Return Adam with another mean or another divisor, functions of a memory and the number of the step."""

    def step(w: Array, m: Array, v: Array, g: Array, t: int, learning_rate: float) -> Triple:
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
        with np.errstate(invalid="ignore"):  # 0 / 0
            return w - learning_rate * mean(m, t) / size(v, t), m, v

    return step


def corrected_for_good(w: Array, m: Array, v: Array, g: Array, t: int, learning_rate: float) -> Triple:
    """Store the corrected memories."""
    w, m, v = adam_step(w, m, v, g, t, learning_rate)
    return w, m / (1 - 0.9**t), v / (1 - 0.999**t)


def square_of_the_mean(w: Array, m: Array, v: Array, g: Array, t: int, learning_rate: float) -> Triple:
    """Average the square of m instead of that of g."""
    m = 0.9 * m + 0.1 * g
    v = 0.999 * v + 0.001 * m**2
    return w - learning_rate * m / (1 - 0.9**t) / (np.sqrt(v / (1 - 0.999**t)) + 1e-7), m, v


def root_forgotten(w: Array, m: Array, v: Array, g: Array, t: int, learning_rate: float) -> Triple:
    """Divide by v itself."""
    m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
    return w - learning_rate * m / (1 - 0.9**t) / (v / (1 - 0.999**t) + 1e-7), m, v


def slope_for_memory(w: Array, m: Array, v: Array, g: Array, t: int, learning_rate: float) -> Triple:
    """Step by g, not by its mean."""
    m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
    return w - learning_rate * g / (np.sqrt(v / (1 - 0.999**t)) + 1e-7), m, v


def counted_from_zero(w: Array, m: Array, v: Array, g: Array, t: int, learning_rate: float) -> Triple:
    """Take one more for the number of the step."""
    _, new_m, new_v = adam_step(w, m, v, g, t, learning_rate)
    size = np.sqrt(new_v / (1 - 0.999 ** (t + 1))) + 1e-7
    return w - learning_rate * new_m / (1 - 0.9 ** (t + 1)) / size, new_m, new_v


def memories_swapped(w: Array, m: Array, v: Array, g: Array, t: int, learning_rate: float) -> Triple:
    """Take each decay for the other."""
    m, v = 0.999 * m + 0.001 * g, 0.9 * v + 0.1 * g**2
    return w - learning_rate * m / (1 - 0.999**t) / (np.sqrt(v / (1 - 0.9**t)) + 1e-7), m, v


def random_memories(rng: np.random.Generator) -> tuple[Array, Array, Array, Array, int, float]:
    """Draw weights, both memories, slopes, the number of the step and a learning rate."""
    w, m, g = rng.normal(size=(3, 2, 3))
    return w, m, rng.uniform(0.5, 2.0, size=(2, 3)), g, int(rng.integers(1, 30)), float(rng.uniform(0.05, 0.5))


def descend(curvatures: Array, start: Array, learning_rate: float, steps: int) -> Any:
    """Walk with one optimizer that remembers all its steps."""
    w, adam = np.array(start), Adam(learning_rate)
    for _ in range(steps):
        adam.apply([curvatures * w], [w])
    return w


def a_new_one_each_step(curvatures: Array, start: Array, learning_rate: float, steps: int) -> Any:
    """Walk as given, with a fresh optimizer at every step."""
    w = np.array(start)
    for _ in range(steps):
        Adam(learning_rate).apply([curvatures * w], [w])
    return w


def plain_walk(curvatures: Array, start: Array, learning_rate: float, steps: int) -> Any:
    """Walk without Adam."""
    w = np.array(start)
    for _ in range(steps):
        w = w - learning_rate * curvatures * w
    return w


def one_short(curvatures: Array, start: Array, learning_rate: float, steps: int) -> Any:
    """Take one step less."""
    return descend(curvatures, start, learning_rate, steps - 1)


def without_memory_of_squares(curvatures: Array, start: Array, learning_rate: float, steps: int) -> Any:
    """Mend it by a smaller learning rate."""
    return a_new_one_each_step(curvatures, start, learning_rate / 10, steps)


def random_ravine(rng: np.random.Generator) -> tuple[Array, Array, float, int]:
    """Draw curvatures, a start, a learning rate and a number of steps."""
    return rng.uniform(0.5, 20, size=2), rng.normal(size=2) * 3, float(rng.uniform(0.05, 0.3)), int(rng.integers(5, 40))


def steps_off(optimizer: Optimizer, start: float = 0.001) -> int:
    """Count the steps until the walk is off the saddle."""
    w, step = np.array([-2.0, start]), 0
    while abs(w[1]) < 1:
        optimizer.apply([np.array([2 * w[0], w[1] ** 3 - 2 * w[1]])], [w])
        step += 1
    return step


def letters(answer: Any) -> set[str]:
    """Return which of the four letters are in an answer, whatever stands between them."""
    return set("ABCD") & set(str(answer).upper().replace("AND", " "))


CASES = [
    Case(
        "ex-optimizers-momentum",
        reference=momentum_step,
        mistakes=[
            Mistake(
                lambda w, v, g, a, b: momentum_step(w, v, g, a, b)[::-1], "Both are right; return the weights first."
            ),
            Mistake(
                lambda w, v, g, a, b: (w + v, b * v - a * g),
                "The velocity is right. The ball moves by the *new* velocity, and this one by the old.",
            ),
            Mistake(
                averaged_velocity,
                "You average: the new step is let in by a share only. The velocity is a sum; it enters whole.",
            ),
            Mistake(
                lambda w, v, g, a, b: (w + v - a * g, v - a * g),
                "Nothing fades: only a share of the old velocity may stay.",
            ),
            Mistake(
                lambda w, v, g, a, b: (w + b * v + a * g, b * v + a * g),
                "Uphill: the new step goes against the slope.",
            ),
            Mistake(
                lambda w, v, g, a, b: (w - (b * v - a * g), b * v - a * g),
                "The minus is in the velocity already, so the weights add it.",
            ),
            Mistake(
                lambda w, v, g, a, b: (w - (b * v + a * g), b * v + a * g),
                "The weights are right only if the velocity starts at 0: yours has the other sign. Formula and code "
                "should agree: the velocity is what the weights add.",
            ),
            Mistake(
                lambda w, v, g, a, b: (w + b * v - g, b * v - g), "The new step is the learning rate times the slope."
            ),
            Mistake(
                lambda w, v, g, a, b: (w - a * (b * v + g), b * v + g),
                "So it is written where the velocity is a sum of slopes. Here it is a sum of steps: the learning rate "
                "and the minus enter with each slope.",
            ),
            Mistake(
                lambda w, v, g, a, b: w + b * v - a * g,
                "The new weights are right. The next step needs the new velocity too: return both.",
            ),
            Mistake(
                ball_in_place,
                "`+=` and its kin write into the old array. `v = beta * v - ...` makes a new one.",
            ),
            Mistake(
                lambda w, v, g, a, b: (w + b * (b * v - a * g) - a * g, b * v - a * g),
                "That is Nesterov's step. The heavy ball moves by the new velocity, no more.",
            ),
        ],
        hint="Two lines: first the velocity, then the weights. Which of them does the learning rate enter?",
        stronger="The new velocity is beta times the old one, minus learning rate times slope. Add it to the weights.",
        atol=1e-6,
        observe=observe_leaving_inputs,
        inputs=[(np.array([2.0, -1.0]), np.array([0.3, 0.1]), np.array([0.5, -2.0]), 0.1, 0.9)],
        random_inputs=random_ball,
    ),
    Case(
        "ex-optimizers-rmsprop",
        reference=rmsprop_step,
        mistakes=[
            Mistake(
                step_by(lambda s, g, rho: s + g**2), "That is Adagrad: its sum never forgets. Here a share rho stays."
            ),
            Mistake(
                step_by(lambda s, g, rho: rho * s + g**2),
                "A fading *sum*. For a mean, the new square enters with the share that the old one gave up.",
            ),
            Mistake(
                step_by(lambda s, g, rho: (1 - rho) * s + rho * g**2),
                "The shares are swapped: rho, which is near 1, is what stays.",
            ),
            Mistake(
                step_by(lambda s, g, rho: rho * s + (1 - rho) * np.mean(g**2)),
                "One size for all weights: you took the mean over them. Each weight has a memory of its own.",
            ),
            Mistake(
                step_by(lambda s, g, rho: rho * s + (1 - rho) * np.abs(g)),
                "You remember sizes; the formula remembers squares, and takes the root at the end.",
            ),
            Mistake(without_root, "The memory is right. Divide by its *root*, or the units do not cancel."),
            Mistake(by_the_old_size, "The memory is right. Bring it up to date before you divide by it."),
            Mistake(
                step_over(lambda s: np.sqrt(s)),
                "A weight that never had a slope: 0 / 0. The tiny ε in the divisor is there for it.",
            ),
            Mistake(
                step_over(lambda s: np.sqrt(s) + 1e-7),
                "Here ε stands under the root, beside s. For small slopes that is not the same.",
            ),
            Mistake(lambda *given: rmsprop_step(*given)[::-1], "Both are right; return the weights first."),
            Mistake(
                lambda w, s, g, a, rho: (2 * w - rmsprop_step(w, s, g, a, rho)[0], rmsprop_step(w, s, g, a, rho)[1]),
                "Uphill: the step goes against the slope.",
            ),
        ],
        hint="Two lines: first the memory, then the weights. Squares, root and division go weight by weight.",
        stronger="s becomes rho * s + (1 - rho) * g**2, in this order; then divide the slope by the root of the new s.",
        atol=1e-6,
        inputs=[
            (np.array([2.0, -1.0]), np.array([0.5, 4.0]), np.array([0.5, -2.0]), 0.1, 0.9),
            (np.array([0.5, -1.0]), np.array([0.0, 1e-8]), np.array([0.0, 2e-4]), 0.1, 0.9),
        ],
        random_inputs=random_sizes,
    ),
    Case(
        "ex-optimizers-adam",
        reference=adam_step,
        mistakes=[
            Mistake(without_correction, "Right but for the correction: the memories are used as they are."),
            Mistake(
                corrected_for_good,
                "The weights are right. But the corrected means are for this step only: return m and v as they were "
                "before the correction, or they are corrected again at the next step.",
            ),
            Mistake(square_of_the_mean, "v is the mean of the squares of the slopes, not of the square of m."),
            Mistake(root_forgotten, "v holds squares: divide by its root."),
            Mistake(slope_for_memory, "The step goes by the corrected m; yours goes by the slope of this one batch."),
            Mistake(
                corrected(mean=lambda m, t: m),
                "v is corrected and m is not. After one step m holds only a tenth of the slope.",
            ),
            Mistake(
                corrected(size=lambda v, t: np.sqrt(v) + 1e-7),
                "m is corrected and v is not. After one step v holds only a thousandth of the square.",
            ),
            Mistake(
                corrected(mean=lambda m, t: m / (1 - 0.9), size=lambda v, t: np.sqrt(v / (1 - 0.999)) + 1e-7),
                "The corrections fade as the memories fill up: raise each decay to the power t.",
            ),
            Mistake(
                corrected(size=lambda v, t: np.sqrt(v / (1 - 0.999**t))),
                "A weight that never had a slope: 0 / 0. The tiny ε in the divisor is there for it.",
            ),
            Mistake(
                corrected(size=lambda v, t: np.sqrt(v / (1 - 0.999**t) + 1e-7)),
                "ε stands under the root here. Adam takes the root first, and then adds ε.",
            ),
            Mistake(
                lambda *given: (adam_step(*given)[0], *adam_step(*given)[:0:-1]),
                "All three are right; return m before v.",
            ),
            Mistake(counted_from_zero, "t counts from 1 already: use it as it comes."),
            Mistake(memories_swapped, "The decays are swapped: m forgets fast, 0.9, and v slowly, 0.999."),
            Mistake(
                lambda w, m, v, g, t, a: (2 * w - adam_step(w, m, v, g, t, a)[0], *adam_step(w, m, v, g, t, a)[1:]),
                "Uphill: the step goes against the slope.",
            ),
        ],
        hint="First both memories, then their corrected copies, then the step. Check each with t = 1 on paper.",
        stronger="Divide m by 1 - 0.9**t and v by 1 - 0.999**t; the step is the first over the root of the second.",
        atol=1e-6,
        inputs=[
            (np.array([2.0, -1.0]), np.zeros(2), np.zeros(2), np.array([4.0, -0.5]), 1, 0.1),
            (np.array([0.5, -1.0]), np.array([0.0, 1e-3]), np.array([0.0, 1e-6]), np.array([0.0, 1e-3]), 10_000, 0.1),
        ],
        random_inputs=random_memories,
    ),
    Case(
        "ex-optimizers-bug",
        reference=descend,
        mistakes=[
            Mistake(
                a_new_one_each_step,
                "Still as given. What does an optimizer remember that was made a moment ago, and how long is its step?",
            ),
            Mistake(
                plain_walk, "That is plain gradient descent. Keep Adam, and mend the way in which the loop uses it."
            ),
            Mistake(one_short, "One step is missing: it has to take `steps` of them."),
            Mistake(
                without_memory_of_squares,
                "A smaller rate makes the trouble smaller. The cause is that something is forgotten at every step.",
            ),
        ],
        hint="How long is the very first step of an Adam? Compare it with the steps of this loop.",
        stronger="The memories live in the optimizer. How many optimizers does this loop make, and how many should it?",
        atol=1e-3,
        random_inputs=random_ravine,
    ),
    Case(
        "ex-optimizers-saddle",
        reference=np.array([40, 11]),
        rtol=0,
        mistakes=[
            Mistake(np.array([11, 40]), "Both are right; give SGD's first."),
            Mistake(
                np.array([39, 10]),
                "You counted one too few: the first step is number 1, and it is done before you look.",
            ),
            Mistake(
                np.array([38, 11]),
                "Adam's is right. In the slope along w[1] the fourth power is missing: its derivative is w[1] ** 3.",
            ),
            Mistake(np.array([41, 12]), "You counted one too many: the first step has the number 1."),
            Mistake(np.array([19, 11]), "Adam's is right. The other has momentum; plain SGD has none."),
            Mistake(
                lambda: np.array([steps_off(SGD(0.01)), steps_off(Adam(0.01))]),
                "With a rate of 0.01 it is so. The exercise gives both 0.1.",
            ),
            Mistake(
                lambda: np.array([40, steps_off(Adam(0.001))]),
                "SGD's is right. Adam has its default rate of 0.001; the exercise gives both 0.1.",
            ),
            Mistake(
                lambda: np.array([steps_off(SGD(0.1), 1e-6), steps_off(Adam(0.1), 1e-6)]),
                "That is the start a thousand times nearer. First from 0.001.",
            ),
        ],
        hint="Differentiate J by each weight, and let the loop say at which step w[1] is first beyond 1 or -1.",
        stronger="The slopes are 2 w[0] and w[1] ** 3 - 2 w[1]. One optimizer for the whole walk; count from 1.",
    ),
    Case(
        "ex-optimizers-claims",
        reference="AC",
        accept=lambda answer: letters(answer) == {"A", "C"},
        mistakes=[
            Mistake(
                "ABC",
                "B: what happens to Adam's curve on both sides of its hill?",
                when=lambda answer: "B" in letters(answer),
            ),
            Mistake(
                "ACD",
                "D speaks of any network. On how many was it measured, and what did the messages show?",
                when=lambda answer: "D" in letters(answer),
            ),
            Mistake("A", "True, and there is another. What does the picture of the eleven rates show for all five?"),
            Mistake("C", "True, and there is another. Compare two gaps in the picture of the five starts."),
        ],
        hint="For each claim: which picture would have to show it, and for how many networks and tasks?",
        stronger="Two are supported: one reads a gap off the five starts, the other reads the width of the hills.",
    ),
]
