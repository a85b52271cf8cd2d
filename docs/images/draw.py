"""Draw the pictures of the documentation anew: ``python docs/images/draw.py``.

Needs the test dependencies and chromium (``IRENIC_CHROMIUM`` names it, else the one on the PATH).
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from irenic.analyse.conflict_analysis import analyse_conflict
from irenic.analyse.guarantees import analyse_agreement
from irenic.analyse.settlement import analyse_case
from irenic.casefile.catalogue import resolve
from irenic.casefile.reader import read_case
from irenic.report.guarantees import guarantees_document
from irenic.report.html import document_to_html, render
from irenic.report.stability import stability_document

HERE = Path(__file__).parent
#: picture -> which page it is of, and what of that page it shows
PARTS = {
    "report-top": ("harbour", "#in-short"),
    "report": ("harbour", "#space figure"),
    "report-card": ("harbour", "#proposal-B"),
    "report-issues": ("harbour", "#issues .scroll"),
    "conflict-graph": ("ridge-talks", "#figure-conflict"),
    "corridors": ("disarmament", "#corridor"),
    "agreement-steps": ("disarmament", "#step-by-step"),
}
#: Wide enough for the page's contents at the side; keeps each picture below 300 kB.
WINDOW = {"width": 1100, "height": 900}


def chromium() -> str:
    """Return the path of the browser."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("IRENIC_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if found is None:
        raise SystemExit("no chromium found; install it, or set IRENIC_CHROMIUM to its path")
    return found


def main() -> None:
    """Write the pictures beside this file."""
    texts = {
        "harbour": render(analyse_case(read_case(resolve("harbour")))),
        "ridge-talks": document_to_html(
            stability_document(analyse_conflict(read_case(resolve("ridge-talks"))))
        ),
        "disarmament": document_to_html(
            guarantees_document(analyse_agreement(read_case(resolve("disarmament"))))
        ),
    }
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        for name, words in texts.items():
            (Path(folder) / f"{name}.html").write_text(words, encoding="utf-8")
        browser = driver.chromium.launch(executable_path=chromium(), args=root)
        page = browser.new_page(viewport=WINDOW)
        for name, (case, part) in PARTS.items():
            page.goto((Path(folder) / f"{case}.html").as_uri())
            page.locator(part).first.screenshot(path=HERE / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
