"""A panel that reaches into a trained LSTM: one unit's memory is turned at a chosen word, and the verb follows."""
import functools
import inspect

import numpy as np

from helpers import tasks
from helpers.figures import charts, diagrams, style
from helpers.networks.lstm import lstm_cell_forward
from helpers.panels.base import Panel, Slider, Word
from helpers.training import probes

LONGEST, HIGHEST = 16, 4.0


def number_unit(parameters, unit, text, place=1):
    """Show the number unit's memory and gates over a sentence, and the verbs that come next, with one value changed.

    Parameters
    ----------
    parameters : dict
        of an LSTM that was trained on tasks.stream
    unit : int
        whose c is drawn, and changed
    text : str
        the sentence up to its verb, as the panel shows it first; words of tasks.vocabulary(), at most 16
    place : int
        the word after which c is multiplied first, counted from 1

    Returns
    -------
    Panel
    """
    n_a, cell = parameters["Wy"].shape[1], inspect.unwrap(lstm_cell_forward)
    fig = charts.figure(width=9.0, height=4.5)
    top, doors, below = fig.subplots(3, 1, height_ratios=(3, 1.5, 1.7))
    top.set(xlim=(0.4, LONGEST + 2.6), ylim=(-1.4 * HIGHEST, HIGHEST), yticks=range(-4, 5, 2), xticks=[],
            ylabel=f"$c$ of unit {unit}", title="The memory of one unit, word by word")
    top.axhline(0, color=style.INK, linewidth=0.8)
    doors.set(xlim=(0.4, LONGEST + 2.6), ylim=(-0.04, 1.04), ylabel="gates", xticks=[], title="Its gates")
    verbs = [word for number in (tasks.SINGULAR, tasks.PLURAL) for word in tasks.vocabulary().decode(tasks.verbs(number))]
    below.set(xlim=(-0.6, len(verbs) - 0.4), ylim=(0, 1), ylabel="share", title="Which verb comes next? (shares among all verbs)")
    below.set_xticks(range(len(verbs)), verbs)
    bar = {"linewidth": 26, "solid_capstyle": "butt"}
    moving = {"as it was": top.plot([], [], color=style.ROLES["input"].colour, linewidth=1.5, linestyle=(0, (1, 2)))[0],
              "c": top.plot([], [], **style.line("cell"))[0],
              "dots": top.plot([], [], "o", color=style.ROLES["cell"].colour, markersize=6)[0],
              "here": top.text(1, 0, "", ha="center", va="center", fontweight="bold", color=style.INK)}
    moving |= {f"word {t}": top.text(t, 0, "", ha="center", va="center", fontsize=9) for t in range(1, LONGEST + 1)}
    gates = {"gamma_f": "forget", "gamma_u": "update", "gamma_o": "output"}
    for height, (name, role) in zip((0.9, 0.5, 0.1), gates.items()):
        moving[name] = doors.plot([], [], **style.line(role))[0]
        doors.text(LONGEST + 0.2, height, style.ROLES[role].label, color=style.ROLES[role].colour, va="center", fontsize=9)
    for role in ("singular", "plural"):
        moving[role] = below.plot([], [], color=style.ROLES[role].colour, **bar)[0]
    chart = charts.LiveChart(fig, moving, name="number-unit")

    @functools.lru_cache(maxsize=16)
    def untouched(text):
        return probes.run(cell, parameters, tasks.vocabulary().one_hot(text))

    def draw(text, place, factor):
        places = tasks.vocabulary().encode(text)
        T_x = len(places)
        if T_x > LONGEST:
            raise ValueError(f"the sentence has {T_x} words, expected at most {LONGEST}")
        place, x = min(place, T_x), tasks.vocabulary().one_hot(text)
        change = np.where(np.arange(n_a) == unit, factor, 1.0)
        before = untouched(text)
        after = probes.run(cell, parameters, x, change, {place - 1})
        steps, c = np.arange(1, T_x + 1), after.c[unit, 0]
        y = after.y_pred[tasks.vocabulary().encode(verbs), 0, -1]
        y = y / y.sum()
        bars = np.array([[[k, 0], [k, value], [k, np.nan]] for k, value in enumerate(y)])  # (8, 3, 2)
        half = len(verbs) // 2
        values = {"as it was": (steps, before.c[unit, 0]), "c": (steps, c), "dots": (steps, c),
                  "here": (place, HIGHEST * 0.72, f"× {diagrams.number(factor)}")}
        values |= {name: (steps, after.gates[name][unit, 0]) for name in gates}
        values |= {f"word {t}": (t, -1.27 * HIGHEST + 0.7 * (t % 2), word) for t, word in
                   zip(steps.tolist(), tasks.vocabulary().decode(places))}
        values |= {role: (part[..., 0].ravel(), part[..., 1].ravel())
                   for role, part in (("singular", bars[:half]), ("plural", bars[half:]))}
        word, number, was = tasks.vocabulary().decode(places)[place - 1], diagrams.number, before.y_pred[:, :, -1]
        return chart.fill(values), (
            f"After “{word}”, c of unit {unit} is {number(before.c[unit, 0, place - 1])}, times {number(factor)}. At the end it "
            f"is {number(c[-1])}, and plural verbs have {y[half:].sum():.2f} of all verbs' probability; untouched, they had "
            f"{tasks.plural_share(was)[0]:.2f}.")

    controls = [Word("text", "a sentence up to its verb", text), Slider("place", "after which word", 1, LONGEST, place, 1),
                Slider("factor", "multiply c by", -1.0, 1.0, 1.0, 0.25)]
    return Panel("number_unit", controls, draw, "The memory of one unit of an LSTM over the words of a sentence, as it was and "
                 "changed after one word, above its three gates and "
                 "the shares of four singular and four plural verbs as the next word.")
