"""Drawing functions of the page on speed: arrays and an ax in, the ax out."""
import numpy as np

from helpers.figures import style


def ladder(ax, fresh, kept):
    """Draw how long each version takes as a bar, the first on top, with the range of its processes.

    Parameters
    ----------
    ax : matplotlib Axes
    fresh, kept : dict
        version → list of milliseconds, one a process: with memory fresh from the operating system (bars), and with memory
        that is kept (marks). A version whose name begins with "products alone" is drawn as a level, not as a bar.
    """
    names = [name for name in fresh if not name.startswith("products alone")]
    places = np.arange(len(names))
    bars = np.array([np.median(fresh[name]) for name in names])
    ax.barh(places, bars, height=0.62, color=style.ROLES["lstm"].colour, alpha=0.85)
    for place, name, bar in zip(places, names, bars):
        ax.plot([min(fresh[name]), max(fresh[name])], [place, place], color=style.INK, linewidth=1)
        ax.text(max(max(fresh[name]), np.median(kept[name])), place, f"  {bar:.2g} ms", va="center", fontsize=9)
    ax.plot([np.median(kept[name]) for name in names], places, "D", color=style.INK, markerfacecolor=style.PAPER,
            markersize=6, label="kept memory")
    levels = {name: float(np.median(fresh[name])) for name in fresh if name not in names}
    for k, (name, level) in enumerate(levels.items()):
        ax.axvline(level, **style.line("bound", label=f"{name}: {level:.2g} ms", linewidth=(2.0, 1.2)[k % 2]))
    ax.set_yticks(places, names)
    ax.set(xlim=(0, 1.15 * bars.max()), ylim=(len(names) - 0.4, -0.7), xlabel="milliseconds for a training step")
    ax.legend(loc="lower right", fontsize=9)
    ax.grid(False, axis="y")
    return ax
