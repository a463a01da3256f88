"""How good are the checks? Two tables: known mistakes, variants, mutations; and the answers of tests/answers.

    python -m tests.measure_checks [--answers] [exercise …]

--answers prints the second table alone: how many wrong ones are named, pointed at by their line, translated, left bare.
"""
import sys
import time

import numpy as np

from helpers import checks, exercises, print_everywhere
from helpers.exercises import EXERCISES
from tests import answers
from tests.answers.tried import GROUPS, counted, tried
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


def main(arguments):
    """Print the tables; return 0 if everything holds."""
    names = [name for name in arguments if name != "--answers"] or list(EXERCISES)
    known = True if "--answers" in arguments else _known(names)
    return 0 if _answers([name for name in names if answers.read(name)]) and known else 1


def _answers(names):
    """Print how the answers of tests/answers are told; return whether it is well enough."""
    heads = ("right", "refused", "wrong", "let through", *GROUPS)
    print(f"{'answers':<32}" + "".join(f"{head:>12}" for head in (*heads, "s if right", "s if wrong")))
    for chosen in [*([name] for name in names), names]:
        ones = [one for name in chosen for one in tried(name)]
        right = [one for one in ones if one.answer.label == "right"]
        wrong = [one for one in ones if one.answer.label == "wrong"]
        refused, passed = sum(one.verdict.state != "right" for one in right), sum(one.verdict.state != "wrong" for one in wrong)
        groups, _ = counted(ones)
        seconds = [np.median([one.seconds for one in group] or [0]) for group in (right, wrong)]
        print(f"{chosen[0] if len(chosen) == 1 else 'all':<32}"
              + "".join(f"{n:>12}" for n in (len(right), refused, len(wrong), passed, *groups.values()))
              + "".join(f"{s:>12.3f}" for s in seconds), flush=True)
    told = 1 - groups["bare"] / max(1, len(wrong))
    named = groups["named"] / max(1, len(wrong))
    print(f"{named:.1%} named, {told:.1%} named, pointed at or translated.")
    return not refused and not passed and named >= 0.75 and told >= 0.98 and seconds[0] < 0.5 and seconds[1] < 1.5


def _known(names):
    """Print the table of known mistakes, variants and mutations; return whether everything holds."""
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
             and np.median(whole["right"]) < 0.5 and np.median(whole["wrong"]) < 1.5)
    print("named: on each of ten seeds. s: median of one examination. " + ("All holds." if holds else "NOT all holds."))
    return holds


def _print(name, row, counts):
    print(f"{name:<32}" + "".join(f"{row[key]:>12}" for key in counts)
          + f"{np.median(row['right']):>12.3f}{np.median(row['wrong']):>12.3f}", flush=True)


if __name__ == "__main__":
    print_everywhere()
    sys.exit(main(sys.argv[1:]))
