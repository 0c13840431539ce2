"""Admission: asks for two exam scores and says what the saved model answers.

    python admission.py            # asks
    python admission.py 38 75      # answers at once, for scripts

The bundle beside this file holds the model and what it needs; `train.py` makes it. The chapter *Your first shipped
model* builds this program, function by function. Exit status: 0 answered, 1 no answer was wanted, 2 it could not.
"""

import hashlib
import json
import sys
from pathlib import Path

import numpy as np

from handmade.models import load_model
from handmade.preprocessing import MinMaxScaler

BUNDLE = Path(__file__).parent / "bundle"


def read_score(text):
    """Return the score in a text, or raise what to say to its author."""
    try:
        score = float(text)
    except ValueError:
        said = repr(text.strip()) if text.strip() else "An empty line"
        wanted = "Type a score from 0 to 100, such as 71.5."
        raise ValueError(f"{said} is no number. {wanted}") from None
    if not 0 <= score <= 100:  # true of nan and of infinity, too
        raise ValueError(f"{text.strip()} is no score: they go from 0 to 100.")
    return score


def read_card(file):
    """Return the card in a file, or raise what is wrong with it."""
    try:
        card = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"{file.name} is no JSON: {error}") from None
    if not isinstance(card, dict):
        raise ValueError(f"{file.name} holds {card!r:.40} and no entries")
    rules = {"minimum": (2, 100), "maximum": (2, 100), "interval": (2, 1)}
    rules |= {"right": (5, 10**9), "of": (5, 10**9)}
    for key, (count, top) in rules.items():
        found = card.get(key, "missing")
        try:
            good = len(found) == count and all(0 <= n <= top for n in found)
        except TypeError:  # no list, or something that is no number in it
            good = False
        if not good:
            wanted = f"{count} numbers from 0 to {top}"
            raise ValueError(f"{key} in {file.name} is {found}, not {wanted}")
    lows = card["minimum"] + card["right"] + card["interval"][:1]
    highs = card["maximum"] + card["of"] + card["interval"][1:]
    for low, high in zip(lows, highs, strict=True):
        if low > high:
            raise ValueError(f"in {file.name}, {low} is above {high}")
    return card


def fingerprint(card, content):
    """Return the SHA-256 of a model's bytes and the rest of its card."""
    rest = {key: value for key, value in card.items() if key != "sha256"}
    text = json.dumps(rest, sort_keys=True)
    return hashlib.sha256(content + text.encode()).hexdigest()


def load_bundle(folder):
    """Return the model and its card, if both are as they were written."""
    try:
        card = read_card(folder / "card.json")
        content = (folder / "model.npz").read_bytes()
        if fingerprint(card, content) != card.get("sha256"):
            raise ValueError("card.json or model.npz has been changed")
        return load_model(folder / "model.npz"), card
    except (OSError, ValueError) as error:
        cure = f"Copy the whole bundle to {folder} again."
        raise ValueError(f"{error}.\n{cure}") from error


def decide(model, card, scores):
    """Return the probability of being admitted, for scores as typed."""
    seen = np.array([card["minimum"], card["maximum"]])  # (2, 2)
    scaled = MinMaxScaler().fit(seen).transform(np.array([scores]))  # (1, 2)
    return model.predict(scaled).item()


def reply(model, card, scores):
    """Return what to say about two scores."""
    probability = decide(model, card, scores)
    verdict = "Admitted" if probability >= 0.5 else "Sorry, not admitted"
    lines = [f"{verdict}: the model gives it {probability:.1%}."]
    ranges = zip(scores, card["minimum"], card["maximum"], strict=True)
    for score, low, high in ranges:
        if not low <= score <= high:
            seen = f"it has seen {low:g} to {high:g} only"
            lines.append(f"It guesses at a score of {score:g}: {seen}.")
    i = min(int(5 * probability), 4)  # the fifth in which it lies
    right, of, (low, high) = card["right"], card["of"], card["interval"]
    gave = f"To {of[i]} new applicants it gave {20 * i}% to {20 * i + 20}%"
    lines.append(f"{gave}, and was right about {right[i]} of them.")
    total = f"{sum(right)} of {sum(of)} ({low:.0%} to {high:.0%})"
    lines.append(f"In all it was right about {total}.")
    return "\n".join(lines)


def ask(question):
    """Ask until there is a score."""
    while True:
        try:
            return read_score(input(question))
        except ValueError as error:
            print(error)


def main(arguments, bundle):
    """Answer for the scores given, or ask; return the exit status."""
    try:
        model, card = load_bundle(bundle)
        if len(arguments) not in (0, 2):
            raise ValueError("Give both scores, as in: admission.py 38 75")
        scores = [read_score(text) for text in arguments]
        scores = scores or [ask("First exam: "), ask("Second exam: ")]
        print(reply(model, card, scores))
    except (EOFError, KeyboardInterrupt):
        print("\nNo answer without two scores.")
        return 1
    except (OSError, ValueError) as error:
        print(f"admission: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], BUNDLE))
