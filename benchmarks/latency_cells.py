"""What benchmarks/latency.py puts into the cells of its page: each panel, its twin, and an empty round trip.

The twin of a panel is the same drawing as everyone writes it: `interact` calls a function that draws with Matplotlib,
and the inline backend shows a PNG. It takes the panel's own controls and its own draw(), with a new figure each time.
"""
import contextlib
import functools
import io
import sys
import time
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import ipywidgets as widgets
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.lines import Line2D
from matplotlib.transforms import Affine2D

from helpers import checks, panels
from helpers.figures import charts, diagrams, style
from helpers.networks import attention, lstm, parameters, rnn, stacked
from helpers.panels import base, predictions, recall
from helpers.tasks import datafiles, letters, sentences

NOTES = Path("callbacks.txt")  # beside the page: a line with the panel's name and the milliseconds of each callback


def _first_slider():
    return panels.first_slider(lambda a_prev, xt, w_a, w_x: np.tanh(w_a * a_prev + w_x * xt))


def _temperature(n_a=64):
    """A network that was never trained: it writes the longest names, so this is the slowest case."""
    weights = parameters.initial_lstm(np.random.default_rng(0), len(letters.LETTERS), n_a, len(letters.LETTERS))

    def step(state, index):
        a, c = (np.zeros((n_a, 1)), np.zeros((n_a, 1))) if state is None else state
        xt = np.zeros((len(letters.LETTERS), 1))
        xt[letters.END if index is None else index] = 1
        a, c, _, _ = lstm.lstm_cell_forward(xt, a, c, weights)
        return weights["Wy"] @ a + weights["by"], (a, c)

    return panels.temperature(letters.LETTERS, step, "tyr", letters.END)


def _number_unit():
    with np.load(io.BytesIO(datafiles.content("subject_verb_lstm.npz"))) as stored:
        weights = {key: value.astype(float) for key, value in stored.items()}
    return panels.number_unit(weights, 11, "my cats were full . the key near the cabinets behind your dogs", 7)


def _learning(every=10, count=41):
    weights = [parameters.initial_rnn(np.random.default_rng(k), 40, 16, 2) for k in range(count)]
    x = np.random.default_rng(0).standard_normal((40, 2, 10))
    return panels.learning(rnn.rnn_forward, weights, every, x, [f"word{t}" for t in range(10)])


def _both_sides():
    """Networks that were never trained: the work is the same."""
    rng, n_words = np.random.default_rng(0), len(sentences.vocabulary())
    networks = [stacked.initial_stacked(rng, n_words, 16, 16, 2, both=both) for both in (False, False, True)]
    return panels.both_sides(*networks, "the key near the cabinets that my dog sees is old . your cats wait . the dog waits .")


def _attention_map():
    weights = {key: 3 * value for key, value in attention.initial_translator(np.random.default_rng(0), 11, 29, 11).items()}
    return panels.attention_map({"reverse": weights}, "headacheheadache")


QUIET = {
    "predict": lambda: panels.predict("04.share", "Which share of the gradient arrives at the subject?", low=1e-6, high=1,
                                      scale="log", unit="share"),
    "predict_choice": lambda: panels.predict("01.differ", "At which words do the states differ?",
                                             choices=("at the second", "from the second to the last", "at all")),
    "questions": lambda: panels.questions("17"), "why": lambda: panels.why("rnn_forward"),
    "progress": lambda: checks.progress("02"),
}
CALLBACKS = predictions.Prediction._changed, recall.Questions._choose
PANELS = {
    "first_slider": _first_slider, "rnn_cell": panels.rnn_cell, "lstm_cell": panels.lstm_cell,
    "learning": _learning, "gate_explorer": panels.gate_explorer,
    "gate_puzzle": functools.partial(panels.gate_puzzle, 3), "paths_of_dc": panels.paths_of_dc,
    "gradient_lab": panels.gradient_lab, "gradient_lab_gates": panels.gradient_lab_gates, "number_unit": _number_unit,
    "temperature": _temperature, "both_sides": _both_sides, "attention_map": _attention_map,
    "decay": panels.decay,
}


def empty():
    """Show a slider that a label echoes: the kernel's part is to copy a number."""
    slider, label = base.Slider("x", "a number", 0.0, 2.0, 0.9).widget(), widgets.Label("0.9")
    label.add_class("echo")
    slider.observe(lambda change: setattr(label, "value", f"{change.new:.2f}"), names="value")
    return widgets.VBox([slider, label])


def panel(name):
    """Show a panel that notes how long each of its callbacks takes."""
    if name in QUIET:
        predictions.Prediction._changed, recall.Questions._choose = (_timed(name, plain) for plain in CALLBACKS)
        return QUIET[name]()
    shown = PANELS[name]()
    shown.refresh = _timed(name, shown.refresh)
    return shown


def _timed(name, plain):
    """Return a callback that does as `plain` and notes how long it takes."""
    notes = NOTES.open("a", buffering=1)

    def timed(*arguments):
        start = time.perf_counter()
        plain(*arguments)  # its messages are sent
        if not arguments or arguments[-1]["new"] is not False:  # no button let go
            notes.write(f"{name} {1e3 * (time.perf_counter() - start):.3f}\n")

    return timed


class Redrawn:
    """Stands for a LiveChart: Matplotlib draws the whole figure."""

    def __init__(self, fig, moving, name):
        self._moving = moving

    def fill(self, values):
        """Put the lines and texts where they are now; plt.show() does the rest."""
        for key, artist in self._moving.items():
            value = values.get(key, ([], []) if isinstance(artist, Line2D) else "")
            if isinstance(artist, Line2D):
                artist.set_data(*value)
            else:
                *place, words = (value,) if isinstance(value, str) else value
                artist.set_text(words)
                if place:
                    artist.set_position(place)
        return self


def _new_figure(width=8.8, height=3.0):
    style.use()
    return plt.figure(figsize=(width, height), dpi=charts.UNIT)


def _noted(self, name, controls, draw, alt, **_):
    self.noted, self.draw, self._extra = controls, draw, []


@contextlib.contextmanager
def _as_everyone_does():
    """Within it, a panel's function makes no panel: it notes its controls and its draw(), whose charts are new figures."""
    modules = [module for name, module in sys.modules.items() if name.startswith("helpers.panels.")]
    charts_kept = [entry for module in modules for key, entry in vars(module).items()
                   if key.startswith("_") and hasattr(entry, "cache_clear")]
    before = base.Panel.__init__, charts.LiveChart, charts.figure
    for kept in charts_kept:
        kept.cache_clear()
    base.Panel.__init__, charts.LiveChart, charts.figure = _noted, Redrawn, _new_figure
    try:
        yield
    finally:
        base.Panel.__init__, charts.LiveChart, charts.figure = before
        for kept in charts_kept:
            kept.cache_clear()


def _draw_cell(svg):
    """Draw a diagram as a figure of pyplot's: its boxes, lines and texts as Matplotlib's own."""
    root = ElementTree.fromstring(svg)
    width, height = float(root.get("width")), float(root.get("height"))
    figure = plt.figure(figsize=(width / 72, height / 72), dpi=72, facecolor="none", layout="none")
    figure.add_axes((0, 0, 1, 1)).axis("off")  # the inline backend shows no figure without axes
    place = Affine2D().scale(1 / width, -1 / height).translate(0, 1) + figure.transFigure
    diagrams._paint(figure, root, diagrams.FIRST, place)


def twin(name):
    """Show a panel's twin."""
    def show(**values):
        with _as_everyone_does():
            drawings, words = PANELS[name]().draw(**values)
        for drawing in drawings if isinstance(drawings, list) else [drawings]:
            if isinstance(drawing, diagrams.Drawing):
                _draw_cell(drawing.svg)
        plt.show()
        print(words)

    with _as_everyone_does():
        controls = PANELS[name]().noted
    plt.close("all")
    shown = {control.key: control.widget() for control in controls}
    for widget in shown.values():
        widget.layout = {}  # interact puts one below the other
    widgets.interact(show, **shown)
