"""Training: the loop that makes a loss smaller, and what a trained network is asked afterwards.

optimizers has the steps, checkpoints a run kept in a file, probes what a network does word by word, seeds what several runs say.
own trains a cell of the reader's own beside the others, alone has what such a cell needs without the course, minimal the runs
of page 22, readers those of page 18, translation the encoders and decoders of pages 20 and 21.
"""
from helpers.training.loop import (
    SGD,
    Adam,
    accuracy,
    carried,
    falling,
    loss,
    objective,
    output_key,
    train,
    zero_state,
)

__all__ = ["SGD", "Adam", "accuracy", "carried", "falling", "loss", "objective", "output_key", "train", "zero_state"]
