"""What each line of a reference gives when a known mistake is made in it: for pages that ask for one line at a time."""
import ast
import copy
import inspect

import numpy as np

from helpers.exercises.exercise import edit, source


def variables(exercise, arguments, mistake=None):
    """Return {name: value} of the reference's variables as they stand before it returns, with a known mistake made in it.

    Parameters
    ----------
    exercise : Exercise
    arguments : tuple
        of one call
    mistake : Mistake, optional
    """
    text, reference = source(exercise.reference), inspect.unwrap(exercise.reference)
    tree = ast.parse(text if mistake is None else edit(text, mistake))
    tree.body[0].body[-1] = ast.Return(ast.parse("locals()", mode="eval").body)
    names = dict(reference.__globals__)
    exec(compile(ast.fix_missing_locations(tree), f"<{exercise.name}, its variables>", "exec"), names)
    with np.errstate(all="ignore"):
        return names[exercise.name](*copy.deepcopy(arguments))


def wrong(exercise, arguments):
    """Return {variable: [(its numbers, a sentence on the mistake)]}: for each known mistake, the first variable that it changes.

    Where several give the same numbers, the mistake of the fewest edits comes first.
    """
    right, found = variables(exercise, arguments), {}
    for mistake in sorted(exercise.mistakes, key=lambda one: isinstance(one.find, tuple) and len(one.find)):
        try:
            given = variables(exercise, arguments, mistake)
        except (ValueError, IndexError, KeyError):  # shapes that don't fit are told by NumPy
            continue
        changed = [name for name in right if isinstance(right[name], np.ndarray) and name in given
                   and not np.array_equal(given[name], right[name])]
        if changed:
            found.setdefault(changed[0], []).append((given[changed[0]], mistake.says))
    return found
