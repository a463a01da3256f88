"""What is drawn: functions that take arrays and an ax and return the ax; they compute nothing of a network.

style is the one look of the course, charts are the live ones, diagrams the drawings of the cells; gradients, speed and
standings draw one subject each.
"""
from helpers.figures.runs import dots
from helpers.figures.series import label_ends, losses, over_words, steps_axis

__all__ = ["dots", "label_ends", "losses", "over_words", "steps_axis"]
