"""XML bytes -> elements with their lines, inside stated limits.

Works on the events of defusedxml's expat parser: document type definitions, and with them
entities of every kind, are refused before anything is expanded, and every limit holds
before anything is built.
"""

from __future__ import annotations

import re
from typing import Any
from xml.sax.handler import ContentHandler

from irenic.interop.tree import MAX_DEPTH, MAX_NODES, Element, Place, Problems, Stop, quoted

__all__ = ["parse_xml"]

#: An ampersand that starts no reference.  GENIUS takes it as it stands ("coffee & tea").
_BARE = re.compile(rb"&(?!(?:[A-Za-z_][\w.-]*|#[0-9]+|#x[0-9a-fA-F]+);)")
#: A declaration behind blanks and comments, where XML does not allow it and GENIUS does.
_LATE = re.compile(rb"\A(?:\s|<!--[^>]*-->)+(<\?xml\b[^>]*\?>)")
#: What expat says -> what we say was found, and what was expected.
_PLAIN_WORDS = {
    "mismatched tag": ("an end tag that fits no open element", "the end tag of the open element"),
    "no element found": ("the end of the file before that of its elements", "their end tags"),
    "not well-formed (invalid token)": (
        "a character that cannot stand here",
        "XML; < and & in a text are written &lt; and &amp;, attributes stand in quotes, and the "
        "bytes fit the encoding that the first line names",
    ),
    "duplicate attribute": ("an attribute a second time", "each attribute once"),
    "junk after document element": ("something after the end of the root element", "one root"),
    "undefined entity": ("an entity that is not defined", "the character itself"),
    "unknown encoding": ("an encoding that is not known", "UTF-8; save the file again so"),
    "encoding specified in XML declaration is incorrect": (
        "bytes that do not fit the encoding named in the first line",
        "UTF-8; save the file again so",
    ),
    "unclosed token": ("a tag that is not closed", "its >"),
    "syntax error": ("text that is not XML", "an XML file of GENIUS"),
}
_ANYTHING = ("text that is not XML", "an XML file of GENIUS")


def parse_xml(data: bytes, file: str, problems: Problems, /) -> Element | None:
    """Return the root element, or ``None`` when the file is not safe and well-formed XML.

    Parameters
    ----------
    data : bytes
        The whole file; its encoding is the one that it declares, else UTF-8 or UTF-16.
    file : str
        Its name in messages.
    problems : Problems
        Gets the reason with its line when there is no root to return.
    """
    from xml.sax import SAXParseException

    import defusedxml.sax
    from defusedxml import DefusedXmlException

    builder = _Builder(file, problems)
    if b"\x00" not in data[:4]:
        data = _BARE.sub(b"&amp;", data)
        if late := _LATE.match(data):
            blank = b" " * len(late[1])
            data = data[: late.start(1)] + blank + data[late.end(1) :]
    try:
        defusedxml.sax.parseString(data, builder, forbid_dtd=True)
    except Stop:
        return None
    except DefusedXmlException:
        place = _place_of_dtd(data, file)
        expected = "no DOCTYPE and no entities; they are how small files become enormous"
        problems.add("the file", place, "a document type definition (<!DOCTYPE ..>)", expected)
        return None
    except SAXParseException as error:
        message = error.getMessage()
        place = Place(file, error.getLineNumber() or 1, (error.getColumnNumber() or 0) + 1)
        found, expected = _PLAIN_WORDS.get(message, _ANYTHING)
        if (found, expected) == _ANYTHING:
            found = f"{found} ({quoted(message)})"
        problems.add("the file", place, found, expected)
        return None
    except (LookupError, ValueError) as error:
        # The codec of the declared encoding may raise errors of its own.
        found = f"an encoding that cannot be read ({quoted(str(error))})"
        problems.add("the file", Place(file, 1), found, "UTF-8; save the file again so")
        return None
    return builder.root


class _Builder(ContentHandler):
    """Builds elements with a stack of its own."""

    def __init__(self, file: str, problems: Problems) -> None:
        super().__init__()
        self.file = file
        self.problems = problems
        self.root: Element | None = None
        self.stack: list[Element] = []
        self.left = MAX_NODES
        self.locator: Any = None

    def setDocumentLocator(self, locator: Any) -> None:  # noqa: N802 - the name is SAX's
        self.locator = locator

    def place(self) -> Place:
        return Place(self.file, self.locator.getLineNumber(), self.locator.getColumnNumber() + 1)

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802
        here = Element(name, dict(attrs), self.place())
        self.left -= 1 + len(attrs)
        if self.left < 0:
            more = f"more than {MAX_NODES:,} elements and attributes"
            self.problems.add("the file", here.place, more, "a smaller file")
            raise Stop
        if len(self.stack) >= MAX_DEPTH:
            deep = f"elements nested more than {MAX_DEPTH} deep"
            self.problems.add("the file", here.place, deep, "elements less deep")
            raise Stop
        if self.stack:
            self.stack[-1].children.append(here)
        else:
            self.root = here
        self.stack.append(here)

    def endElement(self, _name: str) -> None:  # noqa: N802
        self.stack.pop()


def _place_of_dtd(data: bytes, file: str) -> Place:
    """Return the line of the DOCTYPE, of which the parser says nothing."""
    start = data.find(b"<!DOCTYPE")
    return Place(file, data.count(b"\n", 0, max(start, 0)) + 1)
