"""The pages of benchmarks/latency.py in a real JupyterLab and a real Chromium: press, drag, and note the frames that change."""
import sys
import tempfile
import time
from pathlib import Path

import nbformat

from tests.browser import lab

KINDS = ("empty", "panel", "twin")
OPENED = ("predict", "predict_choice", "questions", "why", "progress")
OPENINGS = 10
PARTS = ".jp-OutputArea-output pre, .widget-toggle-button, .widget-readout, .widget-htmlmath-content, .echo"
SECOND = ("number_unit",)  # whose first slider may change nothing; its second one is taken

# What a change is: new content in the panel's picture or in the label; in the twin's outputs the last
# of its images, once it is decoded. A guess is the number beside its slider, or the words below its buttons; an answer is
# the sentence below a question. A button acts when the space bar is let go. What is opened is there when there are as many of
# its parts as before, all of them new.
SCRIPT = """window.course = {
  watch(cell, kind, number) {
    this.observer?.disconnect();
    this.frames = []; this.dirty = false; this.pressed = this.released = 0;
    const seen = () => { if (this.dirty) return; this.dirty = true;
      requestAnimationFrame(() => { this.dirty = false; requestAnimationFrame(() => this.frames.push(performance.now())); }); };
    const output = cell.querySelector('.jp-OutputArea');
    const said = ['predict_choice', 'questions', 'why'].includes(kind);
    const target = kind === 'twin' || said ? output : kind === 'empty' ? output.querySelector('.echo')
        : kind === 'predict' ? output.querySelector('.widget-readout') : output.querySelector('[role=img]').parentElement;
    this.observer = new MutationObserver(records => {
      if (said && !records.some(record => record.target.closest?.('.widget-html, .widget-htmlmath'))) return;
      if (kind !== 'twin') return seen();
      const images = [...output.querySelectorAll('img')];
      const fresh = image => records.some(r => r.target === image || [...r.addedNodes].some(n => n.contains(image)));
      if (images.length === number && images.some(fresh))
        Promise.all(images.map(image => image.decode().catch(() => 0))).then(seen);
    });
    this.observer.observe(target, {childList: true, subtree: true, characterData: true, attributes: kind === 'twin',
                                   attributeFilter: kind === 'twin' ? ['src'] : undefined});
    this.listen();
  },
  opens(cell, parts) {
    this.observer?.disconnect();
    this.frames = []; this.pressed = 0;
    this.listen();
    const here = () => [...cell.querySelectorAll(parts)], old = new Set(here());
    let found = false;
    this.observer = new MutationObserver(() => {
      const now = here();
      if (found || now.length < old.size || now.some(part => old.has(part))) return;
      found = true;
      requestAnimationFrame(() => requestAnimationFrame(() => this.frames.push(performance.now())));
    });
    this.observer.observe(cell, {childList: true, subtree: true});
  },
  listen() {
    if (!this.listening) {
      this.listening = true;
      for (const type of ['keydown', 'keyup']) document.addEventListener(type, event => {
        if (type === (event.key === ' ' ? 'keyup' : 'keydown')) this.pressed = event.timeStamp; }, true);
      document.addEventListener('pointerup', event => { this.released = event.timeStamp; }, true);
    }
  },
  async answer(seconds) {
    const end = performance.now() + 1000 * seconds;
    while (!this.frames.length && performance.now() < end) await new Promise(requestAnimationFrame);
    if (!this.frames.length) return null;
    const time = this.frames[0] - this.pressed;
    await new Promise(done => setTimeout(done, 60));  // the kernel says that it is idle
    return time;
  }
}"""


def write_page(path, name, twins):
    """Write the notebook of one panel: an empty trip, the panel and its twin, a cell each."""
    cell = nbformat.v4.new_code_cell
    cells = [cell(f"import sys; sys.path.insert(0, {str(lab.ROOT)!r})\nfrom benchmarks import latency_cells"),
             cell("latency_cells.empty()"), cell(f"latency_cells.panel({name!r})"),
             cell(f"latency_cells.twin({name!r})" if twins else "None")]
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}})
    path.parent.mkdir(exist_ok=True)
    nbformat.write(notebook, path)


class Control:
    """The slider of one cell (or its doors, where it has none), with its place between the ends."""

    def __init__(self, tab, cell, kind, which=0):
        self.tab, self.cell, self.kind = tab, cell, kind
        self.slider = cell.locator(".widget-slider").nth(which)
        self.has_slider = self.slider.count() > 0
        self._doors = cell.locator(".widget-toggle-button")
        self.pictures = 1  # of a twin: it is drawn when the last of them is there
        self._number, self._key = 0, "ArrowRight"

    def watch(self):
        """Let the page note the changed frames of this cell from now on."""
        self.tab.evaluate("([cell, kind, number]) => window.course.watch(cell, kind, number)",
                          [self.cell.element_handle(), self.kind, self.pictures])

    def press(self):
        """Press a key; return the milliseconds until the picture changed."""
        self.watch()
        if self.has_slider:
            handle = self.slider.locator("[role=slider]")
            now, least, most = handle.evaluate(
                "h => { h.focus(); return ['now', 'min', 'max'].map(x => +h.getAttribute('aria-value' + x)); }")
            self._key = "ArrowLeft" if now >= most else "ArrowRight" if now <= least else self._key
            self.tab.keyboard.press(self._key)
        else:
            self._doors.nth(self._number % self._doors.count()).focus()
            self._number += 1
            self.tab.keyboard.press("Space")
        time_of_it = self.tab.evaluate("window.course.answer(8)")
        if time_of_it is None:
            raise RuntimeError(f"a key press changed nothing in 8 seconds: {self.kind}")
        return time_of_it

    def open(self):
        """Run the cell; return the milliseconds until all that it shows is there."""
        self.cell.locator(".cm-content").first.click()
        self.tab.evaluate("([cell, parts]) => window.course.opens(cell, parts)", [self.cell.element_handle(), PARTS])
        self.tab.keyboard.press("Control+Enter")
        time_of_it = self.tab.evaluate("window.course.answer(8)")
        if time_of_it is None:
            raise RuntimeError(f"a cell that was run showed nothing in 8 seconds: {self.kind}")
        self.tab.wait_for_timeout(200)
        return time_of_it

    def drag(self, seconds):
        """Drag the slider to and fro; return the times of the changed frames, of the start, and of the release."""
        mouse = self.tab.mouse
        self.slider.scroll_into_view_if_needed()
        track, handle = (self.slider.locator(where).bounding_box() for where in (".noUi-base", ".noUi-handle"))
        y = handle["y"] + handle["height"] / 2
        mouse.move(handle["x"] + handle["width"] / 2, y)
        mouse.down()
        self.watch()
        start, began = self.tab.evaluate("performance.now()"), time.perf_counter()
        moves = 0
        while (gone := time.perf_counter() - began) < seconds:
            share = abs((gone / 0.3) % 2 - 1)  # so quick that each move sets another value
            mouse.move(track["x"] + share * track["width"], y)
            moves += 1
            time.sleep(max(0.0, began + moves / 60 - time.perf_counter()))
        mouse.up()
        self.tab.wait_for_timeout(2000 if self.kind == "twin" else 700)
        frames, released = self.tab.evaluate("[window.course.frames, window.course.released]")
        return frames, start, released


def measure_panel(tab, name, presses, seconds, twins):
    """Return {kind: milliseconds of each press}, {kind: what a drag gave} and {kind: milliseconds of each opening}."""
    kinds = KINDS if twins else KINDS[:2]
    controls = {kind: Control(tab, tab.locator(".jp-CodeCell").nth(k), name if kind == "panel" and name in OPENED else kind,
                              int(name in SECOND and kind != "empty")) for k, kind in enumerate(kinds, 1)}
    tab.locator(".jp-CodeCell").nth(1).evaluate("cell => cell.scrollIntoView()")
    tab.wait_for_timeout(400)
    if twins:
        controls["twin"].pictures = controls["panel"].cell.locator("[role=img] svg").count()
    opened = {}
    if name in OPENED:
        opened = {kind: [] for kind in kinds}
        for number in range(OPENINGS + 1):
            for kind in (kinds if number % 2 else kinds[::-1]):
                spent = controls[kind].open()
                if number:
                    opened[kind].append(spent)
        if name == "progress":
            return {}, {}, opened
    times = {kind: [] for kind in kinds}
    for number in range(presses + 1):
        for kind in (KINDS[:2] if number % 2 else KINDS[1::-1]):  # neither always follows the other
            spent = controls[kind].press()
            if number:  # the first one is warm-up
                times[kind].append(spent)
        if twins and number % 4 == 1:  # it is slow, and a few say it
            times["twin"].append(controls["twin"].press())
            tab.wait_for_timeout(400)  # what it leaves the kernel to do must not meet the others
    drags = {kind: controls[kind].drag(seconds) for kind in kinds} if controls["panel"].has_slider else {}
    return times, drags, opened


def measure(panels, presses, seconds, at_once=True, twins=True):
    """Return (name, presses, drags, ms of the kernel, openings) of each panel, each on a page of its own in one JupyterLab."""
    with tempfile.TemporaryDirectory() as folder:
        folder, found = Path(folder), []
        notes = folder / "notebooks" / "callbacks.txt"
        with lab.server(folder, folder / "lab.log", at_once) as (address, token), lab.browser() as chromium:
            for name in panels:
                both = twins and name not in OPENED
                write_page(folder / "notebooks" / f"{name}.ipynb", name, both)
                with chromium.new_page(viewport={"width": 1200, "height": 1000}) as tab:
                    lab.open_page(tab, address, token, f"{name}.ipynb")
                    lab.run_all(tab)
                    lab.show_everything(tab)
                    tab.evaluate(SCRIPT)
                    times, drags, opened = measure_panel(tab, name, presses, seconds, both)
                spent = [line.split() for line in notes.read_text().splitlines()] if notes.exists() else []
                found.append((name, times, drags, [float(ms) for of, ms in spent if of == name], opened))
                print(f"{name} is measured", file=sys.stderr, flush=True)
        return found
