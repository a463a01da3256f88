"""Every page in a real JupyterLab, in a real Chromium: it runs, its panels answer, its formulas are set."""
import re
import shutil
from pathlib import Path

import pytest

sync_api = pytest.importorskip("playwright.sync_api")
from axe_playwright_python.sync_playwright import Axe  # noqa: E402

from helpers import pages  # noqa: E402
from tests.browser import lab  # noqa: E402

pytestmark = pytest.mark.skipif(lab.CHROMIUM is None, reason="no Chromium on this machine: pages were not opened in a browser")

PAGES = sorted(path.name for path in (lab.ROOT / "notebooks").glob("*.ipynb"))
# What JupyterLab itself logs without a network, or about its own settings.
NOT_OURS = re.compile(r"favicon|Failed to load resource|jupyter\.org|Content Security|WebGL|\[Deprecation\]", re.I)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A copy of the course, served: nothing that a browser does reaches the project's own files."""
    folder = tmp_path_factory.mktemp("course")
    for name in ("notebooks", "helpers", "diagrams", "data", "benchmarks"):
        shutil.copytree(lab.ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints"))
    shutil.copy(lab.ROOT / "README.md", folder)
    for page in PAGES:
        pages.write(folder / "notebooks" / f"solved_{page}", pages.solve(pages.read(lab.ROOT / "notebooks" / page)))
    with lab.server(folder, folder / "lab.log") as (address, token):
        yield folder, address, token


@pytest.fixture(scope="module")
def chromium():
    with lab.browser() as chromium:
        yield chromium


def new_tab(browser):
    """Return a tab that notes what goes wrong in it."""
    tab = browser.new_page(viewport={"width": 1200, "height": 1000})
    tab.errors = []
    tab.on("console", lambda message: message.type == "error" and tab.errors.append(message.text))
    tab.on("pageerror", lambda error: tab.errors.append(str(error)))
    return tab


class Desk:
    """JupyterLab in one tab: one page after the other is opened in it and closed again, as a learner does."""

    def __init__(self, chromium, address, token):
        self.chromium, self.address, self.token, self.tab = chromium, address, token, None

    def open(self, name):
        """Open a page; return the tab."""
        self.tab = self.tab or new_tab(self.chromium)
        self.tab.errors.clear()
        self.tab.set_viewport_size({"width": 1200, "height": 1000})
        lab.open_here(self.tab, self.address, self.token, name)
        return self.tab

    def clear(self):
        """Close the page; where that doesn't work, the next gets another tab."""
        try:
            lab.close_here(self.tab)
        except (RuntimeError, sync_api.Error):
            self.tab.close()
            self.tab = None


@pytest.fixture(scope="module")
def jupyterlab(course, chromium):
    _, address, token = course
    return Desk(chromium, address, token)


@pytest.fixture
def desk(jupyterlab):
    yield jupyterlab
    jupyterlab.clear()


@pytest.mark.parametrize("page", PAGES[::-1])  # those that take longest first
def test_a_page_runs_solved_and_its_panels_answer(page, course, desk):
    """As shipped it is run by nbval; here with every exercise solved, as `make solved` does where there is no browser."""
    folder, _, _ = course
    tab = desk.open(f"solved_{page}")
    lab.run_all(tab)
    lab.show_everything(tab)
    _exercises_are_right(tab, pages.read(folder / "notebooks" / f"solved_{page}"))
    assert tab.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
    assert tab.locator(".jp-OutputArea-output [data-mime-type='application/vnd.jupyter.error']").count() == 0
    _formulas_are_set(tab)
    _pictures_have_alternatives(tab)
    code = [cell.source for cell in pages.read(lab.ROOT / "notebooks" / page).cells if cell.cell_type == "code"]
    expected = sum(bool(re.search(r"^panels\.(?!(questions|why)\()", source, re.MULTILINE)) for source in code)
    drawn = tab.locator(".course-panel", has=tab.locator("[role=img] svg"))  # predictions and questions draw nothing
    sync_api.expect(drawn).to_have_count(expected, timeout=20_000)
    for number in range(expected):
        _panel_answers(tab, drawn.nth(number))
    _panels_fit_a_laptop(tab)
    _panels_flow_in_narrow_windows(tab)
    _no_barrier(tab)
    assert [error for error in tab.errors if not NOT_OURS.search(error)] == []


def _exercises_are_right(tab, notebook):
    outputs = tab.locator(".jp-Notebook .jp-Cell")
    for number, cell in enumerate(notebook.cells):
        if cell.metadata.get("exercise"):
            sync_api.expect(outputs.nth(number).locator(".jp-OutputArea-output").first).to_contain_text("✓")


def _formulas_are_set(tab):
    text = tab.evaluate("""() => [...document.querySelectorAll('.jp-RenderedMarkdown')].map(e => {
        const copy = e.cloneNode(true); copy.querySelectorAll('code, pre, mjx-container').forEach(x => x.remove());
        return copy.textContent; }).join('\\n')""")
    assert "$" not in text
    assert tab.locator("mjx-merror").count() == 0


def _pictures_have_alternatives(tab):
    """Those that are seen: the still picture of a live panel goes when the panel comes."""
    tab.wait_for_function("""() => [...document.querySelectorAll('.jp-Notebook img')].every(
        image => image.alt || !image.offsetParent)""")


def _panel_answers(tab, panel):
    """Press an arrow key on each slider of a panel: its number and the picture or its words change."""
    panel.scroll_into_view_if_needed()
    _layers_lie_on_one_another(panel)
    picture = panel.locator(".widget-html", has=tab.locator("[role=img] svg"))
    sliders = panel.locator(".widget-slider:visible")
    if sliders.count() == 0:  # a puzzle: doors instead of sliders
        return _doors_answer(tab, panel)
    for number in range(sliders.count()):
        handle, readout = sliders.nth(number).locator("[role=slider]"), sliders.nth(number).locator(".widget-readout")
        before, drawn = readout.text_content(), picture.evaluate_handle("element => [element, element.innerHTML]")
        handle.focus()
        # aria-valuenow has one decimal only, so that it can't tell 0.90 from 0.95
        now, most = (float(handle.get_attribute(name)) for name in ("aria-valuenow", "aria-valuemax"))
        key = "ArrowRight" if now < most else "ArrowLeft"
        tab.keyboard.press(key)
        sync_api.expect(readout).not_to_have_text(before)
        tab.wait_for_function("([element, before]) => element.innerHTML !== before", arg=drawn, polling=50)
    if panel.get_by_role("button", name="Play").count():
        _play_moves_the_steps(tab, panel)
    assert panel.locator("[role=alert]").count() == 0


def _layers_lie_on_one_another(panel):
    """What moves is a picture of its own above what stays."""
    still, moving = panel.evaluate("""panel => ['[aria-hidden=true] svg', '[role=img] svg'].map(
        layer => [...panel.querySelectorAll(layer)].map(svg => Object.values(svg.getBoundingClientRect().toJSON())))""")
    assert still == moving and len(still) >= 1


def _panels_fit_a_laptop(tab):
    """With the file browser open on 1366 × 768, 1036 × 647 pixels are left: a panel shows all it has in 620 of them."""
    tab.set_viewport_size({"width": 1366, "height": 768})
    tab.wait_for_timeout(500)
    for number, (height, over) in enumerate(_of_each_panel(tab, """panel => [
            panel.getBoundingClientRect().height, panel.scrollWidth - panel.clientWidth]"""), 1):
        assert height <= 620 and over <= 0, f"panel {number} is {height:.0f} px high"


def _panels_flow_in_narrow_windows(tab):
    """700 and 390 pixels for the page, and 353: what the file browser leaves of 1366 at a zoom of 200 %. Nothing is wider than
    its panel, and no control, picture or sentence lies on another."""
    pane = tab.locator(".jp-Notebook").first
    beside = tab.viewport_size["width"] - pane.bounding_box()["width"]
    for width in (700, 390, 353):
        tab.set_viewport_size({"width": round(width + beside), "height": 768})
        tab.wait_for_timeout(500)
        assert pane.bounding_box()["width"] < width + 5
        for number, (over, overlaps) in enumerate(_of_each_panel(tab, OVERLAPS), 1):
            assert over <= 0 and not overlaps, f"panel {number} in {width} pixels: {over} px too wide; {overlaps}"
    tab.set_viewport_size({"width": 1366, "height": 768})


def _of_each_panel(tab, measure):
    """Scroll to each panel, and return what `measure`, a function in JavaScript, gives of it."""
    return tab.evaluate(f"""async () => {{
        const frame = () => new Promise(requestAnimationFrame), found = [];
        for (const panel of document.querySelectorAll('.course-panel')) {{
            panel.scrollIntoView({{block: 'center'}});
            await frame(); await frame();
            found.push(({measure})(panel));
        }}
        return found;
    }}""")


OVERLAPS = """panel => {
    const all = '.widget-slider, .widget-toggle-button, .widget-button, .widget-text, [role=img], p';
    const parts = [...panel.querySelectorAll(all)].filter(part => part.offsetParent)
        .map(part => [part, part.getBoundingClientRect()]).filter(([, box]) => box.width && box.height);
    const found = [];
    parts.forEach(([a, one], i) => parts.slice(0, i).forEach(([b, other]) => {
        const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
        const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
        if (across > 1 && down > 1 && !a.contains(b) && !b.contains(a))
            found.push(`${a.textContent.slice(0, 40) || a.className} on ${b.textContent.slice(0, 40) || b.className}`);
    }));
    return [panel.scrollWidth - panel.clientWidth, found];
}"""


def _play_moves_the_steps(tab, panel):
    """Press Play, see the steps move, press it again, see them stand."""
    play, words = panel.get_by_role("button", name="Play"), panel.locator("[role=status]")
    shown = words.text_content()
    for _ in range(2):  # on it goes
        play.focus()
        tab.keyboard.press("Space")
        sync_api.expect(words).not_to_have_text(shown)
        play.focus()
        tab.keyboard.press("Space")
        tab.wait_for_timeout(500)
        shown = words.text_content()
        tab.wait_for_timeout(800)
        assert words.text_content() == shown


def test_panels_answer_in_notebook_7_in_a_narrow_window(course, chromium):
    """Notebook takes the arrow keys of a slider's handle for itself; Page Up and Down, Home, End and the number remain."""
    (_, address, token), tab = course, new_tab(chromium)
    lab.open_page(tab, address, token, next(name for name in PAGES if name.startswith("06")), "notebooks")
    tab.errors.clear()  # while it starts, Notebook stumbles over an extension of its own
    lab.run_all(tab)
    tab.set_viewport_size({"width": 450, "height": 1000})  # 900 pixels at a zoom of 200 %
    lab.show_everything(tab)
    explorer = tab.locator(".course-panel", has=tab.locator("[role=img] svg")).first
    explorer.scroll_into_view_if_needed()
    _layers_lie_on_one_another(explorer)
    words, slider = explorer.locator("[role=status]"), explorer.locator(".widget-slider").first
    readout = slider.locator(".widget-readout")
    for key, shown in (("Home", "0.00"), ("PageUp", "0.25"), ("End", "1.00"), ("PageDown", "0.75")):
        slider.locator("[role=slider]").focus()
        tab.keyboard.press(key)
        sync_api.expect(readout).to_have_text(shown)
        sync_api.expect(words).to_contain_text(f"c = {shown} ·")
    readout.click()
    tab.keyboard.press("Control+a")
    tab.keyboard.type("0.35")
    tab.keyboard.press("Enter")
    sync_api.expect(words).to_contain_text("c = 0.35 ·")
    track = slider.locator(".noUi-base").bounding_box()
    tab.mouse.click(track["x"] + track["width"] / 2, track["y"] + track["height"] / 2)
    sync_api.expect(words).to_contain_text("c = 0.50 ·")
    for width in (700, 390):
        tab.set_viewport_size({"width": width, "height": 1000})
        for number in range(tab.locator(".course-panel").count()):
            panel = tab.locator(".course-panel").nth(number)
            panel.scroll_into_view_if_needed()
            assert panel.evaluate("element => element.scrollWidth <= element.clientWidth"), width
            if panel.get_by_role("button", name="update Γ_u: all").count():
                _doors_answer(tab, panel)
    assert [error for error in tab.errors if not NOT_OURS.search(error)] == []
    tab.close()


def _doors_answer(tab, panel):
    """Open and shut a row of a puzzle's doors from the keyboard: its words change, and change back."""
    words, row = panel.locator("[role=status]"), panel.get_by_role("button", name="update Γ_u: all")
    before = words.text_content()
    for expected in (sync_api.expect(words).not_to_have_text, sync_api.expect(words).to_have_text):
        row.focus()
        tab.keyboard.press("Space")
        expected(before)


def _no_barrier(tab):
    """Ask axe-core about what the course renders: Markdown, outputs and panels.

    Left out: the handle of a slider, which ipywidgets makes without an accessible name and gives no way to name (the
    panels say every value in words beside the picture), and the editors and prompts, which are JupyterLab's.
    """
    ours = {"include": [[".jp-RenderedMarkdown"], [".jp-OutputArea-output"]], "exclude": [[".noUi-handle"]]}
    assert lab.barriers(tab, ours) == []


def test_barriers_are_found_as_axe_itself_finds_them(chromium):
    tab = chromium.new_page()
    text = "<p style='color: #999'>faint <b>words</b></p><img src='data:,'><p style='opacity: .4'>and <a href='#'>faded</a></p>"
    tab.set_content(text)
    found = lab.barriers(tab)
    assert {"color-contrast", "image-alt"} <= {rule for rule, _ in found}
    tab.set_content(text)
    itself = Axe().run(tab).response["violations"]
    assert found == [(rule["id"], rule["nodes"][0]["html"]) for rule in itself if rule["impact"] in ("critical", "serious")]
    tab.close()


def test_an_exercise_takes_an_empty_a_wrong_and_a_right_answer(desk):
    """The learner's way on page 1, typed with the keyboard."""
    tab = desk.open("01_the_simple_rnn.ipynb")
    lab.run_all(tab)
    cell = tab.locator(".jp-CodeCell", has_text="def rnn_cell_forward")
    sync_api.expect(cell.locator(".jp-OutputArea")).to_contain_text("○ rnn_cell_forward")
    for z, mark, told in (("Wax @ xt + Waa @ a_prev", "✗", "b"), ("Wax @ xt + Waa @ a_prev + ba", "✓", "problems")):
        _type_into(tab, cell, f"""
def rnn_cell_forward(xt, a_prev, p):
    a_next = np.tanh({z.replace("Wax", "p['Wax']").replace("Waa", "p['Waa']").replace("ba", "p['ba']")})
    yt_pred = softmax(p["Wya"] @ a_next + p["by"])
    return a_next, yt_pred, RNNCellCache(a_next, a_prev, xt, p)


rnn_cell_forward = checks.yours_or_reference(rnn_cell_forward)""".strip())
        sync_api.expect(cell.locator(".jp-OutputArea")).to_contain_text(f"{mark} rnn_cell_forward", timeout=20_000)
        assert told in cell.locator(".jp-OutputArea").inner_text()


def _type_into(tab, cell, source):
    """Replace a cell's source as by pasting, and run it."""
    cell.scroll_into_view_if_needed()
    cell.locator(".cm-content").click()
    tab.keyboard.press("Control+a")
    tab.keyboard.insert_text(source)
    tab.keyboard.press("Shift+Enter")


def test_an_untrusted_copy_shows_each_panels_still_picture(course, desk):
    """A fresh clone has not been run: every panel must show something there."""
    folder, _, _ = course
    page = next(name for name in PAGES if name.startswith("01"))
    Path(folder, "notebooks", "copy_" + page).write_bytes(Path(folder, "notebooks", page).read_bytes())
    tab = desk.open("copy_" + page)
    lab.show_everything(tab)
    cell = tab.locator(".jp-CodeCell", has_text="panels.rnn_cell(")
    sync_api.expect(cell.locator(".jp-OutputArea img")).to_have_count(1)
    assert tab.get_by_text("Jupyter news").count() == 0


@pytest.mark.parametrize("application", ["lab/tree", "notebooks"])
def test_the_second_day(course, chromium, application):
    """Run, save, shut the kernel down, open again; run, restart, save, open again: a picture or a live panel, never an error."""
    folder, address, token = course
    page, browser = "second_day.ipynb", chromium.new_context(viewport={"width": 1200, "height": 1000})
    shutil.copy(folder / "notebooks" / PAGES[0], folder / "notebooks" / page)

    def opened_again(tab):
        tab.close()
        tab = browser.new_page()
        lab.open_page(tab, address, token, page, application)
        lab.show_everything(tab)
        return tab

    tab = opened_again(browser.new_page())
    lab.run_all(tab)
    _shows(tab, live=True)
    lab.save(tab)
    _shows(opened_again(tab), live=True)  # the kernel still runs
    lab.shut_down(address, token)
    tab = opened_again(tab)
    _shows(tab, live=False)
    lab.run_all(tab)
    _shows(tab, live=True)
    lab.restart(address, token)
    lab.save(tab)
    _shows(opened_again(tab), live=False)
    untrusted = folder / "notebooks" / page
    untrusted.write_text(untrusted.read_text(encoding="utf-8").replace("Start here", "Start  here"), encoding="utf-8")
    _shows(opened_again(tab), live=False)
    browser.close()
    lab.shut_down(address, token)


def _shows(tab, live):
    """See that a panel is live, without its still picture beside it, or that the picture is seen, without an error line."""
    cell = tab.locator(".jp-CodeCell", has_text="panels.first_slider(")
    cell.scroll_into_view_if_needed()
    panel, picture = cell.locator(".course-panel"), cell.locator(".jp-OutputArea img")
    for seen, unseen in ((panel, picture),) if live else ((picture, panel),):
        sync_api.expect(seen.first).to_be_visible()
        sync_api.expect(unseen.first).not_to_be_visible()
    assert picture.first.get_attribute("alt")
    for words in ("Error displaying widget", "Loading widget"):
        line = cell.get_by_text(words)
        assert not (line.count() and line.first.is_visible())
