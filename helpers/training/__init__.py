"""Training: the loop that makes a loss smaller, and what a trained network is asked afterwards.

optimizers has the steps, checkpoints a run kept in a file, probes what a network does word by word, seeds what several runs say.
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
