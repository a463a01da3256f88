"""The reference solutions: the networks, forward and backward, as clear as the pages that teach them.

rnn, lstm and gru have a cell, its loop over time and the way back; activations, losses and parameters serve all three.
gru_after is the GRU with the other reset gate, gates the LSTM cell set by hand, converters other libraries' layouts.
pieces is one piece of a long text, peephole page 17's cell, mingru the minimal GRU of page 22.
"""
from helpers.networks.activations import sigmoid, softmax
from helpers.networks.gru import GRUCellCache, gru_backward, gru_cell_backward, gru_cell_forward, gru_forward
from helpers.networks.gru_after import GRUAfterCellCache, gru_cell_after
from helpers.networks.losses import number_of_targets, output_backward, softmax_cross_entropy, softmax_cross_entropy_backward
from helpers.networks.lstm import LSTMCellCache, lstm_backward, lstm_cell_backward, lstm_cell_forward, lstm_forward
from helpers.networks.parameters import initial_gru, initial_lstm, initial_rnn
from helpers.networks.rnn import RNNCellCache, rnn_backward, rnn_cell_backward, rnn_cell_forward, rnn_forward

__all__ = [
    "GRUAfterCellCache", "GRUCellCache", "LSTMCellCache", "RNNCellCache", "gru_backward", "gru_cell_after", "gru_cell_backward",
    "gru_cell_forward", "gru_forward", "initial_gru", "initial_lstm", "initial_rnn", "lstm_backward", "lstm_cell_backward",
    "lstm_cell_forward", "lstm_forward", "number_of_targets", "output_backward", "rnn_backward", "rnn_cell_backward",
    "rnn_cell_forward", "rnn_forward", "sigmoid", "softmax", "softmax_cross_entropy", "softmax_cross_entropy_backward",
]
