"""Drawing functions of the page on speed: arrays and an ax in, the ax out."""
import numpy as np

from helpers.figures import style


def ladder(ax, names, milliseconds, limit):
    """Draw how long each version takes as a bar, the first on top, and the time that the products alone would take.

    Parameters
    ----------
    ax : matplotlib Axes
    names : list of str
        one a version
    milliseconds : list of float
    limit : float
        the time of the matrix products at the machine's best speed, in milliseconds
    """
    places = np.arange(len(names))
    colour = style.ROLES["lstm"].colour
    ax.barh(places, milliseconds, height=0.62, color=colour, alpha=0.85)
    for place, time in zip(places, milliseconds):
        ax.text(time, place, f" {time:.2g} ms", va="center", fontsize=9)
    ax.axvline(limit, **style.line("bound", label=None))
    ax.text(limit, -0.7, " products alone", ha="left", va="center", fontsize=9, color=style.ROLES["bound"].colour)
    ax.set_yticks(places, names)
    ax.set(xlim=(0, 1.22 * max(milliseconds)), ylim=(len(names) - 0.4, -1.0), xlabel="milliseconds for a training step")
    ax.grid(False, axis="y")
    return ax
