"""The reference solutions of the course and the tools of its pages.

Layers: imports point downward only, and modules of one line never import one another.

    panels                                        every panel of the course, by name
    panels_*                                      one family of panels each
    panels_base export                            what a panel is made of · a page as an nbgrader assignment
    probes                                        what a trained network does, word by word
    checks training                               is this answer right? · loops that train
    survey                                        how a learner's notebooks stand
    pages diagnosis                               run, render and solve the pages · which mistake is it?
    exercises guard progress                      what a learner writes · run it and come back · what is solved
    mistakes_* problems_* compare                 known wrong answers · problems · what differs, by name
    mistakes_loops                                known wrong answers of any loop over time
    mistakes problems                             one wrong answer · one problem
    gradients gradients_* gates letters           norms, clipping, Jacobians · doors by hand · sampling
    tasks tasks_*                                 sequences to learn
    optimizers checkpoints vocabularies           smaller losses · a run kept in a file · words as columns
    fast                                          the networks once more, shaped for speed
    gru fast_gru                                  the GRU, with both of its reset gates
    rnn lstm gru_after first_step recurrence      the networks: forward, backward and the cache
    losses converters                             the loss and its way back · other libraries' layouts
    figures_*                                     drawings of one subject
    figures charts                                drawings of all subjects, still and moving
    seeds                                         means over seeds
    activations parameters spectra style          sigmoid, softmax · sizes, first values · eigenvalues · colours
    datafiles workspace clock diagrams            data/ · buffers made once · seconds · an SVG with its slots
    shapes                                        what may come into a function

Importing the package sets one thread for matrix products, before NumPy starts: at the sizes of this course a
second thread brings nothing, and two processes with two threads each stand in each other's way.
"""
import os

for _variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ.setdefault(_variable, "1")
