"""Figures of gradients: norms back through time on a log axis, eigenvalues, singular values, an error surface with a wall."""
import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.ticker import FixedLocator, NullLocator

from helpers.figures import series, style

LEVELS = LinearSegmentedColormap.from_list("levels", [style.PAPER, style.FAINT, style.ROLES["input"].colour])
MARKS = "o^xsD"
DASHES = ((0, (1, 1.2)), (0, (3, 1.5)), (0, (6, 1.5, 1, 1.5)), (0, (9, 2)), "-")


def shade(role, number, count):
    """Return the look of line `number` of `count` lines of one role: from pale and dotted to dark and whole."""
    share = (number + 1) / count
    colours = LinearSegmentedColormap.from_list("shades", [style.FAINT, style.ROLES[role].colour, style.INK])
    dash = DASHES[round(number * (len(DASHES) - 1) / max(1, count - 1))]
    return {"color": colours(0.25 + 0.6 * share), "linestyle": dash, "linewidth": 2.0}


def shaded(curves, role="rnn"):
    """Return curves for `norms_back` in shades of one role: label → (x, y) becomes label → (x, y, look), pale to dark."""
    return {label: (*curve, shade(role, k, len(curves))) for k, (label, curve) in enumerate(curves.items())}


def decades(ax, low, high):
    """Make the y axis a log axis from 10^low to 10^high, with a tick at every fifth or tenth power of ten."""
    every = next(n for n in (1, 2, 5, 10, 20) if (high - low) / n <= 9)
    ticks = [10.0**k for k in range(-every * (-low // every), high + 1, every)]
    ax.set_yscale("log")
    ax.set_ylim(10.0**low, 10.0**high)
    ax.yaxis.set_major_locator(FixedLocator(ticks))
    ax.yaxis.set_minor_locator(NullLocator())
    return ax


def norms_back(ax, curves, low=-20, high=12, bound=None, labels=True):
    """Draw the norms of gradients against the number of steps back, on a log axis.

    Parameters
    ----------
    ax : matplotlib Axes
    curves : dict
        label → (steps_back, norms, look), `look` being keyword arguments of ax.plot
    low, high : int
        the axis runs from 10^low to 10^high; zeros lie below it
    bound : pair (steps_back, values), optional
        drawn in the role of a bound
    labels : bool
        write the labels at the lines' ends
    """
    decades(ax, low, high)
    ax.axhline(1.0, color=style.FAINT, linewidth=1)
    if bound is not None:
        ax.plot(*bound, **style.line("bound", label=r"bound $\sigma_{\max}^k$"))
    for label, (steps_back, norms, look) in curves.items():
        ax.plot(steps_back, norms, **look | {"label": label})
    longest = max(curve[0][-1] for curve in curves.values())
    ax.set(xlim=(0, longest), xlabel="steps back $k$", ylabel="share of the gradient")
    return series.label_ends(ax) if labels else ax


def norms_at_words(ax, norms, words, low=-6, marked=None):
    """Draw a gradient's norm at each word of a sentence as points on stems, on a log axis; word `marked` is ringed."""
    steps = np.arange(1, len(norms) + 1)
    decades(ax, low, 1)
    ax.vlines(steps, 10.0**low, norms, color=style.FAINT, linewidth=1)
    ax.plot(steps, norms, **style.line("hidden", linestyle="", marker="o", markersize=5, label="_norm"))
    if marked is not None:
        ax.plot(steps[marked], norms[marked], "o", color=style.INK, markerfacecolor="none", markersize=11, label="_marked")
        ax.annotate("the subject", (steps[marked], norms[marked]), xytext=(10, -3), textcoords="offset points", va="top")
    ax.set_xticks(steps, words, rotation=60, ha="right", fontsize=8)
    ax.set(xlim=(0.3, len(norms) + 0.7), ylabel=r"$\|\partial J/\partial a\|$, the last = 1")
    ax.grid(axis="x", visible=False)
    return ax


def eigenvalues(ax, sets):
    """Draw up to five sets of eigenvalues in the complex plane with the unit circle; `sets` is label → eigenvalues.

    The largest of each set are large marks, the others small ones.
    """
    turn = np.linspace(0, 2 * np.pi, 200)
    ax.plot(np.cos(turn), np.sin(turn), color=style.INK, linewidth=1)
    for k, (label, values) in enumerate(sets.items()):
        look = shade("rnn", k, len(sets)) | {"linestyle": "", "marker": MARKS[k]}
        sizes = np.abs(values)
        for some, size, name in ((sizes < 0.999 * sizes.max(), 3, "_smaller"), (sizes >= 0.999 * sizes.max(), 8, label)):
            ax.plot(values[some].real, values[some].imag, label=name, markersize=size, alpha=size / 8, **look)
    ax.set(xlim=(-1.7, 1.7), ylim=(-1.7, 1.7), aspect="equal", xlabel="real part", ylabel="imaginary part")
    ax.text(0, -1.28, r"$|\lambda| = 1$", ha="center", va="top", fontsize=9)
    ax.legend(loc="upper left", fontsize=8, handletextpad=0.1, borderpad=0, labelspacing=0.2)
    return ax


def singular_values(ax, values, low=-20, high=2):
    """Draw every singular value of a Jacobian product against steps back; what rounding hides is shaded.

    Parameters
    ----------
    ax : matplotlib Axes
    values : array (steps + 1, S)
        the largest first, as gradients_jacobians.singular_values returns
    """
    decades(ax, low, high)
    steps_back = np.arange(len(values))
    hidden = 1e-15 * values[:, 0]
    for column in range(1, values.shape[1]):
        ax.plot(steps_back, np.where(values[:, column] > hidden, values[:, column], np.nan), color=style.ROLES["hidden"].colour,
                linewidth=0.8, alpha=0.6, label="_one")
    ax.fill_between(steps_back, 10.0**low, hidden, color=style.FAINT, alpha=0.5, linewidth=0)
    ax.text(0.99, 0.02, "hidden by rounding ", transform=ax.transAxes, ha="right", fontsize=9)
    ax.plot(steps_back, values[:, 0], color=style.ROLES["hidden"].colour, linewidth=2.5, label="largest")
    ax.plot(steps_back, values[:, 1], color=style.ROLES["hidden"].colour, linewidth=1.5, linestyle=(0, (3, 1.5)), label="second")
    ax.set(xlim=(0, len(values) - 1), xticks=range(0, len(values), 5), xlabel="steps back $k$", ylabel="singular value")
    return series.label_ends(ax)


def error_wall(ax, w, b, J, walks=None, places=None):
    """Draw the error of a one-unit network over its two numbers, in powers of ten, and ways of gradient descent on it.

    Parameters
    ----------
    ax : matplotlib Axes
    w, b : arrays (number,) of the grid
    J : array (len(w), len(b))
    walks : dict, optional
        label → (array (number of steps + 1, 2) of (w, b), look)
    places : dict, optional
        name → (b, w): written there
    """
    levels = np.linspace(-5, 0.5, 23)
    field = ax.contourf(b, w, np.log10(np.clip(J, 1e-5, None)), levels=levels, cmap=LEVELS, extend="min")
    bar = ax.figure.colorbar(field, ax=ax, ticks=range(-5, 1), pad=0.02)
    bar.ax.set_yticklabels([f"$10^{{{k}}}$" for k in range(-5, 1)])
    bar.set_label("error $J$")
    frame = {"facecolor": style.PAPER, "edgecolor": style.INK, "pad": 1.5}
    for name, place in (places or {}).items():
        ax.text(*place, name, ha="center", va="center", color=style.INK, bbox=frame)
    for label, (walk, look) in (walks or {}).items():
        ax.plot(walk[:, 1], walk[:, 0], label=label, **{"marker": "o", "markersize": 3, "linewidth": 1.5} | look)
        end = walk[-1, ::-1]
        beside = {"xytext": (10, -18), "ha": "left"} if end[0] < np.mean(b) else {"xytext": (0, 9), "ha": "center"}
        ax.annotate(label, end, **beside, textcoords="offset points", color=style.INK,
                    bbox={"facecolor": style.PAPER, "edgecolor": look["color"], "pad": 1.5})
    for walk, _ in list((walks or {}).values())[:1]:
        ax.plot(walk[0, 1], walk[0, 0], marker="s", color=style.INK, markersize=7, label="_start")
        ax.annotate("start", (walk[0, 1], walk[0, 0]), xytext=(6, 7), textcoords="offset points", bbox=frame)
    ax.set(xlim=(b[0], b[-1]), ylim=(w[0], w[-1]), xlabel="bias $b$", ylabel="weight $w$")
    ax.grid(False)
    return ax


def success(left, right, distances, shares, decades_left):
    """Draw the share of runs that learned: against the distance, and against the share of the gradient that arrived.

    Parameters
    ----------
    left, right : matplotlib Axes
    distances : list of int
    shares, decades_left : dict
        label → array (len(distances),): the share of runs that learned, and log10 of the share of the gradient
    """
    for k, (label, share) in enumerate(shares.items()):
        look = shade("rnn", k, len(shares)) | {"marker": MARKS[k]}
        left.plot(distances, share, **look, label=label)
        right.plot(decades_left[label], share, **look | {"linestyle": "", "markersize": 8}, label=label)
    left.set(xlim=(0, max(distances) + 1), xlabel="words between subject and verb", ylabel="runs that learned")
    right.set(xlim=(-15, 0.5), xlabel="share of the gradient at the subject, before training")
    right.xaxis.set_major_formatter(lambda value, _: f"$10^{{{value:.0f}}}$")
    for ax in (left, right):
        ax.set_ylim(-0.06, 1.06)
        ax.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    right.legend(loc="center left", fontsize=9, title="start of $W_{aa}$", title_fontsize=9, alignment="left")
    return series.label_ends(left, gap=0.07)


def smoothed_losses(ax, curves, over=20):
    """Draw losses averaged over `over` steps; `curves` is label → losses, the first dotted, the last whole."""
    for k, (label, values) in enumerate(curves.items()):
        smooth = np.convolve(values, np.ones(over) / over, mode="valid")
        dash = DASHES[round(k * (len(DASHES) - 1) / max(1, len(curves) - 1))]
        ax.plot(np.arange(over, len(values) + 1), smooth, **style.line("loss", linestyle=dash, label=label))
    ax.set(xlim=(0, len(values)), ylim=(0, None), xlabel="training step", ylabel=f"loss $J$ (mean of {over})")
    return series.label_ends(ax)


def success_of_networks(axes, distances, networks):
    """Draw the share of runs that learned against the distance, an ax a kind of network.

    Parameters
    ----------
    axes : list of matplotlib Axes
    distances : list of int
    networks : dict
        title → (role, label → shares (len(distances),))
    """
    for ax, (title, (role, shares)) in zip(axes, networks.items()):
        for k, (label, share) in enumerate(shares.items()):
            ax.plot(distances, share, **shade(role, k, len(shares)) | {"marker": MARKS[k]}, label=label)
        ax.set(xlim=(0, max(distances) + 2), xticks=distances, ylim=(-0.06, 1.06), title=title, xlabel="words in between")
        ax.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
        series.label_ends(ax, gap=0.085)
    axes[0].set_ylabel("runs that learned")
    return axes


def ways(axes, sets, low=-36):
    """Draw the norms of a gradient by the way on which it came, an ax a setting.

    Parameters
    ----------
    axes : list of matplotlib Axes
    sets : dict
        title → (all, along, gates): arrays (T_x,) of norms, the last step first; a norm of 0 is left out
    """
    looks = {"all ways": {"color": style.INK, "linestyle": "-"}, "memory only": style.line("cell", linestyle=(0, (6, 2))),
             "gates only": style.line("hidden")}
    for ax, (title, norms) in zip(axes, sets.items()):
        curves = {label: (np.arange(len(values)), np.where(values > 0, values, np.nan), look)
                  for (label, look), values in zip(looks.items(), norms)}
        norms_back(ax, curves, low=low, high=4, labels=ax is axes[-1])
        ax.set(title=title, ylabel="share of the gradient" if ax is axes[0] else "")
    return axes


def predicted_and_measured(ax, pairs):
    """Draw measured rates against predicted ones; `pairs` is label → array (number, 2), at most five."""
    numbers = np.concatenate(list(pairs.values()))
    low, high = numbers.min() - 0.03, numbers.max() + 0.03
    ax.plot([low, high], [low, high], color=style.INK, linewidth=1, label="_equal")
    for k, (label, found) in enumerate(pairs.items()):
        look = shade("rnn", k, len(pairs)) | {"linestyle": "", "marker": MARKS[k], "markersize": 4}
        ax.plot(found[:, 0], found[:, 1], label=label, **look)
    ax.set(xlim=(low, high), ylim=(low, high), aspect="equal", xlabel="rate by equation (5)", ylabel="measured rate")
    ax.legend(loc="upper left", fontsize=9)
    return ax


def dots_of_seeds(ax, ends, low=-20, high=20):
    """Draw what is left of a gradient in several networks, a dot for each seed, on a log axis; label → array (seeds,)."""
    names = list(ends)
    ax.set_xscale("log")
    ax.axvline(1, color=style.INK, linewidth=1)
    for row, name in enumerate(names):
        spread = row + np.linspace(-0.25, 0.25, len(ends[name]))
        ax.plot(ends[name], spread, "o", color=style.ROLES["rnn"].colour, markersize=4, alpha=0.8)
    ax.set(xlim=(10.0**low, 10.0**high), ylim=(len(names) - 0.5, -0.5), xlabel="left after 60 steps")
    ax.xaxis.set_major_locator(FixedLocator([1e-10, 1, 1e10]))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.set_yticks(range(len(names)), names)
    return ax


def disc(ax, values, centre, key=True):
    """Draw eigenvalues in the complex plane with the unit circle, and a mark at `centre`; the key says what both are."""
    turn = np.linspace(0, 2 * np.pi, 200)
    ax.plot(np.cos(turn), np.sin(turn), color=style.INK, linewidth=1)
    ax.plot(values.real, values.imag, ".", color=style.ROLES["lstm"].colour, markersize=2, alpha=0.25)
    ax.plot(centre, 0, "+", color=style.INK, markersize=9, markeredgewidth=1.5)
    ax.set(xlim=(0.25, 1.25), ylim=(-0.5, 0.5), aspect="equal", xlabel="real part")
    if key:
        ax.text(0.03, 0.03, r"line: $|\lambda| = 1$, +: $\sigma(b_f)$", transform=ax.transAxes, fontsize=8)
    return ax


def learned_by_reach(ax, points, low=-13):
    """Draw each run's accuracy against the share of the gradient that arrived: role → array (runs, 2), decades and accuracy."""
    for role, mark in zip(points, ("X", "^", "o")):
        left, accuracy = points[role].T
        ax.plot(10.0**left, accuracy, linestyle="", marker=mark, markersize=4, alpha=0.5, color=style.ROLES[role].colour,
                label=style.ROLES[role].label)
    ax.set_xscale("log")
    ax.set(xlim=(10.0**low, 20), ylim=(0.4, 1.03), ylabel="accuracy after training",
           xlabel="share of the gradient at the subject, before training")
    ax.axhline(0.95, **style.line("bound", label="_learned"))
    ax.legend(loc="center left", fontsize=9)
    return ax
