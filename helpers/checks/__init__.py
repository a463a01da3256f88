"""Is this answer right? And if not, what is it?

    rnn_cell_forward = checks.yours_or_reference(rnn_cell_forward)

A message, in this order: it reads the page and not its arguments (reads) · it raises (raised, causes) · a known mistake gives
the same (known) · the form of what came back (structure) · numbers: one change of the learner's own code that would make it
right (repair, changes), what the numbers show (differences, hints), the line to look at (line). wrong.py asks them one after
the other, message.py writes the block; answers.py runs an answer, under guard.py. The last answer can be seen (look), asked about
(sheet) and tried by hand (problem).

lines judges a derivation line by line. own examines a cell for which there is no reference (its questions are in own_forward
and own_trial, their words in own_faults), and own_file saves it.
"""
from helpers.checks.examination import Verdict, examine, problem, progress, yours_or_reference
from helpers.checks.lines import Lines
from helpers.checks.look import look, sheet
from helpers.checks.own import own
from helpers.checks.own_file import save
from helpers.checks.stand_in import begin

__all__ = ["Lines", "Verdict", "begin", "examine", "look", "own", "problem", "progress", "save", "sheet", "yours_or_reference"]
