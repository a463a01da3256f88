"""Take the README's picture: a page at work in JupyterLab, an exercise answered wrongly above a panel.

    .venv/bin/python docs/picture.py       writes docs/static/page_at_work.png (needs Chromium: make picture)
"""
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
from helpers import pages  # noqa: E402
from tests.browser import lab  # noqa: E402

PAGE, EXERCISE = "01_the_simple_rnn.ipynb", "rnn_cell_forward"
WRONG = """    a_next = np.tanh(Wax @ xt + Waa @ a_prev + ba)
    yt_pred = softmax(Wya @ a_prev + by)"""
STUB = "    raise NotImplementedError  # a_next by equation (1), yt_pred by equation (2)"
WINDOW = {"width": 960, "height": 1700}


def course(folder):
    """Copy the course, with the exercise answered wrongly and what stands between it and the panel left out."""
    for name in ("helpers", "diagrams", "data", "notebooks"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    notebook = pages.read(folder / "notebooks" / PAGE)
    cells = notebook.cells
    start = next(number for number, cell in enumerate(cells) if cell.metadata.get("exercise") == EXERCISE)
    panel = next(number for number, cell in enumerate(cells) if cell.source.startswith("panels.rnn_cell"))
    assert STUB in cells[start].source
    cells[start].source = cells[start].source.replace(STUB, WRONG)
    set_up = next(number for number, cell in enumerate(cells) if cell.cell_type == "code")
    notebook.cells = [cells[set_up], *cells[start - 1:start + 1], *cells[panel - 1:panel + 1]]
    pages.write(folder / "notebooks" / PAGE, notebook)


def main(target):
    """Run the page and take the picture of its last three cells."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        course(folder)
        with lab.server(folder, folder / "lab.log") as (address, token), lab.browser() as browser:
            tab = browser.new_page(viewport=WINDOW, device_scale_factor=1.5)
            lab.open_page(tab, address, token, PAGE, "notebooks")
            lab.run_all(tab)
            tab.locator(".course-panel").wait_for()
            tab.wait_for_timeout(1500)
            boxes = [tab.locator(".jp-Notebook .jp-Cell").nth(number).bounding_box() for number in (2, 4)]
            top, bottom = boxes[0]["y"], boxes[1]["y"] + boxes[1]["height"]
            tab.screenshot(path=target, clip={"x": boxes[0]["x"], "y": top, "width": boxes[0]["width"], "height": bottom - top})


if __name__ == "__main__":
    main(ROOT / "docs" / "static" / "page_at_work.png")
