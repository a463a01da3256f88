"""Let one slider of each panel move in the book, where no Python runs: its pictures are made beforehand.

    .venv/bin/python docs/live_panels.py FOLDER     docs/build.py runs this, with the course's own packages

What a panel shows depends on its sliders alone, and of its two layers only the small one changes. So the picture at every
place of one slider, with the others at their first values, fits into a file of some hundred kilobytes. FOLDER
gets such a file for each panel, and index.json: page → the cell's source → the file's name. A panel whose cell needs what
its page has trained is left out, and so is one without a slider.
"""
import json
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
TELLING = ("factor", "gamma_f")  # where a panel has one of these sliders, it is this that moves; else its first one
sys.path.insert(0, str(ROOT))

import ipywidgets as widgets  # noqa: E402
import nbformat  # noqa: E402

from helpers import panels  # noqa: E402
from helpers.networks import first_step, lstm, rnn  # noqa: E402
from helpers.tasks import datafiles  # noqa: E402


def known():
    """Return the names that a panel's cell may use: what it has on its page, from helpers/ and data/."""
    units = datafiles.table("subject_verb_units.csv")
    return {"panels": panels, "step": first_step.step, "rnn_cell_forward": rnn.rnn_cell_forward,
            "lstm_cell_forward": lstm.lstm_cell_forward, "weights": datafiles.arrays("subject_verb_lstm.npz"),
            "unit": next(row["unit"] for row in units if (row["units"], row["seed"]) == (32, 0))}


def pictures(panel):
    """Return what the browser needs of a panel: a slider, what stays and, for each of its places, what moves; or None."""
    if not isinstance(panel, panels.Panel):  # questions about earlier pages are no panel
        return None
    sliders = {key: control for key, control in panel.controls.items()
               if isinstance(control, (widgets.FloatSlider, widgets.IntSlider))}
    if not sliders:
        return None
    key = next((key for key in TELLING if key in sliders), next(iter(sliders)))
    slider = sliders[key]
    first, still = slider.value, panel.layers[0]
    places = round((slider.max - slider.min) / slider.step) + 1
    values = [type(first)(round(slider.min + place * slider.step, 6)) for place in range(places)]
    moving = []
    for value in values:
        panel.set(**{key: value})
        if panel.layers[0] != still:
            raise ValueError(f"{key} = {value} changes the layer that stays, expected it to stay")
        moving.append(panel.layers[1])
    return {"label": slider.tooltip, "first": values.index(first), "still": still, "moving": moving,
            "values": [format(value, slider.readout_format).replace("-", "−") for value in values]}


def main(folder):
    """Write the files."""
    folder.mkdir(parents=True, exist_ok=True)
    names, index = known(), {}
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code" and cell.source.startswith("panels."):
                try:
                    shown = pictures(eval(cell.source, names))
                except NameError:
                    continue
                if shown is not None:
                    index.setdefault(path.stem, {})[cell.source] = cell.id
                    text = f"showPanel({json.dumps(cell.id)}, {json.dumps(shown, ensure_ascii=False)});\n"
                    (folder / f"{cell.id}.js").write_text(text, encoding="utf-8")
    (folder / "index.json").write_text(json.dumps(index), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
