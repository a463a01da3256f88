"""The experiments of page 22 over five seeds: parity, adding, agreement.

    python -m benchmarks.mingru     writes benchmarks/results/mingru.csv (about four minutes on one free core)

Each part may be run by itself: `python -m benchmarks.mingru parity`, `adding`, `agreement`; the others' rows stay.
"""
import sys
import time
from pathlib import Path

from helpers.training import minimal

FILE, SEEDS = Path(__file__).parent / "results" / "mingru.csv", range(5)
HEAD = """\
# python -m benchmarks.mingru: Adam, the gradients' norm clipped at 1. parity: right is the share of right answers at the
# steps named, after training on 40. adding: right is the squared error of the sum, 60 steps. agreement: right is the share
# of verbs with the right number after so many attractors. solved_at: the first step at which the mean of 50 training losses
# (parity: of 20) is below 0.05, or 0.01 for adding; empty if none was.
task,network,parameters,seed,where,right,solved_at
"""


def parity_rows(run):
    """Return (where, right) of a run: the mean of each ten bits."""
    return [(f"{first + 1}–{first + 10}", f"{run.right[first:first + 10].mean():.3f}") for first in range(0, 400, 10)]


def adding_rows(run):
    """Return the squared error of a run."""
    return [("60", f"{run.right[0]:.4f}")]


def agreement_rows(run):
    """Return the share of right verbs by attractors."""
    return [(attractors, f"{right:.3f}") for attractors, right in zip(minimal.ATTRACTORS, run.right)]


PARTS = {"parity": (minimal.PARITY, minimal.parity_run, parity_rows), "adding": (minimal.ADDING, minimal.adding_run, adding_rows),
         "agreement": (minimal.AGREEMENT, minimal.agreement_run, agreement_rows)}


def kept(parts):
    """Return the lines of the file that belong to other parts."""
    try:
        lines = FILE.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    return [line for line in lines if line.partition(",")[0] in set(PARTS) - set(parts)]


def main(parts=()):
    """Run the parts named, or all."""
    parts, began = [part for part in PARTS if not parts or part in parts], time.perf_counter()
    lines = []
    for part in parts:
        networks, run_of, rows_of = PARTS[part]
        for name in networks:
            for seed in SEEDS:
                run = run_of(name, seed)
                at = "" if run.solved_at is None else run.solved_at
                lines += [f'{part},"{name}",{run.parameters},{seed},{where},{right},{at}' for where, right in rows_of(run)]
            print(f"{part}: {name} ({time.perf_counter() - began:.0f} s)", flush=True)
    order = {part: place for place, part in enumerate(PARTS)}
    lines = sorted([*kept(parts), *lines], key=lambda line: order[line.partition(",")[0]])
    FILE.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
