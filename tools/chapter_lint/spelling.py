"""Spelling: British words and their American twins, by stem and ending."""

from __future__ import annotations

import re

# Stems of verbs in -ise; the list keeps promise, exercise, precise and raise out of it.
ISE = (
    "anonym|categor|character|computer|critic|customi?|crystall|discret|emphas|equal|factor|familiar|final|formal|"
    "general|harmon|ideal|initial|item|lineari?|linear|local|material|maxim|memor|minim|modern|modular|neutral|normal|"
    "optim|organ|orthogonal|parallel|parametr|penal|popular|prior|quant|random|rational|real|recogn|regular|rescal|"
    "scrutin|serial|sigmoid|special|stabil|standard|summar|symbol|synchron|token|trivial|util|vector|visual"
)
ENDINGS = "e|es|ed|ing|er|ers|able|ation|ations|ational"
OUR = "behavi|col|fav|flav|harb|hon|hum|lab|neighb|rum|sav|splend|vap|vig"
DOUBLED = "cancel|channel|fuel|label|level|model|signal|total|travel|tunnel"

RULES = [
    (re.compile(rf"((?:re|un|de|mis|over|non|pre)?(?:{ISE}))is({ENDINGS})"), r"\1iz\2"),
    (re.compile(r"((?:re)?(?:anal|cata|para))lys(e|ed|er|ers|ing)"), r"\1lyz\2"),
    (re.compile(r"((?:re)?anal)ys(e|ed|er|ers|ing)"), r"\1yz\2"),
    (re.compile(rf"((?:mis|un|dis)?(?:{OUR}))our(\w*)"), r"\1or\2"),
    (re.compile(rf"((?:re|mis|un)?(?:{DOUBLED}))l(ed|er|ers|ing|ings)"), r"\1\2"),
    (re.compile(r"((?:re|de|epi)?cent|fib|lit|theat|(?:centi|milli|kilo)?met|spect|calib)re(s?)"), r"\1er\2"),
    (re.compile(r"(cent)red"), r"\1ered"),
    (re.compile(r"((?:re|de)?cent)ring"), r"\1ering"),
    (re.compile(r"gre(y\w*)"), r"gra\1"),
    (re.compile(r"(def|off|pret)ence(s?)"), r"\1ense\2"),
    (re.compile(r"licen(ce|ces|ced)"), lambda match: "licens" + match[1][1:]),
    (re.compile(r"practis(e|es|ed|ing)"), r"practic\1"),
    (re.compile(r"programme(s?)"), r"program\1"),
    (re.compile(r"artefact(s?)"), r"artifact\1"),
    (re.compile(r"sceptic(\w*)"), r"skeptic\1"),
    (re.compile(r"(judg|acknowledg)ement(s?)"), r"\1ment\2"),
    (re.compile(r"(enrol|fulfil)(s?|ment)"), r"\1l\2"),
    (re.compile(r"skilful(ly)?"), r"skillful\1"),
    (re.compile(r"(m)ould(s?|ed|ing)"), r"\1old\2"),
    (re.compile(r"(focus|bias)s(ed|es|ing)"), r"\1\2"),
    (re.compile(r"(learn|spel|burn|dream)t"), lambda match: {"spel": "spell"}.get(match[1], match[1]) + "ed"),
    (re.compile(r"(while|among|amid)st"), r"\1"),
    (re.compile(r"whilst"), "while"),
    (re.compile(r"(cheq)ue(s?)"), r"check\2"),
    (re.compile(r"manoeuvre(s?)"), r"maneuver\1"),
    (re.compile(r"ageing"), "aging"),
    (re.compile(r"tyre(s?)"), r"tire\1"),
]


def american(word: str) -> str | None:
    """Return the American spelling of a British word, None for every other word."""
    small = word.lower()
    for pattern, twin in RULES:
        if match := pattern.fullmatch(small):
            said = match.expand(twin) if isinstance(twin, str) else twin(match)
            return said.capitalize() if word[0].isupper() else said
    return None
