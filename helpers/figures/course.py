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
    "predictions": {"missing": "◇", "wrong": "◈", "right": "◆"},
}
HERE = "▸"
LEGEND = ("exercises:  ✓ right   ✗ wrong   ○ open   ✓₃ after three tries        questions:  ■ right   ☒ wrong   □ open\n"
          "predictions:  ◆ close   ◈ not close   ◇ open        ▸ here you can go on")


class Row(NamedTuple):
    """How a page stands; a state is "right", "wrong" or "missing", and a prediction that was close is right."""
    page: str
    title: str
    exercises: tuple  # of (name, state, number of tries)
    questions: tuple  # of states
    predictions: tuple  # of states


def whole_course(ax, rows):
    """Draw the rows into `ax`, which is 8.2 inches wide; return it."""
    columns, here = _columns(rows), _go_on(rows)
    ax.set(xlim=(0, 8.2), ylim=((len(rows) + 2.2) * PITCH, -1.0 * PITCH), xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    for kind, left in columns.items():
        ax.text(left, -0.45 * PITCH, _heading(kind, rows), fontsize=9, color=GREY, va="center")
    for number, row in enumerate(rows):
        y = (number + 0.5) * PITCH
        ax.axhline((number + 1) * PITCH, color=style.FAINT, linewidth=0.5)
        ax.text(0.3, y, int(row.page), fontsize=9, ha="right", va="center", color=GREY)
        ax.text(0.42, y, row.title, fontsize=9, va="center", fontweight="bold" if row is here else "normal")
        if row is here:
            ax.text(0.04, y, HERE, fontsize=10, ha="center", va="center")
        for kind, states in _states(row).items():
            for place, state in enumerate(states):
                ax.text(columns[kind] + (place + 0.3) * WIDE, y, MARKS[kind][state], fontsize=10, ha="center", va="center",
                        color=GREY if state == "missing" else style.INK)
        for place, (_, state, tries) in enumerate(row.exercises):
            if state != "missing" and tries > 1:
                ax.text(columns["exercises"] + (place + 0.58) * WIDE, y + 0.2 * PITCH, tries, fontsize=6, va="center", color=GREY)
    ax.text(0.1, (len(rows) + 0.5) * PITCH, LEGEND, fontsize=8.5, va="top", color=GREY, linespacing=1.5)
    ax.set_title(_title(rows))
    return ax


def in_words(rows):
    """Return what is in the picture, for a reader who cannot see it: the sums, then each page on which something was done."""
    said = [f"The course, a row for each of its {len(rows)} pages."]
    for kind, right, wrong in (("exercises", "right", "wrong"), ("questions", "right", "wrong"),
                               ("predictions", "close", "not close")):
        states = _all(kind, rows)
        said.append(f"{kind.capitalize()}: {states.count('right')} {right}, {states.count('wrong')} {wrong}, "
                    f"{states.count('missing')} open.")
    here = _go_on(rows)
    said += [f"Here you can go on: page {int(here.page)}."] if here else []
    return " ".join([*said, *filter(None, map(_of_page, rows))])


def show(rows):
    """Show the picture with its text alternative."""
    fig, ax = plt.subplots(figsize=(8.6, (len(rows) + 4.6) * PITCH))
    whole_course(ax, rows)
    style.show(fig, in_words(rows))


def _states(row):
    return {"exercises": [state for _, state, _ in row.exercises], "questions": row.questions, "predictions": row.predictions}


def _all(kind, rows):
    return [state for row in rows for state in _states(row)[kind]]


def _go_on(rows):
    """Return the first row with an exercise that isn't right, or None."""
    return next((row for row in rows if any(state != "right" for _, state, _ in row.exercises)), None)


def _columns(rows):
    """Return where each kind of marks begins, in inches."""
    columns, left = {}, LEFT
    for kind, least in (("exercises", 5), ("questions", 5), ("predictions", 4)):
        columns[kind] = left
        left += (max([least, *(len(_states(row)[kind]) for row in rows)]) + 1) * WIDE
    return columns


def _heading(kind, rows):
    """Return "45 exercises" where nothing is done, else "9 of 45 exercises": right ones, but predictions that were made."""
    states = _all(kind, rows)
    done = len(states) - states.count("missing") if kind == "predictions" else states.count("right")
    return (f"{done} of " if done else "") + f"{len(states)} {kind}"


def _title(rows):
    states = _all("exercises", rows)
    done = states.count("right")
    return f"{done} of {len(states)} exercises are right" if done else "The whole course, a row a page"


def _of_page(row):
    """Return a sentence on a page on which something was done, else ""."""
    said = [f"{name} {state}" + (f" ({tries} tries)" if tries > 1 else "") for name, state, tries in row.exercises
            if state != "missing"]
    for kind, word in (("questions", "right"), ("predictions", "close")):
        done = [state for state in _states(row)[kind] if state != "missing"]
        said += [f"{done.count('right')} of {len(done)} {kind} {word}"] * bool(done)
    return f"Page {int(row.page)}: {', '.join(said)}." if said else ""
