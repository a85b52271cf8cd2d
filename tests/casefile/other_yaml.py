"""Another reader of YAML 1.2, as an oracle: ruamel.yaml's own, with dates as the text they are."""

from __future__ import annotations

from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor


class DatesAsText(SafeConstructor):
    """YAML 1.2 has no dates; ruamel.yaml reads them all the same (and fails on month 99)."""


DatesAsText.add_constructor(
    "tag:yaml.org,2002:timestamp", lambda _constructor, node: str(node.value)
)


def load(text: str):
    """Return the plain data in ``text``."""
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = DatesAsText
    return yaml.load(text)
