"""Is this answer right? And if not, what is it?

    rnn_cell_forward = checks.yours_or_reference(rnn_cell_forward)

A message, in this order: it reads the page and not its arguments (reads) · it raises (raised/) · a known mistake gives the same
(known) · the form and the numbers of what came back (results/), and one change of the learner's own code that would make it
right (repairs/) · the line to look at (line). wrong.py asks them one after the other, message.py writes the block; running/
runs an answer. The last answer can be seen (look), asked about (sheet) and tried by hand (problem).

lines judges a derivation line by line. own/ examines a cell for which there is no reference, and saves it.
"""
from helpers.checks.examination import Verdict, examine, problem, yours_or_reference
from helpers.checks.lines import Lines
from helpers.checks.look import look, sheet
from helpers.checks.own.cell import own
from helpers.checks.own.file import save
from helpers.checks.stand_in import begin
from helpers.checks.standing import progress, whole_course

__all__ = ["Lines", "Verdict", "begin", "examine", "look", "own", "problem", "progress", "save", "sheet",
           "whole_course", "yours_or_reference"]
