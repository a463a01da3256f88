"""Is this answer right? And if not, what is it?

    rnn_cell_forward = checks.yours_or_reference(rnn_cell_forward)

A message, in this order: it reads the page and not its arguments (reads) · it raises (raised, causes) · a known mistake gives
the same (known) · the form of what came back (structure) · numbers: one change of the learner's own code that would make it
right (repair, changes), what the numbers show (differences, hints), the line to look at (line). wrong.py asks them one after
the other, message.py writes the block; answers.py runs an answer, under guard.py.
"""
from helpers.checks.examination import Verdict, examine, problem, progress, yours_or_reference
from helpers.checks.stand_in import begin

__all__ = ["Verdict", "begin", "examine", "problem", "progress", "yours_or_reference"]
