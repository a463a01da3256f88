"""How the checks do on the answers of this folder: what each is told, and how many are named."""
import contextlib
import functools
import sys
import time
from typing import NamedTuple

from helpers import checks
from tests import answers
from tests.answers import page

GROUPS = ("named", "pointed at", "translated", "bare")


class Tried(NamedTuple):
    """An answer and what it was told."""
    answer: answers.Answer
    verdict: checks.Verdict
    seconds: float

    @property
    def group(self):
        """Whether the mistake is named, pointed at by its line, told with a word of advice, or left bare."""
        if self.verdict.mistake:
            return "named"
        if self.verdict.kind == "line":
            return "pointed at"
        return "bare" if self.verdict.kind == "numbers" else "translated"


@contextlib.contextmanager
def unless_imported(module):
    """Hide a module: on a page nobody has imported it yet, here the tests before may have."""
    hidden = sys.modules.pop(module, None)
    try:
        yield
    finally:
        if hidden:
            sys.modules[module] = hidden


@functools.cache
def tried(exercise):
    """Return what each answer to an exercise is told, on the page's own names."""
    found = []
    for answer in answers.read(exercise):
        function = answer.function(page.names(exercise))
        start = time.perf_counter()
        with unless_imported("torch"):
            verdict = checks.examine(function)
        found.append(Tried(answer, verdict, time.perf_counter() - start))
    return found


def counted(ones):
    """Return {group: how many wrong answers}, and how many there are, of some Tried."""
    wrong = [one for one in ones if one.answer.label == "wrong"]
    return {group: sum(one.group == group for one in wrong) for group in GROUPS}, len(wrong)
