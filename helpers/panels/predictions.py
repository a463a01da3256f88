"""Predictions that are kept: a guess before the number is shown, and how far off it was.

    guess = panels.predict("04.share", "Which share of the gradient reaches the subject?", low=1e-6, high=1, scale="log")
    guess                     a slider that starts at "no guess"; the next cell has the number:
    guess.against(share)      prints it and, if there is a guess, how far off that was
    guess.draw(ax)            the guess as a dotted line, where there is one

Without a guess everything reads as if nobody had been asked.
"""
import html
import math

import ipywidgets as widgets

from helpers.checks import progress_file
from helpers.figures import style
from helpers.panels import choosing, showing

NONE = "no guess"
PLACES = 24  # of a slider, beside "no guess"


def predict(key, question, low=None, high=None, scale="linear", unit="", choices=()):
    """Ask for a guess: a number between two bounds, or one of several choices.

    Parameters
    ----------
    key : str
        the page and a word, such as "04.share": under it the guess is kept
    question : str
    low, high : float, optional
        between which the number lies
    scale : str
        "linear" or "log"
    unit : str
        what is counted, for the sentence: "steps", "of 10 seeds"; "share" is said as 1 part in so many where it is small
    choices : sequence of str, optional
        instead of a number

    Returns
    -------
    Prediction

    Raises
    ------
    ValueError
        if there are neither two bounds nor choices, or a log scale from 0 on
    """
    if not choices and (low is None or high is None or not low < high):
        raise ValueError(f"low is {low!r} and high is {high!r}, expected two bounds, low < high, or some choices")
    if scale not in ("linear", "log") or scale == "log" and not choices and low <= 0:
        raise ValueError(f"scale is {scale!r} from {low!r} on, expected 'linear', or 'log' with low > 0")
    options = [(choice, choice) for choice in choices] or [(said(value, unit), value) for value in _places(low, high, scale)]
    return Prediction(key, question, options, scale, unit)


def _places(low, high, scale):
    """Return PLACES numbers from low to high, with two digits."""
    ends = (math.log10(low), math.log10(high)) if scale == "log" else (low, high)
    between = [ends[0] + (ends[1] - ends[0]) * place / (PLACES - 1) for place in range(PLACES)]
    return list(dict.fromkeys(float(f"{10**value if scale == 'log' else value:.2g}") for value in between))


def said(value, unit=""):
    """Return a number in words: "1 part in 4,263" for a small share, else three digits and the unit."""
    if unit == "share":
        return f"{value:.2f}" if value >= 0.1 else f"1 part in {1 / value:,.0f}" if value > 0 else "nothing"
    return f"{value:,.0f}" + f" {unit}" * bool(unit) if abs(value) >= 1000 else f"{value:.3g}" + f" {unit}" * bool(unit)


class Prediction(widgets.VBox):
    """A question with a slider or buttons below it; the fields are told in `predict`."""

    def __init__(self, key, question, options, scale, unit):
        showing.take_the_place_of_an_earlier(f"prediction {key}", self)
        self._key, self._question, self._scale, self._unit = key, question, scale, unit
        before = progress_file.kept("predictions").get(key, {}).get("guess")
        value = before if before in dict(options).values() else NONE
        if isinstance(options[0][1], str):
            self._control = choosing.OneOf(options, value, nothing=NONE, layout={"flex_flow": "row wrap"})
            self._told = [widgets.HTML()]
        else:  # while it is dragged, the number beside it moves in the browser; the kernel is told where it was let go
            self._control = widgets.SelectionSlider(
                options=[(NONE, NONE), *options], value=value, description="your guess", tooltip=question,
                continuous_update=False, layout={"width": "min(100%, 560px)"}, style={"description_width": "90px"})
            self._told = []
        self._tell()
        self._control.observe(self._changed, names="value")
        super().__init__([widgets.HTMLMath(f"<b>Predict</b>: {question}"), self._control, *self._told])
        self.add_class("course-panel")

    @property
    def guess(self):
        """The guess, or None."""
        return None if self._control.value == NONE else self._control.value

    def set(self, guess):
        """Set the guess to one of the options, or to None."""
        self._control.value = NONE if guess is None else guess

    def _tell(self):
        """Say a choice in words: a pressed button isn't told to a screen reader."""
        for line in self._told:
            line.value = f'<p role="status" aria-live="polite" style="margin:0">your guess: {html.escape(self.guess or NONE)}</p>'

    def _changed(self, _change):
        self._tell()
        progress_file.keep("predictions", self._key, guess=self.guess)

    def against(self, measured):
        """Print what was measured and, if there is a guess, how far off it was.

        Parameters
        ----------
        measured : float or str
            a choice's text where choices were given
        """
        value = measured if isinstance(measured, str) else float(measured)
        told = value if isinstance(value, str) else said(value, self._unit)
        if self.guess is None:
            print(f"It is {told}.")
            return
        close, how = self._distance(value)
        guess = self.guess if isinstance(self.guess, str) else said(self.guess, self._unit)
        print(f"You said {guess}; it is {told}: {how}.")
        progress_file.keep("predictions", self._key, guess=self.guess, measured=value, close=close)

    def _distance(self, value):
        """Return (whether the guess is close, how far off it is in words)."""
        if isinstance(value, str):
            return self.guess == value, "right" if self.guess == value else "not so"
        if self._scale == "log" and value > 0:
            ratio = self.guess / value
            factor = max(ratio, 1 / ratio)
            if factor <= 2:
                return True, f"within a factor of {factor:.2g}"
            times = f"{factor:.2g}" if factor < 100 else f"{float(f'{factor:.2g}'):,.0f}"
            return False, f"{times} times too {'much' if ratio > 1 else 'little'}"
        off = self.guess - value
        close = abs(off) <= 0.1 * max(abs(value), 1e-12)
        return close, "within a tenth" if close else f"{abs(off):.2g} too {'much' if off > 0 else 'little'}"

    def draw(self, ax, axis="y"):
        """Draw the guess as a dotted line across `ax`, labelled "your guess", where there is one; return the ax."""
        if self.guess is not None and not isinstance(self.guess, str):
            line = ax.axhline if axis == "y" else ax.axvline
            line(self.guess, color=style.INK, linestyle=(0, (1, 2)), linewidth=1.2, label="your guess")
        return ax

    def close(self):
        """Close the widget and all that it is made of."""
        showing.close_all(self)

    _ipython_display_ = None

    def _repr_mimebundle_(self, **kwargs):
        """Return the question as text, and show the live one above it."""
        return showing.shown(self, {"text/plain": f"Predict: {self._question}"}, {})
