"""The table and the plots of what benchmarks/speed.py measured.

    python -m benchmarks.report     reads benchmarks/results/speed.json; writes speed.md, speed.png and growth.png beside it
"""
import json
from pathlib import Path

from helpers.figures import speed

import matplotlib.pyplot as plt  # isort: skip (after helpers, which sets one thread)

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


def main():
    """Write the table and the plots."""
    found = load()
    (RESULTS / "speed.md").write_text(table(found), encoding="utf-8")
    fig, ax = plt.subplots(figsize=(7.6, 3.8))
    speed.ratios(ax, found)
    charts = {"speed": fig}
    charts["growth"], axes = plt.subplots(1, 2, figsize=(8.6, 3.4))
    speed.growth(*axes, found)
    for name, fig in charts.items():
        fig.savefig(RESULTS / f"{name}.png", dpi=110, metadata={"Software": None})
        plt.close(fig)


if __name__ == "__main__":
    main()
