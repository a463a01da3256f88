"""See it, or ask about it: the last answer to an exercise as three pictures, or as a text for a tutor.

    checks.look("lstm_cell_forward")      yours, expected and the difference of the first quantity that differs
    checks.sheet("lstm_cell_forward")     the task, the code, the verdict and the rules, to be read by a person or a chat
"""
import inspect
import textwrap

import numpy as np

from helpers.checks import code as source
from helpers.checks import examination
from helpers.checks.results import differences
from helpers.checks.results.compare import Fault
from helpers.exercises import EXERCISES

RULES = """Ask me one question at a time, and wait for my answer. Start from what I have written and from what the check says.
Don't write the solution or any line of it, also if I ask for it. If I am stuck, name the equation or the line to look at."""


class Text(str):
    """A text that has been printed, and isn't shown once more at the end of a cell."""

    def _ipython_display_(self):
        """Show nothing."""


def look(name):
    """Draw yours, expected and the difference of the first quantity that differs in the last answer to an exercise.

    Parameters
    ----------
    name : str
        an exercise's, "lstm_cell_forward"
    """
    examined = _examined(name)
    found = _first(name, examined) if examined else None
    if examined is None:
        print(f"{name}: no answer has been examined in this kernel yet. Run its cell first.")
    elif examined.verdict.state != "wrong":
        print(f"{name}: nothing differs in the last answer ({examined.verdict.state}).")
    elif found is None:
        print(f"{name}: there are no numbers to draw. {' '.join(examined.verdict.message.split())}")
    else:
        _draw(name, *found)


def _examined(name):
    if name not in EXERCISES:
        raise ValueError(f"name is {name!r}, expected an exercise: {', '.join(EXERCISES)}")
    return examination.last.get(name)


def _first(name, examined):
    """Return (the quantity's name, the learner's array, the expected one) of the first that differs, or None."""
    exercise = EXERCISES[name]
    for answer in examined.answers:
        where = differences.first_difference(exercise, answer)
        if where is None or where not in answer.expected:
            continue
        got = answer.got.get(where)
        got = got.value if isinstance(got, Fault) else got
        if isinstance(got, np.ndarray) and got.dtype.kind in "fiub" and 0 < got.size < 10**6 and got.ndim:
            return differences.shown(exercise, where), got.astype(float), answer.expected[where]
    return None


def _draw(name, quantity, got, expected):
    from matplotlib import pyplot as plt

    from helpers.figures import style
    same = got.shape == expected.shape
    step = ""
    if same and got.ndim == 3:
        t = int(np.nanargmax(np.abs(got - expected).max(axis=(0, 1))))
        got, expected, step = got[:, :, t], expected[:, :, t], f" at t = {t}"
    pictures = [(f"yours {got.shape}", got), (f"expected {expected.shape}", expected)]
    if same:
        pictures.append(("yours − expected", got - expected))
    largest = float(np.nanmax(np.abs(expected), initial=1e-12))
    fig, axes = plt.subplots(1, len(pictures), figsize=(2.6 * len(pictures), 2.6))
    for ax, (title, values) in zip(axes, pictures):
        flat = np.atleast_2d(np.squeeze(values) if values.ndim > 2 else values)
        flat = flat if flat.ndim == 2 else flat.reshape(len(flat), -1)
        image = ax.imshow(flat, cmap="RdBu_r", vmin=-largest, vmax=largest, aspect="auto")
        ax.set_title(title, fontsize=10)
        ax.grid(False)
        ax.set_xticks([])
        ax.set_yticks([])
    fig.colorbar(image, ax=list(axes), shrink=0.9)
    off = f"they differ by up to {np.nanmax(np.abs(got - expected)):.3g}" if same else "their shapes differ"
    style.show(fig, f"{quantity} of {name}{step} as heat maps: yours with shape {got.shape} beside the expected one with shape "
                    f"{expected.shape}; {off}, the largest number expected is {largest:.3g}.")


def sheet(name):
    """Print the task, your code, the verdict and the rules for whoever helps you; return the same text.

    Parameters
    ----------
    name : str
        an exercise's, "lstm_cell_forward"
    """
    examined, exercise = _examined(name), EXERCISES[name]
    says = examined.verdict.message if examined else f"{name}: not examined yet"
    task = inspect.getdoc(inspect.unwrap(exercise.reference)).partition("\n\nRaises")[0]
    text = Text("\n\n".join([
        f"I am learning how recurrent networks work, in NumPy. I am to write `{name}` ({exercise.task}).",
        "The task:\n" + textwrap.indent(f"{name}{inspect.signature(inspect.unwrap(exercise.reference))}\n{task}", "    "),
        "What I have written:\n" + textwrap.indent(_written(examined), "    "),
        "What the check says:\n" + textwrap.indent(says, "    "),
        RULES,
    ]))
    print(text)
    return text


def _written(examined):
    """Return the learner's code, or a sentence where there is none."""
    code = source.read(examined.function) if examined else None
    return "\n".join(code.lines[code.tree.lineno - 1:code.tree.end_lineno]) if code else "(nothing yet, or in another place)"
