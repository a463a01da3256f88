"""Which one change would make the answer right? Small changes are tried on a copy of the learner's own code.

A change that makes it right on every problem says where the mistake is and what it is, in the learner's own names. It runs
the answer many times, so only under the guard and for a short time.
"""

import ast
import time
from typing import NamedTuple

from helpers.checks import code as source
from helpers.checks.repairs import changes
from helpers.checks.results import compare
from helpers.checks.results.compare import CLOSE_SINGLE
from helpers.checks.running import guard
from helpers.checks.running.fresh import fresh
from helpers.checks.running.spent import Processor

SECONDS = 0.6  # of the processor, to look: a busy machine says the same, only later
LATEST = 4.0  # seconds, as the guard counts them: then it stops a change that doesn't come back
SLOW = 0.03  # seconds of the processor for one run: an answer slower than that isn't tried again and again
TICKS = 20_000  # steps of all loops of one run: some changes make a loop endless
LARGE = 1 << 63  # whole numbers beyond that are on their way to fill the memory


class TooMuch(Exception):
    """A change has made a loop endless, or a number too large."""


class Repair(NamedTuple):
    """A change that makes an answer right."""

    name: str  # of the mistake: "gamma_f for gamma_u"
    says: str  # what stands there now and what belongs there
    line: int
    before: str  # the line as it stands
    after: str  # and as it would be right

    @property
    def told(self):
        """What it says, and of which line."""
        return f"line {self.line}: " * (f"line {self.line}" not in self.says) + self.says


def found(exercise, function, code, problems, references, first, lines=(), shapes=None, seconds=SECONDS):
    """Return the Repair of an answer, or None.

    Parameters
    ----------
    code : Code of the function
    first : int
        the problem on which it is wrong
    lines : sequence of int
        the lines to look at first
    shapes : dict
        name → shape, of the function's variables
    """
    space = dict(getattr(function, "__globals__", {}))
    tree = _ticking(code.tree)
    growing = _growing(tree)
    result = []

    def work():
        start = time.process_time()
        outcome(exercise, _made(tree, space), problems[first], references[first])
        if time.process_time() - start > SLOW:
            return
        budget = Processor(seconds - (time.process_time() - start))
        order = [first, *(k for k in range(len(problems)) if k != first)]
        for change in changes.of(tree, lines, problems[first][1], shapes):
            if budget.spent():
                return
            with change:
                if growing and _holds_itself(tree, growing, change):
                    continue
                try:
                    repaired = _made(tree, space)
                except (SyntaxError, ValueError, TypeError):
                    continue
                if all(outcome(exercise, repaired, problems[k], references[k]) for k in order):
                    after = source.short(change.after(), 80)
                    result.append(Repair(change.name, change.says, change.line, code.line(change.line, 80), after))
                    return

    guard.run(work, LATEST)
    return result[0] if result else None


def _made(tree, space):
    """Return the function that a tree defines, among the names that the learner's sees."""
    decorators, tree.decorator_list = tree.decorator_list, []
    try:
        code = compile(ast.Module([tree], []), "<a change tried>", "exec")
    finally:
        tree.decorator_list = decorators
    left = [TICKS]

    def tick(names):
        left[0] -= 1
        if left[0] < 0 or any(type(value) is int and abs(value) > LARGE for value in names.values()):
            raise TooMuch

    space = space | {"__tick__": tick, "locals": locals}
    exec(code, space)
    return space[tree.name]


def _growing(tree):
    """Return the calls that make a list longer."""
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            and node.func.attr in ("append", "extend", "insert")]


def _holds_itself(tree, growing, change):
    """Return whether a list is appended to itself: NumPy never comes back from making an array of such a one.

    growing: the calls to look at, as they stand without the change; with it there may be new ones.
    """
    if any(map(_grows_by_itself, growing)):  # one that the change may have taken out
        return any(map(_grows_by_itself, _growing(tree)))
    made = [one.new for one in getattr(change, "changes", [change]) if isinstance(one.new, ast.AST)]
    return any(_grows_by_itself(call) for new in made for call in _growing(new))


def _grows_by_itself(call):
    """Return whether a list's own name is among what is appended to it."""
    into = getattr(call.func, "value", None)
    return isinstance(into, ast.Name) and any(
        isinstance(n, ast.Name) and n.id == into.id for argument in call.args for n in ast.walk(argument))


def _ticking(tree):
    """Return a copy of a function's tree in which every step of a loop is counted."""
    tree = source.copied(tree)
    for loop in [node for node in ast.walk(tree) if isinstance(node, ast.For | ast.While)]:
        call = ast.Call(ast.Name("__tick__", ast.Load()), [ast.Call(ast.Name("locals", ast.Load()), [], [])], [])
        loop.body.insert(0, ast.fix_missing_locations(ast.copy_location(ast.Expr(call), loop)))
    return tree


def outcome(exercise, function, problem, reference):
    """Return whether a function gives the right answer on a problem and leaves what came in as it was."""
    returned, expected = reference
    given = fresh(problem[1])
    try:
        got = compare.judged(exercise, returned, function(*given), given)
    except Exception:
        return False
    if got.keys() != expected.keys():
        return False
    if not all(compare.equal(expected[name], got[name], CLOSE_SINGLE) for name in expected):
        return False
    return all(compare.unchanged(before, after) for before, after in zip(problem[1], given))
