"""How quickly do the panels answer? From key press to changed pixels, in a real JupyterLab and a real Chromium.

    python -m benchmarks.latency           about six minutes; writes benchmarks/results/latency.json and prints the table
    python -m benchmarks.latency --quick   a few presses, one second of dragging; writes nothing
    python -m benchmarks.latency gate_explorer gradient_lab      only these panels; writes nothing

Each panel stands on the page between an empty round trip to the kernel (a label that echoes a slider) and its twin (the
same drawing with `interact` and Matplotlib). Their sliders are pressed in turn, so that what else the machine does meets
all three. The time runs from the key press, as the browser stamps it, to the frame after the one that showed the change.
A drag moves the mouse 60 times a second for five seconds; every frame that shows another picture counts; to settle is
the time from the release to the last of them. The kernel's share is timed inside the panel's callback.
All is done under the setting of jupyter/jupyter_server_config.py; `without` is measured on a server that lacks it.
"""
import argparse
import json
import os
import platform
import shutil
import statistics
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

import nbformat

RESULTS = Path(__file__).parent / "results" / "latency.json"
ROOT = Path(__file__).parents[1]
PANELS = ("first_slider", "rnn_cell", "gate_explorer", "gate_puzzle", "paths_of_dc", "gradient_lab", "gradient_lab_gates",
          "number_unit", "temperature")
KINDS = ("empty", "panel", "twin")
BARE = ("gate_explorer", "gradient_lab")  # on the server without the setting, too
# What must hold: (column, limit, whether the limit is a most).
LIMITS = {"median": (1.3, True), "p95": (1.5, True), "twin": (5.0, False), "rate": (0.75, False), "settle": (150.0, True)}
KERNEL_LIMITS = {"gate_explorer": 5.0, "gradient_lab": 15.0}  # ms a picture
PICTURES = {"gate_explorer": 35.0}  # a second

# What a change is: new content in the panel's picture or in the label; in the twin's outputs the last
# of its images, once it is decoded. A button acts when the space bar is let go.
SCRIPT = """window.course = {
  watch(cell, kind) {
    this.observer?.disconnect();
    this.frames = []; this.dirty = false; this.pressed = this.released = 0;
    const seen = () => { if (this.dirty) return; this.dirty = true;
      requestAnimationFrame(() => { this.dirty = false; requestAnimationFrame(() => this.frames.push(performance.now())); }); };
    const output = cell.querySelector('.jp-OutputArea');
    const number = output.querySelectorAll('img').length;
    const target = kind === 'twin' ? output
        : kind === 'panel' ? output.querySelector('[role=img]').parentElement : output.querySelector('.echo');
    this.observer = new MutationObserver(records => {
      if (kind !== 'twin') return seen();
      const images = [...output.querySelectorAll('img')];
      const fresh = image => records.some(r => r.target === image || [...r.addedNodes].some(n => n.contains(image)));
      if (images.length === number && images.some(fresh))
        Promise.all(images.map(image => image.decode().catch(() => 0))).then(seen);
    });
    this.observer.observe(target, {childList: true, subtree: true, characterData: true, attributes: kind === 'twin',
                                   attributeFilter: kind === 'twin' ? ['src'] : undefined});
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


# ---- Numbers ---------------------------------------------------------------------------------------------------------

def percentile(values, share):
    """Return the value below which this share (0 to 1) of `values` lies, between neighbours along a straight line."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


def summary(milliseconds):
    """Return {"median", "p95", "presses"} of times in milliseconds."""
    return {"median": round(statistics.median(milliseconds), 1), "p95": round(percentile(milliseconds, 0.95), 1),
            "presses": len(milliseconds)}


def dragged(frames, start, released):
    """Return {"pictures" a second, "settle" in ms} from the times of the changed frames, all in milliseconds."""
    during = [frame for frame in frames if start <= frame <= released]
    return {"pictures": round(1e3 * len(during) / (released - start), 1),
            "settle": round(max([0.0, *(frame - released for frame in frames)]))}


def ratios(row):
    """Return what the limits are about, of one panel's row: median, p95 and rate relative to the empty trip; twin; settle."""
    found = {key: round(row["panel"][key] / row["empty"][key], 2) for key in ("median", "p95")}
    if "twin" in row:
        found["twin"] = round(row["twin"]["median"] / row["panel"]["median"], 1)
    if "pictures" in row["panel"]:
        found |= {"rate": round(row["panel"]["pictures"] / row["empty"]["pictures"], 2), "settle": row["panel"]["settle"]}
    return found


def missed(row):
    """Return sentences about what must hold and does not."""
    found, said = ratios(row), []
    for key, (limit, most) in LIMITS.items():
        if key in found and (found[key] > limit if most else found[key] < limit):
            said.append(f"{row['name']}: {key} {found[key]:g}, expected at {'most' if most else 'least'} {limit:g}")
    least = PICTURES.get(row["name"], 0)
    if row["panel"].get("pictures", least) < least:
        said.append(f"{row['name']}: {row['panel']['pictures']} pictures a second, expected at least {least:g}")
    most = KERNEL_LIMITS.get(row["name"])
    if most and row["kernel"][0] > most:
        said.append(f"{row['name']}: kernel {row['kernel'][0]} ms, expected at most {most:g}")
    return said


def table(rows):
    """Return the rows as lines of text."""
    def cell(row, kind, one, other):
        return f"{row[kind][one]:.0f} / {row[kind][other]:.0f}" if one in row.get(kind, ()) else "–"

    head = ("panel", "empty", "panel", "twin", "of empty", "p95", "× twin", "empty/s", "panel/s", "twin/s", "rate", "kernel")
    lines = [head]
    for row in rows:
        found = ratios(row)
        lines.append((row["name"], *(cell(row, kind, "median", "p95") for kind in KINDS), found["median"], found["p95"],
                      found.get("twin", "–"), *(cell(row, kind, "pictures", "settle") for kind in KINDS),
                      found.get("rate", "–"), row["kernel"][0]))
    widths = [max(len(str(line[k])) for line in lines) for k in range(len(head))]
    text = ["  ".join(str(entry).rjust(width) if k else str(entry).ljust(width)
                      for k, (entry, width) in enumerate(zip(line, widths))) for line in lines]
    return "\n".join([*text, "ms: median / 95th percentile; /s: pictures a second while dragged / ms to settle; kernel: ms"])


# ---- The browser -----------------------------------------------------------------------------------------------------

def write_page(path, panels, twins):
    """Write the notebook: for each panel an empty trip, the panel and its twin, a cell each."""
    cell = nbformat.v4.new_code_cell
    cells = [cell(f"import sys; sys.path.insert(0, {str(ROOT)!r})\nfrom benchmarks import latency_cells")]
    for name in panels:
        cells += [cell("latency_cells.empty()"), cell(f"latency_cells.panel({name!r})"),
                  cell(f"latency_cells.twin({name!r})" if twins else "None")]
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}})
    path.parent.mkdir(exist_ok=True)
    nbformat.write(notebook, path)


class Control:
    """The slider of one cell (or its doors, where it has none), with its place between the ends."""

    def __init__(self, tab, cell, kind):
        self.tab, self.cell, self.kind = tab, cell, kind
        self.slider = cell.locator(".widget-slider").first
        self.has_slider = self.slider.count() > 0
        self._doors = cell.locator(".widget-toggle-button")
        self._number, self._key = 0, "ArrowRight"

    def watch(self):
        """Let the page note the changed frames of this cell from now on."""
        self.tab.evaluate("([cell, kind]) => window.course.watch(cell, kind)", [self.cell.element_handle(), self.kind])

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

    def drag(self, seconds):
        """Drag the slider to and fro; return what `dragged` makes of it."""
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
        return dragged(frames, start, released) | {"moves": round(moves / seconds, 1)}


def measure_panel(tab, name, first, presses, seconds, twins):
    """Return a panel's row; its three cells begin with the number `first`."""
    kinds = KINDS if twins else KINDS[:2]
    controls = {kind: Control(tab, tab.locator(".jp-CodeCell").nth(first + k), kind) for k, kind in enumerate(kinds)}
    tab.locator(".jp-CodeCell").nth(first).evaluate("cell => cell.scrollIntoView()")
    tab.wait_for_timeout(400)
    times = {kind: [] for kind in kinds}
    for number in range(presses + 1):
        for kind in (KINDS[:2] if number % 2 else KINDS[1::-1]):  # neither always follows the other
            spent = controls[kind].press()
            if number:  # the first one is warm-up
                times[kind].append(spent)
        if twins and number % 4 == 1:  # it is slow, and a few say it
            times["twin"].append(controls["twin"].press())
            tab.wait_for_timeout(400)  # what it leaves the kernel to do must not meet the others
    row = {"name": name} | {kind: summary(values) for kind, values in times.items()}
    if controls["panel"].has_slider:
        for kind in kinds:
            row[kind] |= controls[kind].drag(seconds)
    return row


def measure(panels, presses, seconds, at_once=True, twins=True):
    """Return the rows of these panels, measured in one page of one JupyterLab."""
    from tests.browser import lab

    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        write_page(folder / "notebooks" / "latency.ipynb", panels, twins)
        with lab.server(folder, folder / "lab.log", at_once) as (address, token), lab.browser() as chromium:
            tab = chromium.new_page(viewport={"width": 1200, "height": 1500})
            lab.open_page(tab, address, token, "latency.ipynb")
            lab.run_all(tab)
            lab.show_everything(tab)
            tab.evaluate(SCRIPT)
            rows = []
            for number, name in enumerate(panels):
                rows.append(measure_panel(tab, name, 1 + 3 * number, presses, seconds, twins))
                print(f"{name}: {ratios(rows[-1])}", file=sys.stderr, flush=True)
        spent = [line.split() for line in (folder / "notebooks" / "callbacks.txt").read_text().splitlines()]
    for row in rows:
        times = [float(milliseconds) for name, milliseconds in spent if name == row["name"]]
        row["kernel"] = [round(statistics.median(times), 2), round(percentile(times, 0.95), 2)]
    return rows


def machine():
    """Describe the machine: what it is, and nothing that says whose."""
    cpu = platform.processor() or platform.machine()
    if Path("/proc/cpuinfo").exists():
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        cpu = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), cpu)
    load = {"load_at_start": round(os.getloadavg()[0], 1)} if hasattr(os, "getloadavg") else {}
    return {"cpu": cpu, "architecture": platform.machine(), "cores": os.cpu_count(), "system": platform.system(), **load,
            "python": platform.python_version()} | {name: version(name) for name in (
                "jupyterlab", "jupyter_server", "ipywidgets", "matplotlib", "playwright")}


def main(arguments=None):
    """Measure, print the table and what misses a limit; a full run writes the JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.latency", description=__doc__.splitlines()[0])
    parser.add_argument("panels", nargs="*", choices=[[], *PANELS], help=f"of {' '.join(PANELS)}")
    parser.add_argument("--quick", action="store_true", help="a few presses, one second of dragging")
    chosen = parser.parse_args(arguments)
    names = tuple(chosen.panels) or PANELS
    presses, seconds = (8, 1.0) if chosen.quick else (40, 5.0)
    found = {"machine": machine()}
    found["with"] = measure(names, presses, seconds)
    print(table(found["with"]))
    bare = [name for name in BARE if name in names]
    if bare and not chosen.quick:
        found["without"] = measure(bare, presses, seconds, at_once=False, twins=False)
        print("\nWithout the server's setting:\n" + table(found["without"]))
    found["missed"] = [sentence for row in found["with"] for sentence in missed(row)]
    print("\n".join(["", *(found["missed"] or ["Everything holds."])]))
    if names == PANELS and not chosen.quick:
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return found


if __name__ == "__main__":
    if not shutil.which("chromium") and not shutil.which("chromium-browser") and not shutil.which("google-chrome"):
        sys.exit("The panels were not measured: no Chromium was found on this machine.")
    main()
