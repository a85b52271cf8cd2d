"""A document as one self-contained page: no network, no outside file, the same bytes each time."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from irenic import __version__
from irenic.analyse.results import Analysis
from irenic.report.blocks import Document
from irenic.report.document import make_document
from irenic.report.text import Badge, Code, Link, Name, Shown, Strong, Text, plain
from irenic.report.view import Limits

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

__all__ = ["MAX_BYTES", "document_to_html", "render"]

#: A page is never larger, so that it can be mailed and opened anywhere.
MAX_BYTES = 1_900_000
#: How often the amount drawn is halved to get there.
MAX_HALVINGS = 8


def render(analysis: Analysis, *, fixed_name: str | None = None) -> str:
    """Return the report of an analysis as one HTML page.

    Parameters
    ----------
    analysis : Analysis
        Already reduced to what its audience may see.
    fixed_name : str, optional
        Title to use instead of the case's own.

    Notes
    -----
    The page carries its style, its script and its pictures; its content security policy
    allows those by their hash and nothing else.  A very large case is drawn in less
    detail, and the page says where.
    """
    limits = Limits()
    for _ in range(MAX_HALVINGS):
        page = document_to_html(make_document(analysis, limits), fixed_name=fixed_name)
        if len(page.encode()) <= MAX_BYTES:
            break
        limits = limits.halved()
    return page


def document_to_html(document: Document, *, fixed_name: str | None = None) -> str:
    """Return a document as one HTML page."""
    from markupsafe import Markup

    style, script = _asset("page.css"), _asset("page.js")
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    template = _environment().get_template("page.html.j2")
    return template.render(
        document=document,
        title=fixed_name or document.title,
        policy=policy,
        # The three strings below are this package's own files and JSON whose angle
        # brackets are written as escapes, so none of them can close its element.
        style=Markup(style),  # noqa: S704
        script=Markup(script),  # noqa: S704
        data=Markup(_embedded(document.data)),  # noqa: S704
        version=__version__,
    )


def _embedded(data: Mapping[str, Any]) -> str:
    shown = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign in ("<", ">", "&", "\u2028", "\u2029"):
        shown = shown.replace(sign, f"\\u{ord(sign):04x}")
    return shown


def _digest(content: str) -> str:
    return "sha256-" + b64encode(sha256(content.encode()).digest()).decode()


@cache
def _asset(name: str) -> str:
    folder = files("irenic.report").joinpath("templates")
    return folder.joinpath(name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("irenic.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["rich"] = _rich
    environment.filters["plain"] = plain
    environment.filters["kind"] = lambda block: type(block).__name__
    environment.filters["svg"] = _svg
    return environment


def _svg(drawn: str) -> Markup:
    """Mark a picture as safe: only :mod:`irenic.report.charts` makes them, all escaped."""
    from markupsafe import Markup

    return Markup(drawn)  # noqa: S704


def _rich(words: Text) -> Markup:
    """Return a text as HTML: names isolated, numbers with their exact value."""
    from markupsafe import Markup

    return Markup("").join(_piece(piece) for piece in words)


def _piece(piece: Any) -> Markup:
    from markupsafe import Markup, escape

    match piece:
        case Shown(shown, exact) if exact:
            return Markup('<data value="{0}" title="exactly {0}">{1}</data>').format(exact, shown)
        case Badge(letter, is_proposal):
            kind = "proposal" if is_proposal else "chosen"
            return Markup('<span class="badge {}">{}</span>').format(kind, letter)
        case Name(shown, full) if full:
            return Markup('<bdi title="{}">{}</bdi>').format(full, shown)
        case Name(shown):
            return Markup("<bdi>{}</bdi>").format(shown)
        case Strong(shown):
            return Markup("<strong>{}</strong>").format(shown)
        case Code(shown):
            return Markup("<code>{}</code>").format(shown)
        case Link(url) if piece.is_safe:
            return Markup('<a href="{0}" rel="noreferrer noopener">{0}</a>').format(url)
        case Shown(shown):
            return escape(shown)
        case Link(url):
            return escape(url)
    return escape(piece)
