"""What every panel is made of: sliders, one observer, a picture that is an SVG text, and its values in words.

A panel is a function `draw(**values)` that returns drawings (diagrams.Drawing, charts.LiveDrawing) and a sentence. A
moved slider calls it, and its SVG replaces the old picture. A drawing has two layers: what stays is sent once and lies
below what moves, so that the browser has little to read, to lay out and to paint for each picture. Only core widgets
are used, so that a panel works wherever ipywidgets do.

Where no kernel runs (on GitHub, in a clone not yet trusted, in a page opened again, in the published book) the notebook
shows the same drawings as a PNG, painted from the state in which the panel was shown, and the sentence as text.
"""
import base64
import html
import os
import re
import textwrap
import traceback
from typing import NamedTuple

import ipywidgets as widgets
import numpy as np

from helpers.figures import diagrams
from helpers.panels import choosing, showing

WORDS, PLACE = {"description_width": "172px"}, {"width": "auto", "flex": "1 1 345px", "max_width": "480px"}
GAP = 8  # units between two drawings of a panel
SIDE_BY_SIDE = f"display:flex;flex-wrap:wrap;gap:{GAP}px;align-items:flex-start;line-height:0"


def typeset(label):
    """Return a control's label with its symbols as formulas: W_aa as $W_{aa}$, a⟨t⟩ as $a^{\\langle t\\rangle}$."""
    label = re.sub(r"(\w+)⟨([^⟩]*)⟩", lambda found: f"${found[1]}^{{\\langle {found[2].replace('−', '-')}\\rangle}}$", label)
    label = re.sub(r"(?<![\w$])(\w)_(\w+)", r"$\1_{\2}$", label)
    for sign, formula in (("Γ", r"\Gamma"), ("c̃", r"$\tilde c$"), ("ρ", r"$\rho$"), ("₁", "1"), ("₂", "2")):
        label = label.replace(sign, formula)
    return label


class Slider(NamedTuple):
    """A number to set: its key in draw(), its label in words and symbols, its range, first value and step."""
    key: str
    label: str
    low: float
    high: float
    value: float
    step: float = 0.05

    def widget(self):
        """Return the widget: for whole numbers if all four numbers are whole."""
        whole = all(isinstance(entry, int) for entry in self[2:])
        digits = 0 if whole else max(1, len(f"{self.step:g}".partition(".")[2]))
        kind = widgets.IntSlider if whole else widgets.FloatSlider
        return kind(value=self.value, min=self.low, max=self.high, step=self.step,
                    description=typeset(self.label), tooltip=self.label,
                    readout_format="d" if whole else f"+.{digits}f" if self.low < 0 else f".{digits}f",
                    style=WORDS, layout=PLACE)


class Choice(NamedTuple):
    """One of several: its key in draw(), its label, the options (a list, or pairs of label and value), the first value."""
    key: str
    label: str
    options: tuple
    value: object

    def widget(self):
        return choosing.OneOf(self.options, self.value, typeset(self.label), self.label,
                              layout=PLACE | {"align_items": "center"})


class Switch(NamedTuple):
    """Yes or no: its key in draw(), its label, the first value."""
    key: str
    label: str
    value: bool = False

    def widget(self):
        return widgets.ToggleButton(value=self.value, description=self.label, layout={"width": "auto"})


class Word(NamedTuple):
    """A text to type: its key in draw(), its label, the first text."""
    key: str
    label: str
    value: str = ""

    def widget(self):
        return widgets.Text(value=self.value, description=self.label, tooltip=self.label, style=WORDS, layout=PLACE)


class Panel(widgets.VBox):
    """Controls above a picture that follows them.

    Parameters
    ----------
    name : str
        of the panel on its page: making a panel closes an earlier one of the same name, so that a cell can be run again
    controls : list of Slider, Choice, Switch, Word
    draw : callable
        draw(**values) → (a drawing or a list of drawings, a sentence with the values); it is called with the value of
        each control by its key
    alt : str
        what the picture shows, for a reader who cannot see it; the sentence gives the numbers
    play : str, optional
        the key of the slider of time steps that a Play button moves
    rows : list of lists of keys, optional
        controls that stand in one row; without it they flow into as many columns as there is room for
    widths : list of int, optional
        how wide each drawing may become, in pixels; where the page has room for it, they stand side by side
    legend : str
        what in the picture has a meaning of its own, for all to read, below it
    """

    def __init__(self, name, controls, draw, alt, play=None, rows=None, widths=(), legend=""):
        showing.take_the_place_of_an_earlier(name, self)
        self._first = {control.key: control.value for control in controls}
        self._controls = {control.key: control.widget() for control in controls}
        self._function, self._alt, self._widths, self._legend = draw, alt, widths, legend
        self._drawings, self._words = [], ""
        self._quiet = False
        self._still, self._picture = (widgets.HTML(layout={"grid_area": "picture"}) for _ in range(2))
        self._error = widgets.HTML()
        self._reset = widgets.Button(description="Reset", tooltip="Back to the first values", layout={"width": "auto"})
        self._extra = []
        if play is not None and "playing" in widgets.Play.class_trait_names():  # ipywidgets 8: 7 has nothing to link to
            self._extra = self._player(self._controls[play])
        layers = widgets.GridBox([self._still, self._picture], layout={"grid_template_areas": '"picture"'})
        super().__init__([self._arranged(rows), layers, self._error])
        self.add_class("course-panel")
        for widget in self._controls.values():
            widget.observe(self._changed, names="value")
        self._reset.on_click(self.reset)
        self.refresh()

    @property
    def values(self):
        """The value of every control by its key."""
        return {key: widget.value for key, widget in self._controls.items()}

    @property
    def controls(self):
        """The widget of every control by its key."""
        return dict(self._controls)

    @property
    def layers(self):
        """What the browser shows, as two texts of HTML: the layer that stays, and the one that moves, with the sentence."""
        return self._still.value, self._picture.value

    @property
    def words(self):
        """The sentence below the picture."""
        return self._words

    @property
    def svg(self):
        """The picture, as the browser shows it."""
        return self._laid_out([drawing.svg for drawing in self._drawings])

    @property
    def error(self):
        """What the last callback failed with, or ""."""
        return self._error.value

    def set(self, **values):
        """Set several controls at once and draw once."""
        self._quiet = True
        try:
            for key, value in values.items():
                self._controls[key].value = value
        finally:
            self._quiet = False
        self.refresh()

    def reset(self, _button=None):
        """Set every control to its first value, and stop what plays."""
        for widget in self._extra:
            if isinstance(widget, widgets.ToggleButton):
                widget.value = False
        self.set(**self._first)

    def refresh(self):
        """Draw the picture for the present values; if that fails, say so and keep the last good one."""
        try:
            drawings, words = self._function(**self.values)
        except Exception as error:
            if os.environ.get("COURSE_STRICT"):
                raise
            where = traceback.extract_tb(error.__traceback__)[-1]
            self._error.value = ('<p role="alert"><b>This panel could not draw:</b> ' + html.escape(
                f"{type(error).__name__}: {error} (in {where.name}, line {where.lineno}). ")
                + "The picture above is the last that worked.</p>")
            return
        self._drawings, self._words = drawings if isinstance(drawings, list) else [drawings], words
        still, moving = (self._laid_out(layer) for layer in zip(*(drawing.layers for drawing in self._drawings)))
        self._still.value = f'<div aria-hidden="true">{still}</div>'  # sent only if it is another
        legend = self._legend and f'<p style="line-height:1.4;margin:4px 0 0;font-size:.9em">{html.escape(self._legend)}</p>'
        self._picture.value = (f'<div role="img" aria-label="{html.escape(self._alt)}">{moving}</div>{legend}'
                               f'<p role="status" aria-live="polite" style="line-height:1.4;margin:4px 0 0">'
                               f"{html.escape(words)}</p>")
        if self._error.value:
            self._error.value = ""

    def _laid_out(self, parts):
        """Return drawings as HTML: side by side where there is room, each as wide as it may become."""
        widths = self._widths or [None] * len(parts)
        boxes = [f'<div style="flex:1 1 {width}px;min-width:0;max-width:{width}px">{part}</div>' if width
                 else f'<div style="flex:1 1 100%;min-width:0">{part}</div>' for part, width in zip(parts, widths, strict=True)]
        return f'<div style="{SIDE_BY_SIDE}">{"".join(boxes)}</div>'

    def pixels(self, scale=2):
        """Return the picture as an array (height, width, 4) of bytes."""
        parts = [drawing.pixels(scale) for drawing in self._drawings]
        width = max(part.shape[1] for part in parts)
        parts = [np.pad(part, ((0, GAP * scale), (0, width - part.shape[1]), (0, 0))) for part in parts]
        return np.concatenate(parts)[:-GAP * scale]

    def close(self):
        """Close the panel and every widget in it, and let go of what it drew with."""
        self._function, self._drawings = None, []
        for part in self._extra:
            if not isinstance(part, widgets.DOMWidget):  # a link
                widgets.Widget.close(part)
        showing.close_all(self)

    def _changed(self, _change):
        if not self._quiet:
            self.refresh()

    def _player(self, slider):
        """Return a button that plays over the time steps, and what it needs; all of it is linked in the browser.

        Play's own buttons have no name that a screen reader could say, so that it stays hidden and this button stands
        for them. It begins again at the end, until it is pressed once more.
        """
        play = widgets.Play(value=slider.value, min=slider.min, max=slider.max, step=slider.step, interval=350, repeat=True,
                            layout={"display": "none"})
        button = widgets.ToggleButton(description="▶ Play", tooltip="Play over the time steps", layout={"width": "auto"})
        return [play, button, widgets.jslink((play, "value"), (slider, "value")),
                widgets.jslink((button, "value"), (play, "playing"))]

    def _arranged(self, rows):
        buttons = [widget for widget in self._extra if isinstance(widget, widgets.DOMWidget)] + [self._reset]
        if rows is None:
            return widgets.Box([*self._controls.values(), *buttons],
                               layout={"flex_flow": "row wrap", "align_items": "center"})
        boxes = [widgets.Box([self._controls[key] for key in row], layout={"flex_flow": "row wrap", "align_items": "center"})
                 for row in rows]
        return widgets.VBox([*boxes, widgets.Box(buttons, layout={"align_items": "center"})])

    _ipython_display_ = None  # ipywidgets 7 would show itself by it, without the picture

    def _repr_mimebundle_(self, **kwargs):
        """Return the still picture and the words, with their metadata, and show the live panel above them."""
        data, metadata = {"text/plain": textwrap.fill(f"{self._alt} {self._words}", 100)}, {}
        if self._drawings:
            pixels = self.pixels()
            png = data["image/png"] = base64.b64encode(diagrams.png(pixels)).decode()
            alt, height, width = f"{self._alt} {self._words}", pixels.shape[0] // 2, pixels.shape[1] // 2
            metadata["image/png"] = {"alt": alt, "width": width, "height": height}
            if "JPY_SESSION_NAME" in os.environ:  # as for figures: JupyterLab leaves the alt of a PNG out
                data["text/html"] = (f'<div><img alt="{html.escape(alt)}" width="{width}" height="{height}" '
                                     f'src="data:image/png;base64,{png}"><p>{html.escape(self._words)}</p></div>')
        return showing.shown(self, data, metadata)

