"""The experiments of page 22 over five seeds: parity, adding, agreement, and the gradient through time.

    python -m benchmarks.mingru [part …]     writes data/mingru.csv; the rows of other parts stay as they are

    parity      asked after every bit of 40, measured up to bit 400
    last        the same, asked in training once, after 1 to 40 bits
    adding      two marked numbers of 60
    agreement   the verb's number after 0 to 6 nouns of the other number
    gradient    the largest gain of a gradient from step 60 back to step 1, before training
"""
import argparse
import functools
import sys
import time

from helpers.tasks import datafiles
from helpers.training import minimal

NAME, SEEDS = "mingru.csv", 5
BITS = ((1, 10), (31, 40), (41, 100), (101, 200), (391, 400))
HEAD = """\
# python -m benchmarks.mingru: Adam, the gradients' norm clipped at 1, float32, 1000 steps (adding and agreement: 1500).
# parity, last: value is the mean share of right answers at the bits named. adding: the squared error of the sum. agreement: the
# share of verbs with the right number after so many nouns of the other. gradient: the largest singular value of the states'
# Jacobian. solved: the first step at which the mean of 50 losses (parity, last: of 20) is below 0.05, or 0.01 for adding.
experiment,network,parameters,seed,measure,value,solved
"""


def parity_rows(run):
    """Return (measure, value) of a run: the mean of some bits."""
    return [(f"bits {low}–{high}", round(float(run.right[low - 1:high].mean()), 3)) for low, high in BITS]


def gradient(name, seed):
    """Return a run whose one number is the gain."""
    return minimal.Run(0, [minimal.gradient_through_time(name, seed)], None)


PARTS = {
    "parity": (minimal.PARITY, minimal.parity_run, parity_rows),
    "last": (minimal.PARITY, functools.partial(minimal.parity_run, every_bit=False), parity_rows),
    "adding": (minimal.ADDING, minimal.adding_run, lambda run: [("error", round(float(run.right[0]), 4))]),
    "agreement": (minimal.AGREEMENT, minimal.agreement_run, lambda run: [
        (f"{count} between", round(float(right), 3)) for count, right in zip(minimal.ATTRACTORS, run.right)]),
    "gradient": (minimal.BIASES, gradient, lambda run: [("gain", f"{run.right[0]:.3g}")]),
}


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("parts", nargs="*", metavar="part", default=[], help=", ".join(PARTS))
    arguments.add_argument("--continue", action="store_true", dest="go_on", help="keep the seeds that the file holds")
    arguments = arguments.parse_args()
    chosen, began = arguments.parts or list(PARTS), time.perf_counter()
    rows = [tuple(row.values()) for row in datafiles.table(NAME) if arguments.go_on or row["experiment"] not in chosen]
    for part in chosen:
        networks, run_of, rows_of = PARTS[part]
        for network in networks:
            name = network.replace(",", "")
            for seed in range(SEEDS):
                if (part, name, seed) in {(row[0], row[1], row[3]) for row in rows}:
                    continue
                run = run_of(network, seed)
                rows += [(part, name, run.parameters or "", seed, *pair, run.solved_at or "") for pair in rows_of(run)]
            rows.sort(key=lambda row: list(PARTS).index(row[0]))
            datafiles.keep(NAME, HEAD + "".join(",".join(map(str, row)) + "\n" for row in rows))
            print(f"{part}: {network} ({time.perf_counter() - began:.0f} s)", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
