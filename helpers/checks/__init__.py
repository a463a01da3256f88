"""Is this answer right? And if not, what is it?

    rnn_cell_forward = checks.yours_or_reference(rnn_cell_forward)

examination tries an answer, guard runs it, compare and diagnosis say what differs and which mistake it is; progress_file keeps
how the exercises stand, and survey does what `python -m helpers.checks FOLDER` does.
"""
from helpers.checks.examination import Verdict, examine, progress, yours_or_reference
from helpers.checks.stand_in import begin

__all__ = ["Verdict", "begin", "examine", "progress", "yours_or_reference"]
