"""The networks once more, shaped for speed: what training runs on.

models has the RNN and the LSTM, gru both GRUs, workspace the buffers that are made once, mingru the
minimal GRU in layers; clock times them fairly.
"""
from helpers.fast.gru import GRU, GRUAfter
from helpers.fast.models import LSTM, NETWORKS, RNN, objective

__all__ = ["GRU", "LSTM", "NETWORKS", "RNN", "GRUAfter", "objective"]
