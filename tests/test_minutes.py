"""Honest length: a page's own line, README's table and the count of what is on the page say the same minutes.

Prose at 120 words a minute (what is folded away left out), code that teaches at 10 lines a minute, 8 minutes an exercise (15
for the way back of a network), 4 a panel with its tries, 1 a figure; rounded up to five. A cell of one's own takes what it
takes: that page says a guess.
"""
import math
import re
from pathlib import Path

import pytest

from helpers import pages

ROOT = Path(__file__).parents[1]
PAGES = sorted((ROOT / "notebooks").glob("*.ipynb"))
FURTHER = 18  # from this page on, the course goes further: these hours aren't in the total
SHORT = ("softmax_cross_entropy_backward", "output_backward", "embedding_backward")  # of one line, of three, of one
README = dict(re.findall(r"\(notebooks/(\w+)\.ipynb\)[^|]*\|[^|]*\| (\d+) \|", (ROOT / "README.md").read_text(encoding="utf-8")))


def minutes(path):
    """Return the honest minutes of a page."""
    cells = pages.read(path).cells
    prose = [re.sub(r"<details>.*?</details>|!\[[^\]]*\]\([^)]*\)|\$\$.*?\$\$", "", cell.source, flags=re.DOTALL)
             for cell in cells if cell.cell_type == "markdown"]
    code = [cell for cell in cells if cell.cell_type == "code"][1:]
    shown = [cell for cell in code if not cell.metadata.get("jupyter", {}).get("source_hidden")]
    lines = sum(bool(line.strip()) for cell in shown for line in cell.source.splitlines())
    exercises = [cell.metadata["exercise"] for cell in code if "exercise" in cell.metadata]
    panels = sum(bool(re.match(r"panels\.(?!questions|why|predict)", cell.source)) for cell in code)
    figures = sum("style.show(" in cell.source for cell in code)
    whole = (sum(len(text.split()) for text in prose) / 120 + lines / 10 + 4 * panels + figures
             + sum(15 if "backward" in name and name not in SHORT else 8 for name in exercises))
    return 5 * math.ceil(whole / 5)


@pytest.mark.parametrize("page", [page for page in PAGES if "your_own" not in page.stem], ids=lambda page: page.stem)
def test_readme_and_the_page_say_its_honest_minutes(page):
    expected = minutes(page)
    said = re.search(r"(?:About|In) (\w+) minutes", pages.read(page).cells[1].source)
    assert README[page.stem] == str(expected), "README's table"
    assert said is None or said[1] == str(expected), "the page's own line"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_takes_at_most_an_hour(page):
    assert minutes(page) <= 60


def test_readme_says_the_total():
    said = [int(value) for value in README.values()]
    hours, further = (round(sum(some) / 60) for some in (said[:FURTHER], said[FURTHER:]))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"{hours} hours" in readme and f"{further} more if you go further" in readme
