"""Claims about two parties who divide things: placeholder until the format settles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from irenic.verify.claims import Claim
from irenic.verify.utility import Yardstick


def division_claims(
    result: Mapping[str, Any], yardstick: Yardstick, reader: str
) -> Iterator[Claim]:
    """Yield the claims on a case with divisible issues."""
    yield Claim("shares", "not checked", "x")
