"""Cases of the chapter *Machines that learn*."""

import inspect
import re
from collections.abc import Callable, Sequence
from math import exp
from typing import Any

import numpy as np

from handmade.datasets import load_messages
from handmade.exercises.case import Case, Mistake

Examples = Sequence[tuple[str, int]]
SIGNS = [
    "free",
    "now",
    "prize",
    "secret",
    "guaranteed",
    "click",
    "cash",
    "money",
    "claim",
    "customer",
    "virus",
    "amazing",
]
ENOUGH = 60  # right answers of 80


def words(message: str) -> list[str]:
    """Return the words of a message."""
    return re.findall("[a-z']+", message.lower())


def filter_by(*signs: str) -> Callable[[str], int]:
    """Return a filter that calls junk what holds one of the words."""
    return lambda message: int(any(word in signs for word in words(message)))


def answers(rules: Callable[[str], Any]) -> list[Any]:
    """Return what a reader's filter says of the messages to learn from."""
    return [rules(message) for message, _ in load_messages()[0]]


def right(rules: Callable[[str], Any]) -> int:
    """Return how many of the messages to learn from a filter judges right."""
    return sum(bool(said == junk) for said, (_, junk) in zip(answers(rules), load_messages()[0], strict=True))


def by_substring(message: str) -> int:
    """Look for the signs inside of words, too."""
    return int(any(sign in message.lower() for sign in ("free", "now", "prize", "click")))


def by_pieces(*signs: str) -> Callable[[str], int]:
    """Return a filter that cuts messages at their spaces, so that commas and exclamation marks stay on the words."""
    return lambda message: int(any(word in signs for word in message.lower().split()))


def answers_ones(rules: Callable[[str], Any], *messages: str) -> bool:
    """Return whether a filter calls each of the messages junk."""
    return all(rules(message) == 1 for message in messages)


def learn(
    examples: Examples,
    rate: float = 0.1,
    sign: float = 1.0,
    bias_sign: float = 1.0,
    often: bool = False,
    adds: bool = True,
    moves: bool = True,
) -> list[Any]:
    """Return the weights and the bias after twenty passes, with the bugs that are asked for."""
    weights: dict[str, float] = {}
    bias = 0.0
    for _ in range(20):
        for message, junk in examples:
            found = words(message)
            error = sign * (1 / (1 + exp(-bias - sum(weights.get(word, 0.0) for word in found))) - junk)
            bias -= bias_sign * rate * error * (moves and (len(found) if often else 1))
            for word in found:
                weights[word] = (weights.get(word, 0.0) if adds else 0.0) - rate * error
    return [weights, bias]


def random_examples(rng: np.random.Generator) -> tuple[list[tuple[str, int]], float]:
    """Draw a few messages of a few words, and a rate."""
    messages = [" ".join(rng.choice(["free", "the", "a", "lunch", "prize"], size=rng.integers(2, 6))) for _ in range(5)]
    return list(zip(messages, [1, 0, 1, 0, 0], strict=True)), float(rng.uniform(0.05, 0.2))


def weights_and_bias(function: Callable[..., Any], *arguments: Any) -> Any:
    """Return the first two things that a reader's function returns."""
    result = function(*arguments)
    if result is not None and (not isinstance(result, (tuple, list)) or len(result) < 2):
        raise ValueError("it returns one thing; two are asked for, the weights and the bias")
    return None if result is None else list(result[:2])


def cost_of(cut: Any, beliefs: Sequence[float], labels: Sequence[int], lost: float, read: float = 1.0) -> float:
    """Return what a cut costs: ``lost`` for a letter called junk, ``read`` for junk called wanted."""
    pairs = zip(beliefs, labels, strict=True)
    return float(sum(lost * (belief >= cut) * (1 - junk) + read * (belief < cut) * junk for belief, junk in pairs))


def cost_of_cut(function: Callable[..., Any], *arguments: Any) -> Any:
    """Return what the cut that a reader's function chooses costs; equally cheap cuts are equally right."""
    cut = function(*arguments)
    if cut is None:
        return None
    if not np.isscalar(cut) and np.size(cut) != 1:
        raise ValueError("it returns several things; one number is asked for, the cut")
    return {"what your cut costs": cost_of(float(np.squeeze(cut)), *arguments)}


def best_cut(
    beliefs: Sequence[float],
    labels: Sequence[int],
    lost: float,
    swapped: bool = False,
    cuts: Sequence[float] | None = None,
    nothing: bool = True,
) -> float:
    """Return the cheapest of the cuts, by default one at each belief and one above all."""
    tried = [*(beliefs if cuts is None else cuts), *([2.0] if nothing else [])]
    prices = (1.0, lost) if swapped else (lost, 1.0)
    return min(tried, key=lambda cut: cost_of(cut, beliefs, labels, *prices))


def random_beliefs(rng: np.random.Generator) -> tuple[list[float], list[int], float]:
    """Draw beliefs, labels that agree with most of them, and the price of a lost letter."""
    beliefs = rng.uniform(0.01, 0.99, size=15).round(2)
    labels = (beliefs + rng.normal(size=15) * 0.3 > 0.5).astype(int)
    return beliefs.tolist(), labels.tolist(), float(rng.choice([0.2, 1, 3, 8]))


KINDS = [
    "regression",
    "binary",
    "multiclass",
    "multilabel",
    "regression",
    "binary",
    "multiclass",
    "regression",
    "multilabel",
    "binary",
]


def entry_is(index: int, *wrong: str) -> Callable[[Any], bool]:
    """Return whether an entry is one of these."""
    return lambda answer: len(answer) == len(KINDS) and str(answer[index]).strip().casefold() in wrong


def with_entry(entries: Sequence[str], index: int, wrong: str) -> list[str]:
    """Return the entries, one of them changed."""
    return [*entries[:index], wrong, *entries[index + 1 :]]


PARTS = {
    "inputs": [2, 1, 1],
    "weights": [1.2, -2.0, -0.3],
    "bias": -0.2,
    "score": -0.1,
    "output": 0.48,
    "class": 0,
}
ETP = {"digits": "gcb", "prices": "jkd", "checkers": "afi", "junk": "ehl"}
WHEN = ["rule", "learn", "chance", "examples", "learn", "rule"]


CASES = [
    Case(
        "ex-machines-that-learn-rules",
        reference=lambda: filter_by(*SIGNS),
        accept=lambda rules: right(rules) >= ENOUGH,
        mistakes=[
            Mistake(
                lambda: lambda message: None,
                "For some messages it returns nothing. Is there a return 0 at the end, outside of every if?",
                when=lambda rules: None in answers(rules),
            ),
            Mistake(
                lambda: lambda message: "junk" if filter_by(*SIGNS)(message) else "wanted",
                "It has to return the number 1 or the number 0. Print what it returns for two or three messages.",
                when=lambda rules: set(answers(rules)) - {0, 1},
            ),
            Mistake(
                lambda: 65,
                "Pass the function itself: my_rules, without parentheses and not its count.",
                when=lambda rules: not callable(rules),
            ),
            Mistake(
                lambda: lambda message: 0,
                "It says wanted to everything: that is the lazy program.",
                when=lambda rules: not any(answers(rules)),
            ),
            Mistake(
                lambda: lambda message: 1,
                "It says junk to everything. Does a return 1 stand outside of its if?",
                when=lambda rules: all(answers(rules)),
            ),
            Mistake(
                lambda: lambda message: 1 - filter_by(*SIGNS)(message),
                "It is wrong more often than right: are 1 and 0 exchanged?",
                when=lambda rules: right(rules) < 40,
            ),
            Mistake(
                lambda: by_substring,
                'Nearly the right signs, but "now" is found inside of "know", too. Look for it in words(message).',
                when=lambda rules: answers(rules) == answers(by_substring),
            ),
            Mistake(
                lambda: by_pieces(*SIGNS),
                'After split() a word keeps its exclamation mark: "prize!" is not "prize". Use words(message).',
                when=lambda rules: any(
                    answers_ones(rules, f"a {sign} b") and not rules(f"a {sign}, b")
                    for sign in (*SIGNS, "today", "your")
                ),
            ),
            Mistake(
                lambda: lambda message: int(any(word in SIGNS[:7] for word in re.findall("[a-zA-Z']+", message))),
                "It does not see a sign that is written with a capital letter. Does it look in words(message)?",
                when=lambda rules: any(
                    answers_ones(rules, f"a {sign} b") and not rules(sign.upper()) for sign in SIGNS
                ),
            ),
        ],
        hint="Print the messages that it judges wrongly. Which word do several junk messages share, and no wanted one?",
        stronger="Each sign catches few messages, so take many: read the junk, and for each message note one word that "
        "no wanted message holds.",
    ),
    Case(
        "ex-machines-that-learn-neuron",
        reference=PARTS,
        rtol=1e-3,
        mistakes=[
            Mistake(
                {**PARTS, "inputs": [1, 1, 1], "score": -1.3, "output": 0.21},
                "How often does the message say free? The neuron counts, and capital letters do not matter.",
                when=lambda parts: list(parts["inputs"]) == [1, 1, 1],
            ),
            Mistake(
                {**PARTS, "score": 0.1, "output": 0.52, "class": 1},
                "The bias is missing in the score: it is what the sum begins with.",
                when=lambda parts: abs(parts["score"] - 0.1) < 1e-6,
            ),
            Mistake(
                {**PARTS, "class": 1},
                "Compare the output with one half once more.",
                when=lambda parts: abs(parts["score"] + 0.1) < 1e-6 and parts["class"] == 1,
            ),
            Mistake(
                {**PARTS, "output": 0.52},
                "Mind the sign in the exponent: a score below zero gives a belief below one half.",
                when=lambda parts: abs(parts["output"] - 0.52) < 0.006,
            ),
            Mistake(
                {**PARTS, "output": -0.1},
                "The output is not the score yet: it has to be squeezed.",
                when=lambda parts: abs(parts["output"] + 0.1) < 1e-6,
            ),
            Mistake(
                {**PARTS, "output": 0.475},
                "Nearly: the output is asked for with two digits.",
                when=lambda parts: 0 < abs(parts["output"] - 0.475) < 0.004,
            ),
        ],
        hint="Count the words first, then multiply each count by its weight, add up, and do not forget the bias.",
        stronger="Score: the bias + 1.2 times the count of free - 2.0 times that of lunch - 0.3 times that of bring.",
    ),
    Case(
        "ex-machines-that-learn-etp",
        reference=ETP,
        mistakes=[
            Mistake(
                {name: ", ".join(letters) for name, letters in ETP.items()},
                'Write each answer as three letters and nothing between them, like "abc".',
                when=lambda answer: any(not isinstance(given, str) or len(given) != 3 for given in answer.values()),
            ),
            Mistake(
                {**ETP, "junk": "hel"},
                "Experience comes first: that from which it learns, which is never something to do.",
                when=lambda answer: any(given.lower()[0] in "cfhk" for given in answer.values()),
            ),
            Mistake(
                {**ETP, "digits": "ecb", "junk": "ghl"},
                "Two of them have exchanged their experience: what must a program see to learn what a 7 looks like?",
                when=lambda answer: answer["digits"].lower()[0] == "e",
            ),
            Mistake(
                {**ETP, "prices": "dkj"},
                "For the prices: last year's sales are what it can learn from; the gap is what tells how well it did.",
            ),
            Mistake(
                {**ETP, "checkers": "ifa"},
                "For checkers: games are what it lives through; their share that is won says how well it plays.",
            ),
            Mistake(
                {**ETP, "junk": "lhe"},
                "For the filter: the junk folder holds answers by people, which is experience.",
            ),
            Mistake(
                {**ETP, "digits": ETP["digits"][::-1]},
                "The order is E, T, P: experience first, measure last.",
                when=lambda answer: any(answer[name].lower() == letters[::-1] for name, letters in ETP.items()),
            ),
        ],
        hint="T begins with a verb that tells what to do, P is a number that can be measured, E is a heap of examples.",
        stronger="Measures: b, d, i, l. Tasks: c, f, h, k. The other four are experience. Now find out whose they are.",
    ),
    Case(
        "ex-machines-that-learn-kinds",
        reference=KINDS,
        mistakes=[
            Mistake(
                with_entry(KINDS, 2, "multi-class"),
                "Use only the four words of the exercise, spelled as they are there.",
                when=lambda answer: (
                    len(answer) == len(KINDS) and {word.strip().casefold() for word in answer} - set(KINDS)
                ),
            ),
            Mistake(
                with_entry(KINDS, 2, "regression"),
                "Number 3: a digit is written as a number, but is 8 more than 3 here, or another shape?",
                when=entry_is(2, "regression"),
            ),
            Mistake(
                with_entry(KINDS, 3, "multiclass"),
                "Number 4: may an article touch two topics?",
                when=entry_is(3, "multiclass"),
            ),
            Mistake(
                with_entry(KINDS, 8, "multiclass"),
                "Number 9: a cat and a dog may be in one photo.",
                when=entry_is(8, "multiclass", "binary"),
            ),
            Mistake(
                with_entry(KINDS, 7, "multiclass"),
                "Number 8: minutes are whole numbers, but five is between four and six. Is there an order, a distance?",
                when=entry_is(7, "multiclass", "binary"),
            ),
            Mistake(
                with_entry(KINDS, 1, "regression"),
                "Numbers 2, 6 and 10: could a judge who looks back later say anything but two things?",
                when=lambda answer: any(entry_is(index, "regression", "multiclass")(answer) for index in (1, 5, 9)),
            ),
            Mistake(
                with_entry(KINDS, 6, "multilabel"),
                "Number 7: can a flower be of two species?",
                when=entry_is(6, "multilabel"),
            ),
            Mistake(
                with_entry(KINDS, 4, "multiclass"),
                "Numbers 1 and 5: is an answer that is nearly right nearly as good?",
                when=lambda answer: entry_is(0, "multiclass")(answer) or entry_is(4, "multiclass")(answer),
            ),
        ],
        hint="Ask of each: is the answer a quantity, so that nearly right is nearly as good? If not: how many classes "
        "are there, and can more than one be right at once?",
        stronger="Three of the ten are regression, three binary, two multiclass and two multilabel.",
    ),
    Case(
        "ex-machines-that-learn-bug",
        reference=learn,
        observe=weights_and_bias,
        mistakes=[
            Mistake(
                lambda examples, rate=0.1: learn(examples, rate, sign=-1.0),
                "Still as it was. Show it one junk message: which sign do its weights get, and which should they have?",
            ),
            Mistake(
                lambda examples, rate=0.1: learn(examples, rate, sign=-1.0, bias_sign=-1.0),
                "The bias goes the right way now. And the weights?",
            ),
            Mistake(
                lambda examples, rate=0.1: learn(examples, rate, bias_sign=-1.0),
                "The weights go the right way now. And the bias?",
            ),
            Mistake(
                lambda examples: learn(examples),
                "It has to take a rate, too: write it into the first line, as suspicious does.",
                when=lambda function: len(inspect.signature(function).parameters) == 1,
            ),
            Mistake(
                lambda examples, rate=0.1: [learn(examples, rate, moves=False)[0], 0.0],
                "The bias does not move any more; it has to learn as the weights do.",
                when=lambda function: function([("a", 1)], 0.1)[1] == 0,
            ),
            Mistake(
                lambda examples, rate=0.1: learn(examples, rate, often=True),
                "The bias moves once for each word. It should move once for each message.",
            ),
            Mistake(
                lambda examples, rate=0.1: learn(examples, rate, adds=False),
                "Each message overwrites what the earlier ones taught: the step has to be added to the old weight.",
            ),
            Mistake(
                lambda examples, rate=0.1: learn(examples),
                "Right, as long as the rate is 0.1. It is a parameter: use it in both lines.",
            ),
        ],
        hint="Take one junk message and do the first step by hand: belief, error, weights. Should they rise or sink?",
        stronger="For a junk message the belief starts at 0.5, and the truth is 1. Follow the sign of error down: "
        "which way do the last lines move the bias and the weights?",
        inputs=[([("free prize", 1)], 0.1), ([("free lunch", 0), ("a free prize", 1)], 0.2)],
        random_inputs=random_examples,
    ),
    Case(
        "ex-machines-that-learn-when",
        reference=WHEN,
        mistakes=[
            Mistake(
                with_entry(WHEN, 2, "pattern"),
                "Use only the four words of the exercise: learn, rule, chance, examples.",
                when=lambda answer: (
                    len(answer) == len(WHEN) and {word.strip().casefold() for word in answer} - set(WHEN)
                ),
            ),
            Mistake(
                with_entry(WHEN, 2, "learn"),
                "Number 3: there are many past draws, but does one say anything about the next?",
                when=lambda answer: str(answer[2]).strip().casefold() == "learn",
            ),
            Mistake(
                with_entry(WHEN, 3, "chance"),
                "Number 4: whether a rocket flies has causes that could be learned. What is missing is something else.",
                when=lambda answer: str(answer[3]).strip().casefold() == "chance",
            ),
            Mistake(
                with_entry(WHEN, 3, "learn"),
                "Number 4: how many rockets of this kind have flown or failed so far?",
                when=lambda answer: str(answer[3]).strip().casefold() == "learn",
            ),
            Mistake(
                with_entry(WHEN, 0, "learn"),
                "Number 1: somebody has written the tax law down.",
                when=lambda answer: str(answer[0]).strip().casefold() == "learn",
            ),
            Mistake(
                with_entry(WHEN, 1, "rule"),
                "Number 2: could you write down what makes a 7?",
                when=lambda answer: str(answer[1]).strip().casefold() == "rule",
            ),
        ],
        hint="Ask three things of each wish: can the rule be written down, is there a pattern, are there examples?",
        stronger="Two wishes are for learning, two have a known rule, and of the other two one lacks a pattern and one "
        "examples.",
    ),
    Case(
        "ex-machines-that-learn-cut",
        reference=best_cut,
        observe=cost_of_cut,
        mistakes=[
            Mistake(
                lambda beliefs, labels, lost: 0.5,
                "One half takes no notice of the price. Where should the cut go if a lost letter costs a fortune?",
                when=lambda function: function([0.2, 0.8, 0.7], [0, 1, 0], 50) == 0.5,
            ),
            Mistake(
                lambda beliefs, labels, lost: lost / (1 + lost),
                "That cut is for beliefs that keep their word: of ten believed 0.8 eight are junk. These need not; "
                "look at the labels.",
                when=lambda function: abs(function([0.2, 0.8, 0.7], [0, 1, 0], 7) - 7 / 8) < 1e-9,
            ),
            Mistake(
                lambda beliefs, labels, lost: best_cut(beliefs, labels, lost, swapped=True),
                "Who pays lost? A wanted message (label 0) on the junk side, not a piece of junk on the other.",
            ),
            Mistake(
                lambda beliefs, labels, lost: best_cut(beliefs, labels, 1.0),
                "It counts the mistakes. They have different prices: weigh each by its own.",
            ),
            Mistake(
                lambda beliefs, labels, lost: best_cut(beliefs, labels, lost, nothing=False),
                "Nearly. Where is the cut if it is cheapest to call nothing junk? It may lie above every belief.",
            ),
            Mistake(
                lambda beliefs, labels, lost: best_cut(
                    beliefs, labels, lost, cuts=[k / 10 for k in range(11)], nothing=True
                ),
                "A better cut lies between those that you tried. Between which numbers does the cost change?",
                when=lambda function: (
                    0.2 < function([0.2, 0.8], [0, 1], 1.0) <= 0.8
                    and not 0.4212 < function([0.4212, 0.4215], [0, 1], 1.0) <= 0.4215
                ),
            ),
            Mistake(
                lambda beliefs, labels, lost: min(
                    [0.0, *beliefs], key=lambda cut: cost_of(np.nextafter(cut, 2), beliefs, labels, lost)
                ),
                "A belief that is equal to the cut is on the junk side: from the cut on, not above it.",
            ),
            Mistake(
                lambda beliefs, labels, lost: cost_of(best_cut(beliefs, labels, lost), beliefs, labels, lost),
                "That is the cost of the best cut. Return the cut.",
            ),
        ],
        hint="Write a second function that returns what one cut costs. Then try many cuts and keep the cheapest.",
        stronger="As the cut rises, the cost can change only where it passes a belief. So a list of "
        "len(beliefs) + 1 cuts is enough: which?",
        inputs=[([0.2, 0.8, 0.7], [0, 1, 0], 1.0), ([0.9, 0.6], [0, 1], 5.0), ([0.4212, 0.4215], [0, 1], 2.0)],
        random_inputs=random_beliefs,
    ),
]
