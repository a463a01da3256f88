"""The reference solutions of the course and the tools of its pages.

Layers: imports point downward only, and modules of one line never import one another.

    panels                            the panels of the pages, by name
    panels_*                          a family of panels each
    panels_base export                what every panel is made of · a page as an nbgrader assignment
    probes                            what a trained network does, word by word
    checks training                   is this answer right? · loops that train
    survey                            how a learner's notebooks stand
    pages diagnosis                   run, render and solve the notebooks · which mistake is it?
    exercises guard progress          what a learner writes · run it and come back · which are solved
    mistakes_* problems_* compare     known wrong answers · problems to try answers on · what differs, name by name
    letters mistakes problems gates gradients gradients_* tasks tasks_*    one wrong answer · norms, finite differences · sequences
    optimizers checkpoints vocabularies    steps that make a loss smaller · a training run in a file · words as columns
    fast                              the same arithmetic as the models', shaped for speed
    gru fast_gru                      the GRU: its reset gate before the matrix product, or after it
    first_step rnn lstm gru_after recurrence losses converters    the networks: forward, backward, cache · other libraries' layouts
    figures_*                         drawings of one subject
    figures diagrams charts           drawing functions: arrays and an ax in, the ax out · diagrams and charts that move
    activations parameters spectra style datafiles workspace clock    sigmoid, softmax · sizes · eigenvalues · a colour for each role · data/
    shapes                            what may come into a function

Importing the package sets one thread for matrix products, before NumPy starts: at the sizes of this course a
second thread brings nothing, and two processes with two threads each stand in each other's way.
"""
import os

for _variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ.setdefault(_variable, "1")
