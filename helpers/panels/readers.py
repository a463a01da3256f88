"""A sentence read from both sides, word by word: what is known at a word from the left, from the right, and from both."""
import functools

import numpy as np

from helpers import tasks
from helpers.figures import charts, style
from helpers.networks import stacked
from helpers.panels.base import Panel, Slider, Word
from helpers.tasks import verb_numbers

LONGEST = 20


def both_sides(left, right, both, text, word=1):
    """Show for each word how sure three networks are that its sentence's verb is plural.

    Parameters
    ----------
    left, right, both : dict
        parameters of networks that were trained on verb_numbers.tagged: one reads from the left, one from the right, one
        both ways
    text : str
        the words as the panel shows them first; of tasks.vocabulary(), at most 20
    word : int
        at which word the panel stands first, counted from 1

    Returns
    -------
    Panel
    """
    fig = charts.figure(width=9.6, height=3.9)
    ax = fig.subplots()
    ax.set(xlim=(0.4, LONGEST + 0.6), ylim=(-0.42, 1.06), yticks=(0, 0.5, 1), xticks=[], ylabel="p(plural)",
           title="Is the verb of its sentence singular (0) or plural (1)? Asked at every word")
    ax.axhline(0.5, color=style.FAINT, linewidth=1)
    moving = {"here": ax.plot([], [], color=style.FAINT, linewidth=14)[0]}
    for role in ("left", "right", "both"):
        look = style.line(role)
        moving[f"{role} later"] = ax.plot([], [], color=look["color"], linewidth=1.0, linestyle=(0, (1, 3)))[0]
        moving[role] = ax.plot([], [], **look)[0]
        moving[f"{role} dot"] = ax.plot([], [], "o", color=look["color"], markersize=8 if role != "both" else 5)[0]
    moving |= {f"word {t}": ax.text(t, 0, "", ha="center", va="center", fontsize=9) for t in range(1, LONGEST + 1)}
    for height, role in zip((0.92, 0.82, 0.72), ("left", "right", "both")):
        moving[f"label {role}"] = ax.text(LONGEST + 0.5, height, "", ha="right", va="center", color=style.ROLES[role].colour,
                                          fontsize=9)
    chart = charts.LiveChart(fig, moving, name="both-sides")

    @functools.lru_cache(maxsize=64)
    def read(text):
        words = tasks.vocabulary().encode(text)[np.newaxis]  # (1, T_x)
        plural = [stacked.stacked_forward(words, left)[0][1, 0], stacked.stacked_forward(words[:, ::-1], right)[0][1, 0, ::-1],
                  stacked.stacked_forward(words, both)[0][1, 0]]
        return tasks.vocabulary().decode(words[0]), dict(zip(("left", "right", "both"), plural))

    def draw(text, word):
        words, plural = read(text)
        T_x = len(words)
        if T_x > LONGEST:
            raise ValueError(f"the text has {T_x} words, expected at most {LONGEST}")
        t, steps = min(word, T_x), np.arange(1, T_x + 1)
        seen = {"left": steps <= t, "right": steps >= t, "both": steps > 0}
        values = {"here": ([t, t], [-0.02, 1.02])}
        for role, p in plural.items():
            values |= {role: (steps[seen[role]], p[seen[role]]), f"{role} later": (steps, p), f"{role} dot": ([t], [p[t - 1]]),
                       f"label {role}": f"{style.ROLES[role].label}: {p[t - 1]:.2f}"}
        values |= {f"word {k}": (k, -0.16 if k % 2 else -0.31, written) for k, written in zip(steps.tolist(), words)}
        number = verb_numbers.tags(words)[t - 1][0]
        is_so = "its sentence has no verb yet" if number is None else f"its sentence's verb is {tasks.NUMBERS[number]}"
        return chart.fill(values), (
            f"Word {t} of {T_x}, “{words[t - 1]}”; {is_so}. p(plural): {plural['left'][t - 1]:.2f} from the left (it has "
            f"read words 1 to {t}), {plural['right'][t - 1]:.2f} from the right (words {T_x} down to {t}), "
            f"{plural['both'][t - 1]:.2f} from both.")

    controls = [Word("text", "the words", text), Slider("word", "at which word", 1, LONGEST, word, 1)]
    return Panel("both_sides", controls, draw, "How sure three networks are at each word of a text that the verb of its sentence "
                 "is plural: one that reads from the left, one from the right, one both ways.", play="word")
