"""What a learner writes: each exercise with its problems and its known mistakes, one module a subject.

How to add an exercise
----------------------
1. The reference solution goes to networks/ (or where it belongs), with a docstring: its name is the exercise's.
2. Its subject's module here gets an entry in EXERCISES, a function that draws its problems, and eight or more known mistakes
   (exercise.py says what each field means, and has `ways` and `each` for a slip made in several forms or at several gates;
   loops.py and loops_back.py have the mistakes of any loop over time, cells.py those of any cell).
3. Right answers written in other ways go to tests/exercises/variants.py. Then
   `python -m pytest tests/exercises -k NAME`: each edit applies, is refused, and is told apart from all others on ten seeds;
   two that give the same numbers are one mistake, whose sentence covers both.
"""
from helpers.exercises import (
    adding,
    additive,
    along,
    attention,
    both_sides,
    clipping,
    descent,
    first_step,
    gates,
    gradients,
    gru,
    gru_back,
    letters,
    losses,
    lstm,
    lstm_back,
    memory,
    mingru,
    one_product,
    pieces,
    probing,
    reber,
    rnn,
    rnn_back,
    stacked,
)
from helpers.exercises.exercise import NUMERIC, Exercise, Mistake, compiled, each, edit, edited, source, ways

SUBJECTS = (first_step, losses, rnn, rnn_back, descent, gradients, clipping, gates, lstm, lstm_back, memory, along, gru,
            gru_back, probing, pieces, letters, one_product, adding, reber, both_sides, stacked, additive, attention, mingru)
EXERCISES = {e.name: e for e in sorted((e for subject in SUBJECTS for e in subject.EXERCISES), key=lambda e: e.page)}

__all__ = ["EXERCISES", "NUMERIC", "Exercise", "Mistake", "compiled", "each", "edit", "edited", "source", "ways"]
