"""What a page runs on before the learner has written anything: the reference solutions, under the exercises' names."""
import sys

from helpers.checks import examination
from helpers.exercises import EXERCISES

_before = {}  # what the exercises' names stood for before the cell that is running now: name → function


def begin(page, namespace):
    """Let the references of a page's exercises stand in until the learner has written them.

    So a cell that holds a slip of the pen (a bracket that isn't closed, another name in the line with checks) stops no later
    cell. A name that there is already stays: running the first cell again takes nothing away.

    Parameters
    ----------
    page : str
        its number, "05"
    namespace : dict
        the page's globals()

    Raises
    ------
    ValueError
        naming a page without exercises
    """
    names = [name for name, exercise in EXERCISES.items() if exercise.page == page]
    if not names:
        pages = ", ".join(dict.fromkeys(exercise.page for exercise in EXERCISES.values()))
        raise ValueError(f"page {page!r} has no exercises, expected one of: {pages}")
    for name in names:
        namespace.setdefault(name, EXERCISES[name].reference)
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is None or shell.user_ns is not namespace:
        return

    def before(*_):
        _before.clear()
        _before.update((name, namespace.get(name)) for name in names)

    def after(result):
        if not result.success:
            for name in _put_back(namespace, names):
                print(f"{name}: this cell failed before it was checked. The page goes on with what stood here before.")

    for event, old in getattr(shell, "course_events", ()):
        shell.events.unregister(event, old)
    shell.course_events = [("pre_run_cell", before), ("post_run_cell", after)]
    for event, new in shell.course_events:
        shell.events.register(event, new)


def _put_back(namespace, names):
    """Put back what a cell that failed has bound to the exercises' names, unless it is right; return those names."""
    changed = [name for name in names if _before.get(name) is not None and namespace.get(name) is not _before[name]]
    wrong = [name for name in changed if examination.examine(namespace.get(name), name_it=False).state != "right"]
    namespace.update((name, _before[name]) for name in wrong)
    return wrong
