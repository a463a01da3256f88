"""The reference solutions of the course and the tools of its pages, in wings.

`WINGS` names them from the top floor down: a wing imports from the wings below it only, and inside a wing modules import one
another without a circle. Importing the package sets one thread for matrix products, before NumPy starts: at the sizes of
this course a second thread brings nothing, and two processes with two threads each stand in each other's way.
"""
import os

__version__ = "0.9.0"

WINGS = {
    "classroom": "what a teacher runs",
    "panels": "every slider panel",
    "checks": "is this answer right, and if not, what is it?",
    "pages": "run, render and solve the pages",
    "exercises": "what a learner writes: problems and known mistakes, a module a subject",
    "training": "the loop, its steps, and what a trained network is asked",
    "fast": "the networks once more, shaped for speed",
    "gradients": "measured: right, too large, and how much of them is left",
    "tasks": "sequences to learn, and the files of data/",
    "networks": "the reference solutions, forward and backward",
    "figures": "what is drawn, and the one look of it",
}

for _variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ.setdefault(_variable, "1")
