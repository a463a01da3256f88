"""Every page in the browser, with NumPy: it runs from the top, its pictures show, its panels answer, its exercises speak."""
import re

import pytest

from helpers import pages
from helpers.exercises import EXERCISES, edit, source
from tests.docs import lite, publishing
from tests.docs.publishing import PAGES, served

sync_api = pytest.importorskip("playwright.sync_api")
from tests.browser import lab  # noqa: E402

pytestmark = [
    pytest.mark.everywhere,
    pytest.mark.skipif(publishing.PYTHON is None, reason=f"{publishing.NOT_INSTALLED}: no page was run in the browser"),
    pytest.mark.skipif(lab.CHROMIUM is None, reason="no Chromium on this machine: no page was run in the browser"),
]
ENDLESS = "while True:\n    pass"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    site, why_not = lite.site_with_numpy(tmp_path_factory)
    if why_not:
        pytest.skip(f"{why_not}: no page was run in the browser")
    return site


@pytest.fixture(scope="module")
def address(site):
    with served(site) as address:
        yield address


@pytest.fixture
def tab(site):
    with lite.chromium(lab.CHROMIUM) as chromium:  # one for each page: a page's memory goes with it
        yield chromium.new_context(viewport={"width": 1200, "height": 1000}).new_page()


@pytest.mark.parametrize("page", PAGES[::-1])  # those that take longest first
def test_a_page(page, site, address, tab):
    fresh = lite.run_and_compare(tab, address, f"{page}.ipynb", site)
    lite.look_at_pictures(tab)
    for number, cell in enumerate(fresh.cells):
        if cell.cell_type == "code" and re.search(r"^panels\.(?!(questions|why)\()", cell.source, re.MULTILINE):
            panel_answers(tab, number)
    exercises = [(number, cell) for number, cell in enumerate(fresh.cells) if cell.metadata.get("exercise") in EXERCISES]
    for number, cell in exercises[:1]:
        an_exercise_speaks(tab, number, cell)


def panel_answers(tab, number):
    """Move a panel's first slider, or its first door: its words change, and nothing is wrong."""
    tab.evaluate("""number => { const page = window.jupyterapp.shell.currentWidget.content;
        page.activeCellIndex = number; return page.scrollToItem(number, 'smart'); }""", number)
    panel = tab.locator(f".jp-Cell[data-windowed-list-index='{number}'] .course-panel")
    panel.wait_for(timeout=60_000)
    picture = panel.locator("[role=img]").first
    if not picture.count():
        return  # a question: nothing is drawn
    before = panel.inner_text() + picture.inner_html()
    handle = panel.locator("[role=slider]:visible")
    if handle.count():
        now, most = (float(handle.first.get_attribute(name)) for name in ("aria-valuenow", "aria-valuemax"))
        handle.first.focus()
        tab.keyboard.press("ArrowRight" if now < most else "ArrowLeft")
    else:
        panel.locator(".widget-toggle-button").first.focus()
        tab.keyboard.press("Space")
    end = 60_000
    while panel.inner_text() + picture.inner_html() == before:
        assert end > 0, "the panel doesn't answer"
        tab.wait_for_timeout(200)
        end -= 200
    assert panel.locator("[role=alert]").count() == 0


def an_exercise_speaks(tab, number, cell):
    """Take an exercise through ○, ✗ (wrong, and a loop that never ends) and ✓."""
    name = cell.metadata["exercise"]
    reference = EXERCISES[name].reference
    stub = re.sub(r"^( +)raise NotImplementedError.*$", lambda found: "\n".join(
        found[1] + line for line in ENDLESS.splitlines()), cell.source, count=1, flags=re.MULTILINE)
    assert lite.run_cell(tab, number, cell.source).startswith("○")
    wrong = edit(source(reference), EXERCISES[name].mistakes[0])
    assert lite.run_cell(tab, number, pages.with_function(cell.source, name, wrong)).startswith("✗")
    said = lite.run_cell(tab, number, stub)
    assert said.startswith("✗") and "still running" in " ".join(said.split())
    assert lite.run_cell(tab, number, pages.with_function(cell.source, name, pages.solution(reference))).startswith("✓")


def test_a_page_is_reset_and_an_old_copy_is_told(site, address, tab):
    """What one wrote is kept beside the page, and the page is as it came; a copy of an older release is said to be one."""
    page = f"{PAGES[0]}.ipynb"
    lite.open_page(tab, address, page)
    said = lite.python(tab, f"""
import piplite
await piplite.install(["rnn-to-lstm"])
import rnn_to_lstm, pathlib
page = pathlib.Path("/drive/notebooks/{page}")
came = page.read_text()
page.write_text(came.replace("raise NotImplementedError", "return np.tanh(w_a * a_prev + w_x * xt)"))
rnn_to_lstm.opened("{page}", "0.1")
rnn_to_lstm.reset("{page}")
kept = page.with_name("{PAGES[0]}_mine_1.ipynb")
print("reset:", "NotImplementedError" in page.read_text(), "kept:", "np.tanh(w_a" in kept.read_text())
page.write_text(kept.read_text())
rnn_to_lstm.bring("{page}")
print("brought:", "np.tanh(w_a" in page.read_text())
""")
    assert "kept from release 0.1" in said and "reset: True kept: True" in said, said
    assert "step moved" in said and "brought: True" in said, said
