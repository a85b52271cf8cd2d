"""Irenic: open decision support for people who mediate and analyse negotiations.

The package keeps its top level empty on purpose: ``import irenic`` costs nothing.
``docs/explanation/structure.md`` shows the rooms of the house.
"""

__all__ = ["__version__"]

__version__ = "0.1.0"
