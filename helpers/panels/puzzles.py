"""Three puzzles: open and shut the doors of a memory, word by word, until it does what the goal says.

    hold      write the number of the subject at the first word, and hold it for twelve
    replace   hold it, then drop it and take the new one when a new subject comes
    hide      hold it, and keep it from the output until the verb needs it

−1 is plural, +1 is singular. A word's candidate c̃ is what would be written if the update gate were open.
"""
import functools
import inspect
import re
from typing import NamedTuple

import ipywidgets as widgets
import numpy as np

from helpers.figures import charts, diagrams, style
from helpers.networks import gates, lstm
from helpers.panels.base import Panel, Switch

GATES = {"f": ("forget", "Γ_f"), "u": ("update", "Γ_u"), "o": ("output", "Γ_o")}
CLOSE = 0.05  # how near to its goal a value must be


class Puzzle(NamedTuple):
    """The words with their candidates, the goal after each, and the gates that the reader sets."""
    title: str
    task: str
    words: tuple
    c_tilde: tuple
    c_goal: tuple
    a_goal: tuple  # NaN where a may be anything
    gates: str


ANY = (float("nan"),) * 12
PUZZLES = {
    1: Puzzle("Hold", "c takes −1 (plural) at “keys” and holds it for all twelve words",
              ("keys", "that", "the", "man", "left", "on", "the", "old", "table", "in", "the", "hall"),
              (-1.0, 0.2, -0.1, 1.0, 0.4, -0.3, 0.1, -0.5, 1.0, 0.3, -0.2, 0.9), (-1.0,) * 12, ANY, "fu"),
    2: Puzzle("Replace", "c holds −1 (plural) from “keys” on, then drops it and takes +1 (singular) at “lamp”",
              ("keys", "on", "the", "table", "were", "new", "but", "the", "lamp", "by", "them", "was"),
              (-1.0, -0.3, 0.1, 1.0, -0.6, 0.2, 0.3, -0.1, 1.0, 0.4, -0.9, 0.6), (-1.0,) * 8 + (1.0,) * 4, ANY, "fu"),
    3: Puzzle("Hide", "c holds −1 (plural) from “keys” on, and a shows nothing of it before the verb, “are”",
              ("keys", "that", "the", "man", "left", "on", "the", "old", "table", "in", "hall", "are"),
              (-1.0, 0.2, -0.1, 1.0, 0.4, -0.3, 0.1, -0.5, 1.0, 0.3, 0.9, -0.7), (-1.0,) * 12,
              (0.0,) * 11 + (float(np.tanh(-1.0)),), "fuo"),
}


class GatePuzzle(Panel):
    """A panel with a door for each gate and word: a button that is pressed while the gate is open."""

    def __init__(self, number, cell):
        self._puzzle = PUZZLES[number]
        self._cell, self._chart, self._met = cell, _chart(self._puzzle, f"gate-puzzle-{number}"), False
        switches = [Switch(f"{gate}{t}", word) for gate in self._puzzle.gates for t, word in enumerate(self._puzzle.words, 1)]
        super().__init__(f"gate_puzzle {number}", switches, self._drive,
                         f"Gate puzzle {number}, {self._puzzle.title.lower()}. The goal: {self._puzzle.task}.")

    def solved(self):
        """Return whether the doors, as they are set now, meet the goal."""
        return self._met

    def _drive(self, **doors):
        puzzle, steps = self._puzzle, range(1, 13)
        open_at = {gate: [float(doors.get(f"{gate}{t}", True)) for t in steps] for gate in "fuo"}
        a, c, _ = gates.run(self._cell, 0.0, [gates.by_hand(*values) for values in zip(*open_at.values(), puzzle.c_tilde)])
        a, c = a[1:], c[1:]
        c_right = np.abs(c - puzzle.c_goal) < CLOSE
        a_right = ~(np.abs(a - puzzle.a_goal) >= CLOSE)  # any a is right where the goal is NaN
        self._met = bool(np.all(c_right & a_right))
        lines = {"c": (np.arange(13), [0.0, *c]), "c at": (steps, c),
                 "wrong": (np.array(steps)[~(c_right & a_right)], np.full(np.sum(~(c_right & a_right)), -1.68)),
                 "verdict": "Solved!" if self._met else f"{np.sum(c_right & a_right)} of 12 words"}
        if "o" in puzzle.gates:
            lines |= {"a": (np.arange(13), [0.0, *a]), "a at": (steps, a)}
        for row, gate in enumerate(puzzle.gates):
            here = [t for t in steps if open_at[gate][t - 1]]
            lines[gate] = (here, [-row] * len(here))
        return self._chart.fill(lines), self._sentence(c, a, c_right, a_right)

    def _sentence(self, c, a, c_right, a_right):
        if self._met:
            return f"Solved: {self._puzzle.task}."
        t = int(np.argmin(c_right & a_right))
        name, value, goal = ("a", a, self._puzzle.a_goal) if c_right[t] else ("c", c, self._puzzle.c_goal)
        return (f"Not yet: after word {t + 1}, “{self._puzzle.words[t]}”, {name} is {diagrams.number(value[t])}, "
                f"and the goal is {diagrams.number(goal[t])}. {np.sum(c_right & a_right)} of 12 words are right.")

    def _arranged(self, rows):
        door = widgets.Layout(width="auto", flex="1 1 40px", min_width="36px", max_width="64px", padding="0", margin="1px")
        whole = widgets.Layout(width="auto", flex="0 0 112px", padding="0", margin="1px 6px 1px 0")
        grid = []
        for gate in self._puzzle.gates:
            word, symbol = GATES[gate]
            doors = [self._controls[f"{gate}{t}"] for t in range(1, 13)]
            for t, button in enumerate(doors, 1):
                button.layout.close()
                button.layout = door
                button.tooltip = f"{word} gate {symbol} at word {t}, “{button.description}”: pressed is open"
            every = widgets.Button(description=f"{word} {symbol}: all", tooltip=f"Open or shut the {word} gate at every word",
                                   layout=whole)
            every.on_click(lambda _button, doors=doors, gate=gate: self._turn(gate, doors))
            grid.append(widgets.Box([every, *doors], layout={"flex_flow": "row wrap"}))
        return widgets.VBox([*grid, widgets.Box([self._reset])])

    def _turn(self, gate, doors):
        wanted = not all(button.value for button in doors)
        self.set(**{f"{gate}{t}": wanted for t in range(1, 13)})


def gate_puzzle(number, cell=None):
    """Show a gate puzzle: 1 hold, 2 replace, 3 hide. Its method solved() says whether the goal is met.

    Parameters
    ----------
    number : int
        1, 2 or 3
    cell : callable, optional
        lstm_cell_forward(xt, a_prev, c_prev, parameters), the reader's own; without it the reference

    Returns
    -------
    GatePuzzle
    """
    if number not in PUZZLES:
        raise ValueError(f"number is {number!r}, expected 1 (hold), 2 (replace) or 3 (hide)")
    return GatePuzzle(number, inspect.unwrap(lstm.lstm_cell_forward if cell is None else cell))


@functools.cache
def _chart(puzzle, name):
    steps = np.arange(1, 13)
    fig = charts.figure(width=9.6, height=3.5 + 0.25 * len(puzzle.gates))
    top, doors = fig.subplots(2, 1, height_ratios=(5, 0.85 * len(puzzle.gates)))
    cell, hidden = style.ROLES["cell"].colour, style.ROLES["hidden"].colour
    top.set(xlim=(-0.4, 12.6), ylim=(-1.95, 1.6), ylabel="$c$" + (" and $a$" if "o" in puzzle.gates else ""))
    top.set_title(f"{puzzle.title}: " + re.sub(r"\b([ca])\b", r"$\1$", puzzle.task), fontsize=11)
    below = [f"{word}\n$\\tilde{{c}}$ = {diagrams.number(value, 1)}" for word, value in zip(puzzle.words, puzzle.c_tilde)]
    top.set_xticks(steps, below, fontsize=9)
    top.axhline(0, color=style.INK, linewidth=0.8)
    goal = {"linestyle": "none", "markerfacecolor": "none", "markersize": 15, "markeredgewidth": 1.6}
    top.plot(steps, puzzle.c_goal, "o", markeredgecolor=cell, **goal)
    top.text(-0.25, -1.05, "goal", color=cell, va="center", fontsize=9)
    moving = {"c": top.plot([], [], **style.line("cell", linewidth=1.5))[0],
              "c at": top.plot([], [], "o", color=cell, markersize=8)[0]}
    if "o" in puzzle.gates:
        top.plot(steps, puzzle.a_goal, "s", markeredgecolor=hidden, **goal | {"markersize": 13})
        moving |= {"a": top.plot([], [], **style.line("hidden", linewidth=1.5))[0],
                   "a at": top.plot([], [], "s", color=hidden, markersize=7)[0]}
    moving["wrong"] = top.plot([], [], "s", color=style.INK, markersize=5)[0]
    top.text(-0.25, -1.68, "not yet", va="center", fontsize=9)
    moving["verdict"] = top.text(12.5, 1.35, "", ha="right", va="center", fontweight="bold", color=style.INK)
    doors.set(xlim=top.get_xlim(), ylim=(-len(puzzle.gates) + 0.45, 0.55), xticks=[])
    doors.set_yticks([-row for row in range(len(puzzle.gates))], [rf"$\Gamma_{gate}$" for gate in puzzle.gates])
    doors.grid(False)
    doors.spines[["left", "bottom"]].set_visible(False)
    doors.tick_params(length=0)
    for row, gate in enumerate(puzzle.gates):
        colour = style.ROLES[GATES[gate][0]].colour
        doors.plot(steps, [-row] * 12, "s", markeredgecolor=colour, **goal | {"markersize": 11, "markeredgewidth": 1.2})
        moving[gate] = doors.plot([], [], "s", color=colour, markersize=12)[0]
    return charts.LiveChart(fig, moving, name=name)
