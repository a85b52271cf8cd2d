"""Sphinx settings.  The built pages load nothing from elsewhere: formulas become MathML here."""

from __future__ import annotations

from typing import Any

from docutils.nodes import SkipNode
from docutils.utils.math.latex2mathml import tex2mathml

from irenic import __version__

project = "Irenic"
author = "The Irenic maintainers"
copyright = "The Irenic maintainers, Apache-2.0"
version = release = __version__

extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
root_doc = "index"
exclude_patterns = ["_build"]
language = "en"

myst_enable_extensions = ["dollarmath", "deflist"]
myst_heading_anchors = 4

html_theme = "furo"
html_title = "Irenic"
html_copy_source = False
html_show_sphinx = False
html_math_renderer = "mathml"


def _inline(writer: Any, node: Any) -> None:
    writer.body.append(tex2mathml(node.astext()))
    raise SkipNode


def _block(writer: Any, node: Any) -> None:
    writer.body.append(f"<div class='math'>{tex2mathml(node.astext(), as_block=True)}</div>")
    raise SkipNode


def setup(app: Any) -> None:
    """Register the renderer that turns formulas into MathML, which browsers draw themselves."""
    app.add_html_math_renderer("mathml", (_inline, None), (_block, None))
