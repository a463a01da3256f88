"""The reference solutions of the course and the tools of its pages.

Layers: imports point downward only, and modules of one line never import one another.

    panels   pages                    slider panels · run, render and solve the notebooks
    checks   training                 is this answer right? · loops that train
    mistakes gradients tasks          known wrong answers · norms, clipping, finite differences · sequences to learn
    rnn gru lstm fast losses          the networks: forward, backward and the cache, one file a model
    figures                           drawing functions: arrays and an ax in, the ax out
    activations parameters style      sigmoid, softmax · sizes, first values, converters · a colour for each role
    shapes                            what may come into a function

Importing the package sets one thread for matrix products, before NumPy starts: at the sizes of this course a
second thread brings nothing, and two processes with two threads each stand in each other's way.
"""
import os

for _variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ.setdefault(_variable, "1")
