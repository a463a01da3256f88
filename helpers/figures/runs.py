"""Single runs as dots: where runs are all or nothing, a mean describes none of them."""
import numpy as np

from helpers.figures import style


def dots(ax, place, values, color=style.INK, marker="o", filled=True, width=0.3, near=0.03, size=22):
    """Draw one dot a run at `place`; dots that lie close together stand side by side.

    Parameters
    ----------
    ax : matplotlib Axes
    place : float
        where on the x axis
    values : sequence of float
        one a run
    color, marker : as for Matplotlib's scatter
    filled : bool
        whether the dots are full or hollow
    width : float
        how far from `place` a dot may stand
    near : float
        values whose distance is at most this, as a share of the y axis, count as close together
    size : float
        of a dot, in points squared

    Returns
    -------
    ax
    """
    values, (low, high) = np.sort(np.asarray(values, dtype=float)), ax.get_ylim()
    group = np.cumsum(np.diff(values, prepend=values[:1]) > near * abs(high - low)) if width else np.arange(len(values))
    shifts = np.zeros(len(values))
    for number in np.unique(group):
        members = np.flatnonzero(group == number)
        if len(members) > 1:
            reach = width * min(1.0, len(members) / 10)
            shifts[members] = np.linspace(-reach, reach, len(members))
    ax.scatter(place + shifts, values, s=size, marker=marker, facecolors=color if filled else "none", edgecolors=color,
               linewidths=1.0, zorder=3)
    return ax
