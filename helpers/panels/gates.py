"""Panels about the doors of the LSTM: set the gates by hand, and follow a gradient back through them.

The cell that runs is the real one, lstm_cell_forward, the reader's own or the reference.
"""
import functools
import inspect
import math

import numpy as np

from helpers.figures import charts, diagrams, style
from helpers.networks import gates, lstm
from helpers.panels.base import Panel, Slider

number, flow = diagrams.number, diagrams.flow
ROLE = style.ROLES
LEGEND = diagrams.LEGEND


def gate_explorer(cell=None):
    """Set the three gates, the candidate and the first memory by hand; see the cell, its states and the gradient.

    Parameters
    ----------
    cell : callable, optional
        lstm_cell_forward(xt, a_prev, c_prev, parameters), the reader's own; without it the reference

    Returns
    -------
    Panel
    """
    cell = inspect.unwrap(lstm.lstm_cell_forward if cell is None else cell)
    T_x = 20
    diagram, chart = diagrams.load("lstm_cell"), _states_and_gradient(T_x)
    steps = np.arange(T_x + 1)

    def draw(gamma_f, gamma_u, gamma_o, c_tilde, c0, t):
        a, c, caches = gates.run(cell, c0, [gates.by_hand(gamma_f, gamma_u, gamma_o, c_tilde)] * T_x)
        dc = gates.gradient_of_c(caches)
        seen = np.where(dc > 0, dc, np.nan)
        kept, written, shown = gamma_f * c[t - 1], gamma_u * c_tilde, math.tanh(c[t])
        cells = diagram.fill({
            "value-gamma_f": f"{gamma_f:.2f}", "value-gamma_u": f"{gamma_u:.2f}", "value-gamma_o": f"{gamma_o:.2f}",
            "value-c_tilde": number(c_tilde), "value-c_prev": number(c[t - 1]), "value-c_next": number(c[t]),
            "value-a_prev": number(a[t - 1]), "value-a_next": number(a[t]), "value-fc": number(kept),
            "value-uc": number(written), "value-tanh_c": number(shown),
            "flow-gamma_f": flow(gamma_f), "flow-gamma_u": flow(gamma_u), "flow-gamma_o": flow(gamma_o),
            "flow-c_tilde": flow(c_tilde), "flow-c_prev": flow(c[t - 1]), "flow-fc": flow(kept), "flow-uc": flow(written),
            "flow-c_next": flow(c[t]), "flow-c_up": flow(c[t]), "flow-tanh_c": flow(shown), "flow-a_prev": flow(a[t - 1]),
            "flow-a_next": flow(a[t]), "flow-a_down": flow(a[t])})
        lines = chart.fill({
            "now": ([t, t], [-9, 9]), "c": (steps, c), "a": (steps, a), "c now": ([t], [c[t]]), "a now": ([t], [a[t]]),
            "label c": (T_x + 0.4, *_apart(c[-1], a[-1]), "c"), "label a": (T_x + 0.4, *_apart(a[-1], c[-1]), "a"),
            "then": ([t, t], [1e-9, 9]), "dc": (steps[:-1], seen)})
        far = "" if abs(c).max() <= 3 else " The memory has left the chart: nothing bounds it where the forget gate is open."
        far += " What lies below a millionth is below the chart." if dc[0] < 1e-6 else ""
        return [cells, lines], (
            f"Step {t} of {T_x}: c = {gamma_f:.2f} · {number(c[t - 1])} + {gamma_u:.2f} · {number(c_tilde)} = {number(c[t])}, "
            f"a = {gamma_o:.2f} · tanh(c) = {number(a[t])}. Each step hands on {gamma_f:.2f} of the gradient ∂J/∂c: "
            f"of that before the last step ({_tiny(dc[-1])}), {_tiny(dc[0])} reaches the start.{far}")

    sliders = [
        Slider("gamma_f", "forget gate Γ_f", 0.0, 1.0, 0.9), Slider("gamma_u", "update gate Γ_u", 0.0, 1.0, 0.1),
        Slider("gamma_o", "output gate Γ_o", 0.0, 1.0, 0.8), Slider("c_tilde", "candidate c̃", -1.0, 1.0, -0.8),
        Slider("c0", "memory at the start c⟨0⟩", -1.0, 1.0, 1.0), Slider("t", "time step t", 1, T_x, 3, 1),
    ]
    return Panel("gate_explorer", sliders, draw, "An LSTM cell with its numbers; beside it, its memory c and its state a over "
                 "20 steps with the same gates, and the gradient ∂J/∂c back through time.", play="t", widths=(540, 350),
                 legend=LEGEND)


@functools.cache
def _states_and_gradient(T_x):
    fig = charts.figure(width=4.2, height=3.8)
    left, right = fig.subplots(2, 1)
    left.set(xlim=(-0.5, T_x + 1.5), ylim=(-3.1, 3.1))
    left.set_title("Memory $c$ and state $a$", fontsize=11)
    right.set(xlim=(-0.5, T_x + 1.5), ylim=(1e-6, 2), yscale="log", xlabel="step $t$")
    right.set_title(r"$\partial J/\partial c$ back through time, $J = a$ at the end", fontsize=11)
    right.minorticks_off()
    moving = {}
    for ax, key in ((left, "now"), (right, "then")):
        ax.set_xticks(range(0, T_x + 1, 5))
        moving[key] = ax.plot([], [], color=style.FAINT, linewidth=2)[0]
    left.axhline(0, color=style.INK, linewidth=0.8)
    for key, role in (("c", "cell"), ("a", "hidden")):
        moving[key] = left.plot([], [], **style.line(role))[0]
        moving[f"{key} now"] = left.plot([], [], "o", color=ROLE[role].colour, markersize=7)[0]
        moving[f"label {key}"] = left.text(0, 0, "", color=ROLE[role].colour, va="center")
    moving["dc"] = right.plot([], [], **style.line("cell", marker=None))[0]
    return charts.LiveChart(fig, moving, name="gate-explorer")


def _apart(value, other):
    """Return a height for a label near `value` that keeps off the one near `other`."""
    near = 0.45 - abs(value - other) / 2
    height = value + (math.copysign(near, value - other) if near > 0 else 0)
    return (min(max(height, -2.9), 2.9),)


def _tiny(value):
    return f"{value:.2f}" if value >= 0.005 else f"{value:.0e}" if value > 1e-15 else "0"


def paths_of_dc():
    """Follow a gradient back through one LSTM cell: which path carries how much.

    Returns
    -------
    Panel
    """
    backward = inspect.unwrap(lstm.lstm_cell_backward)
    forward = inspect.unwrap(lstm.lstm_cell_forward)
    diagram = diagrams.load("lstm_backward")

    def draw(dc_next, da_next, gamma_f, gamma_u, gamma_o, c_tilde, c_prev, weight):
        parameters = gates.by_hand(gamma_f, gamma_u, gamma_o, c_tilde)
        # With x = a = 0 the weights change nothing on the way forward.
        parameters |= {key: np.full((1, 2), weight) for key in ("Wf", "Wu", "Wc", "Wo")}
        zero = np.zeros((1, 1))
        _, c_next, _, cache = forward(zero, zero, np.full((1, 1), c_prev), parameters)
        way_a = backward(np.full((1, 1), da_next), zero, cache)  # each way in by itself: a backward pass is linear
        both = backward(np.full((1, 1), da_next), np.full((1, 1), dc_next), cache)
        through_a = da_next * gamma_o * (1 - math.tanh(c_next.item()) ** 2)
        dc = dc_next + through_a
        dc_prev, da_prev = both["dc_prev"].item(), both["da_prev"].item()
        numbers = {"dc_next": dc_next, "da_next": da_next, "dc_a": through_a, "dc": dc, "dc_prev": dc_prev,
                   "dgamma_f": dc * c_prev, "dgamma_u": dc * c_tilde, "dc_tilde": dc * gamma_u,
                   "dgamma_o": da_next * math.tanh(c_next.item()), "da_prev": da_prev, "dx": both["dxt"].item()}
        slots = {f"value-{key}": number(value) for key, value in numbers.items()}
        slots |= {f"flow-{key}": flow(value) for key, value in numbers.items()}
        slots["flow-da_gamma_o"] = flow(da_next * gamma_o)
        arrived = 0.0  # in [a; x], gate by gate
        for gate in "ocuf":
            through = weight * both[f"db{gate}"].item()  # with one example, db is dz
            arrived += through
            slots[f"flow-dz{gate}"], slots[f"flow-sum_{gate}"] = flow(through), flow(arrived)
        del slots["flow-sum_o"]  # the first to arrive is a sum of one
        return diagram.fill(slots), (
            f"Two ways in: dc = {number(dc_next)} along the memory and {number(through_a)} through a, together {number(dc)}. "
            f"Along the memory, Γ_f = {gamma_f:.2f} hands on dc_prev = {number(dc_prev)}, of which "
            f"{number(way_a['dc_prev'].item())} came through a. Through gates and weights comes da_prev = {number(da_prev)}.")

    sliders = [
        Slider("dc_next", "along the memory dc_next", -1.0, 1.0, 0.6), Slider("da_next", "through a: da_next", -1.0, 1.0, 0.5),
        Slider("gamma_f", "forget gate Γ_f", 0.0, 1.0, 0.9), Slider("gamma_u", "update gate Γ_u", 0.0, 1.0, 0.3),
        Slider("gamma_o", "output gate Γ_o", 0.0, 1.0, 0.7), Slider("c_tilde", "candidate c̃", -1.0, 1.0, -0.8),
        Slider("c_prev", "memory before c⟨t−1⟩", -1.0, 1.0, 0.5), Slider("weight", "every weight W", -3.0, 3.0, 1.0, 0.1),
    ]
    return Panel("paths_of_dc", sliders, draw, "The backward pass through one LSTM cell: the gradient on each path, thick "
                 "for a large number and dashed for a negative one.", widths=(640,), legend=LEGEND)
