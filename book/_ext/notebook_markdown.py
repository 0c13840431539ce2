r"""Notebook Markdown: writes a page's resolved document tree as the plain Markdown that Colab and Jupyter show alike.

Nothing of MyST is left: references are absolute links into the published site, directives are quotes or `<details>`,
numbers are those of the site. A node this module does not know is written as its children.

Display mathematics stands on one line: Jupyter takes formulas out of the text before it reads the Markdown, so the `>`
of a quote would become part of a formula of several lines.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable
from urllib.parse import urljoin

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import admonitionlabels

from quiz_nodes import shown

# The escapes of plain text. A backslash before a bracket would open a formula in Jupyter, hence the entities.
ESCAPES = str.maketrans({c: "\\" + c for c in "*_`$~"} | {"\\": "&#92;", "<": "&lt;", "&": "&amp;"})
LINE_START = re.compile(r"(?P<number>\d+)(?P<dot>[.)])(?=\s)|[#>+-](?=\s|#)")
LANGUAGES = dict.fromkeys(["ipython3", "ipython", "python3"], "python") | dict.fromkeys(
    ["myst-ansi", "none", "default"], "text"
)
KEPT_HTML = re.compile(r"</?(?:br|kbd|sub|sup|abbr|small|mark)\b[^<>]*>")
ANSI = re.compile(r"\x1b\[[0-9;]*m")
ENVIRONMENTS = {"align": "aligned", "gather": "gathered", "eqnarray": "aligned", "multline": "gathered"}


def is_cell(node: nodes.Node) -> bool:
    """Say whether the node is a code cell of MyST-NB."""
    return isinstance(node, nodes.container) and node.get("nb_element") == "cell_code"


def quote(text: str) -> str:
    """Return the text as a block quote."""
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())


def folded(summary: str, body: str) -> str:
    """Return the body behind a line to click; the blank lines make its Markdown be read as Markdown."""
    return f"<details>\n<summary>{html.escape(summary, quote=False)}</summary>\n\n{body}\n\n</details>"


def fenced(code: str, language: str = "") -> str:
    """Return the code in a fence that is longer than any fence inside it."""
    longest = max((len(run) for run in re.findall(r"`{3,}", code)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{code.rstrip()}\n{fence}"


class MarkdownWriter:
    """Writes nodes of one page; `cell_source(index)` gives the Python of the page's cells.

    The method for a node is `write_` and the name of its class, or else of the nearest base class that has one.
    """

    def __init__(self, app: Sphinx, docname: str, cell_source: Callable[[int], str]) -> None:
        self.app, self.docname, self.cell_source = app, docname, cell_source
        self.site = app.config.html_baseurl
        self.page = urljoin(self.site, app.builder.get_target_uri(docname))

    # The parts that all methods use

    def write(self, node: nodes.Node) -> str:
        """Return the Markdown of one node."""
        for kind in type(node).__mro__:
            method = getattr(self, f"write_{kind.__name__}", None)
            if method is not None:
                return method(node)
        return self.inline(node) if isinstance(node, nodes.TextElement) else self.blocks(node.children)

    def inline(self, node: nodes.Element) -> str:
        """Return the children of a node that holds text."""
        return "".join(self.write(child) for child in node.children)

    def blocks(self, children: Iterable[nodes.Node]) -> str:
        """Return nodes one below the other, with a blank line between blocks."""
        parts, line = [], ""
        for child in children:
            text = self.write(child)
            if isinstance(child, (nodes.Inline, nodes.Text)):
                line += text
                continue
            parts += [line.strip(), text.strip("\n")]
            line = ""
        return "\n\n".join(part for part in [*parts, line.strip()] if part)

    def number(self, node: nodes.Element) -> str:
        """Return the number that the site gives to a figure, table or exercise ("Fig. 3.1"), or nothing."""
        kind = self.app.env.get_domain("std").get_enumerable_node_type(node)
        number = self.dotted(kind, node["ids"])
        return self.app.config.numfig_format.get(kind, "%s") % number if number else ""

    def dotted(self, kind: str | None, ids: Iterable[str]) -> str:
        """Return the number of a numbered thing of this kind with one of these ids, or nothing."""
        numbers = self.app.env.toc_fignumbers.get(self.docname, {}).get(kind, {})
        return next((".".join(map(str, numbers[i])) for i in ids if i in numbers), "")

    def link(self, text: str, uri: str) -> str:
        """Return a link; a relative address is meant from the page."""
        address = urljoin(self.page, uri)
        return f"[{text}](<{address}>)" if re.search(r"[\s()]", address) else f"[{text}]({address})"

    # Text

    def write_Text(self, node: nodes.Text) -> str:
        return node.astext().replace("\n", " ").translate(ESCAPES).replace("](", "]&#40;")

    def write_paragraph(self, node: nodes.Element) -> str:
        text = self.inline(node).strip()
        start = LINE_START.match(text)
        if start and start["number"]:
            return f"{start['number']}\\{start['dot']}{text[start.end() :]}"
        return "\\" + text if start else text

    def write_emphasis(self, node: nodes.Element) -> str:
        return f"*{self.inline(node)}*"

    def write_strong(self, node: nodes.Element) -> str:
        return f"**{self.inline(node)}**"

    def write_rubric(self, node: nodes.Element) -> str:
        return f"**{self.inline(node)}**"

    def write_title(self, node: nodes.Element) -> str:
        return f"**{self.inline(node).strip()}**"

    def write_subscript(self, node: nodes.Element) -> str:
        return f"<sub>{self.inline(node)}</sub>"

    def write_superscript(self, node: nodes.Element) -> str:
        return f"<sup>{self.inline(node)}</sup>"

    def write_literal(self, node: nodes.Element) -> str:
        if "std-numref" in node["classes"]:  # sphinx-exercise makes its references so; they are no code
            return self.inline(node)
        code = node.astext().replace("\n", " ")
        mark = "`" * (max((len(run) for run in re.findall("`+", code)), default=0) + 1)
        space = " " if code.startswith("`") or code.endswith("`") else ""
        return f"{mark}{space}{code}{space}{mark}"

    def write_reference(self, node: nodes.Element) -> str:
        uri = node.get("refuri") or ("#" + node["refid"] if node.get("refid") else "")
        text = self.inline(node)
        return self.link(text, uri) if uri and text else text

    def write_download_reference(self, node: nodes.Element) -> str:
        text = self.inline(node)
        return self.link(text, "_downloads/" + node["filename"]) if "filename" in node else text

    def write_footnote_reference(self, node: nodes.Element) -> str:
        return f"<sup>[{node.astext()}]</sup>"

    def write_footnote(self, node: nodes.Element) -> str:
        label, *rest = node.children
        return f"[{label.astext()}] {self.blocks(rest)}"

    def write_citation(self, node: nodes.Element) -> str:
        return f"- {self.blocks(child for child in node.children if not isinstance(child, nodes.label))}"

    def write_math(self, node: nodes.Element) -> str:
        return f"${' '.join(node.astext().split())}$"

    def write_raw(self, node: nodes.Element) -> str:
        return "".join(KEPT_HTML.findall(node.astext())) if "html" in node.get("format", "") else ""

    def write_image(self, node: nodes.Element) -> str:
        uri = node["uri"]
        if uri in self.app.builder.images:
            uri = f"{self.app.builder.imagedir}/{self.app.builder.images[uri]}"
        alt = " ".join(node.get("alt", "").split()).translate(ESCAPES).replace("]", "&#93;")
        return f"!{self.link(alt, urljoin(self.site, uri))}"

    # Blocks

    def write_comment(self, node: nodes.Element) -> str:
        return ""

    write_target = write_index = write_meta = write_substitution_definition = write_comment
    write_toctree = write_system_message = write_problematic = write_exercise_end_node = write_comment

    def write_transition(self, node: nodes.Element) -> str:
        return "---"

    def write_math_block(self, node: nodes.Element) -> str:
        formula = " ".join(re.sub(r"(?m)(?<!\\)%.*$", "", node.astext()).split())
        formula = re.sub(r"\\(?:begin|end)\{equation\*?\}\s*", "", formula).strip()
        for numbered, plain in ENVIRONMENTS.items():
            formula = re.sub(rf"\\(begin|end)\{{{numbered}\*?\}}", rf"\\\1{{{plain}}}", formula)
        number = self.dotted("displaymath", node["ids"]) or node.get("number") or ""
        tag = rf"\tag{{{number}}} " if number else ""
        return f"$$ {formula} {tag}$$"

    def write_literal_block(self, node: nodes.Element) -> str:
        language = node.get("language", "")
        return fenced(ANSI.sub("", node.astext()), LANGUAGES.get(language, language))

    def write_doctest_block(self, node: nodes.Element) -> str:
        return fenced(node.astext(), "python")

    def write_line_block(self, node: nodes.Element) -> str:
        return "\n".join(self.inline(line) + "<br>" for line in node.findall(nodes.line))

    def write_list_item(self, node: nodes.Element, mark: str = "- ") -> str:
        text = self.blocks(node.children)
        return mark + text.replace("\n", "\n" + " " * len(mark)).replace("\n" + " " * len(mark) + "\n", "\n\n")

    def write_bullet_list(self, node: nodes.Element) -> str:
        return "\n".join(self.write_list_item(item) for item in node.children)

    def write_enumerated_list(self, node: nodes.Element) -> str:
        first = node.get("start", 1)
        return "\n".join(self.write_list_item(item, f"{i}. ") for i, item in enumerate(node.children, first))

    def write_definition_list(self, node: nodes.Element) -> str:
        return "\n".join(self.write(item) for item in node.children)

    def write_definition_list_item(self, node: nodes.Element) -> str:
        *terms, meaning = node.children
        names = ", ".join(f"**{self.inline(term).strip()}**" for term in terms)
        return f"- {names}: {self.blocks(meaning.children)}".replace("\n", "\n  ").replace("\n  \n", "\n\n")

    def write_field(self, node: nodes.Element) -> str:
        name, body = node.children
        return f"- **{self.inline(name)}**: {self.blocks(body.children)}".replace("\n", "\n  ")

    def write_block_quote(self, node: nodes.Element) -> str:
        return quote(self.blocks(node.children))

    def write_attribution(self, node: nodes.Element) -> str:
        return f"— {self.inline(node)}"

    def write_figure(self, node: nodes.Element) -> str:
        others = [child for child in node.children if not isinstance(child, nodes.caption)]
        return f"{self.blocks(others)}\n\n{self.caption(node)}".strip()

    def caption(self, node: nodes.Element) -> str:
        """Return the numbered caption of a figure, table or listing, or nothing."""
        kinds = (nodes.caption, nodes.title)
        text = next((self.inline(child) for child in node.children if isinstance(child, kinds)), "")
        number = self.number(node)
        return ": ".join(part for part in (f"**{number}**" if number else "", text) if part)

    def write_caption(self, node: nodes.Element) -> str:
        return self.caption(node.parent)

    def write_table(self, node: nodes.Element) -> str:
        rows = [[self.table_cell(entry) for entry in row.findall(nodes.entry)] for row in node.findall(nodes.row)]
        if next(node.findall(nodes.thead), None) is None:
            rows.insert(0, [""] * len(rows[0]))  # Markdown knows no table without a head
        first = next(node.findall(nodes.row))
        rules = [alignment(entry["classes"]) for entry in first.findall(nodes.entry)]
        lines = ["| " + " | ".join(row) + " |" for row in [rows[0], rules, *rows[1:]]]
        return "\n\n".join(part for part in ("\n".join(lines), self.caption(node)) if part)

    def table_cell(self, entry: nodes.Element) -> str:
        """Return a cell of a table, on one line and without a bar."""
        text = re.sub(r"\s*\n\s*", "<br>", re.sub(r"\n{2,}", "\n", self.blocks(entry.children)))
        bar = lambda m: m[0].replace(r"\|", r"\Vert ").replace("|", r"\vert ")  # noqa: E731
        return re.sub(r"\|", r"\\|", re.sub(r"\$[^$]+\$", bar, text))

    # Boxes

    def write_Admonition(self, node: nodes.Element) -> str:
        head, body = self.headed(node)
        if "dropdown" in node["classes"]:
            return folded(head, self.blocks(body))
        return quote(f"**{head}**\n\n{self.blocks(body)}")

    write_sidebar = write_topic = write_Admonition

    def headed(self, node: nodes.Element) -> tuple[str, list[nodes.Node]]:
        """Return the name of a box, with its number and stars, and the nodes below it."""
        body = list(node.children)
        title = self.inline(body.pop(0)).strip() if body and isinstance(body[0], nodes.title) else ""
        number = self.number(node)
        if number:
            title = ": ".join(part for part in (number, re.sub(r"^\((.*)\)$", r"\1", title)) if part)
        stars = next((int(name[5:]) for name in node["classes"] if re.fullmatch(r"star-[1-3]", name)), 0)
        name = title or admonitionlabels.get(type(node).__name__, "Note")
        return name + (" " + "★" * stars + "☆" * (3 - stars) if stars else ""), body

    def write_solution_node(self, node: nodes.Element) -> str:
        """Return a solution to unfold; its cells are text, so that running every cell runs the reader's own tries."""
        title, *body = node.children
        return folded(title.astext().strip(), self.blocks(body))

    def write_container(self, node: nodes.Element) -> str:
        if is_cell(node):
            outputs = [
                child for child in node.findall(nodes.container) if child.get("nb_element") == "cell_code_output"
            ]
            return "\n\n".join(
                part for part in (fenced(self.cell_source(node["cell_index"]), "python"), self.blocks(outputs)) if part
            )
        return self.blocks(node.children)

    def write_dropdown_main(self, node: nodes.Element) -> str:
        title, *body = node.children
        return folded(title.astext().strip() or "More", self.blocks(body))

    def write_sd_tab_label(self, node: nodes.Element) -> str:
        return f"**{self.inline(node).strip()}**"

    def write_quiz(self, node: nodes.Element) -> str:
        """Return the question with its answers, and what is said to each of them folded below (see quiz.py)."""
        title, question, *answers = node.children
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        asked, told = [], []
        if node["kind"] == "number":
            told.append(f"The answer is {shown(node['answer'])}.")
        for letter, answer in zip(letters, answers, strict=False):
            text = self.inline(answer[0])
            mark = text if node["kind"] == "number" else f"**{letter}** {text}"
            asked.append(f"- {mark}")
            verdict = "Right" if answer["right"] else "Wrong"
            said = f"- {mark}\n\n**{verdict}.** {self.blocks(answer[1].children)}"
            told.append(said.replace("\n", "\n  ").replace("\n  \n", "\n\n"))
        choices = "" if node["kind"] == "number" else "\n".join(asked)
        if node["kind"] == "multiple":
            choices = "Choose all that apply.\n\n" + choices
        question = f"**{self.inline(title)}**\n\n{self.blocks(question.children)}\n\n{choices}".strip()
        return quote(question) + "\n\n" + folded("Answers", "\n\n".join(told))

    def write_quiz_set(self, node: nodes.Element) -> str:
        """Return the questions of a set, one below the other."""
        title, *rest = node.children
        return f"**{self.inline(title)}**\n\n{self.blocks(rest)}"

    def write_milestone(self, node: nodes.Element) -> str:
        """Return a milestone as a quote that leads to where it can be ticked (see milestones.py)."""
        anchor = self.link("Tick it on the book's page", f"{self.page}#{node['ids'][0]}")
        return quote(f"**Milestone: {node['title'].translate(ESCAPES)}**\n\n{anchor}.")

    def write_explorable(self, node: nodes.Element) -> str:
        """Return what stands for an explorable where no script runs, and a link to the living one."""
        anchor = f"#{node['ids'][0]}" if node["ids"] else ""
        return "\n\n".join(
            part
            for part in (self.blocks(node.children), self.link("Play with it on the book's page", self.page + anchor))
            if part
        )


def alignment(classes: list[str]) -> str:
    """Return the rule below a column's head for the classes that MyST gives to its entries."""
    return {"text-right": "---:", "text-center": ":---:"}.get(next(iter(classes), ""), "---")
