"""Quiz in HTML: a form, and the folded answers that stand there without JavaScript and that the script reads."""

from __future__ import annotations

from docutils import nodes

from quiz_nodes import quiz, quiz_answer, quiz_question, quiz_set, shown


def visit_quiz_set(self, node: quiz_set) -> None:
    """Write the set: its title, its questions, and the place for the count."""
    name = node["ids"][0]
    self.body.append(self.starttag(node, "div", CLASS="quiz-set", role="group", **{"aria-labelledby": f"{name}-title"}))
    self.body.append(f'<p class="quiz-set-title" id="{name}-title">')
    _write(self, node[0].children)
    self.body.append("</p>\n")
    _write(self, node.children[1:])
    self.body.append('<p class="quiz-score" role="status"></p>\n</div>\n')
    raise nodes.SkipNode


def visit_quiz(self, node: quiz) -> None:
    """Write the form, then the folded answers that the script takes its words from."""
    name = node["ids"][0]
    numeric = node["kind"] == "number"
    data = {"data-kind": node["kind"]}
    if numeric:
        data |= {"data-answer": repr(node["answer"]), "data-tolerance": repr(node["tolerance"])}
    self.body.append(self.starttag(node, "div", CLASS="quiz", **data))
    self.body.append(
        f'<form class="quiz-form" action="#{name}"><fieldset aria-labelledby="{name}-title {name}-question">'
    )
    self.body.append(f'<legend class="quiz-title" id="{name}-title">')
    _write(self, node[0].children)
    self.body.append(f'</legend>\n<div class="quiz-question" id="{name}-question">\n')
    _write(self, [part for child in node.findall(quiz_question) for part in child.children])
    self.body.append("</div>\n")
    answers = list(node.findall(quiz_answer))
    if numeric:
        self.body.append('<label class="quiz-number">Your answer ')
        self.body.append('<input type="number" step="any" inputmode="decimal" autocomplete="off"></label>\n')
    else:
        _write_choices(self, name, node["kind"], answers)
    # Disabled until the script is there: a form without it must not reload the page.
    self.body.append('<button class="quiz-check" type="submit" disabled hidden>Check</button>\n')
    self.body.append('</fieldset></form>\n<div class="quiz-status" role="status"></div>\n')
    _write_answers(self, node, answers)
    self.body.append("</div>\n")
    raise nodes.SkipNode


def _write_choices(self, name: str, kind: str, answers: list[quiz_answer]) -> None:
    """Write a radio button or a checkbox for each answer."""
    control = "radio" if kind == "single" else "checkbox"
    if kind == "multiple":
        self.body.append('<p class="quiz-note">Choose all that apply.</p>\n')
    for index, answer in enumerate(answers):
        attributes = f'type="{control}" name="{name}" value="{index}" autocomplete="off"'
        self.body.append(f'<label class="quiz-choice"><input {attributes}> <span>')
        _write(self, answer[0].children)
        self.body.append("</span></label>\n")


def _write_answers(self, node: quiz, answers: list[quiz_answer]) -> None:
    """Write the answers with their feedback, folded."""
    self.body.append('<details class="quiz-answers"><summary>Answers</summary>\n')
    if node["kind"] == "number":
        self.body.append(f"<p>The answer is {shown(node['answer'])}.</p>\n")
    self.body.append("<ul>\n")
    for answer in answers:
        number = "" if answer["number"] is None else f' data-number="{answer["number"]!r}"'
        right = str(answer["right"]).lower()
        word = "Right" if answer["right"] else "Wrong"
        self.body.append(f'<li data-right="{right}"{number}><p><strong>{word}:</strong> ')
        _write(self, answer[0].children)
        self.body.append('</p>\n<div class="quiz-feedback">\n')
        _write(self, answer[1].children)
        self.body.append("</div></li>\n")
    self.body.append("</ul></details>\n")


def _write(self, children: list[nodes.Node]) -> None:
    """Write ordinary nodes where they are asked for."""
    for child in children:
        child.walkabout(self)


def unreachable(self, node: nodes.Node) -> None:
    """Fail loudly: the functions above write these, and other builders never see them."""
    raise nodes.NodeFound(f"{type(node).__name__} outside a quiz")
