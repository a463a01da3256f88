"""How quickly do the panels answer? From key press to changed pixels, in a real JupyterLab and a real Chromium.

    python -m benchmarks.latency           about thirteen minutes; writes latency.json and latency.md in benchmarks/results
    python -m benchmarks.latency --quick   a few presses, one second of dragging; writes nothing
    python -m benchmarks.latency gate_explorer gradient_lab      only these panels; writes nothing

Each panel stands on a page of its own between an empty round trip to the kernel (a label that echoes a slider) and its twin (the
same drawing with `interact` and Matplotlib). Their sliders are pressed in turn, so that what else the machine does meets
all three. The time runs from the key press, as the browser stamps it, to the frame after the one that showed the change.
A drag moves the mouse 60 times a second for five seconds; every frame that shows another picture counts; to settle is
the time from the release to the last of them. The kernel's share is timed inside the panel's callback.
What draws no picture is measured in the same way: the guess of a prediction, with a slider or with buttons, and the sentence that
answers a choice of `questions` and `why`. These, and `checks.progress`, are also opened ten times, in turn with the empty
trip: from the keys that run a cell to the frame that shows all of what it makes.
All is done under the setting of deploy/jupyter/jupyter_server_config.py; `without` is measured on a server that lacks it.
"""
import argparse
import json
import os
import platform
import shutil
import statistics
import sys
from importlib.metadata import version
from pathlib import Path

RESULTS = Path(__file__).parent / "results" / "latency.json"
ROOT = Path(__file__).parents[1]
PANELS = ("first_slider", "rnn_cell", "lstm_cell", "learning", "gate_explorer", "gate_puzzle", "paths_of_dc", "gradient_lab",
          "gradient_lab_gates", "number_unit", "temperature", "both_sides", "attention_map", "decay")
QUIET = ("predict", "predict_choice", "questions", "why")  # they draw no picture, and have no twin
OPENED = (*QUIET, "progress")  # the last one is only read
ALL = (*PANELS, *OPENED)
KINDS = ("empty", "panel", "twin")
BARE = ("gate_explorer", "gradient_lab")  # on the server without the setting, too
# What must hold: (column, limit, whether the limit is a most).
LIMITS = {"median": (1.3, True), "p95": (1.5, True), "twin": (5.0, False), "rate": (0.75, False), "settle": (150.0, True)}
KERNEL_LIMITS = {"gate_explorer": 5.0, "gradient_lab": 15.0}  # ms a picture
PICTURES = {"gate_explorer": 35.0}  # a second


COLUMNS = ("ms: median / 95th percentile; of empty, p95: these, relative to the empty trip; /s: pictures a second while dragged "
           "/ ms to settle; rate: of empty; kernel: ms; opened: ms, and relative to the empty trip's slider and label.")


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
    """Return what the limits are about, of one panel's row: median, p95 and rate relative to the empty trip; twin; settle.

    And, without a limit, how long it takes to open, relative to the empty trip's slider and label.
    """
    found = {key: round(row["panel"][key] / row["empty"][key], 2) for key in ("median", "p95") if "panel" in row}
    if "twin" in row:
        found["twin"] = round(row["twin"]["median"] / row["panel"]["median"], 1)
    if "opened" in row:
        found["opened"] = round(row["opened"]["panel"]["median"] / row["opened"]["empty"]["median"], 2)
    if "pictures" in row.get("panel", ()):
        found |= {"rate": round(row["panel"]["pictures"] / row["empty"]["pictures"], 2), "settle": row["panel"]["settle"]}
    return found


def missed(row):
    """Return sentences about what must hold and does not."""
    found, said = ratios(row), []
    for key, (limit, most) in LIMITS.items():
        if key in found and (found[key] > limit if most else found[key] < limit):
            said.append(f"{row['name']}: {key} {found[key]:g}, expected at {'most' if most else 'least'} {limit:g}")
    least = PICTURES.get(row["name"], 0)
    if row.get("panel", {}).get("pictures", least) < least:
        said.append(f"{row['name']}: {row['panel']['pictures']} pictures a second, expected at least {least:g}")
    most = KERNEL_LIMITS.get(row["name"]) if row["kernel"] else None
    if most and row["kernel"][0] > most:
        said.append(f"{row['name']}: kernel {row['kernel'][0]} ms, expected at most {most:g}")
    return said


def table(rows):
    """Return the rows as lists of what stands in each column, the head first."""
    def cell(row, kind, one, other):
        return f"{row[kind][one]:.0f} / {row[kind][other]:.0f}" if one in row.get(kind, ()) else "–"

    head = ("panel", "empty", "panel", "twin", "of empty", "p95", "× twin", "empty/s", "panel/s", "twin/s", "rate", "kernel",
            "opened")
    lines = [head]
    for row in rows:
        found = ratios(row)
        opened = f"{row['opened']['panel']['median']:.0f}: {found['opened']:g}" if "opened" in row else "–"
        lines.append((row["name"], *(cell(row, kind, "median", "p95") for kind in KINDS),
                      *(found.get(key, "–") for key in ("median", "p95", "twin")),
                      *(cell(row, kind, "pictures", "settle") for kind in KINDS),
                      found.get("rate", "–"), row["kernel"][0] if row["kernel"] else "–", opened))
    return lines


def as_text(lines):
    """Return the lines of a table in columns of text."""
    widths = [max(len(str(line[k])) for line in lines) for k in range(len(lines[0]))]
    text = ["  ".join(str(entry).rjust(width) if k else str(entry).ljust(width)
                      for k, (entry, width) in enumerate(zip(line, widths))) for line in lines]
    return "\n".join([*text, COLUMNS])


def page(found):
    """Return all that was measured as a page of Markdown."""
    about = found["machine"]
    lines = ["# How quickly the panels answer", "",
             "Written by `python -m benchmarks.latency`, which says in its first lines how it is measured: from the key to the "
             "changed pixels, in turn with an empty round trip to the kernel.", "",
             f"Machine: {about['cpu']} ({about['architecture']}), {about['cores']} cores, {about['system']}; "
             f"Python {about['python']}, JupyterLab {about['jupyterlab']}, ipywidgets {about['ipywidgets']}. "
             f"Load when it began: {about.get('load_at_start', '?')} (above 0, something else was running too).", "", COLUMNS]
    for title, key in (("With the setting of deploy/jupyter", "with"), ("Without it", "without")):
        if found.get(key):
            head, *rows = (f"| {' | '.join(map(str, line))} |" for line in table(found[key]))
            lines += ["", f"## {title}", "", head, "|---" * (head.count("|") - 1) + "|", *rows]
    lines += ["", "## Held to the limits", "", *(f"- {sentence}" for sentence in found["missed"] or ["Everything holds."])]
    return "\n".join(lines) + "\n"


# ---- The run ----------------------------------------------------------------------------------------------------------

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


def measure(panels, presses, seconds, **kwargs):
    """Return the rows of these panels, measured by benchmarks/latency_browser.py."""
    from benchmarks import latency_browser

    rows = []
    for name, times, drags, kernel, opened in latency_browser.measure(panels, presses, seconds, **kwargs):
        row = {"name": name} | {kind: summary(values) for kind, values in times.items()}
        if opened:
            row["opened"] = {kind: summary(values) for kind, values in opened.items()}
        for kind, (frames, start, released) in drags.items():
            row[kind] |= dragged(frames, start, released)
        rows.append(row | {"kernel": [round(statistics.median(kernel), 2), round(percentile(kernel, 0.95), 2)] if kernel else []})
    return rows


def main(arguments=None):
    """Measure, print the table and what misses a limit; a full run writes the JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.latency", description=__doc__.splitlines()[0])
    parser.add_argument("panels", nargs="*", choices=[[], *ALL], help=f"of {' '.join(ALL)}")
    parser.add_argument("--quick", action="store_true", help="a few presses, one second of dragging")
    chosen = parser.parse_args(arguments)
    names = tuple(chosen.panels) or ALL
    presses, seconds = (8, 1.0) if chosen.quick else (40, 5.0)
    found = {"machine": machine()}
    found["with"] = measure(names, presses, seconds)
    print(as_text(table(found["with"])))
    bare = [name for name in BARE if name in names]
    if bare and not chosen.quick:
        found["without"] = measure(bare, presses, seconds, at_once=False, twins=False)
        print("\nWithout the server's setting:\n" + as_text(table(found["without"])))
    found["missed"] = [sentence for row in found["with"] for sentence in missed(row)]
    print("\n".join(["", *(found["missed"] or ["Everything holds."])]))
    if names == ALL and not chosen.quick:
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.with_suffix(".md").write_text(page(found), encoding="utf-8")
        RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return found


if __name__ == "__main__":
    if not shutil.which("chromium") and not shutil.which("chromium-browser") and not shutil.which("google-chrome"):
        sys.exit("The panels were not measured: no Chromium was found on this machine.")
    main()
