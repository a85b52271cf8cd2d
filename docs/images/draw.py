"""Draw the pictures of the documentation anew: ``python docs/images/draw.py``.

Needs the test dependencies and chromium (``IRENIC_CHROMIUM`` names it, else the one on the PATH).
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from irenic.analyse.settlement import analyse_case
from irenic.casefile.catalogue import resolve
from irenic.casefile.reader import read_case
from irenic.report.html import render

HERE = Path(__file__).parent
#: picture -> what of the report it shows
PARTS = {
    "report-top": "#in-short",
    "report": "#space figure",
    "report-card": "#proposal-B",
    "report-issues": "#issues .scroll",
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
    page_text = render(analyse_case(read_case(resolve("harbour"))))
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        path = Path(folder) / "report.html"
        path.write_text(page_text, encoding="utf-8")
        browser = driver.chromium.launch(executable_path=chromium(), args=root)
        page = browser.new_page(viewport=WINDOW)
        page.goto(path.as_uri())
        for name, part in PARTS.items():
            page.locator(part).first.screenshot(path=HERE / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
