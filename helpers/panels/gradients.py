"""Panels about gradients through time: the simple RNN in its gradient lab, and the three networks side by side.

Every curve is measured: one forward pass and one backward pass for each picture.
"""
import functools
import inspect

import numpy as np

from helpers import gradients
from helpers.figures import charts, diagrams, style
from helpers.networks import gru, lstm, parameters, rnn
from helpers.panels.base import Choice, Panel, Slider

LEAST, MOST = 1e-12, 1e6  # the log axis of the gradient lab
UNITS, INPUTS, LENGTH = 16, 4, 50  # of the three networks side by side
ROLE = style.ROLES


def gradient_lab():
    """Measure how much of a gradient is left steps back in a simple RNN: spectral radius, length, activation, inputs, seed.

    Returns
    -------
    Panel
    """
    chart = _norms_and_eigenvalues()

    def draw(rho, length, activation, input_scale, seed):
        lab = gradients.lab(rho, length, activation, input_scale, seed)
        seen = np.clip(lab.norms, LEAST / 10, MOST * 10)
        end = float(np.clip(lab.norms[-1], LEAST * 2, MOST / 2))
        drawing = chart.fill({
            "bound": (lab.steps_back, np.clip(lab.bound, LEAST / 10, MOST * 10)), "norms": (lab.steps_back, seen),
            "end": ([length], [end]), "label": (length + 2, end, "measured"),
            "eigenvalues": (lab.eigenvalues.real, lab.eigenvalues.imag)})
        return drawing, (f"Spectral radius {rho:.2f}, {activation}, inputs of size {input_scale:.1f}. {lab.words} "
                         f"The largest |λ| of W_aa is {rho:.2f}, {_place(rho)} the unit circle.")

    controls = [
        Slider("rho", "spectral radius ρ of W_aa", 0.0, 2.0, 0.9), Slider("length", "steps back", 1, 100, 50, 1),
        Choice("activation", "activation f", ("tanh", "ReLU", "linear"), "tanh"),
        Slider("input_scale", "size of the inputs", 0.0, 3.0, 0.5, 0.1), Slider("seed", "random seed", 0, 19, 0, 1),
    ]
    return Panel("gradient_lab", controls, draw, "Left, on a log axis, the length of the gradient ‖∂J/∂a‖ steps back from "
                 "the end, with its upper bound; right, the eigenvalues of W_aa and the unit circle.")


def _place(rho):
    return "on" if abs(rho - 1) < 0.005 else "inside" if rho < 1 else "outside"


@functools.cache
def _norms_and_eigenvalues():
    fig = charts.figure(width=10.0, height=3.9)
    left, right = fig.subplots(1, 2, width_ratios=(1.75, 1))
    left.set(xlim=(0, 118), ylim=(LEAST, MOST), yscale="log", xlabel="steps back $k$",
             ylabel=r"$\|\partial J/\partial a\|$, 1 at the end",
             title="How much of the gradient is left?")
    left.set_yticks(10.0 ** np.arange(-12, 7, 3))
    left.minorticks_off()
    left.axhline(1, color=style.INK, linewidth=0.8)
    left.text(117, MOST / 8, r"· · ·  bound $\sigma_{\max}^k$", color=ROLE["bound"].colour, ha="right", va="center", fontsize=9)
    right.set(xlim=(-2.1, 2.1), ylim=(-2.1, 2.1), aspect="equal", xlabel="real part", ylabel="imaginary part",
              title=r"Eigenvalues $\lambda$ of $W_{aa}$")
    angle = np.linspace(0, 2 * np.pi, 121)
    right.plot(np.cos(angle), np.sin(angle), color=style.INK, linewidth=1.2)
    right.text(0, -1.24, "unit circle", ha="center", va="center", fontsize=9)
    hidden = ROLE["hidden"].colour
    return charts.LiveChart(fig, {
        "bound": left.plot([], [], **style.line("bound", linewidth=1.5))[0],
        "norms": left.plot([], [], **style.line("hidden", linestyle="-"))[0],
        "end": left.plot([], [], "o", color=hidden, markersize=7)[0],
        "label": left.text(0, 0, "", color=hidden, va="center", fontsize=9),
        "eigenvalues": right.plot([], [], "o", color=hidden, markersize=6)[0],
    }, name="gradient-lab")


# ---- The three networks side by side ---------------------------------------------------------------------------------

@functools.lru_cache(maxsize=2048)  # all that the two sliders can ask for, 8 kB in ten
def norms(kind, bias, seed):
    """Return ‖∂J/∂s^⟨T−k⟩‖ for k = 0 … LENGTH of an untrained network; s is all that a step hands to the next.

    Parameters
    ----------
    kind : str
        "rnn", "gru" or "lstm"
    bias : float
        how much the gate is set to keep: b_f = bias in the LSTM, b_u = −bias in the GRU (whose update gate keeps where it
        is 0); the simple RNN has no such gate
    seed : int
        chooses the weights, the inputs, and J: a sum of the last states with ‖∂J/∂a^⟨T⟩‖ = 1

    Returns
    -------
    array (LENGTH + 1,)
    """
    first, forward, backward = {
        "rnn": (parameters.initial_rnn, rnn.rnn_cell_forward, rnn.rnn_cell_backward),
        "gru": (functools.partial(parameters.initial_gru, update_bias=-bias), gru.gru_cell_forward, gru.gru_cell_backward),
        "lstm": (functools.partial(parameters.initial_lstm, forget_bias=bias), lstm.lstm_cell_forward, lstm.lstm_cell_backward),
    }[kind]
    forward, backward = inspect.unwrap(forward), inspect.unwrap(backward)  # 100 calls a picture need no check each
    names = ("da_prev", "dc_prev") if kind == "lstm" else ("da_prev",)
    rng = np.random.default_rng(seed)
    x, da = rng.standard_normal((LENGTH, INPUTS, 1)), rng.standard_normal((UNITS, 1))
    weights = first(rng, INPUTS, UNITS, 2)

    state, caches = [np.zeros((UNITS, 1)) for _ in names], []
    for xt in x:
        *state, _, cache = forward(xt, *state, weights)
        caches.append(cache)

    ds = [da / np.linalg.norm(da), *[np.zeros((UNITS, 1)) for _ in names[1:]]]  # J does not look at c
    found = [1.0]
    for cache in reversed(caches):
        step = backward(*ds, cache)
        ds = [step[name] for name in names]
        found.append(float(np.linalg.norm(np.concatenate(ds))))
    return np.array(found)


def gradient_lab_gates():
    """Measure the gradient back through time in an RNN, a GRU and an LSTM of one size, with the bias that keeps on a slider.

    Returns
    -------
    Panel
    """
    chart = _norms_of_three()
    k = np.arange(LENGTH + 1)

    def draw(bias, seed):
        found = {kind: norms(kind, 0.0 if kind == "rnn" else bias, seed) for kind in ("rnn", "gru", "lstm")}
        heights = _spread({kind: float(np.log10(np.clip(values[-1], 3e-12, 5e1))) for kind, values in found.items()})
        lines = {kind: (k, np.clip(values, 1e-14, 1e4)) for kind, values in found.items()}
        lines |= {f"label {kind}": (LENGTH + 0.6, 10.0 ** height, ROLE[kind].label) for kind, height in heights.items()}
        keep = 1 / (1 + np.exp(-bias))
        return chart.fill(lines), (
            f"A bias of {diagrams.number(bias, 1)} lets a gate keep about σ({diagrams.number(bias, 1)}) = {keep:.3f} a step, "
            f"{_share(keep**LENGTH)} over {LENGTH}. Measured {LENGTH} steps back: simple RNN {_share(found['rnn'][-1])}, "
            f"GRU {_share(found['gru'][-1])}, LSTM {_share(found['lstm'][-1])} of the gradient.")

    controls = [Slider("bias", "bias b: b_f = b, b_u = −b", -2.0, 6.0, 1.0, 0.1), Slider("seed", "random seed", 0, 9, 0, 1)]
    return Panel("gradient_lab_gates", controls, draw, "Which share of the gradient is left 0 to 50 steps back, on a log axis, "
                 "for a simple RNN, a GRU and an LSTM of 16 units each, before any training.")


@functools.cache
def _norms_of_three():
    fig = charts.figure(width=9.0, height=3.9)
    ax = fig.subplots()
    ax.set(xlim=(0, LENGTH + 8), ylim=(1e-12, 1e2), yscale="log", xlabel="steps back $k$",
           ylabel="share of the gradient", title="What reaches the past in three untrained networks")
    ax.set_yticks(10.0 ** np.arange(-12, 3, 2))
    ax.minorticks_off()
    ax.axhline(1, color=style.INK, linewidth=0.8)
    moving = {}
    for kind in ("rnn", "gru", "lstm"):
        moving[kind] = ax.plot([], [], **style.line(kind))[0]
        moving[f"label {kind}"] = ax.text(0, 0, "", color=ROLE[kind].colour, va="center")
    return charts.LiveChart(fig, moving, name="gradient-lab-gates")


def _spread(heights, gap=0.75):
    """Move heights apart until two lie at least `gap` decades from each other."""
    names = sorted(heights, key=heights.get)
    for lower, upper in zip(names[:-1], names[1:]):
        heights[upper] = max(heights[upper], heights[lower] + gap)
    return heights


def _share(value):
    return f"{value:.2f}" if value >= 0.01 else f"{value:.0e}" if value > 0 else "0"
