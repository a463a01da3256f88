"""How good are the checks? One table: mistakes named, right answers let through, mutations refused, seconds.

    python -m tests.measure_checks [exercise …]
"""
import sys
import time

import numpy as np

from helpers import checks, exercises, print_everywhere
from helpers.exercises import EXERCISES
from tests.exercises import mutants
from tests.exercises.variants import VARIANTS

SEEDS = 10


def timed(function, **how):
    """Return (verdict, seconds)."""
    start = time.perf_counter()
    verdict = checks.examine(function, **how)
    return verdict, time.perf_counter() - start


def measured(name):
    """Return the row of one exercise: counts, and the seconds of right and of wrong answers."""
    exercise = EXERCISES[name]
    wrong, named = [], 0
    for mistake in exercise.mistakes:
        function = exercises.edited(exercise.reference, mistake)
        tried = [timed(function, seed=seed) for seed in range(SEEDS)]
        named += all(verdict.state == "wrong" and verdict.mistake == mistake.name for verdict, _ in tried)
        wrong += [seconds for _, seconds in tried]
    answers = [exercises.compiled(text, exercise.reference) for text in VARIANTS.get(name, {}).values()]
    right = [timed(answer) for answer in [*answers, exercise.reference]]
    number, passed = mutants.survivors(name)
    equivalent = mutants.EQUIVALENT.get(name, {})
    return {"mistakes": len(exercise.mistakes), "named": named, "variants": len(answers),
            "let through": sum(verdict.state == "right" for verdict, _ in right) - 1,
            "mutations": number, "equivalent": len(equivalent), "refused": number - len(passed),
            "right": [seconds for _, seconds in right], "wrong": wrong}


def main(names):
    """Print the table; return 0 if everything holds."""
    counts = ("mistakes", "named", "variants", "let through", "mutations", "equivalent", "refused")
    print(f"{'exercise':<32}" + "".join(f"{head:>12}" for head in (*counts, "s if right", "s if wrong")))
    rows = []
    for name in names:
        row = measured(name)
        rows.append(row)
        _print(name, row, counts)
    whole = {key: sum((row[key] for row in rows), [] if key in ("right", "wrong") else 0) for key in rows[0]}
    _print("all", whole, counts)
    holds = (whole["named"] == whole["mistakes"] and whole["let through"] == whole["variants"]
             and whole["refused"] + whole["equivalent"] == whole["mutations"]
             and np.median(whole["right"]) < 0.5 and np.median(whole["wrong"]) < 1)
    print("named: on each of ten seeds. s: median of one examination. " + ("All holds." if holds else "NOT all holds."))
    return 0 if holds else 1


def _print(name, row, counts):
    print(f"{name:<32}" + "".join(f"{row[key]:>12}" for key in counts)
          + f"{np.median(row['right']):>12.3f}{np.median(row['wrong']):>12.3f}", flush=True)


if __name__ == "__main__":
    print_everywhere()
    sys.exit(main(sys.argv[1:] or list(EXERCISES)))
