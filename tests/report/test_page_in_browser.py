"""The page in a real browser: no error, no request, accessible, usable by keyboard."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from agreement_builders import invented_case, worked_case
from builders import made

from irenic.analyse.conflict_analysis import analyse_conflict
from irenic.analyse.guarantees import analyse_agreement
from irenic.casefile.catalogue import resolve
from irenic.casefile.reader import read_case
from irenic.report.guarantees import guarantees_document
from irenic.report.html import document_to_html, render
from irenic.report.stability import stability_document

pytestmark = pytest.mark.browser

NAMES = ("chromium", "chromium-browser", "google-chrome")
#: What axe calls minor is advice; everything else fails the test.
IMPACTS = {"moderate", "serious", "critical"}
LARGE = [
    ("two_parties", "mediator"),
    ("many_parties", "mediator"),
    ("shares", "mediator"),
    ("claims_only", "mediator"),
    ("coalitions_only", "mediator"),
    ("no_zone", "mediator"),
    ("foreign", "mediator"),
    ("sixty_issues", "mediator"),
    ("two_parties", "party:buyer"),
    ("two_parties", "joint"),
    ("ridge-talks", "stability"),
    ("elmira-1991", "stability"),
    ("worked", "guarantees"),
    ("invented", "guarantees"),
]
every = pytest.mark.parametrize(("name", "reader"), LARGE)


def find_chromium() -> str:
    """Return the browser; without one, fail where the machine is a test server, else skip."""
    found = os.environ.get("IRENIC_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), "")
    if not found:
        message = "no chromium: install it (apt-get install chromium) or set IRENIC_CHROMIUM"
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(message)
        pytest.skip(message)
    return found


@cache
def drawn(name: str, reader: str) -> str:
    if reader == "stability":
        answer = analyse_conflict(read_case(resolve(name)))
        return document_to_html(stability_document(answer))
    if reader == "guarantees":
        case = worked_case() if name == "worked" else invented_case(4, 15)
        return document_to_html(guarantees_document(analyse_agreement(case)))
    return render(made(name, reader))


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    executable = find_chromium()
    from playwright.sync_api import sync_playwright

    root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as started:
        found = started.chromium.launch(
            executable_path=executable, args=["--no-sandbox"] if root else []
        )
        yield found
        found.close()


class Opened:
    """One page in its own context; remembers every message, error and request."""

    def __init__(self, browser: Any, path: Path, **context: Any) -> None:
        self.context = browser.new_context(**context)
        self.said: list[str] = []
        self.requests: list[str] = []
        self.context.route("**/*", self._route)
        self.address = path.as_uri()
        self.page = self.context.new_page()
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.goto(self.address)

    def _route(self, route: Any) -> None:
        address = route.request.url
        if address == self.address:
            route.continue_()
            return
        if not address.startswith("data:"):
            self.requests.append(address)
        route.abort()


@pytest.fixture
def opened(browser, tmp_path) -> Iterator[Any]:
    pages = []

    def go(name: str, reader: str = "mediator", **context: Any) -> Opened:
        path = tmp_path / "page.html"
        path.write_text(drawn(name, reader), encoding="utf-8")
        pages.append(Opened(browser, path, **context))
        return pages[-1]

    yield go
    for page in pages:
        page.context.close()


def axe_findings(page: Any, options: str = "") -> list[str]:
    """Return what axe-core finds, run inside the page's own policy."""
    source = files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    page.evaluate(source + "\n;undefined")
    found = page.evaluate(f"axe.run(document, {{{options}resultTypes: ['violations']}})")
    return [
        f"{v['id']} ({v['impact']}): {[n['html'][:120] for n in v['nodes'][:3]]}"
        for v in found["violations"]
        if v["impact"] in IMPACTS
    ]


@every
def test_page_is_silent_and_stays_at_home(opened, name, reader):
    found = opened(name, reader)
    found.page.mouse.wheel(0, 4000)
    found.page.wait_for_timeout(100)
    assert found.said == []
    assert found.requests == []


def test_a_request_would_be_noticed(opened):
    """The check above can fail: the policy refuses a picture from elsewhere, loudly."""
    found = opened("claims_only")
    found.page.evaluate(
        "document.body.append(Object.assign(new Image(), {src: 'https://x.test/'}))"
    )
    found.page.wait_for_timeout(200)
    assert any("Content Security Policy" in words for words in found.said)


def test_policy_refuses_foreign_script_and_style(opened):
    found = opened("claims_only")
    found.page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.intruder = true";
          document.body.append(script);
          const box = document.createElement("p");
          box.setAttribute("style", "position: fixed");
          box.id = "box";
          document.body.append(box);
        }"""
    )
    assert found.page.evaluate("window.intruder") is None
    position = "getComputedStyle(document.getElementById('box')).position"
    assert found.page.evaluate(position) == "static"
    assert len(found.said) >= 2


@every
def test_axe_finds_nothing(opened, name, reader):
    found = opened(name, reader, color_scheme="light")
    found.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert axe_findings(found.page) == []


@pytest.mark.parametrize(
    ("name", "reader"),
    [
        ("two_parties", "mediator"),
        ("claims_only", "mediator"),
        ("coalitions_only", "mediator"),
        ("elmira-1991", "stability"),
    ],
)
def test_axe_finds_nothing_in_dark(opened, name, reader):
    """Only colours differ from the light page, so only contrast is looked at again."""
    found = opened(name, reader, color_scheme="dark")
    found.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert axe_findings(found.page, "runOnly: ['color-contrast'], ") == []


@every
def test_narrow_window_does_not_scroll_sideways(opened, name, reader):
    found = opened(name, reader, viewport={"width": 360, "height": 780})
    found.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    wide = found.page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    assert not wide


def test_theme_can_be_chosen_by_keyboard(opened):
    page = opened("two_parties", color_scheme="light").page
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator("#theme").focus()
    page.keyboard.press("Enter")
    assert page.locator("#theme").inner_text() == "Light page"
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert dark != light
    page.keyboard.press("Space")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == light


def test_first_tab_offers_to_skip_to_the_analysis(opened):
    page = opened("two_parties").page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the analysis"
    page.keyboard.press("Enter")
    page.wait_for_timeout(50)
    assert page.evaluate("document.activeElement.id") == "main"


def test_two_packages_are_compared_by_keyboard(opened):
    page = opened("two_parties").page
    second = page.locator("#compare-second")
    second.focus()
    second.select_option(label="C one-sided")
    rows = page.locator("#compare-body tr").all_inner_texts()
    cells = [row.split("\t") for row in rows]
    # draft (b, b, 1) against one-sided (c, a, 0): the buyer loses 25, 12 and 0.3 x 66.6
    assert cells[0] == ["Price", "b of price", "c of price", "Buyer −25, Seller +18"]
    assert cells[1] == ["Delivery date", "b of date", "a of date", "Buyer −12, Seller +25"]
    assert cells[2][3] == "Buyer −19.98, Seller +10.5"
    assert cells[3][:3] == ["Score: Buyer", "56.98", "0"]
    assert page.locator("#compare-said").inner_text() == "The two packages differ on 3 issues."


@pytest.mark.parametrize("name", ["two_parties", "many_parties"])
def test_outcomes_are_read_out_and_compared_without_a_mouse(opened, name):
    page = opened(name).page
    page.get_by_role("button", name="Next outcome").focus()
    page.keyboard.press("Enter")
    said = page.locator(".readout").inner_text()
    assert said.startswith("Outcome 1, ")
    page.keyboard.press("Enter")
    assert page.locator(".readout").inner_text().startswith("Outcome ")
    assert page.locator(".readout").inner_text() != said
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "compare-second"
    chosen = page.evaluate("document.activeElement.selectedOptions[0].textContent")
    assert chosen.startswith("Outcome ")


def test_pointing_at_an_outcome_shows_its_package(opened):
    page = opened("two_parties").page
    dot = page.locator("#figure-plane .drawing circle.dot").first
    dot.hover(force=True)
    assert "Price: " in page.locator(".readout").inner_text()


def test_paper_hides_nothing_that_matters(opened):
    page = opened("two_parties", color_scheme="dark").page
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    tables = page.locator("details table")
    assert tables.count() >= 2
    assert all(tables.nth(k).is_visible() for k in range(tables.count()))
    assert not page.locator("nav").is_visible()


@pytest.mark.parametrize(
    ("name", "reader"),
    [
        ("two_parties", "mediator"),
        ("many_parties", "mediator"),
        ("elmira-1991", "stability"),
    ],
)
def test_paper_is_wide_enough(opened, name, reader):
    """A4 upright at 96 dots an inch, less the margins."""
    page = opened(name, reader, viewport={"width": 688, "height": 1000}).page
    page.emulate_media(media="print")
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0


@pytest.mark.parametrize("name", ["elmira-1991", "cuban-missile-crisis"])
def test_words_fit_into_the_boxes_of_a_conflict(opened, name):
    """The layout estimates how wide words are; here the browser has set them."""
    page = opened(name, "stability").page
    spare = page.evaluate(
        """() => [...document.querySelectorAll("svg.states g.state")].flatMap(state => {
          const box = state.querySelector(".box").getBBox();
          const words = [...state.querySelectorAll(":scope > text")].map(text => {
            const at = text.getBBox();
            return Math.min(at.x - box.x, box.x + box.width - at.x - at.width);
          });
          const wide = (of, what) => of.querySelector(what).getBBox().width;
          const pills = [...state.querySelectorAll("g")].map(pill =>
            wide(pill, "rect") - wide(pill, "text"));
          return [...words, ...pills];
        })"""
    )
    assert len(spare) >= 18
    assert min(spare) >= 0


def test_page_is_readable_without_script(opened):
    page = opened("two_parties", java_script_enabled=False).page
    assert page.locator("main").inner_text().count("Delivery date") > 3
    assert not page.locator("#compare").is_visible()
    assert not page.locator("#theme").is_visible()
    page.locator("summary").first.click()
    assert page.locator("details table").first.is_visible()
