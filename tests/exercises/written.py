"""An answer as a learner has written it: a function of its own."""
from helpers import exercises


def own(reference):
    """Return a function with the reference's text, which the checks take for a learner's."""
    return exercises.compiled(exercises.source(reference), reference)
