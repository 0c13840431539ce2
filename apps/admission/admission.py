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


def load_bundle(folder):
    """Return the model and its card, if they belong together."""
    card_file, model_file = folder / "card.json", folder / "model.npz"
    for file in (card_file, model_file):
        if not file.is_file():
            raise FileNotFoundError(f"{file.name} is missing in {folder}.")
    card = json.loads(card_file.read_text(encoding="utf-8"))
    needed = {"minimum", "maximum", "right", "of", "interval", "sha256"}
    if missing := needed - set(card):
        raise ValueError(f"card.json lacks {', '.join(sorted(missing))}.")
    digest = hashlib.sha256(model_file.read_bytes()).hexdigest()
    if digest != card["sha256"]:
        raise ValueError("model.npz is not the file of card.json.")
    return load_model(model_file), card


def decide(model, card, scores):
    """Return the probability of being admitted, for scores as typed."""
    low, high = np.array(card["minimum"]), np.array(card["maximum"])
    scaled = (np.array([scores]) - low) / (high - low)  # (1, 2)
    return model.predict(scaled).item()


def reply(model, card, scores):
    """Return what to say about two scores."""
    probability = decide(model, card, scores)
    verdict = "Admitted" if probability >= 0.5 else "Sorry, not admitted"
    lines = [f"{verdict}: the model gives it {probability:.0%}."]
    ranges = zip(scores, card["minimum"], card["maximum"], strict=True)
    for score, low, high in ranges:
        if not low <= score <= high:
            seen = f"it has seen {low:g} to {high:g} only"
            lines.append(f"It guesses at a score of {score:g}: {seen}.")
    low, high = card["interval"]
    record = f"right about {card['right']} of {card['of']} new applicants"
    lines.append(f"It was {record} ({low:.0%} to {high:.0%}).")
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
    except (EOFError, KeyboardInterrupt):
        print("\nNo answer without two scores.")
        return 1
    except (OSError, ValueError) as error:
        print(f"admission: {error}", file=sys.stderr)
        return 2
    print(reply(model, card, scores))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], BUNDLE))
