"""The table and the plots of what benchmarks/speed.py measured.

    python -m benchmarks.report     reads benchmarks/results/speed.json; writes speed.md, speed.png and growth.png beside it
"""
import json
from pathlib import Path

from helpers import figures
from helpers.figures import style

import matplotlib.pyplot as plt  # isort: skip (after helpers, which sets one thread)
import numpy as np  # isort: skip
from matplotlib.ticker import FixedLocator, NullLocator  # isort: skip

RESULTS = Path(__file__).parent / "results"
NAMES = {"lstm": "LSTM", "rnn": "RNN", "gru": "GRU, reset before (PyTorch resets after)", "gru_after": "GRU, reset after"}


def load():
    """Return what was measured."""
    return json.loads((RESULTS / "speed.json").read_text(encoding="utf-8"))


def size(row):
    """Return a row's size as it is written in the table."""
    return f"({row['n_x']}, {row['n_a']}, {row['m']}, {row['T_x']})"


def table(found):
    """Return the measurements as a page of Markdown."""
    machine, rows = found["machine"], found["torch1"] + found.get("torch2", [])
    lines = ["# Speed", "",
             "Written by `python -m benchmarks.report` from `speed.json`; `make bench` measures anew. How it is measured stands "
             "in `benchmarks/speed.py`.", "",
             f"Machine: {machine['cpu']} ({machine['architecture']}), {machine['cores']} cores, {machine['system']}; "
             f"Python {machine['python']}, NumPy {machine['numpy']} with {machine['blas']}, PyTorch {machine['torch']}. "
             f"Load when it began: {machine['load_at_start']} (above 0, something else was running too).", "",
             "## Time of a training step relative to PyTorch", "",
             "Below 1, `helpers/fast` is faster. Median of interleaved ratios [quartiles]; the clear code's median; the share "
             "of this machine's own matrix-product peak, taken in the same process beside it. The calls alone: the fast step "
             "with n_x = n_a = m = 1, which makes as many calls of NumPy and computes next to nothing. At the first "
             "two sizes it is most of the time, for the GRU all of it; to come clearly below, a step must make fewer calls.", ""]
    for network, name in NAMES.items():
        lines += [f"### {name}", "", "| n_x, n_a, m, T_x | dtype | threads | fast / torch | its calls alone | clear / torch | "
                  "share of peak |", "|---|---|---|---|---|---|---|"]
        for row in (row for row in rows if row["network"] == network):
            low, middle, high = row["to_torch"]
            clear = f"{row['clear_to_torch'][1]:.2f}" if "clear_to_torch" in row else "–"
            lines.append(f"| {size(row)} | {row['dtype']} | {row['threads']} | **{middle:.2f}** [{low:.2f}, {high:.2f}] | "
                         f"{row['calls_to_torch'][1]:.2f} | {clear} | {row['gflops'] / row['peak_gflops']:.0%} |")
        lines.append("")
    lines += ["## A character model (n_a = 100, pieces of 25 characters, m = 1)", "",
              "| network | dtype | characters a second | times the clear loop | times PyTorch |", "|---|---|---|---|---|"]
    lines += [f"| {NAMES[row['network']]} | {row['dtype']} | {row['characters_a_second']:,} | {row['times_clear']:.1f} | "
              f"{row['times_torch']:.1f} |" for row in found["characters"]]
    n_x, n_a, m = 27, 64, 32
    lines += ["", "## Growth with T_x", "", f"LSTM, float32, n_x = {n_x}, n_a = {n_a}, m = {m}.", "",
              "| T_x | milliseconds | microseconds a step |", "|---|---|---|"]
    lines += [f"| {row['T_x']:,} | {row['milliseconds']:g} | {row['microseconds_a_step']:.0f} |" for row in found["growth"]]
    lines += ["", "Peak memory of a training step, its x and da included, in MB; in brackets, numbers a step in units of n_a·m.",
              "", "| T_x | fast | clear | PyTorch |", "|---|---|---|---|"]
    for k, row in enumerate(found["memory"]):
        cells = [f"{row[side] / 1e6:.0f}{slope(found, k, side, n_a * m)}" for side in SIDES]
        lines.append(f"| {row['T_x']:,} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


SIDES = ("fast", "clear", "torch")


def slope(found, k, side, block):
    """Return, in brackets, what a step more takes, between row k − 1 and row k of the memory table."""
    if k == 0:
        return ""
    before, row = found["memory"][k - 1:k + 1]
    return f" [{(row[side] - before[side]) / (row['T_x'] - before['T_x']) / 4 / block:.1f}]"


def ratios(found):
    """Return a figure: the time of a training step relative to PyTorch's, by size."""
    fig, ax = plt.subplots(figsize=(7.6, 3.8))
    sizes = list(dict.fromkeys(size(row) for row in found["torch1"]))
    for role, network in (("rnn", "rnn"), ("gru", "gru_after"), ("lstm", "lstm")):
        rows = [row for row in found["torch1"] if (row["network"], row["dtype"]) == (network, "float32")]
        low, middle, high = np.array([row["to_torch"] for row in rows]).T
        ax.plot(range(len(rows)), middle, **style.line(role, marker="o"))
        ax.fill_between(range(len(rows)), low, high, color=style.ROLES[role].colour, alpha=0.15, linewidth=0)
    ax.axhline(1, **style.line("bound", label="PyTorch"))
    ax.set_yscale("log")
    ax.set(ylim=(0.07, 1.5), xticks=range(len(sizes)), xlabel="n_x, n_a, m, T_x (float32, one thread)",
           ylabel="a step's time / PyTorch's", title="Ahead at small sizes, level at large ones")
    ax.yaxis.set_major_locator(FixedLocator([0.1, 0.2, 0.5, 1]))
    ax.yaxis.set_major_formatter(lambda value, _: f"{value:g}")
    ax.yaxis.set_minor_locator(NullLocator())
    ax.set_xticklabels([name[1:-1] for name in sizes], fontsize=8.5)
    figures.label_ends(ax)
    return fig


def growth(found):
    """Return a figure: time and memory of a training step over T_x."""
    fig, (time, memory) = plt.subplots(1, 2, figsize=(8.6, 3.4))
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
    return fig


def main():
    """Write the table and the plots."""
    found = load()
    (RESULTS / "speed.md").write_text(table(found), encoding="utf-8")
    for name, fig in (("speed", ratios(found)), ("growth", growth(found))):
        fig.savefig(RESULTS / f"{name}.png", dpi=110, metadata={"Software": None})
        plt.close(fig)


if __name__ == "__main__":
    main()
