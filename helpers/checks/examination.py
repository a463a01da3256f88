"""Is this answer right? And if not, what is it?

    rnn_cell_forward = checks.yours_or_reference(rnn_cell_forward)

finds the exercise by the function's name, says how it stands, and gives back the learner's function when it is right,
else the reference solution, so that a page always runs to its end. `examine` returns the same as a Verdict; it prints
nothing and never raises.
"""

import copy
import difflib
from typing import NamedTuple

from helpers.checks import message, wrong
from helpers.checks import progress_file as kept
from helpers.checks.results import differences, stopped
from helpers.checks.running import answers as tried
from helpers.exercises import EXERCISES

THE_REFERENCE = (
    "this is the reference solution, not your function. Is the name behind def above another one, or was this line run "
    "alone? Run the whole cell, with def {name}(…) in it."
)


class Verdict(NamedTuple):
    """How an exercise stands."""

    exercise: str
    state: str  # "missing", "wrong" or "right"
    where: str | None  # the first quantity, in computing order, that differs: "gamma_u", "dWf", "shape of a_next"
    mistake: str | None  # the mistake's name, where it is known
    message: str  # what the learner is shown: at most eight lines
    kind: str = "numbers"  # right, missing, reference, page variable, raises, structure, changed, mistake, line or numbers
    line: int | None = None  # of the learner's cell
    advice: str | None = None  # the sentence that says what to do


class Examined(NamedTuple):
    """The last answer to an exercise, for `look`, `sheet` and `problem`."""

    function: object
    verdict: Verdict
    finding: object  # a wrong.Finding, or None
    problems: list
    answers: list


last = {}  # exercise → Examined


def yours_or_reference(function):
    """Say how an exercise stands; return the learner's function if it is right, else the reference solution.

    Parameters
    ----------
    function : callable
        named like the exercise

    Returns
    -------
    callable
    """
    verdict = examine(function)
    if verdict.exercise not in EXERCISES:
        print(f"{kept.MARKS[verdict.state]} {verdict.message}")
        return function
    exercise = EXERCISES[verdict.exercise]
    note, says = "", verdict.message
    if verdict.kind != "reference":
        attempts = {}
        note = kept.record(
            verdict.exercise,
            verdict.state,
            verdict.mistake,
            verdict.message,
            more=lambda before: attempts.update(_attempts(verdict, before)) or attempts,
        )
        if verdict.state == "wrong" and attempts["same"] > 1:
            says = _with_two_lines(verdict)
        elif verdict.state == "right" and attempts["tries"] > 1:
            says = message.sentence(f"{says} It took {attempts['tries']} tries.")
    print(f"{kept.MARKS[verdict.state]} {says}")
    if note:
        print(note)
    return function if verdict.state == "right" else exercise.reference


def _attempts(verdict, before):
    """Return how many answers were tried until one was right, and how many in a row had the same mistake."""
    tries, same = before.get("tries", 0), before.get("same", 0)
    if verdict.state == "missing" or before.get("state") == "right":
        return {"tries": tries, "same": 0} if verdict.state != "wrong" else {"tries": 1, "same": 1}
    again = verdict.mistake is not None and verdict.mistake == before.get("mistake")
    return {"tries": tries + 1, "same": (same + 1 if again else 1) * (verdict.state == "wrong")}


def _with_two_lines(verdict):
    """Return the message of a mistake made again: the line as it gives these numbers, beside the reference's."""
    examined = last.get(verdict.exercise)
    rows = wrong.two_lines(examined.finding) if examined and examined.finding else []
    return message.block(verdict.exercise, [*examined.finding.rows, *rows]) if rows else verdict.message


def examine(function, seed=0, name_it=True):
    """Return how an answer stands; print nothing, never raise.

    Parameters
    ----------
    function : anything, meant to be a callable named like the exercise
    seed : int
        of the random problems
    name_it : bool
        whether to look for the mistake's name when the answer is wrong; if not, the first wrong problem is the last

    Returns
    -------
    Verdict
    """
    name = "?"
    try:
        name = str(getattr(function, "__name__", None) or type(_inner(function)).__name__)[:60]
        if hasattr(function, "func") and not hasattr(function, "__name__"):
            name = str(getattr(_inner(function), "__name__", name))[:60]
        if name not in EXERCISES or not callable(function):
            near = difflib.get_close_matches(name, EXERCISES, 3, 0.5)
            meant = f" Is {' or '.join(near)} meant?" if near else ""
            says = f"{name}: no exercise has this name.{meant} There are {len(EXERCISES)}: checks.whole_course() shows them."
            return Verdict(
                name, "wrong", None, None, message.sentence(says), "structure", None, "give the function the exercise's name"
            )
        return _examined(EXERCISES[name], function, seed, name_it)
    except BaseException as error:  # an answer that breaks the examination is a wrong answer
        says = f"{name}: the answer could not be examined ({type(error).__name__})."
        return Verdict(
            name, "wrong", None, None, message.sentence(says), "raises", None, "write it as a plain function, with def"
        )


def _inner(function):
    """Return the function in a functools.partial, else what came."""
    return getattr(function, "func", function)


def _examined(exercise, function, seed, name_it):
    """Return the Verdict on something callable that has an exercise's name."""
    name = exercise.name
    if tried.is_reference(exercise, function):
        says = f"{name}: {THE_REFERENCE.format(name=name)}"
        return Verdict(
            name,
            "missing",
            None,
            None,
            message.sentence(says),
            "reference",
            None,
            f"run the whole cell, with def {name}(…) in it",
        )
    finding, problems, run = None, [], None
    called = tried.wrong_callee(exercise, function, lambda called: examine(called, seed, name_it=False))
    if called is not None:
        finding = stopped.calls(called)
    elif (other := tried.other_arguments(exercise, function, seed)) is not None:
        finding = stopped.arguments(*other)
    elif (module := tried.large_import(function)) is not None:
        finding = stopped.imports(module)
    else:
        problems = tried.prepared(name, seed)[0]
        run = tried.run(exercise, function, seed, to_the_end=name_it)
        if run.missing:
            says = f"{name}: not written yet ({exercise.task}); {run.missing}. {message.GOES_ON}"
            return _keep(function, Verdict(name, "missing", None, None, message.sentence(says), "missing"), None, problems, [])
        finding = wrong.found(exercise, function, seed, run, name_it)
    if finding is None:
        says = f"{name}: {differences.praise(exercise, problems, run.answers)}{tried.beyond(exercise, function)}"
        return _keep(function, Verdict(name, "right", None, None, message.sentence(says), "right"), None, problems, run.answers)
    says = message.block(name, finding.rows)
    verdict = Verdict(name, "wrong", finding.where, finding.mistake, says, finding.kind, finding.line, finding.advice)
    return _keep(function, verdict, finding, problems, run.answers if run else [])


def _keep(function, verdict, finding, problems, answers):
    last[verdict.exercise] = Examined(function, verdict, finding, problems, answers)
    return verdict


def problem(name):
    """Return the arguments on which the last answer to an exercise failed, to try them by hand in a cell.

    arguments = checks.problem("lstm_cell_forward")
    my_function(*arguments)
    """
    if name not in EXERCISES:
        raise ValueError(f"name is {name!r}, expected an exercise: {', '.join(EXERCISES)}")
    examined = last.get(name)
    k = 0
    if examined and examined.answers:
        k = next(
            (i for i, answer in enumerate(examined.answers) if not tried.agree(answer.expected, answer.got) or answer.changed), 0
        )
    problems = examined.problems if examined and examined.problems else tried.prepared(name, 0)[0]
    return copy.deepcopy(problems[k][1])
