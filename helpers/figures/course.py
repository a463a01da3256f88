"""The whole course as one picture: a row for each page, a mark for each exercise, question and prediction."""
from typing import NamedTuple

import matplotlib.pyplot as plt

from helpers.figures import style

GREY = style.ROLES["input"].colour
PITCH = 0.25  # inches, from row to row
LEFT, WIDE = 3.05, 0.21  # inches: where the marks begin, and from mark to mark
MARKS = {
    "exercises": {"missing": "○", "wrong": "✗", "right": "✓"},
    "questions": {"missing": "□", "wrong": "☒", "right": "■"},
    "predictions": {False: "◇", True: "◆"},
}
LEGEND = ("exercises:  ✓ right   ✗ wrong   ○ open        questions:  ■ right   ☒ wrong   □ not answered yet\n"
          "predictions:  ◆ close   ◇ not close")


class Row(NamedTuple):
    """How a page stands."""
    page: str
    title: str
    exercises: tuple  # of pairs (name, "missing", "wrong" or "right")
    questions: tuple  # of "right", "wrong" or "missing"
    predictions: tuple  # of whether each was close


def whole_course(ax, rows):
    """Draw the rows into `ax`, which is 8.2 inches wide; return it."""
    columns = _columns(rows)
    ax.set(xlim=(0, 8.2), ylim=((len(rows) + 2.2) * PITCH, -1.0 * PITCH), xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    for kind, left in columns.items():
        ax.text(left, -0.45 * PITCH, kind, fontsize=9, color=GREY, va="center")
    for number, row in enumerate(rows):
        y = (number + 0.5) * PITCH
        ax.axhline((number + 1) * PITCH, color=style.FAINT, linewidth=0.5)
        ax.text(0.3, y, int(row.page), fontsize=9, ha="right", va="center", color=GREY)
        ax.text(0.42, y, row.title, fontsize=9, va="center")
        for kind, states in _states(row).items():
            for place, state in enumerate(states):
                ax.text(columns[kind] + (place + 0.3) * WIDE, y, MARKS[kind][state], fontsize=10, ha="center", va="center",
                        color=GREY if state in ("missing", False) else style.INK)
    ax.text(0.1, (len(rows) + 0.5) * PITCH, LEGEND, fontsize=8.5, va="top", color=GREY, linespacing=1.5)
    ax.set_title(_title(rows))
    return ax


def in_words(rows):
    """Return what is in the picture, for a reader who cannot see it: the sums, then each page on which something was done."""
    number = {kind: [state for row in rows for state in _states(row)[kind]] for kind in MARKS}
    right, wrong, missing = (number["exercises"].count(state) for state in ("right", "wrong", "missing"))
    answered = [state for state in number["questions"] if state != "missing"]
    close = sum(number["predictions"])
    whole = (f"The course, a row for each of its {len(rows)} pages. Exercises: {right} right, {wrong} wrong, {missing} open. "
             f"Questions: {answered.count('right')} of {len(answered)} right. "
             f"Predictions: {len(number['predictions'])} made, {close} close.")
    return " ".join([whole, *filter(None, map(_of_page, rows))])


def show(rows):
    """Show the picture with its text alternative."""
    fig, ax = plt.subplots(figsize=(8.6, (len(rows) + 4.6) * PITCH))
    whole_course(ax, rows)
    style.show(fig, in_words(rows))


def _states(row):
    return {"exercises": [state for _, state in row.exercises], "questions": row.questions, "predictions": row.predictions}


def _columns(rows):
    """Return where each kind of marks begins, in inches."""
    columns, left = {}, LEFT
    for kind, least in (("exercises", 4), ("questions", 5), ("predictions", 4)):
        columns[kind] = left
        left += (max([least, *(len(_states(row)[kind]) for row in rows)]) + 1) * WIDE
    return columns


def _title(rows):
    states = [state for row in rows for _, state in row.exercises]
    done = states.count("right")
    return f"{done} of {len(states)} exercises are right" if done else "The whole course, a row a page"


def _of_page(row):
    """Return a sentence on a page on which something was done, else ""."""
    said = [f"{name} {state}" for name, state in row.exercises if state != "missing"]
    answered = [state for state in row.questions if state != "missing"]
    said += [f"{answered.count('right')} of {len(answered)} questions right"] * bool(answered)
    said += [f"{sum(row.predictions)} of {len(row.predictions)} predictions close"] * bool(row.predictions)
    return f"Page {int(row.page)}: {', '.join(said)}." if said else ""
