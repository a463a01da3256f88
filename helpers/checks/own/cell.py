"""Is a cell of the reader's own right? There is no reference: finite differences are the judge.

    cell = checks.own(cell_forward, cell_backward, cell_parameters)

says the first fault in one sentence, or what the cell was held to; own_trial.py has what is asked, in order.
"""
import textwrap
from typing import NamedTuple

from helpers.checks import progress_file
from helpers.checks.own.faults import Wrong, words_of
from helpers.checks.own.trial import Trial
from helpers.checks.running import guard
from helpers.training.own import PEEPHOLE, Cell

SECONDS = 15.0  # for the whole examination


class Verdict(NamedTuple):
    """How a cell of the reader's own stands."""
    state: str  # "missing", "wrong" or "right"
    fault: str | None  # a few words, the same for the same kind of fault
    where: str | None  # "dWf", "a_next", "bf"
    errors: dict  # gradient → its distance from finite differences, as a part of its largest number
    message: str  # what the reader is shown


def own(cell_forward, cell_backward, parameters):
    """Say how a cell of the reader's own stands; return it if it is right, else the course's peephole cell.

    Parameters
    ----------
    cell_forward : function (xt, a_prev, …, parameters) → a_next, …, cache
        as many states as it has arguments between xt and parameters
    cell_backward : function (da_next, …, cache) → dict
        the gradients of xt, of each state and of each parameter: "d" and its name
    parameters : function (rng, n_x, n_a) → dict, or dict of arrays
        the cell's first values

    Returns
    -------
    Cell
        .forward .backward .parameters .verdict
    """
    verdict = examine(cell_forward, cell_backward, parameters)
    note = ""
    if getattr(cell_forward, "__name__", "") != "leaky_forward":  # the page's example isn't the reader's work
        note = progress_file.keep("own", "cell", state=verdict.state, mistake=verdict.fault if verdict.state == "wrong" else None,
                                  message=verdict.message)
    print(verdict.message + (f"\n{note}" if note else ""))
    if verdict.state == "right":
        return Cell(cell_forward, cell_backward, parameters, verdict)
    print("  The page goes on with the course's peephole cell.")
    return PEEPHOLE._replace(verdict=verdict)


def examine(cell_forward, cell_backward, parameters, seed=0):
    """Return how a cell stands as a Verdict; print nothing, never raise."""
    trial, wrong = Trial(cell_forward, cell_backward, parameters, seed), []

    def work():
        try:
            trial.run()
        except Wrong as fault:
            wrong.append(fault)

    error, late, _, spoilt = guard.run(work, SECONDS)
    if late:
        wrong = [Wrong("never ends", None, f"the cell was still running after {SECONDS:g} seconds: is there a loop that "
                       "never ends?")]
    elif error is not None:
        wrong = [Wrong("not examined", None, f"the cell could not be examined ({type(error).__name__}: {words_of(error)}).")]
    elif spoilt and not wrong:
        wrong = [Wrong("changes what all share", spoilt[0], f"the cell changes {spoilt[0]}, which all cells share (that is put "
                       "back now); it may use its arguments only.")]
    if not wrong:
        return Verdict("right", None, None, trial.errors, "\n".join(["✓ your cell is right", *trial.lines]))
    fault = wrong[0]
    if fault.fault == "not written":
        return Verdict("missing", fault.fault, fault.where, {}, f"○ your cell: {fault.says}")
    says = textwrap.fill(f"  the fault      {fault.says}", 100, subsequent_indent=17 * " ", break_long_words=False)
    lines = ["✗ your cell", *trial.lines, says]
    return Verdict("wrong", fault.fault, fault.where, trial.errors, "\n".join(lines))
