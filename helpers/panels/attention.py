"""The attention of a trained network on a word that the reader types: where each letter that it writes is read."""
import functools

import numpy as np

from helpers.figures import charts, style
from helpers.networks import attention
from helpers.panels.base import Choice, Panel, Slider, Word
from helpers.tasks import strings

LONGEST = 16
SHORT, ZOOM = 8, 1.8  # up to so many letters, the map's fields are so much larger
LEVELS = np.array([0.03, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 1.01])  # weights between two of them look alike


def attention_map(networks, word, step=1):
    """Show what a network writes for a word, and with which weights it reads the word's letters meanwhile.

    Parameters
    ----------
    networks : dict
        task ("copy", "reverse", "sort") → parameters with attention, trained on strings.batches
    word : str
        as the panel shows it first: letters from a to j, at most 16
    step : int
        which letter that is written the panel shows first, counted from 1

    Returns
    -------
    Panel
    """
    chart = _picture()

    @functools.lru_cache(maxsize=32)
    def run(task, word):
        if not word or set(word) - set(strings.LETTERS[1:]) or len(word) > LONGEST:
            raise ValueError(f"the word is {word!r}, expected 1 to {LONGEST} letters from a to j")
        letters = strings.VOCABULARY.encode(list(word))[np.newaxis]  # (1, T)
        x, _, y = strings.columns(letters, task)
        parameters = networks[task]
        written = attention.write(x, parameters, len(word) + 1)
        read = np.concatenate([[[strings.END]], written[:, :-1]], axis=1)  # (1, T + 1): what the decoder reads
        zero = np.zeros((len(parameters["We"]) // 4, 1))
        _, alpha, _ = attention.translate_forward(x, np.eye(len(x))[:, read], zero, zero, parameters)
        return written[0], np.argmax(y, axis=0)[0], alpha[:, :, 0].T  # (T + 1,), (T + 1,), (T + 1, T)

    def draw(task, word, step):
        written, right, alpha = run(task, word)
        T, i = len(word), min(step, len(word) + 1)
        out = strings.VOCABULARY.decode(written)
        zoom = ZOOM if T <= SHORT else 1.0
        on_map = zoom * (np.arange(T + 2) - 0.5) + 0.5  # of letter j, counted from 1, along either side
        across = _spread(T)
        values = {"now": ([across[i]], [0.0]), "reads": "reads", "writes": "writes",
                  "row": (0.5 + zoom * T * np.array([0, 1, 1, 0, 0]), on_map[i] + zoom / 2 * np.array([-1, -1, 1, 1, -1]))}
        for j, letter in enumerate(word, 1):
            values |= {f"read {j}": (across[j], 1.0, letter), f"top {j}": (on_map[j], -0.35, letter)}
        for k, letter in enumerate(out, 1):
            values |= {f"write {k}": (across[k], 0.0, letter), f"side {k}": (-0.35, on_map[k], letter)}
        level = np.searchsorted(LEVELS, alpha, side="right")  # (T + 1, T): 0 is too little to be drawn
        for k in range(1, len(LEVELS)):
            here = np.flatnonzero(level[i - 1] == k) + 1
            lines = np.array([[[across[i], 0.13], [across[j], 0.87], [np.nan, np.nan]] for j in here]).reshape(-1, 2)
            rows, columns = np.nonzero(level == k)
            values |= {f"flow {k}": (lines[:, 0], lines[:, 1]),
                       f"{'large' if T <= SHORT else 'cell'} {k}": (on_map[columns + 1], on_map[rows + 1])}
        best = int(np.argmax(alpha[i - 1]))
        wrong = np.flatnonzero(written != right)
        how = "all right" if not len(wrong) else f"wrong from letter {wrong[0] + 1} on: expected “{_text(right)}”"
        return chart.fill(values), (
            f"Reads “{word}”, writes “{_text(written)}”: {how}. While it writes letter {i}, “{out[i - 1]}”, the largest weight "
            f"is {alpha[i - 1, best]:.1f}, on letter {best + 1}, “{word[best]}”.")

    controls = [Word("word", "a word of letters a to j", word),
                Choice("task", "it has learned to", tuple(networks), next(iter(networks))),
                Slider("step", "letter that is written", 1, LONGEST + 1, step, 1)]
    return Panel("attention_map", controls, draw, "Left, the letters that are read above those that are written, with a line "
                 "from the letter being written to each letter read, as thick as its weight. Right, all weights as a map: a row "
                 "for each letter written, a column for each letter read, dark for a large weight.", play="step")


def _spread(T):
    """Return where letter j of T + 1 stands, in entry j: over the whole width, but never far apart; a word of 16 at 1, 2, …"""
    pitch = min((LONGEST + 1) / (T + 1), 3.0)
    return (LONGEST + 2) / 2 + pitch * (np.arange(T + 2) - (T + 2) / 2)


def _text(letters):
    return "".join(strings.VOCABULARY.decode(letters))


@functools.cache
def _picture():
    fig = charts.figure(width=10.3, height=4.4)
    left, right = fig.subplots(1, 2, width_ratios=(1.25, 1))
    left.set(xlim=(0, LONGEST + 2.4), ylim=(-0.25, 1.25), xticks=[], yticks=[], title="Where the letter being written is read")
    right.set(xlim=(-0.8, LONGEST + 0.6), ylim=(LONGEST + 1.6, -0.9), xticks=[], yticks=[], title="All weights, a row a letter")
    for ax in (left, right):
        ax.grid(False)
        ax.spines[:].set_visible(False)
    ink, paper = (np.array([int(colour[k:k + 2], 16) for k in (1, 3, 5)]) for colour in (style.INK, style.PAPER))
    moving = {"now": left.plot([], [], "o", color=style.FAINT, markersize=20)[0],
              "row": right.plot([], [], color=style.ROLES["attention"].colour, linewidth=1.5)[0]}
    for k in range(1, len(LEVELS)):
        share = k / (len(LEVELS) - 1)
        grey = "#" + "".join(f"{round(value):02X}" for value in share * ink + (1 - share) * paper)
        moving[f"flow {k}"] = left.plot([], [], color=style.ROLES["attention"].colour, linewidth=9 * share)[0]
        for kind, size in (("cell", 11), ("large", 11 * ZOOM)):
            moving[f"{kind} {k}"] = right.plot([], [], "s", color=grey, markersize=size)[0]
    for j in range(1, LONGEST + 2):
        moving[f"write {j}"] = left.text(j, 0, "", ha="center", va="center", fontsize=13)
        moving[f"side {j}"] = right.text(0, j, "", ha="center", va="center", fontsize=10)
        if j <= LONGEST:
            moving[f"read {j}"] = left.text(j, 1, "", ha="center", va="center", fontsize=13)
            moving[f"top {j}"] = right.text(j, 0, "", ha="center", va="center", fontsize=10)
    for height, name in ((1.17, "reads"), (-0.17, "writes")):
        moving[name] = left.text(0.6, height, "", ha="left", va="center", fontsize=9, color=style.ROLES["input"].colour)
    return charts.LiveChart(fig, moving, name="attention-map")
