"""A panel for a network that writes: the distribution of the next letter and names drawn from it, by temperature."""
import functools
import inspect

import numpy as np

from helpers.figures import charts, style
from helpers.panels.base import Panel, Slider, Word
from helpers.tasks import letters as tools

NAMES, LONGEST = 8, 16


def temperature(letters, step, beginning="", end=0, softmax_with_temperature=tools.softmax_with_temperature, pick=tools.pick):
    """Show what a letter model would write next, and names that it writes, at a temperature τ: softmax(z_y / τ).

    Parameters
    ----------
    letters : sequence of str
        the n_y letters; that with the index `end` ends a name
    step : callable
        step(state, index) → (zy, state): read the letter with this index, return the n_y numbers that softmax is taken
        of, and the new state; step(None, None) starts a name
    beginning : str
        the first letters of the name, as the panel shows it first
    end : int
    softmax_with_temperature, pick : callables, optional
        what makes the probabilities, and what draws: the reader's own, as tasks.letters has them

    Returns
    -------
    Panel
    """
    share, draw_one = inspect.unwrap(softmax_with_temperature), inspect.unwrap(pick)  # they are called a hundred times a picture
    n_y, indices = len(letters), {letter: k for k, letter in enumerate(letters)}
    chart = _distribution(tuple("end" if k == end else letter for k, letter in enumerate(letters)))

    @functools.lru_cache(maxsize=4096)  # names begin alike, and every picture draws eight
    def read(text):
        if not text:
            zy, state = step(None, None)
        elif text[-1] not in indices or indices[text[-1]] == end:
            raise ValueError(f"the beginning holds {text[-1]!r}, expected letters that the network knows: "
                             + "".join(letter for k, letter in enumerate(letters) if k != end))
        else:
            zy, state = step(read(text[:-1])[1], indices[text[-1]])
        return np.asarray(zy, dtype=float).ravel(), state

    def next_letter(text, tau):
        return share(read(text)[0][:, None], tau)  # (n_y, 1)

    def write(rng, tau, text):
        while len(text) < LONGEST:
            k = int(draw_one(next_letter(text, tau), rng.random(1))[0])
            if k == end:
                return text
            text += letters[k]
        return text + "…"

    def draw(text, tau, seed):
        if len(text) > LONGEST:
            raise ValueError(f"the beginning has {len(text)} letters, expected at most {LONGEST}")
        p = next_letter(text, tau)[:, 0]  # (n_y,)
        rng = np.random.default_rng(seed)
        names = [write(rng, tau, text) for _ in range(NAMES)]
        bars = np.full((n_y, 3, 2), np.nan)
        bars[:, :2, 0] = np.arange(n_y)[:, None]
        bars[:, 0, 1], bars[:, 1, 1] = 0, p
        best = np.argsort(-p, kind="stable")[:3]
        likely = ", ".join(f"{'the end' if k == end else letters[k]} {p[k]:.2f}" for k in best)
        bits = float(-np.sum(p * np.log2(np.maximum(p, 1e-300))))
        lines = {"bars": (bars[:, :, 0].ravel(), bars[:, :, 1].ravel()), "after": f"after “{text}”" if text else "first letter"}
        lines |= {f"name {i}": name for i, name in enumerate(names)}
        return chart.fill(lines), (f"Temperature {tau:.2f}: after “{text}”, the likeliest are {likely} ({bits:.1f} bits of "
                                   f"choice). Names: {', '.join(names)}.")

    controls = [Word("text", "beginning of the name", beginning), Slider("tau", "temperature τ", 0.1, 2.0, 1.0),
                Slider("seed", "random seed", 0, 99, 0, 1)]
    return Panel("temperature", controls, draw, "The probability of each next letter as bars, and eight names drawn letter by "
                 "letter at this temperature; a name that goes on after 16 letters ends in three dots.")


@functools.cache
def _distribution(labels):
    fig = charts.figure(width=9.0, height=3.9)
    top, below = fig.subplots(2, 1, height_ratios=(4, 1.5))
    n_y = len(labels)
    top.set(xlim=(-0.7, n_y - 0.3), ylim=(0, 1), ylabel="probability", title="The next letter")
    top.set_xticks(range(n_y), labels)
    top.grid(axis="x", visible=False)
    below.set(xlim=(0, 4), ylim=(-2, 0), xticks=[], yticks=[], title="Names drawn at this temperature")
    below.grid(False)
    below.spines[:].set_visible(False)
    bar = {"color": style.ROLES["hidden"].colour, "linewidth": min(16, 380 / n_y), "solid_capstyle": "butt"}
    moving = {"bars": top.plot([], [], **bar)[0],
              "after": top.text(n_y - 0.5, 0.9, "", ha="right", va="center", fontweight="bold", color=style.INK)}
    for i in range(NAMES):
        moving[f"name {i}"] = below.text(i % 4 + 0.05, -0.5 - i // 4, "", va="center", color=style.INK, fontsize=12)
    return charts.LiveChart(fig, moving, name="temperature")
