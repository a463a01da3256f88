"""Panels of one step: one slider, the cell of the simple RNN and the cell of the LSTM with their numbers."""
import functools

import numpy as np

from helpers.figures import charts, diagrams, style
from helpers.networks import lstm, rnn
from helpers.panels.base import Panel, Slider

number = diagrams.number


def first_slider(step):
    """Show what is left of a first input after ten steps, with the weight of the state on a slider.

    Parameters
    ----------
    step : callable
        step(a_prev, xt, w_a, w_x) → a_next, with arrays of shape (m,)

    Returns
    -------
    Panel
    """
    T_x, w_x = 10, 1.0
    x = np.zeros(T_x)
    x[0] = 1.0
    steps, chart = np.arange(T_x + 1), _over_steps(T_x)

    def draw(w_a):
        a = np.zeros(T_x + 1)
        for t in range(T_x):
            a[t + 1] = step(a[t:t + 1], x[t:t + 1], w_a, w_x)[0]
        drawing = chart.fill({"line": (steps, a), "dots": (steps, a), "label": (T_x + 0.2, a[-1], number(a[-1]))})
        return drawing, (f"Weight of the state w_a = {number(w_a)}: the state is {number(a[1])} after step 1 "
                         f"and {number(a[-1])} after step 10.")

    return Panel("first_slider", [Slider("w_a", "weight of the state w_a", -1.5, 1.5, 0.9)], draw,
                 "A chart of the state a over ten steps: a single input at step 1, and what the cell remembers of it.")


@functools.cache
def _over_steps(T_x):
    fig = charts.figure(width=8.0, height=3.0)
    ax = fig.subplots()
    ax.set(xlim=(-0.3, T_x + 1.2), ylim=(-1.08, 1.08), xlabel="step $t$", ylabel="state $a$",
           title="One input at step 1, then silence: what is left of it?")
    ax.set_xticks(np.arange(T_x + 1))
    ax.axhline(0, color=style.INK, linewidth=0.8)
    line = ax.plot([], [], **style.line("hidden", linestyle="-", linewidth=1.5))[0]
    dots = ax.plot([], [], "o", color=style.ROLES["hidden"].colour, markersize=8)[0]
    label = ax.text(0, 0, "", color=style.ROLES["hidden"].colour, va="center", fontsize=10)
    return charts.LiveChart(fig, {"line": line, "dots": dots, "label": label}, name="first-slider")


def rnn_cell(cell=None):
    """Show one unit of the simple RNN with its numbers: inputs, weights and biases on sliders, two outputs.

    Parameters
    ----------
    cell : callable, optional
        rnn_cell_forward(xt, a_prev, parameters), the reader's own; without it the reference

    Returns
    -------
    Panel
    """
    cell = rnn.rnn_cell_forward if cell is None else cell
    diagram = diagrams.load("rnn_cell")

    def draw(x, a_prev, Wax, Waa, ba, Wya1, Wya2, by1, by2):
        parameters = {"Wax": np.array([[Wax]]), "Waa": np.array([[Waa]]), "ba": np.array([[ba]]),
                      "Wya": np.array([[Wya1], [Wya2]]), "by": np.array([[by1], [by2]])}
        a_next, yt_pred, _ = cell(np.array([[x]]), np.array([[a_prev]]), parameters)
        a, (y1, y2) = float(a_next[0, 0]), yt_pred[:, 0].tolist()
        z = Wax * x + Waa * a_prev + ba
        drawing = diagram.fill({
            "value-x": number(x), "value-a_prev": number(a_prev), "value-Wax": number(Wax), "value-Waa": number(Waa),
            "value-ba": number(ba), "value-Wax_x": number(Wax * x), "value-Waa_a": number(Waa * a_prev),
            "value-z": number(z), "value-a_next": number(a), "value-Wya1": number(Wya1, 1), "value-Wya2": number(Wya2, 1),
            "value-by1": number(by1, 1), "value-by2": number(by2, 1), "value-y_pred": f"{y1:.2f}, {y2:.2f}",
            "flow-x": diagrams.flow(x), "flow-a_prev": diagrams.flow(a_prev), "flow-ba": diagrams.flow(ba, 2),
            "flow-Wax_x": diagrams.flow(Wax * x, 2), "flow-Waa_a": diagrams.flow(Waa * a_prev, 2),
            "flow-z": diagrams.flow(z, 2), "flow-a_next": diagrams.flow(a), "flow-a_up": diagrams.flow(a),
        })
        return drawing, (f"x = {number(x)} and a before = {number(a_prev)} give z = {number(Wax * x)} {_plus(Waa * a_prev)} "
                         f"{_plus(ba)} = {number(z)}, a = tanh(z) = {number(a, 4)}. The scores {number(Wya1 * a + by1)} and "
                         f"{number(Wya2 * a + by2)} go through softmax: ŷ = ({y1:.4f}, {y2:.4f}).")

    sliders = [
        Slider("x", "input x", -1.0, 1.0, 0.5),
        Slider("a_prev", "state before a⟨t−1⟩", -1.0, 1.0, -0.4),
        Slider("Wax", "weight of the input W_ax", -2.0, 2.0, 1.5, 0.1),
        Slider("Waa", "weight of the state W_aa", -2.0, 2.0, 0.8, 0.1),
        Slider("ba", "bias b_a", -2.0, 2.0, 0.1, 0.1),
        Slider("Wya1", "to output 1: W_ya₁", -2.0, 2.0, 1.2, 0.1),
        Slider("Wya2", "to output 2: W_ya₂", -2.0, 2.0, -1.0, 0.1),
        Slider("by1", "bias of output 1: b_y₁", -2.0, 2.0, 0.0, 0.1),
        Slider("by2", "bias of output 2: b_y₂", -2.0, 2.0, 0.0, 0.1),
    ]
    return Panel("rnn_cell", sliders, draw,
                 "The cell of the simple RNN with its numbers; a line is thick for a large number and dashed for a negative one.",
                 widths=(620,), legend=diagrams.LEGEND)


GATES = (("f", "forget gate"), ("u", "update gate"), ("c", "candidate"), ("o", "output gate"))


def lstm_cell(cell=None):
    """Show one unit of the LSTM with its numbers: input, states, and each gate's weight of the input and bias on sliders.

    Parameters
    ----------
    cell : callable, optional
        lstm_cell_forward(xt, a_prev, c_prev, parameters), the reader's own; without it the reference

    Returns
    -------
    Panel
    """
    cell = lstm.lstm_cell_forward if cell is None else cell
    diagram = diagrams.load("lstm_cell")

    def draw(x, a_prev, c_prev, weight, **gates):
        parameters = {f"W{g}": np.array([[weight, gates[f"W{g}"]]]) for g, _ in GATES}
        parameters |= {f"b{g}": np.array([[gates[f"b{g}"]]]) for g, _ in GATES}
        parameters |= {"Wy": np.array([[1.0], [-1.0]]), "by": np.zeros((2, 1))}
        a_next, c_next, yt_pred, cache = cell(*(np.array([[value]]) for value in (x, a_prev, c_prev)), parameters)
        c, a, kept = c_next.item(), a_next.item(), {name: getattr(cache, name).item() for name in NUMBERS}
        gamma_f, gamma_u, gamma_o, c_tilde = kept.values()
        numbers = {"x": x, "c_prev": c_prev, "a_prev": a_prev, "c_tilde": c_tilde, "c_next": c, "a_next": a,
                   "fc": gamma_f * c_prev, "uc": gamma_u * c_tilde, "tanh_c": float(np.tanh(c))}
        slots = {f"value-{key}": number(value) for key, value in numbers.items()}
        slots |= {f"flow-{key}": diagrams.flow(value) for key, value in numbers.items()}
        slots |= {f"value-{name}": f"{kept[name]:.2f}" for name in NUMBERS[:3]}
        slots |= {f"flow-{name}": diagrams.flow(kept[name]) for name in NUMBERS[:3]}
        slots |= {"flow-c_up": diagrams.flow(c), "flow-a_down": diagrams.flow(a), "value-y_pred": f"{yt_pred[0, 0]:.2f}"}
        z = parameters["Wf"] @ np.array([[a_prev], [x]]) + parameters["bf"]
        return diagram.fill(slots), (
            f"z_f = {number(weight)} · {number(a_prev)} + {number(gates['Wf'])} · {number(x)} {_plus(gates['bf'])} = "
            f"{number(z.item())}, so Γ_f = σ(z_f) = {gamma_f:.2f}; Γ_u = {gamma_u:.2f}, c̃ = {number(c_tilde)}, "
            f"Γ_o = {gamma_o:.2f}. c = {number(c)}, a = {number(a)}, ŷ = ({yt_pred[0, 0]:.2f}, {yt_pred[1, 0]:.2f}).")

    sliders = [Slider("x", "input x⟨t⟩", -1.0, 1.0, 0.5), Slider("a_prev", "state before a⟨t−1⟩", -1.0, 1.0, -0.4),
               Slider("c_prev", "memory before c⟨t−1⟩", -2.0, 2.0, 0.8),
               Slider("weight", "all four: W of a", -3.0, 3.0, 1.0, 0.1)]
    for g, name in GATES:
        sliders += [Slider(f"W{g}", f"{name}: W_{g} of x", -3.0, 3.0, {"c": -2.0}.get(g, 1.0), 0.1),
                    Slider(f"b{g}", f"{name}: bias b_{g}", -5.0, 5.0, {"f": 1.0}.get(g, 0.0), 0.1)]
    return Panel("lstm_cell", sliders, draw, "One unit of the LSTM with its numbers: the input and the state before make three "
                 "gates and a candidate, and these the new memory and the new state.", widths=(590,), legend=diagrams.LEGEND)


NUMBERS = ("gamma_f", "gamma_u", "gamma_o", "c_tilde")


def _plus(value):
    """Return the number as a summand: "+ 0.50" or "− 0.50"."""
    return number(value).replace("+", "+ ").replace("−", "− ") if round(value, 2) else "+ 0"
