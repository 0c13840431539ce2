"""Quiz on paper: in PDF, EPUB and text the questions stand where they are asked, and the answers at the end.

The end is that of the document: of the book in a PDF, of the page in an EPUB. Links lead there and back.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.addnodes import start_of_file
from sphinx.transforms.post_transforms import SphinxPostTransform

from quiz_nodes import is_interactive, quiz, quiz_answer, quiz_question, quiz_set, shown

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class PlainQuiz(SphinxPostTransform):
    """Put ordinary nodes in the place of every quiz, for builders that write no page for a browser."""

    default_priority = 5

    def run(self, **kwargs) -> None:
        """Replace every quiz and every set, and write the answers at the end."""
        if is_interactive(self.app.builder):
            return
        for node in list(self.document.findall(quiz_set)):
            title = nodes.paragraph("", "", nodes.strong("", "", *node[0].children))
            node.replace_self([nodes.target("", "", ids=node["ids"]), title, *node.children[1:]])
        quizzes = list(self.document.findall(quiz))
        if not quizzes:
            return
        end = nodes.section(ids=["quiz-answers"])
        end += nodes.title("", "Answers to the questions")
        home = self.document.get("docname", self.env.docname)
        for node in quizzes:
            docname = self.docname_of(node, home)
            end += self.told(node, docname)
            node.replace_self([nodes.target("", "", ids=node["ids"]), self.asked(node, home)])
        sections = [child for child in self.document.children if isinstance(child, nodes.section)]
        (sections[-1] if sections else self.document).append(end)

    def asked(self, node: quiz, home: str) -> nodes.admonition:
        """Return the question with its choices, and the way to the answers."""
        box = nodes.admonition(classes=["quiz"])
        box += nodes.title("", "", *(child.deepcopy() for child in node[0].children))
        box += [part.deepcopy() for child in node.findall(quiz_question) for part in child.children]
        if node["kind"] == "multiple":
            box += nodes.paragraph("", "Choose all that apply.")
        if node["kind"] != "number":
            box += self.listed([self.choice(*pair) for pair in zip(LETTERS, node.findall(quiz_answer), strict=False)])
        box += nodes.paragraph("", "", self.link("Answer at the end", home, f"{node['ids'][0]}-answer"))
        return box

    def told(self, node: quiz, docname: str) -> list[nodes.Node]:
        """Return what is said to every answer, and the way back to the question."""
        name = node["ids"][0]
        title = nodes.strong("", "", *(child.deepcopy() for child in node[0].children))
        head = nodes.paragraph("", "", title, nodes.Text(" ("), self.link("back to the question", docname, name))
        head += nodes.Text(")")
        told: list[nodes.Node] = [nodes.target("", "", ids=[f"{name}-answer"]), head]
        if node["kind"] == "number":
            told.append(nodes.paragraph("", f"The answer is {shown(node['answer'])}."))
        items = []
        for letter, answer in zip(LETTERS, node.findall(quiz_answer), strict=False):
            word = nodes.strong("", "Right: " if answer["right"] else "Wrong: ")
            text = answer[0].deepcopy() if node["kind"] == "number" else self.choice(letter, answer)
            text.insert(0, word)
            items.append(nodes.list_item("", text, *(child.deepcopy() for child in answer[1].children)))
        listed = nodes.bullet_list("", *items, bullet="-")
        return [*told, listed]

    def choice(self, letter: str, answer: quiz_answer) -> nodes.paragraph:
        """Return an answer with its letter."""
        inside = (child.deepcopy() for child in answer[0].children)
        return nodes.paragraph("", "", nodes.strong("", letter), nodes.Text(" "), *inside)

    def listed(self, paragraphs: list[nodes.paragraph]) -> nodes.bullet_list:
        """Return paragraphs as a list."""
        return nodes.bullet_list("", *(nodes.list_item("", text) for text in paragraphs), bullet="-")

    def link(self, text: str, docname: str, name: str) -> nodes.reference:
        """Return a link; in LaTeX all pages are one document, and the page is named."""
        address = f"%{docname}#{name}" if self.app.builder.format == "latex" else f"#{name}"
        return nodes.reference("", text, internal=True, refuri=address)

    def docname_of(self, node: nodes.Node, home: str) -> str:
        """Return the page that a node stands on, in a document that holds several."""
        while (node := node.parent) is not None:
            if isinstance(node, start_of_file):
                return node["docname"]
        return home
