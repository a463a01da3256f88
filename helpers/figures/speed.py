"""Drawing functions of the page on speed: arrays and an ax in, the ax out."""
import numpy as np
from matplotlib.ticker import FixedLocator, NullLocator

from helpers.figures import series, style


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
        ax.text(max(max(fresh[name]), np.median(kept[name])), place, f"  {_digits(bar)} ms", va="center", fontsize=9)
    ax.plot([np.median(kept[name]) for name in names], places, "D", color=style.INK, markerfacecolor=style.PAPER,
            markersize=6, label="kept memory")
    levels = {name: float(np.median(fresh[name])) for name in fresh if name not in names}
    for k, (name, level) in enumerate(levels.items()):
        ax.axvline(level, **style.line("bound", label=f"{name}: {_digits(level)} ms", linewidth=(2.0, 1.2)[k % 2]))
    ax.set_yticks(places, names)
    ax.set(xlim=(0, 1.15 * bars.max()), ylim=(len(names) - 0.4, -0.7), xlabel="milliseconds for a training step")
    ax.legend(loc="lower right", fontsize=9)
    ax.grid(False, axis="y")
    return ax


def ratios(ax, found):
    """Draw the time of a training step relative to PyTorch's, by size; `found` is what benchmarks/speed.py measured."""
    sizes = list(dict.fromkeys((row["n_x"], row["n_a"], row["m"], row["T_x"]) for row in found["torch1"]))
    for role, network, above in (("rnn", "rnn", False), ("gru", "gru_after", True), ("lstm", "lstm", True)):
        rows = [row for row in found["torch1"] if (row["network"], row["dtype"]) == (network, "float32")]
        low, middle, high = np.array([row["to_torch"] for row in rows]).T
        drawn = style.line(role, marker="o")
        # At the second size the lines lie far apart; at their ends, where labels stand elsewhere, they meet.
        ax.annotate(drawn.pop("label"), (1, middle[1]), (-6 if above else 6, 9 if above else -14), textcoords="offset points",
                    ha="right" if above else "left", color=drawn["color"], fontsize=9)
        ax.plot(range(len(rows)), middle, **drawn)
        ax.fill_between(range(len(rows)), low, high, color=style.ROLES[role].colour, alpha=0.15, linewidth=0)
    ax.axhline(1, **style.line("bound", label="PyTorch"))
    ax.set_yscale("log")
    ax.set(ylim=(0.07, 1.5), xticks=range(len(sizes)), xlabel="$n_x$, $n_a$, $m$, $T_x$ (float32, one thread)",
           ylabel="a step's time / PyTorch's", title="Ahead at small sizes, level at large ones")
    ax.yaxis.set_major_locator(FixedLocator([0.1, 0.2, 0.5, 1]))
    ax.yaxis.set_major_formatter(lambda value, _: f"{value:g}")
    ax.yaxis.set_minor_locator(NullLocator())
    ax.set_xticklabels([", ".join(map(str, size)) for size in sizes], fontsize=8.5)
    return series.label_ends(ax)


def growth(time, memory, found):
    """Draw the time and the memory of a training step over T_x; `found` is what benchmarks/speed.py measured."""
    T_x = [row["T_x"] for row in found["growth"]]
    time.loglog(T_x, [row["milliseconds"] for row in found["growth"]], **style.line("lstm", marker="o"))
    time.loglog(T_x, [found["growth"][0]["milliseconds"] * t / T_x[0] for t in T_x], **style.line("bound", label="in proportion"))
    time.set(xlabel="$T_x$", ylabel="milliseconds", title="Time grows as $T_x$ does")
    time.legend()
    for side, dash, role in (("clear", ":", "input"), ("torch", "--", "hidden"), ("fast", "-", "lstm")):
        memory.plot([row["T_x"] for row in found["memory"]], [row[side] / 1e6 for row in found["memory"]],
                    **style.line(role, linestyle=dash, marker="o", label={"torch": "PyTorch"}.get(side, side)))
    memory.set(xlim=(0, None), ylim=(0, None), xlabel="$T_x$", ylabel="peak, MB", title="Memory too")
    memory.legend()
    return time, memory


def _digits(number):
    """Return a time in two digits, never as a power of ten."""
    return f"{number:.2g}" if number < 99.5 else f"{number:.0f}"
