"""What a wrong answer is told. The first that applies, in this order:

1. it reads the page and not its arguments; 2. it raises; 3. a known mistake gives the same;
4. the form of what came back is another; 5. something that came in is changed;
6. numbers differ: one change that would make it right, two mistakes at once, what the numbers show, the line to look at.
"""

import ast
import functools
import inspect

from helpers.checks import code as source
from helpers.checks import known, line, reads
from helpers.checks.finding import ADVICE, DIFFERS, LOOK, MISTAKE, RAISES, RIGHT, Finding, listed
from helpers.checks.repairs import repair
from helpers.checks.results import differences, hints, shared, stopped, structure
from helpers.checks.results.compare import Fault
from helpers.checks.running import answers as tried

VAGUE = ("another shape",)  # names of structure that say too little to stop at


def found(exercise, function, seed, run, name_it=True):
    """Return the Finding on an answer, or None if it is right.

    Parameters
    ----------
    run : answers.Run
    name_it : bool
        whether to look for the mistake
    """
    if run.late or run.stopped or run.spoilt:
        return stopped.stopped(function, run)
    wheres = [differences.first_difference(exercise, answer) for answer in run.answers]
    changed = next((answer.changed[0] for answer in run.answers if answer.changed), None)
    if all(where is None for where in wheres) and not changed:
        return None
    if not name_it:
        return Finding("numbers", [], next((w for w in wheres if w is not None), changed))
    case = Case(exercise, function, seed, run, wheres, changed)
    finding = next(filter(None, (step() for step in case.steps())))
    rows = list(finding.rows)
    if run.printed:
        says = f"it prints {run.printed} line{'s' * (run.printed != 1)}, which a check doesn't show; to see what it prints, "
        rows.append(("also", says + "call it in the same cell, above the line with checks"))
    return finding._replace(rows=rows)


class Case:
    """One wrong answer, and what is known of it."""

    def __init__(self, exercise, function, seed, run, wheres, changed):
        self.exercise, self.function, self.seed = exercise, function, seed
        self.answers, self.wheres, self.changed = run.answers, wheres, changed
        self.problems, self.references = tried.prepared(exercise.name, seed)
        self.code = source.read(function)
        self.k = next((k for k, where in enumerate(wheres) if where is not None), None)
        if self.k is None:
            self.where, self.fault = None, None
            return
        self.answer, self.sizes = self.answers[self.k], self.problems[self.k][0]
        self.where = wheres[self.k]
        value = self.answer.got.get(self.where, self.answer.reordered.get(self.where))
        self.fault = value if isinstance(value, Fault) else None
        self.raises = self.fault is not None and self.where == "" and self.fault.kind.startswith("raises")
        self.known = known.Known(exercise, seed, self.answers)

    def steps(self):
        """Return what is asked, in this order; each gives a Finding or None."""
        if self.k is None:
            return self.page, self.only_changed
        if self.raises:
            return self.page, self.single, self.exception
        if self.fault is not None:
            return self.page, self.single, self.form, self.repaired, self.pair, self.vague_form
        by_values = () if self.exercise.judged else (self.shown_by_numbers, self.part, self.pointed)  # where they aren't chance
        return self.page, self.cached_changed, self.single, self.shared, self.repaired, self.pair, *by_values, self.bare

    # What a message begins with ------------------------------------------------------------------------------------

    @property
    def name(self):
        """The first quantity that differs, as the learner reads it."""
        return differences.shown(self.exercise, self.where)

    def when(self):
        """ " where m = 1", if that is where it differs."""
        return differences.when(self.wheres, self.problems, self.answers)

    def first_rows(self):
        """Return the rows on what is right, what differs, and what is changed."""
        if self.raises:
            words = next((answer.cause[0] for answer in self.answers if answer.cause), self.fault.kind)
            return [(RAISES, words + self.when())]
        rows = []
        if right := [] if self.exercise.judged else differences.right(self.exercise, self.answers):
            rows.append((RIGHT, ", ".join(right[:10]) + (" …" if len(right) > 10 else "")))
        if self.fault is None:
            says = differences.number(self.exercise, self.where, self.answer, self.problems[self.k])
            rows.append((DIFFERS, says + self.when()))
        else:
            cause = self.cause()
            steps = ", the list of the steps' caches," * (self.name == "caches[0]" and bool(self.exercise.calls))
            called = self.name + steps if self.where else "it"
            inside = " in the cache" if "cache" in self.where and "cache" not in self.name else ""
            rows.append((DIFFERS, f"{called}{inside} {cause.says}{self.when()}"))
        if self.changed:
            rows.append(("also", f"{self.changed} is changed in place; what comes in has to stay as it was"))
        return rows

    def cause(self):
        """Return what the form of the answer comes from."""
        return structure.told(self.exercise, self.where, self.fault, self.answer, self.sizes, self.code)

    def finding(self, kind, mistake, advice, label=MISTAKE, line_=None, lines=None, more=()):
        """Return a Finding whose rows end in the advice."""
        where = None if self.where in (None, "") else (self.fault.where if self.fault else "") + self.name
        return Finding(kind, [*self.first_rows(), *more, (label, advice)], where, mistake, line_, advice, lines)

    # The steps -------------------------------------------------------------------------------------------------------

    def page(self):
        """It reads the page's variables."""
        variables = reads.page_variables(self.function, self.exercise.reference)
        if not variables:
            return None
        name, what, advice, number = reads.says(variables, self.function)
        return Finding("page variable", [(MISTAKE, what), (ADVICE, advice)], None, name, number, advice)

    def exception(self):
        """It raises: the cause."""
        words, number, cause = next(answer.cause for answer in self.answers if answer.cause)
        sure = cause.name and cause.yields is None
        mended = None if sure else self.mended
        if mended and mended.name.endswith(cause.yields or ""):
            says = mended.says if mended.line == number else mended.told
            return self.finding("raises", mended.name, says, line_=mended.line, lines=(mended.before, mended.after))
        advice = cause.advice or "print what stands in that line, one part after the other, above the line with checks"
        more = [(MISTAKE, cause.says)] if cause.says and cause.says not in words else []
        return self.finding("raises", cause.name, advice, ADVICE, number, more=more)

    def single(self):
        """A known mistake."""
        mistake = self.known.single()
        if mistake is None:
            return None
        pointer = self.trace.pointer if self.code else None
        return self.finding("mistake", mistake.name, mistake.says, line_=pointer and pointer.line, lines=_lines(mistake))

    def form(self):
        """The form of what came back, where that says what happened."""
        cause = self.cause()
        if not cause.name or cause.name in VAGUE:
            return None
        return self.finding("structure", cause.name, cause.advice, ADVICE, self._made())

    def vague_form(self):
        """The form of what came back."""
        cause = self.cause()
        return self.finding("structure", None, cause.advice, ADVICE, self._made())

    def cached_changed(self):
        """The cache holds an argument that was changed in place: all else is right."""
        if not self.changed or self.where != f"cache.{self.changed}" or not self.code:
            return None
        number = self.code.changing(self.changed)
        if number is None or not all(differences.in_the_cache_only(self.exercise, self.where, a) for a in self.answers):
            return None
        advice = f"line {number} changes {self.changed} in place, and the cache keeps it: give the new value a name of its own"
        return self.finding("changed", f"{self.changed} changed in place", advice, line_=number)

    def only_changed(self):
        """The numbers are right, but something that came in isn't what it was."""
        number = self.code.changing(self.changed) if self.code else None
        where = f" (line {number}, `{self.code.line(number)}`)" if number else ""
        advice = "what comes in has to stay as it was: make a new array, or work on a copy (.copy())"
        rows = [(DIFFERS, f"the numbers are right, but {self.changed} is changed in place{where}"), (ADVICE, advice)]
        return Finding("changed", rows, self.changed, f"{self.changed} changed in place", number, advice)

    def repaired(self):
        """One change of the learner's own code would make it right."""
        mended = self.mended
        if mended is None:
            return None
        return self.finding("mistake", mended.name, mended.told, line_=mended.line, lines=(mended.before, mended.after))

    def pair(self):
        """Two known mistakes at once."""
        two = self.known.pair(self.code)
        if two is None:
            return None
        rows = [*self.first_rows(), *zip(("two mistakes", "and"), (m.says for m in two))]
        names, both = " + ".join(m.name for m in two), "; and ".join(m.says for m in two)
        return Finding("mistake", rows, self.name, names, None, both)

    def shown_by_numbers(self):
        """What the numbers themselves show."""
        cause = hints.told(self.exercise, self.where, self.problems, self.answers, self.code)
        return self._caused(cause or differences.factor(self.where, self.problems, self.answers))

    def shared(self):
        """It is one array with others."""
        return self._caused(shared.told(self.name, self.answer, self.code))

    def _caused(self, cause):
        """Return the Finding on a Cause that has a name, or None."""
        if cause is None or not cause.name:
            return None
        return self.finding("mistake", cause.name, cause.advice, ADVICE, self._made(), more=[(MISTAKE, cause.says)])

    def part(self):
        """A known mistake explains the first quantity that differs, and not all."""
        mistake = self.known.part(self.where)
        if mistake is None:
            return None
        says = f"{mistake.says} (this explains {self.name}; something else differs too)"
        return self.finding("mistake", mistake.name, says, lines=_lines(mistake))

    def pointed(self):
        """The line to look at."""
        if line.searches(self.exercise.reference):
            return None
        pointer, made = self.trace.pointer, self._made()
        if pointer is None or made is not None and (self.code.hands_back(pointer.line) or self._serves_right(pointer)):
            if made is None:
                return None
            text = f"line {made}, `{self.code.line(made)}`: it makes {self.name}, and what it is made of looks right"
            return self.finding("line", None, text, LOOK, made, more=self._numeric())
        text = f"line {pointer.line}, `{self.code.line(pointer.line)}`: the reference has no such value"
        if pointer.right:
            text += f", though {listed(pointer.right[:4])} {'are' if len(pointer.right[:4]) > 1 else 'is'} right"
        return self.finding("line", None, text, LOOK, pointer.line, more=self._numeric())

    def _serves_right(self, pointer):
        """Return whether what a pointer names came out right, or serves something that did: then that is right too."""
        right = [name for name in differences.right(self.exercise, self.answers) if name.isidentifier()]
        made = [self.code.filled(name) for name in right]
        made = [statement.value for statement in made if statement is not None and statement.lineno != pointer.line]
        right += [n.id for value in made for n in ast.walk(value) if isinstance(n, ast.Name)]
        return pointer.name.partition("[")[0] in right

    def bare(self):
        """Nothing more is known than the numbers; of what is drawn, what is asked."""
        if self.exercise.judged:
            return self.finding("numbers", None, self.exercise.judged[1][self.where], ADVICE)
        cause = differences.factor(self.where, self.problems, self.answers)
        more = [(MISTAKE, cause.says)] if cause else []
        by_hand = f'try it by hand: checks.problem("{self.exercise.name}") gives the arguments on which it fails'
        advice = cause.advice if cause else by_hand
        return self.finding("numbers", None, advice, ADVICE, more=[*more, *self._numeric()])

    def _numeric(self):
        """Return the row on how far a backward pass is from central differences."""
        says = differences.numeric_error(self.exercise, self.problems, self.answers)
        return [("numerically", says.removesuffix(".").replace("Error", "error"))] if says else []

    # What they share -------------------------------------------------------------------------------------------------

    @functools.cached_property
    def trace(self):
        """The values after each line, beside the reference's."""
        try:
            return line.found(self.exercise, inspect.unwrap(self.function), self.code, self.problems[self.k][1])
        except Exception:  # a trace that fails points nowhere; without the code's text there is none
            return line.Trace([], None, {})

    @functools.cached_property
    def mended(self):
        """The change that would make it right, or None."""
        if self.code is None:
            return None
        pointed = [self.trace.pointer.line] if self.trace.pointer else []
        lines = list(dict.fromkeys([*pointed, self._made(), *self.trace.lines[:6]]))
        return repair.found(
            self.exercise,
            inspect.unwrap(self.function),
            self.code,
            self.problems,
            self.references,
            self.k,
            lines,
            self.trace.shapes,
        )

    def _made(self):
        """Return the line that makes the quantity that differs, or None."""
        return self.code.returned(self.name) if self.code and self.name.isidentifier() else None


def two_lines(finding):
    """Return the rows that show a mistake's line beside the right one, or none."""
    return [("your numbers", finding.lines[0]), ("the reference", finding.lines[1])] if finding.lines else []


def _lines(mistake):
    """Return (what stands there with a mistake, what stands there in the reference) where that is one piece of a line."""
    if not isinstance(mistake.find, str) or "\n" in mistake.find.strip() or "\n" in mistake.replace.strip():
        return None
    return (mistake.replace.strip() or "(nothing)", mistake.find.strip())
