"""Drawing functions that several pages use: arrays and an ax in, the ax out. They compute nothing of a network."""
import numpy as np
from matplotlib.colors import LinearSegmentedColormap, to_rgb

from helpers.figures import diagrams, style

# White stays "nothing": gates run from white to the role's colour, signed values from red through white to dark grey.
SIGNED = LinearSegmentedColormap.from_list("signed", ["#B3123C", "#FFFFFF", "#3A3F46"])  # no role's colours


def label_ends(ax, gap=0.055):
    """Write each labelled line's label at its right end, in its colour, moved apart where ends lie close together.

    Parameters
    ----------
    ax : matplotlib Axes
        its limits are final
    gap : float
        least distance between two labels, as a share of the axes' height
    """
    lines = [line for line in ax.get_lines() if not line.get_label().startswith("_") and len(line.get_xdata())]
    ends = []
    for line in lines:
        y = np.asarray(line.get_ydata(), dtype=float)
        x = np.asarray(line.get_xdata(), dtype=float)
        shown = np.isfinite(y) & (x <= ax.get_xlim()[1]) & (x >= ax.get_xlim()[0])
        last = np.flatnonzero(shown)[-1] if shown.any() else -1
        height = ax.transAxes.inverted().transform(ax.transData.transform((x[last], y[last])))[1]
        ends.append(float(np.clip(height, 0, 1)))
    order = np.argsort(ends, kind="stable")
    heights = np.array(ends)
    for lower, upper in zip(order[:-1], order[1:]):  # push up …
        heights[upper] = max(heights[upper], heights[lower] + gap)
    if len(order) and heights[order[-1]] > 1:  # … and, past the top, everything down again
        heights[order[-1]] = 1
        for upper, lower in zip(order[:0:-1], order[-2::-1]):
            heights[lower] = min(heights[lower], heights[upper] - gap)
    for line, height in zip(lines, heights):
        ax.text(1.01, height, line.get_label(), transform=ax.transAxes, color=line.get_color(), va="center", fontsize=9)
    return ax


def losses(ax, values, chance=None):
    """Draw a training's losses, raw and averaged over 20 steps; `chance` is the loss of a guess, drawn as a level.

    Each mean is drawn in the middle of its 20 steps, so that it lags behind nothing.
    """
    values = np.asarray(values, dtype=float)
    steps = np.arange(1, len(values) + 1)
    ax.plot(steps, values, color=style.FAINT, linewidth=1)
    if len(values) >= 20:
        mean = np.convolve(values, np.ones(20) / 20, mode="valid")
        ax.plot(steps[19:] - 9.5, mean, **style.line("loss", label="loss $J$\n(mean of 20)"))
    ax.set(xlim=(0, len(values)), ylim=(0, None), xlabel="training step", ylabel="loss $J$ (nats)")
    if chance is not None:
        ax.axhline(chance, color=style.ROLES["bound"].colour, linestyle=style.ROLES["bound"].dash)
        ax.text(len(values), chance, "a guess ", ha="right", va="bottom", color=style.ROLES["bound"].colour, fontsize=9)
    return label_ends(ax)


def over_words(ax, values, words, rows=None, signed=True, numbers=None, roles=None, limit=1):
    """Draw an array as coloured fields, a column for each word.

    Parameters
    ----------
    ax : matplotlib Axes
    values : array (number of rows, number of words)
        in (−1, 1) if `signed` (states), else in (0, 1) (gates, probabilities)
    words : list of str
    rows : list of str, optional
        the rows' names; "unit 0", "unit 1", … if not given
    signed : bool
    numbers : bool, optional
        write the numbers into the fields; by default where there are at most 80
    roles : list of str, optional
        a role for each row ("forget"): its fields run from white, 0, to the role's colour, 1; `signed` is of no account then
    limit : float
        the number of the fullest colour: 1, or 2 for differences of states
    """
    values = np.asarray(values, dtype=float)
    if roles:
        full = np.array([to_rgb(style.ROLES[role].colour) for role in roles])[:, None]  # (rows, 1, 3)
        ax.imshow(1 - np.clip(values, 0, 1)[..., None] * (1 - full), aspect="auto")
        signed = False
    else:
        low, colours = (-limit, SIGNED) if signed else (0, "Greys")
        ax.imshow(values, cmap=colours, vmin=low, vmax=limit, aspect="auto")
    ax.set_xticks(range(len(words)), words)
    ax.set_yticks(range(len(values)), rows or [f"unit {unit}" for unit in range(len(values))])
    ax.grid(False)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    if values.size <= 80 if numbers is None else numbers:
        fields = ax.images[-1]
        colours = fields.get_array() if roles else fields.to_rgba(values)[..., :3]
        for (row, column), value in np.ndenumerate(values):
            number = diagrams.number(value) if signed else f"{value:.2f}"
            ax.text(column, row, number, ha="center", va="center", fontsize=8, color=style.on(colours[row, column]))
    return ax


def steps_axis(ax, T_x, name="step $t$"):
    """Number the steps 1 … T_x along the x axis: each of up to 12, else 1 and every fifth, tenth or twentieth."""
    every = next(every for every in (1, 5, 10, 20, 100, 10**9) if T_x <= 12 * every)
    ax.set_xticks(sorted({1, *range(every, T_x + 1, every)}))
    ax.set(xlim=(0.5, T_x + 0.5), xlabel=name)
    return ax
