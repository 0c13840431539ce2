"""Package reference: the pages about `handmade`, made from its docstrings by Sphinx's autodoc.

What is done here: short signatures (``Array`` instead of what it stands for), callable objects such as
``activations.sigmoid`` shown as the functions they are to their users, a table of the names at the top of each module,
a link to each source, and ``{package-table}``, the overview. Of other people's libraries only NumPy is imported for it,
and Matplotlib for the figures.
"""

from __future__ import annotations

import inspect
import re
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.ext.autodoc import (
    ClassDocumenter,
    Documenter,
    ModuleDocumenter,
    ModuleLevelDocumenter,
    ObjectMember,
    PropertyDocumenter,
)
from sphinx.util.docutils import SphinxDirective
from sphinx.util.inspect import signature, stringify_signature
from sphinx.util.nodes import make_refnode
from sphinx.util.typing import stringify_annotation

from book_paths import ROOT
from chapter_list import TITLES
from launch import configured_repository
from package_names import (
    LAYERS,
    docstring,
    instance_of,
    is_described,
    is_instance,
    main_names,
    package_module,
    parts,
    public_names,
    summary,
)

STATIC = Path(__file__).parent / "reference_static"
ALIASES = ("Array", "Seed")  # of handmade.array_types; the overview explains them
PARAMETERS = re.compile(r"<dl>\s*(<dd><em class=\"sig-param\".*?)</dl>", re.S)
NO_LITERAL = re.compile(r"<[^<>]*>")
SETTINGS = {
    "add_module_names": False,
    "autodoc_default_options": {"members": True, "special-members": "__call__", "member-order": "bysource"},
    "copybutton_prompt_text": r">>> |\.\.\. ",  # an example is copied without its prompts and answers
    "copybutton_prompt_is_regexp": True,
    "html_domain_indices": False,  # a list of the modules, which the overview is
    "html_use_index": False,  # a list of the names, to which no page of the theme leads; the search finds them
    "maximum_signature_line_length": 100,
    "python_use_unqualified_type_names": True,
    "toc_object_entries_show_parents": "hide",
}


class OrderedModuleDocumenter(ModuleDocumenter):
    """Documents a module with its names in the order of their sources."""

    def sort_members(self, documenters: list[tuple[Documenter, bool]], order: str) -> list[tuple[Documenter, bool]]:
        """Return the members in order."""
        places = {f"{self.modname}::{name}": place for place, name in enumerate(public_names(self.object))}
        return sorted(documenters, key=lambda entry: places.get(entry[0].name, len(places)))  # imports fall out later


class InstanceDocumenter(ModuleLevelDocumenter):
    """Documents a callable object of a module as a function that has methods; its words are those of its class."""

    objtype = "instance"
    directivetype = "function"
    member_order = 30
    priority = 10

    @classmethod
    def can_document_member(cls, member: Any, membername: str, isattr: bool, parent: Any) -> bool:
        """Say whether this is an object to be shown so."""
        return isinstance(parent, ModuleDocumenter) and is_instance(member)

    def format_args(self, **options: Any) -> str:
        """Return what it is called with."""
        return stringify_signature(signature(self.object), unqualified_typehints=True)

    def get_doc(self) -> list[list[str]]:
        """Return the docstring of its class, in lines."""
        return [[*docstring(self.module, self.objpath[-1]).splitlines(), ""]]

    def get_object_members(self, want_all: bool) -> tuple[bool, list[ObjectMember]]:
        """Return its methods."""
        members = [(name, getattr(self.object, name)) for name in vars(type(self.object))]
        return False, [ObjectMember(name, value) for name, value in members if inspect.ismethod(value)]


class InstanceClassDocumenter(ClassDocumenter):
    """Documents the class of such an object in a sentence: what it does is said there."""

    objtype = "instanceclass"
    directivetype = "class"
    priority = 20

    @classmethod
    def can_document_member(cls, member: Any, membername: str, isattr: bool, parent: Any) -> bool:
        """Say whether this is such a class."""
        return isinstance(parent, ModuleDocumenter) and bool(instance_of(parent.object, member))

    def get_doc(self) -> list[list[str]]:
        """Return the sentence."""
        return [[f"The class of :py:obj:`~{self.modname}.{instance_of(self.module, self.object)}`.", ""]]

    def document_members(self, all_members: bool = False) -> None:
        """Leave the methods to the object."""


class ShortPropertyDocumenter(PropertyDocumenter):
    """Documents a property, whose type is no signature: it gets the package's words for types here."""

    priority = PropertyDocumenter.priority + 1

    def add_line(self, line: str, source: str, *lineno: int) -> None:
        """Add a line, a type in short words."""
        if line.strip().startswith(":type:"):
            for long, short in aliases().items():
                line = line.replace(long, short)
        super().add_line(line, source, *lineno)


class ValueDocumenter(ModuleLevelDocumenter):
    """Documents a plain value of a module by the comment above it, whichever part of the module that stands in."""

    objtype = "value"
    directivetype = "data"
    member_order = 40
    priority = 10

    @classmethod
    def can_document_member(cls, member: Any, membername: str, isattr: bool, parent: Any) -> bool:
        """Say whether this is a value with such a comment."""
        return is_commented_value(parent, membername, member)

    def get_doc(self) -> list[list[str]]:
        """Return the comment, in lines."""
        return [[*docstring(self.module, self.objpath[-1]).splitlines(), ""]]

    def document_members(self, all_members: bool = False) -> None:
        """Leave out what the value holds."""


def is_commented_value(parent: Any, name: str, value: Any) -> bool:
    """Say whether a member of what is documented is a plain public value with a comment above it."""
    if not isinstance(parent, ModuleDocumenter) or is_described(value) or name not in public_names(parent.object):
        return False
    return bool(docstring(parent.object, name))


def keep_member(app: Sphinx, what: str, name: str, value: Any, skip: bool, options: Any) -> bool | None:
    """Keep what autodoc takes for values without words; drop the `__call__` of callable objects, and modules."""
    if what == "module" and (is_instance(value) or not is_described(value)):
        return False
    if (what == "instance" and name == "__call__") or inspect.ismodule(value):
        return True
    return None


@cache
def aliases() -> dict[str, str]:
    """Return what the package's words for types stand for → the word."""
    return {stringify_annotation(getattr(package_module("array_types"), name), "smart"): name for name in ALIASES}


def shorten_signature(
    app: Sphinx, what: str, name: str, value: Any, options: Any, arguments: str | None, returned: str | None
) -> tuple[str | None, str | None] | None:
    """Say Array where a signature says what an Array is, and … for a default without a literal; call no protocol."""
    if getattr(value, "_is_protocol", False):
        return "", None
    for long, short in aliases().items():
        arguments = arguments and NO_LITERAL.sub("...", arguments.replace(long, short))
        returned = returned and returned.replace(long, short)
    return arguments, returned


def add_names(app: Sphinx, what: str, name: str, value: Any, options: Any, lines: list[str]) -> None:
    """Append to the docstring of a module the table of its names, or of its parts where it offers none itself."""
    if what != "module":
        return
    rows = [(reference(value, one), summary(value, one)) for one in main_names(value)]
    if not rows:
        rows = [(f"``{part}``", summary(import_module(f"{name}.{part}"))) for part in parts(value)]
    if len(rows) > 1:
        lines += ["", ".. list-table::", "   :class: names", "   :widths: auto", ""]
        lines += [line for left, right in rows for line in (f"   * - {left}", f"     - {right}")]
        lines.append("")


def reference(module: ModuleType, name: str) -> str:
    """Return a link to a name in reST; only the name where nothing is written about it."""
    return f":py:obj:`~{module.__name__}.{name}`" if docstring(module, name) else f"``{name}``"


def resolve_type(app: Sphinx, env: BuildEnvironment, node: addnodes.pending_xref, words: nodes.Element) -> Any:
    """Link the package's words for types, and leave those of other libraries in signatures without a link.

    Elsewhere a name that is not there stays a warning.
    """
    if node["refdomain"] != "py":
        return None
    entry = env.domains["py"].objects.get(f"handmade.array_types.{node['reftarget']}")
    if entry:
        return make_refnode(app.builder, node["refdoc"], entry.docname, entry.node_id, words)
    place: nodes.Element | None = node
    while place is not None and not isinstance(place, addnodes.desc_signature):
        place = place.parent
    return words if place else None


def source_address(repository: str, branch: str, module: str, fullname: str) -> str | None:
    """Return where the source of a name can be read, with its lines; None where Python does not know."""
    value: Any = package_module(module.removeprefix("handmade."))
    for part in fullname.split("."):
        value = getattr(value, part, None)
    value = type(value) if is_instance(value) else getattr(value, "fget", value)
    try:
        file = Path(inspect.getsourcefile(inspect.unwrap(value)) or "").resolve()
        lines, first = inspect.getsourcelines(value)
        path = file.relative_to(ROOT).as_posix()
    except (TypeError, OSError, ValueError):
        return None
    return f"https://github.com/{repository}/blob/{branch}/{path}#L{first}-L{first + len(lines) - 1}"


class PackageTable(SphinxDirective):
    """The directive ``{package-table}``: layers, modules and names of the package, each with a link to its page."""

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        group = nodes.tgroup("", *(nodes.colspec(colwidth=width) for width in (10, 20, 70)), cols=3)
        titles = nodes.row("", *(nodes.entry("", nodes.paragraph("", word)) for word in ("Layer", "Module", "Holds")))
        rows = [row(layer, name) for layer, names in LAYERS.items() for name in names]
        group += [nodes.thead("", titles), nodes.tbody("", *rows)]
        return [nodes.table("", group, classes=["package-table", "colwidths-auto"])]


def row(layer: int, name: str) -> nodes.row:
    """Return the row of one module."""
    module = package_module(name)
    held = nodes.paragraph()
    for one in main_names(module):
        held += link("obj", f"handmade.{name}.{one}", one) if docstring(module, one) else nodes.literal("", one)
        held += nodes.Text(", ")
    for one in parts(module) if not held.children else ():
        held += [nodes.literal("", one), nodes.Text(", ")]
    del held.children[-1:]
    page = nodes.paragraph("", "", link("mod", f"handmade.{name}", name))
    return nodes.row("", *(nodes.entry("", part) for part in (nodes.paragraph("", str(layer)), page, held)))


def link(kind: str, target: str, words: str) -> addnodes.pending_xref:
    """Return a reference to a name of the package."""
    code = nodes.literal("", words, classes=["xref", "py"])
    return addnodes.pending_xref("", code, refdomain="py", reftype=kind, reftarget=target, refexplicit=True)


def apply_settings(app: Sphinx, config: Config) -> None:
    """Set what autodoc and its companions are to do, and serve the style sheet's folder."""
    for name, value in SETTINGS.items():
        if name in config:  # a small book may lack the companions
            config[name] = value
    repository, branch = configured_repository(config), config.html_theme_options.get("repository_branch", "main")
    config.linkcode_resolve = lambda domain, info: source_address(repository, branch, info["module"], info["fullname"])
    config.html_static_path.append(str(STATIC))


def add_style(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
    """Load the style on the pages about the package, and on chapters, whose foot leads there."""
    if doctree is not None and (pagename in TITLES or pagename.split("-")[0] == "api"):
        app.add_css_file("reference.css")


def mend_signatures(
    app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None
) -> None:
    """Write the parameters of a long signature as lines: Sphinx writes a list of definitions without terms."""
    if doctree is not None and 'class="sig-param"' in context.get("body", ""):
        context["body"] = PARAMETERS.sub(parameter_lines, context["body"])


def parameter_lines(found: re.Match[str]) -> str:
    """Return the lines in the place of Sphinx's list."""
    lines = found[1].replace("<dd>", '<span class="sig-line">').replace("</dd>", "</span>")
    return f'<span class="sig-lines">{lines}</span>'


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect to Sphinx."""
    app.setup_extension("sphinx.ext.autodoc")
    app.setup_extension("sphinx.ext.linkcode")
    app.add_autodocumenter(OrderedModuleDocumenter, override=True)
    app.add_autodocumenter(InstanceDocumenter)
    app.add_autodocumenter(InstanceClassDocumenter)
    app.add_autodocumenter(ValueDocumenter)
    app.add_autodocumenter(ShortPropertyDocumenter, override=True)
    app.add_directive("package-table", PackageTable)
    app.connect("config-inited", apply_settings, priority=900)  # after the repository is known
    app.connect("autodoc-skip-member", keep_member)
    app.connect("autodoc-process-signature", shorten_signature)
    app.connect("autodoc-process-docstring", add_names)
    app.connect("missing-reference", resolve_type)
    app.connect("html-page-context", add_style)
    app.connect("html-page-context", mend_signatures)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
