"""A method's choice as a result states it: packages, ideal, multipliers, read and scored anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from irenic.verify.claims import Malformed, at, items, number, record, shown, texts, whole
from irenic.verify.frontier import Ground
from irenic.verify.measures import Measure, Row
from irenic.verify.question import EVERYWHERE, Rooms
from irenic.verify.spaces import Vector

__all__ = ["DIRECT", "LISTED", "Answer", "read_answer"]

#: Kind of certificate that needs no frontier.
DIRECT = "bound-and-search"
#: A result may list this many tied packages and leave out the others, not fewer.
LISTED = 1_000


@dataclass
class Answer:
    """One solution of the result, read.

    ``vectors`` are the listed packages, scored anew; ``measures`` what the method maximises,
    with what every party has at least, for each way to be acceptable.  ``optimal`` says that
    nothing better was found.
    """

    name: str
    stated: Mapping[str, Any]
    ground: Ground
    rooms: Rooms
    status: str
    certificate: Mapping[str, Any]
    ideal: Row = ()
    compared: tuple[int, ...] = ()
    gaining: int = 0
    vectors: list[Vector] = field(default_factory=list)
    measures: list[tuple[Measure, Vector]] = field(default_factory=list)
    optimal: bool = False

    @property
    def measured(self) -> Row:
        """Return the key of the first package."""
        return self.key(self.vectors[0])

    def key(self, vector: Vector) -> Row:
        """Return what the method maximises, at a package."""
        keys = [m.key(vector) for m, low in self.measures if _reaches(vector, low)]
        if not keys:
            raise Malformed(f"{self.shown(vector)} is not acceptable to those who must accept")
        return max(keys)

    def shown(self, vector: Vector) -> str:
        """Return scores for a sentence."""
        return shown(self.ground.scaled.scores(vector))

    def seeds(self) -> list[Row]:
        """Return the multipliers of the certificate, for whole utilities."""
        parties, scale = self.ground.yardstick.parties, self.ground.scaled.scale
        rows = []
        for table in items(self.certificate.get("multipliers", [])):
            row = [number(at(table, p.id)) / s for p, s in zip(parties, scale, strict=True)]
            if min(row) < 0:
                raise Malformed("a multiplier is below zero")
            rows.append(tuple(row))
        return rows


def _reaches(vector: Vector, low: Vector) -> bool:
    return all(x >= y for x, y in zip(vector, low, strict=True))


def read_answer(
    name: str, stated: Mapping[str, Any], ground: Ground, rooms: Rooms, status: str
) -> Answer:
    """Return one solution of the result, its packages scored anew.

    Raises
    ------
    Malformed
        When it cannot be read, or cannot be an answer at all.
    Unchecked
        When the decision rule has too many alternatives, or the rules link too many issues.
    """
    certificate = record(at(stated, "certificate"))
    yardstick, scaled = ground.yardstick, ground.scaled
    if yardstick.unknown and name not in EVERYWHERE:
        raise Malformed("a no-deal value is unknown, so the method has no answer")
    answer = Answer(name, stated, ground, rooms, status, certificate)
    parties = [p.id for p in yardstick.parties]
    if rooms.paths.blocked:
        raise Malformed("no package keeps every rule, so the method has no answer")
    if name.startswith(("kalai", "equal-loss")):
        ideal = record(at(certificate, "ideal"))
        answer.ideal = tuple(number(at(ideal, p)) for p in parties)
        known = set(texts(certificate.get("compared", [])))
        answer.compared = tuple(i for i, p in enumerate(parties) if p in known)
        for i in answer.compared:
            no_deal = yardstick.parties[i].no_deal or 0
            if name != "equal-loss-absolute" and answer.ideal[i] <= no_deal:
                raise Malformed(f"{parties[i]} is compared, but its ideal is no gain")
    else:
        answer.compared = tuple(range(len(parties)))
    if name == "nash":
        answer.gaining = whole(at(certificate, "gaining"))
    for package in items(at(stated, "packages")):
        vector = scaled.whole(yardstick.scores(yardstick.read_complete(package)))
        if vector is None:
            raise Malformed("a score is no whole multiple of the unit of the case")
        answer.vectors.append(vector)
    answer.measures = _measures(answer)
    rooms.searcher.start()
    return answer


def _measures(answer: Answer) -> list[tuple[Measure, Vector]]:
    rooms = answer.rooms
    if answer.name == "nash":
        if not 0 <= answer.gaining <= rooms.scaled.n_parties:
            raise Malformed(f"gaining is stated as {answer.gaining}")
        return [
            (rooms.measure("nash", (), inside), low)
            for inside, low in rooms.gaining(answer.gaining)
        ]
    measure = rooms.measure(answer.name, answer.ideal, answer.compared)
    return [(measure, low) for low in rooms.lows_of(answer.name)]
