"""A panel for page 3: what a network says about two sentences, at each stage of its training."""
import functools

import numpy as np

from helpers.figures import charts, style
from helpers.panels.base import Panel, Slider


def learning(forward, stages, every, x, words):
    """Show the probability of plural after each word of two sentences, with the training step on a slider.

    Parameters
    ----------
    forward : callable
        rnn_forward(x, a0, parameters), the reader's own or the reference
    stages : list of dict
        the parameters after 0, every, 2·every, … training steps
    every : int
    x : array (n_x, 2, T_x)
        a sentence with a singular subject and the same one with a plural subject
    words : list of T_x str
        for the axis

    Returns
    -------
    Panel
    """
    T_x, last = len(words), every * (len(stages) - 1)
    steps, chart = np.arange(1, T_x + 1), _over_words(tuple(words))
    a0 = np.zeros((len(stages[0]["ba"]), 2))  # (n_a, m)

    def draw(step):
        plural = forward(x, a0, stages[step // every])[1][1]  # (m, T_x)
        values = {}
        for role, said in zip(("singular", "plural"), plural):
            values |= {role: (steps, said), role + "-dots": (steps, said), role + "-label": (T_x + 0.15, said[-1], role)}
        return chart.fill(values), (f"After {step} training steps, at the last word, the network gives plural a probability of "
                                    f"{plural[0, -1]:.2f} for the singular subject and {plural[1, -1]:.2f} for the plural one.")

    return Panel("learning", [Slider("step", "training step", 0, last, last, every)], draw,
                 "A chart of the probability of plural after each word of two sentences, one with a singular and one with a "
                 "plural subject, at a stage of the training.", play="step")


@functools.cache
def _over_words(words):
    fig, T_x = charts.figure(width=8.0, height=3.2), len(words)
    ax = fig.subplots()
    ax.set(xlim=(0.7, T_x + 1.1), ylim=(-0.05, 1.05), ylabel="probability of plural",
           title="What the network says after each word, while it learns")
    ax.set_xticks(np.arange(1, T_x + 1), words)
    ax.axhline(0.5, color=style.ROLES["bound"].colour, linestyle=style.ROLES["bound"].dash, linewidth=1)
    moving = {}
    for role in ("singular", "plural"):
        moving[role] = ax.plot([], [], **style.line(role))[0]
        moving[role + "-dots"] = ax.plot([], [], "o", color=style.ROLES[role].colour, markersize=7)[0]
        moving[role + "-label"] = ax.text(0, 0, "", color=style.ROLES[role].colour, va="center", fontsize=10)
    return charts.LiveChart(fig, moving, name="learning")
