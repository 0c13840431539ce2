"""Cases of the chapter *Backpropagation*."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from handmade.array_types import Array
from handmade.exercises._letters import has, lacks, named
from handmade.exercises.case import Case, Deed, Mistake
from handmade.layers import Dense, Input
from handmade.models import Sequential

Wires = list[tuple[str, str, float]]

# The small net of the chapter, with its example: (from, to, exchange rate), those nearest to the loss first
SMALL_NET: Wires = [
    ("ŷ", "loss", 3.0), ("v1", "ŷ", 2.0), ("v2", "ŷ", 1.0), ("c", "ŷ", 1.0), ("h1", "ŷ", 1.5), ("h2", "ŷ", -1.0),
    ("z1", "h1", 1.0), ("z2", "h2", 1.0), ("w11", "z1", 2.0), ("w21", "z1", 1.0), ("b1", "z1", 1.0),
    ("w12", "z2", 2.0), ("w22", "z2", 1.0), ("b2", "z2", 1.0), ("x1", "z1", 1.0), ("x1", "z2", 0.5),
    ("x2", "z1", -1.0), ("x2", "z2", 1.0),
]  # fmt: skip


def hidden(X: Array, Z: Array, V: Array, d_y: Array) -> tuple[Any, Any]:
    """Return the slopes of the hidden layer's weights and biases."""
    d_Z = (d_y @ V.T) * (Z > 0)  # (m, k) @ (k, units) -> (m, units)
    return X.T @ d_Z, d_Z.sum(axis=0)  # (n, m) @ (m, units) -> (n, units)


def without_bend(X: Array, Z: Array, V: Array, d_y: Array) -> tuple[Any, Any]:
    """Forget that ReLU stands between."""
    d_H = d_y @ V.T
    return X.T @ d_H, d_H.sum(axis=0)


def bent_twice(X: Array, Z: Array, V: Array, d_y: Array) -> tuple[Any, Any]:
    """Take the values of ReLU for its slopes."""
    d_Z = (d_y @ V.T) * np.maximum(0, Z)
    return X.T @ d_Z, d_Z.sum(axis=0)


def mean_bias(X: Array, Z: Array, V: Array, d_y: Array) -> tuple[Any, Any]:
    """Average the biases' slopes over the examples once more."""
    d_W, d_b = hidden(X, Z, V, d_y)
    return d_W, d_b / len(X)


def mean_again(X: Array, Z: Array, V: Array, d_y: Array) -> tuple[Any, Any]:
    """Divide by the number of examples once more."""
    d_W, d_b = hidden(X, Z, V, d_y)
    return d_W / len(X), d_b / len(X)


def bias_by_row(X: Array, Z: Array, V: Array, d_y: Array) -> tuple[Any, Any]:
    """Leave the biases' slopes apart, one row for each example."""
    return hidden(X, Z, V, d_y)[0], (d_y @ V.T) * (Z > 0)


def transposed(X: Array, Z: Array, V: Array, d_y: Array) -> tuple[Any, Any]:
    """Multiply the other way around."""
    d_W, d_b = hidden(X, Z, V, d_y)
    return d_W.T, d_b


def masked_by_price(X: Array, Z: Array, V: Array, d_y: Array) -> tuple[Any, Any]:
    """Let positive prices through instead of the prices of positive scores."""
    d_Z = np.maximum(0, d_y @ V.T)
    return X.T @ d_Z, d_Z.sum(axis=0)


def swapped_pair(X: Array, Z: Array, V: Array, d_y: Array) -> tuple[Any, Any]:
    """Return the two in the wrong order."""
    d_W, d_b = hidden(X, Z, V, d_y)
    return d_b, d_W


def random_layer(rng: np.random.Generator) -> tuple[Array, Array, Array, Array]:
    """Draw inputs, scores, the next weights and the prices of the outputs."""
    return rng.normal(size=(6, 3)), rng.normal(size=(6, 4)), rng.normal(size=(4, 1)), rng.normal(size=(6, 1))


def small_layer() -> list[tuple[Array, Array, Array, Array]]:
    """Return the hidden layer of the small net."""
    return [(np.array([[2.0, 1.0]]), np.array([[2.0, 1.0]]), np.array([[1.5], [-1.0]]), np.array([[3.0]]))]


def ledger(wires: Wires, gather: Callable[[float | None, float], float]) -> dict[str, float]:
    """Send prices backward; ``gather`` says what becomes of a price when another road arrives."""
    price = {"loss": 1.0}
    for start, to, rate in wires:
        price[start] = gather(price.get(start), price[to] * rate)
    return price


def mended(wires: Wires) -> dict[str, float]:
    """Add the roads."""
    return ledger(wires, lambda before, arriving: (before or 0.0) + arriving)


def suspicious(wires: Wires) -> dict[str, float]:
    """Keep the last road."""
    return ledger(wires, lambda _, arriving: arriving)


def meaned(wires: Wires) -> dict[str, float]:
    """Divide each sum of roads by their number."""
    starts = [start for start, _, _ in wires]
    price = {"loss": 1.0}
    for start, to, rate in wires:
        price[start] = price.get(start, 0.0) + price[to] * rate / starts.count(start)
    return price


def added_to_nothing(wires: Wires) -> dict[str, float]:
    """Add to a price that is not there yet."""
    price = {"loss": 1.0}
    for start, to, rate in wires:
        price[start] += price[to] * rate
    return price


def without_the_loss(answer: Callable[[Wires], Any], wires: Wires) -> Any:
    """Return the prices; that of the loss, which is given, may be among them or not."""
    price = answer(wires)
    return {name: p for name, p in price.items() if name != "loss"} if isinstance(price, dict) else price


def rates_only(wires: Wires) -> dict[str, float]:
    """Add up exchange rates and forget the prices."""
    price = {"loss": 1.0}
    for start, _, rate in wires:
        price[start] = price.get(start, 0.0) + rate
    return price


def random_wires(rng: np.random.Generator) -> Wires:
    """Draw rates for a net in which a number in the middle has three roads."""
    names = [("d", "loss"), ("c", "d"), ("b", "d"), ("a", "b"), ("a", "c"), ("a", "d"), ("s", "a"), ("s", "c")]
    return [(start, to, float(rng.choice([-2, -1.5, -0.5, 0.5, 1.5, 2]))) for start, to in names]


class Slope:
    """A number with its slopes in the inputs, carried forward: a way to the reference that needs no sweep."""

    def __init__(self, value: float, slopes: Array) -> None:
        self.value, self.slopes = value, slopes

    def __add__(self, other: Slope) -> Slope:
        return Slope(self.value + other.value, self.slopes + other.slopes)

    def __mul__(self, other: Slope) -> Slope:
        return Slope(self.value * other.value, self.slopes * other.value + other.slopes * self.value)

    def relu(self) -> Slope:
        """Return the number where it is positive, else 0."""
        return Slope(max(0.0, self.value), self.slopes * (self.value > 0))


Function = Callable[..., Any]


def slopes(function: Function, values: Sequence[float]) -> list[float]:
    """Return the slopes of ``function`` in each of ``values``."""
    inputs = [Slope(float(v), row) for v, row in zip(values, np.eye(len(values)), strict=True)]
    return [float(slope) for slope in function(*inputs).slopes]


class Noted:
    """A number that remembers what it was made of; the mistakes of those who write a sweep are built with it."""

    def __init__(self, value: float, ways: Iterable[tuple[Noted, float]] = ()) -> None:
        self.value, self.ways, self.price = value, list(ways), 0.0

    def __add__(self, other: Noted) -> Noted:
        return Noted(self.value + other.value, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other: Noted) -> Noted:
        return Noted(self.value * other.value, [(self, other.value), (other, self.value)])

    def relu(self) -> Noted:
        """Return the number where it is positive, else 0."""
        return Noted(max(0.0, self.value), [(self, float(self.value > 0))])


class OwnRates(Noted):
    """Exchange each factor at its own value."""

    def __mul__(self, other: Noted) -> Noted:
        return OwnRates(self.value * other.value, [(self, self.value), (other, other.value)])

    def __add__(self, other: Noted) -> Noted:
        return OwnRates(self.value + other.value, [(self, 1.0), (other, 1.0)])

    def relu(self) -> Noted:
        """Return the number where it is positive, else 0."""
        return OwnRates(max(0.0, self.value), [(self, float(self.value > 0))])


def in_order(loss: Noted) -> list[Noted]:
    """Return all numbers, each after those that it was made of."""
    listed: list[Noted] = []

    def visit(number: Noted) -> None:
        if not any(number is other for other in listed):
            for source, _ in number.ways:
                visit(source)
            listed.append(number)

    visit(loss)
    return listed


def swept(
    function: Function, values: Sequence[float], kind: type[Noted] = Noted, keep_last: bool = False
) -> list[float]:
    """Sweep in the right order, with or without a mistake."""
    numbers = [kind(float(v)) for v in values]
    loss = function(*numbers)
    loss.price = 1.0
    for number in reversed(in_order(loss)):
        for source, rate in number.ways:
            source.price = (0.0 if keep_last else source.price) + number.price * rate
    return [number.price for number in numbers]


def too_early(function: Function, values: Sequence[float]) -> list[float]:
    """Let each number send as soon as the first price arrives, and only once."""
    numbers = [Noted(float(v)) for v in values]
    loss = function(*numbers)
    loss.price = 1.0
    queue, seen = [loss], {id(loss)}
    while queue:
        number = queue.pop(0)
        for source, rate in number.ways:
            source.price += number.price * rate
            if id(source) not in seen:
                seen.add(id(source))
                queue.append(source)
    return [number.price for number in numbers]


def sent_again(function: Function, values: Sequence[float]) -> list[float]:
    """Let each number send all that it has, whenever something arrives."""
    numbers = [Noted(float(v)) for v in values]
    loss = function(*numbers)
    loss.price = 1.0

    def send(number: Noted) -> None:
        for source, rate in number.ways:
            source.price += number.price * rate
            send(source)

    send(loss)
    return [number.price for number in numbers]


def nudged(function: Function, values: Sequence[float]) -> list[float]:
    """Nudge every input to both sides, without any sweep."""

    def at(place: int, by: float) -> float:
        shifted = [value + by * (i == place) for i, value in enumerate(values)]
        return float(function(*map(Noted, shifted)).value)

    return [(at(i, 1e-6) - at(i, -1e-6)) / 2e-6 for i in range(len(values))]


def by_one_run(answer: Callable[..., Any], function: Function, values: Sequence[float]) -> Any:
    """Return the slopes, or that the function was run again and again for them."""
    runs = 0

    def counted(*numbers: Any) -> Any:
        nonlocal runs
        runs += 1
        return function(*numbers)

    found = answer(counted, values)
    return Deed("runs the function more than once, as nudges do; a sweep needs a single run") if runs > 1 else found


def one_step_only(function: Function, values: Sequence[float]) -> list[float]:
    """Price only what the loss itself is made of."""
    numbers = [Noted(float(v)) for v in values]
    for source, rate in function(*numbers).ways:
        source.price += rate
    return [number.price for number in numbers]


def product(a: Any, b: Any) -> Any:
    """Return ab + a."""
    return a * b + a


def used_again(a: Any, b: Any) -> Any:
    """Return c + (ca)c with c = ab, where c must wait for all three."""
    c = a * b
    return c + c * a * c


def bent(a: Any, b: Any, c: Any) -> Any:
    """Return a small net's squared answer."""
    h = (a * b + c).relu() + (a * c).relu()
    return h * h


def random_function(rng: np.random.Generator) -> tuple[Function, list[float]]:
    """Draw one of the functions, and where to take its slopes."""
    choices: list[tuple[Function, int]] = [(product, 2), (used_again, 2), (bent, 3)]
    function, n = choices[int(rng.integers(3))]
    return function, [float(v) for v in rng.uniform(0.5, 2, size=n) * rng.choice([-1, 1], size=n)]


def is_eight_and_four(model: Any) -> bool:
    """Return whether ``model`` is the net of 65 parameters with sigmoids throughout."""
    return (
        isinstance(model, Sequential)
        and units_of(model) == [8, 4, 1]
        and bends_of(model) == ["sigmoid"] * 3
        and model.built
        and model.count_params() == 65
    )


def units_of(model: Any) -> list[int]:
    """Return the units of each layer, 0 for one without."""
    return [getattr(layer, "units", 0) for layer in getattr(model, "layers", [])]


def bends_of(model: Any) -> list[str]:
    """Return the name of each layer's activation."""
    return [layer.get_config().get("activation", {}).get("name", "") for layer in getattr(model, "layers", [])]


def net_of(*units: int, inputs: int | None = 2, bends: str = "sss") -> Callable[[], Sequential]:
    """Return what makes a net, with a sigmoid for every "s" in ``bends``."""

    def make() -> Sequential:
        layers = [
            Dense(n, activation="sigmoid" if bend == "s" else None) for n, bend in zip(units, bends, strict=False)
        ]
        return Sequential(layers if inputs is None else [Input((inputs,)), *layers])

    return make


class OfKeras:
    """Stands for a model of Keras, which need not be installed here."""


OfKeras.__module__ = "keras.models"


CASES = [
    Case(
        "ex-backpropagation-nudge",
        reference=[9.0, -6.0],
        rtol=0.0125,  # nudged up or down, or exact
        mistakes=[
            Mistake([0.0909, -0.0596], "That is what the bill grew. A price is per unit: divide by the nudge."),
            Mistake([2.3409, 2.1904], "Those are the new bills. How much did each grow, per unit of the weight?"),
            Mistake([9.0, 6.0], "The sizes are right. Does the bill grow or shrink with more of the second weight?"),
            Mistake([-9.0, 6.0], "The signs are turned: new bill minus old bill."),
            Mistake([-6.0, 9.0], "Right prices in the wrong order: that of w11 comes first."),
            Mistake([4.5, -3.0], "Those are the prices of z1 and z2. The weights are multiplied by an input first."),
            Mistake(
                [9.09, -6.08],
                "The second nudge came on top of the first. Begin again from the net as it was.",
                when=lambda prices: min(abs(prices[1] + 6.08), abs(prices[1] - 3.01)) < 0.002,
            ),
            Mistake([3.0, -2.0], "That is how much the output grows. The bill is its squared error."),
        ],
        hint="Nudge one number, start from the old net for the other, and follow each nudge up to the bill.",
        stronger="With w11 = 1.01: what are z1, h1, the output, and its squared error? Subtract 2.25, divide by 0.01.",
    ),
    Case(
        "ex-backpropagation-hidden",
        reference=hidden,
        mistakes=[
            Mistake(without_bend, "ReLU is missing: where a score is not positive, no price gets through."),
            Mistake(bent_twice, "You multiplied by ReLU's values. The exchange rate is its slope: 1 or 0."),
            Mistake(mean_bias, "The weights are right. The biases' prices are sums, as 1/m is in d_y already."),
            Mistake(mean_again, "Too small by the number of examples: 1/m is in d_y already."),
            Mistake(bias_by_row, "The weights are right. A bias serves in all rows: add up its roads."),
            Mistake(transposed, "d_W must have the shape of W, (inputs, units); yours is turned over."),
            Mistake(masked_by_price, "Prices may be negative. What ReLU asks is whether the *score* was positive."),
            Mistake(
                lambda X, Z, V, d_y: hidden(X, Z, V, d_y)[0], "Those are the weights' prices. Return the biases', too."
            ),
            Mistake(swapped_pair, "Both are right, in the wrong order: d_W first."),
        ],
        hint="Four lines, one for each step backward. What shape must each have, and what is the exchange rate?",
        stronger="d_H fans d_y out over V; d_Z keeps of it what ReLU lets through; d_W is input times price, summed.",
        inputs=small_layer,
        random_inputs=random_layer,
    ),
    Case(
        "ex-backpropagation-build",
        reference=net_of(8, 4, 1),
        accept=is_eight_and_four,
        mistakes=[
            Mistake(
                net_of(8, 4),
                "The output is missing: after the layer of 4 comes one more unit.",
                when=lambda model: units_of(model) == [8, 4],
            ),
            Mistake(
                OfKeras(),
                "That is a model of Keras. Take Sequential, Input and Dense of handmade, as they are imported above.",
                when=lambda model: type(model).__module__.startswith("keras"),
            ),
            Mistake(
                net_of(4, 8, 1),
                "The layer of 8 comes first, next to the inputs.",
                when=lambda model: units_of(model) == [4, 8, 1],
            ),
            Mistake(
                net_of(8, 4, 1, bends="ss-"),
                "A sigmoid is missing in some layer.",
                when=lambda model: units_of(model) == [8, 4, 1] and bends_of(model) != ["sigmoid"] * 3,
            ),
            Mistake(
                net_of(8, 4, 1, inputs=None),
                "Right layers. Begin with Input((2,)), so that the weights can be made and counted.",
                when=lambda model: units_of(model) == [8, 4, 1] and not model.built,
            ),
            Mistake(
                net_of(8, 4, 1, inputs=3),
                "Right layers, but an applicant has two marks.",
                when=lambda model: units_of(model) == [8, 4, 1] and model.built and model.count_params() != 65,
            ),
            Mistake(
                net_of(2, 8, 4, 1, bends="ssss"),
                "The two inputs are no layer of neurons: Input((2,)) is enough.",
                when=lambda model: units_of(model) == [2, 8, 4, 1],
            ),
            Mistake(
                65,
                "That is the number of its parameters. Asked for is the net itself.",
                when=lambda answer: isinstance(answer, int),
            ),
        ],
        hint="Input first, then three layers of neurons. How many units has each, and what bends them?",
        stronger='Three times Dense(…, activation="sigmoid"), in the order of the signal, behind Input((2,)).',
    ),
    Case(
        "ex-backpropagation-silent",
        reference=[0.0, 0.0, 18.0, 6.0],
        mistakes=[
            Mistake([6.0, 6.0, 18.0, 6.0], "You used z1 = -1 as it is. What does ReLU make of it?"),
            Mistake([6.0, -9.0, 18.0, 15.0], "The first score is negative. What does ReLU let through, either way?"),
            Mistake(
                [0.0, -9.0, 18.0, 15.0], "Forward you bent z1. Backward, ReLU lets no price through there, either."
            ),
            Mistake([0.0, 0.0, 18.0, 15.0], "One of the two roads of x2 is closed: ReLU lets no price through there."),
            Mistake([0.0, 0.0, -18.0, -6.0], "Mind the sign: the net says less than it should, so what costs ŷ?"),
            Mistake([0.0, 0.0, 6.0, 6.0], "w22 meets an input in a product. Which one, and how large is it here?"),
            Mistake(
                [0.0, 0.0, 18.09, 6.01],
                "These come from nudges of 0.01, which are a little off. The ledger's prices are exact.",
            ),
            Mistake([6.0, 9.0, -3.0, -7.5], "Those are the prices of the first example. Go forward with the new one."),
            Mistake([0.0, 0.0, 9.0, 3.0], "Half of it: the slope of a square has a factor 2."),
        ],
        hint="Forward first: both scores, both activations, the output. Then the price of the output, with its sign.",
        stronger="z1 = -1 and z2 = 2.5, so the net says -2, and the price of ŷ is -6. Go back from there.",
    ),
    Case(
        "ex-backpropagation-zeros",
        reference=5,
        mistakes=[
            Mistake(0, "The hidden units say σ(0), which is not 0. What does that make of the price of W3?"),
            Mistake(65, "They are all alike, but not all alive. At which rate is the last hidden layer exchanged?"),
            Mistake(1, "The bias of the output, yes. Its weights are 0, but what do they multiply?"),
            Mistake(4, "The weights of the output, yes. And its bias?"),
            Mistake(41, "W2 and b2 are one step too far: which weights does a price cross on its way there?"),
            Mistake(13, "A bias needs a price behind it, too: which weights lie between it and the loss?"),
        ],
        hint="A number has a price if some road leads from it to the loss on which no exchange rate is zero.",
        stronger="From the output backward: its own weights meet the 0.5 of the hidden units. And the layer before?",
    ),
    Case(
        "ex-backpropagation-bug",
        reference=mended,
        observe=without_the_loss,
        mistakes=[
            Mistake(
                suspicious, "Still as given. What happens to a price when a second wire arrives at the same start?"
            ),
            Mistake(
                lambda wires: ledger(wires, lambda before, arriving: (1.0 if before is None else before) + arriving),
                "You add, but to what at first? Before any wire has arrived, nothing is owed.",
            ),
            Mistake(
                lambda wires: ledger(wires, lambda before, arriving: arriving if before is None else before),
                "Now the first road counts and the others are lost. A nudge travels on all of them.",
            ),
            Mistake(
                lambda wires: ledger(
                    wires, lambda before, arriving: arriving if before is None else max(before, arriving)
                ),
                "You keep the dearest road. A nudge cannot choose; it travels on all of them.",
            ),
            Mistake(added_to_nothing, "+= adds to what is there. What does a number owe before any wire has arrived?"),
            Mistake(
                meaned,
                "You take means. A whole nudge arrives on each road, not a share of it.",
            ),
            Mistake(rates_only, "Those are sums of exchange rates. Each must be multiplied by the price it leads to."),
        ],
        hint="Compare suspicious(wires) with the ledger of the text. What do the wrong ones have in common?",
        stronger="A number with two wires gets two prices sent. What should become of the first when the second comes?",
        inputs=[(SMALL_NET,)],
        random_inputs=lambda rng: (random_wires(rng),),
    ),
    Case(
        "ex-backpropagation-explain",
        reference="BCD",
        accept=lambda answer: named(answer) == set("BCD"),
        mistakes=[
            Mistake("ABCD", "A: what were the prices when the target was 2.5, and could a weight go?", when=has("A")),
            Mistake("BCDE", "E: how many sweeps does a net of twice the size need?", when=has("E")),
            Mistake("CD", "One more is true: think of the three rates for our applicant.", when=lacks("B")),
            Mistake("BD", "One more is true: what was left of a hundred lists of prices?", when=lacks("C")),
            Mistake("BC", "One more is true: look at the sum over the roads.", when=lacks("D")),
        ],
        hint="Each sentence has an experiment in the chapter. Take them one by one.",
        stronger="Three of the five are true.",
    ),
    Case(
        "ex-backpropagation-machine",
        reference=slopes,
        observe=by_one_run,
        mistakes=[
            Mistake(nudged, "Right numbers, by nudges. The machine is to note its ways, and sweep them once."),
            Mistake(
                sent_again,
                "Some prices arrive twice: a number sent all that it had each time that something came in.",
            ),
            Mistake(
                lambda function, values: swept(function, values, keep_last=True),
                "Right where nothing is used twice. What becomes of a price when another one arrives?",
            ),
            Mistake(
                lambda function, values: swept(function, values, kind=OwnRates),
                "Look at the rates of your product: one more unit of a makes how many more units of ab?",
            ),
            Mistake(
                too_early,
                "Nearly: a number sent on before all prices had arrived. When may it send?",
            ),
            Mistake(
                lambda function, values: [0.0] * len(values),
                "All prices are 0. Who gets the first one? A peso of the loss costs a peso.",
            ),
            Mistake(
                one_step_only,
                "Only what the loss itself is made of has a price. Each of these sends on, too;"
                " and does every product remember its ways?",
            ),
        ],
        hint="Try slopes(lambda a, b: a * b + a, [2.0, 5.0]) first; on paper it is 6 and 2.",
        stronger="List each number after those that it is made of; go through the list from its end; add what arrives.",
        inputs=[(product, [2.0, 5.0]), (used_again, [0.5, -1.5]), (bent, [1.0, 2.0, -0.5])],
        random_inputs=random_function,
    ),
]
