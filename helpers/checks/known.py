"""Which known mistake is it? The reference is run with each, and what it gives is laid beside the answer."""

import functools
import itertools

import numpy as np

from helpers.checks.results import compare
from helpers.checks.results.compare import CLOSE_SINGLE, Fault
from helpers.checks.running.answers import agree, prepared
from helpers.checks.running.fresh import fresh
from helpers.checks.running.spent import Processor
from helpers.exercises import edited

SECONDS = 0.4  # of the processor, to look for two mistakes at once


def outcome(exercise, function, arguments, returned):
    """Return {name: array or Fault} of what a trusted function gives, along the structure of `returned`."""
    with np.errstate(all="ignore"):
        try:
            given = fresh(arguments)
            return compare.judged(exercise, returned, function(*given), given)
        except Exception as error:
            return {"": Fault(f"raises {type(error).__name__}", "")}


@functools.lru_cache(2)
def _kept(name, seed):
    """Return the dictionary that keeps what single mistakes give, (mistake, k) → outcome, for the next answer to an exercise."""
    return {}


class Known:
    """The known mistakes of an exercise beside one answer."""

    def __init__(self, exercise, seed, answers):
        self.exercise, self.problems, self.answers = exercise, prepared(exercise.name, seed)[0], answers
        self.kept = _kept(exercise.name, seed)
        self.first = next(k for k, answer in enumerate(answers) if not agree(answer.expected, answer.got))
        self.given = {}  # mistake → what the reference gives with it on the first wrong problem

    def _gives(self, mistakes, k):
        key = (mistakes[0], k) if len(mistakes) == 1 else None
        if key in self.kept:
            return self.kept[key]
        function = edited(self.exercise.reference, *mistakes)
        found = outcome(self.exercise, function, self.problems[k][1], self.answers[k].returned)
        if key:
            self.kept[key] = found
        return found

    def _cancel(self, pair):
        """Return whether two mistakes leave zeros together, and neither does so alone: then they say nothing true."""
        return bool(self._zeros(self.answers[self.first].got)) and not any(self._zeros(self.given[one]) for one in pair)

    def _zeros(self, got):
        """Return the names of what is zero throughout, where the reference isn't."""
        expected = self.answers[self.first].expected
        return [name for name, e in expected.items() if not isinstance(got.get(name, Fault("", "")), Fault)
                and np.any(e) and np.allclose(got[name], 0, atol=1e-12)]

    def _explains(self, mistakes):
        return all(agree(self._gives(mistakes, k), self.answers[k].got) for k in range(len(self.problems)))

    def single(self):
        """Return the mistake that explains all of the answer, or None."""
        if all("" in answer.got and answer.got[""].kind.startswith("raises") for answer in self.answers):
            return None  # whatever raises, raises alike
        got = self.answers[self.first].got
        for mistake in self.exercise.mistakes:
            self.given[mistake] = self._gives([mistake], self.first)
            if agree(self.given[mistake], got) and self._explains([mistake]):
                return mistake
        return None

    def pair(self, code=None, seconds=SECONDS):
        """Return the two mistakes that explain all of the answer together, or None; those that stand in its code come first."""
        if any("" in answer.got for answer in self.answers):
            return None
        written = _plain("".join(code.lines)) if code else ""
        stand = {mistake for mistake in self.given if _stands(mistake, written)}
        pairs = sorted(_pairs(self.given, self.answers[self.first]), key=lambda two: -len(stand & set(two)))
        budget = Processor(seconds)
        for pair in pairs:
            if budget.spent():
                break
            for two in (pair, pair[::-1]):
                try:
                    if self._explains(two) and not self._cancel(two):
                        return two
                    break
                except (ValueError, SyntaxError):  # both change the same place: the one may go into what the other leaves
                    continue
        return None

    def part(self, where):
        """Return the mistake that explains the quantity `where`, if only one does and nothing speaks against it."""
        expected, got = self.answers[self.first].expected, self.answers[self.first].got
        alone = [
            mistake
            for mistake, given in self.given.items()
            if where in given
            and _same_at(where, given, got)
            and all(_same_at(where, self._gives([mistake], i), answer.got) for i, answer in enumerate(self.answers))
            and not any(_same_at(name, expected, got) for name in expected if not _same_at(name, expected, given))
        ]  # all that the mistake changes is wrong
        return alone[0] if len({mistake.name for mistake in alone}) == 1 else None


def _plain(text):
    return "".join(text.split())


def _stands(mistake, written):
    """Return whether what a mistake puts into the reference stands in an answer's code, and what it takes out doesn't."""
    pieces = ((mistake.find, mistake.replace),) if isinstance(mistake.find, str) else zip(mistake.find, mistake.replace)
    return all(_plain(new) and _plain(new) in written and not (_plain(old) in written and _plain(old) not in _plain(new))
               for old, new in pieces)


def _same_at(name, a, b):
    """Return whether two outcomes are the same at one quantity; where a whole list or tuple is at fault, that stands for it."""
    return compare.equal(_at(name, a), _at(name, b), CLOSE_SINGLE)


def _at(name, outcome):
    if name in outcome:
        return outcome[name]
    whole = next((other for other in outcome if other == "" or name.startswith((other + ".", other + "["))), None)
    return outcome[whole] if whole is not None else Fault(f"no {name}", "")


def _pairs(single, answer):
    """Return the pairs of mistakes that may together explain an answer.

    A quantity that only one of the two changes must be as that one alone makes it; one that neither changes, right.
    """

    def changed(given):
        return frozenset(name for name in answer.expected if not _same_at(name, answer.expected, given))

    wrong = changed(answer.got)
    changes, fits = {}, {}  # what each mistake changes, and where it gives what the answer has
    for mistake, given in single.items():
        names = changed(given)
        if "" not in given and names <= wrong:  # none: it may show on another problem
            changes[mistake] = names
            fits[mistake] = frozenset(name for name in names if _same_at(name, given, answer.got))
    found = []
    for a, b in itertools.combinations(changes, 2):
        both = changes[a] & changes[b]
        if changes[a] | changes[b] == wrong and changes[a] - both <= fits[a] and changes[b] - both <= fits[b]:
            found.append((len(both), (a, b)))
    return [pair for _, pair in sorted(found, key=lambda entry: entry[0])]
