"""Every case of the catalogue is usable, says where it comes from, and is in the docs."""

from __future__ import annotations

from pathlib import Path

import pytest

from irenic.casefile.catalogue import entries
from irenic.casefile.reader import find_problems, read_case, read_text
from irenic.casefile.writer import write_case

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "catalog").glob("*/*.yaml"))
PAGE = ROOT / "docs" / "reference" / "published-results.md"

#: What the catalogue must hold at least: one file for every case that the page reproduces.
EXPECTED = {
    "abdelnabi-2024-island-airport",
    "abdelnabi-2024-port",
    "abdelnabi-2024-saarland-airport",
    "aumann-1985-contested-garment",
    "aumann-1985-estate-100",
    "aumann-1985-estate-200",
    "aumann-1985-estate-300",
    "baarslag-2014-itex-cypress",
    "baarslag-2014-laptop",
    "brams-1996-camp-david",
    "dallaglio-2007-candies-4",
    "dallaglio-2007-candies-8",
    "ferguson-nucleolus",
    "harbour",
    "lemaire-1991",
    "nash-1950",
    "pirate-ship",
    "raiffa-1982-ampo-city",
    "raiffa-1982-panama-canal",
    "reservoir",
    "staudacher-2019-four-players",
    "susskind-1991-three-parties",
    "trump-divorce",
}

PUBLISHED = [path for path in FILES if path.parent.name != "irenic"]

every_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def test_the_catalogue_is_complete_and_its_names_are_unique():
    stems = [path.stem for path in FILES]
    assert len(stems) == len(set(stems))
    assert set(stems) >= EXPECTED


@every_file
def test_a_file_has_no_problem(path):
    assert find_problems(path) == ()


@every_file
def test_a_file_names_its_sources_and_what_is_exact(path):
    about = read_case(path).about
    assert about.description
    assert about.exact
    assert about.not_verified
    assert about.sources
    for source in about.sources:
        assert source.citation
        assert source.what


@every_file
def test_a_file_survives_writing(path):
    case = read_case(path)
    assert read_text(write_case(case)) == case


@every_file
def test_a_file_is_listed_with_its_title_and_venue(path):
    entry = next(entry for entry in entries() if entry.id == path.stem)
    assert entry.title == read_case(path).title
    assert entry.venue == path.parent.name
    assert entry.path.read_bytes() == path.read_bytes()


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_a_published_case_is_on_the_page_of_published_results(path):
    assert f"`{path.stem}`" in PAGE.read_text(encoding="utf-8")
