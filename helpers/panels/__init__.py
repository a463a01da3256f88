"""The slider panels of the pages: each function returns a Panel, and a cell that ends with it shows it.

    panels.rnn_cell()

How a panel works is in base.
"""
from helpers.panels.attention import attention_map
from helpers.panels.base import Panel
from helpers.panels.cells import first_slider, lstm_cell, rnn_cell
from helpers.panels.decay import decay
from helpers.panels.gates import gate_explorer, paths_of_dc
from helpers.panels.gradients import gradient_lab, gradient_lab_gates
from helpers.panels.letters import temperature
from helpers.panels.numbers import number_unit
from helpers.panels.predictions import predict
from helpers.panels.puzzles import gate_puzzle
from helpers.panels.readers import both_sides
from helpers.panels.recall import questions, why
from helpers.panels.training import learning

__all__ = ["Panel", "attention_map", "both_sides", "decay", "first_slider", "gate_explorer", "gate_puzzle", "gradient_lab",
           "gradient_lab_gates", "learning", "lstm_cell", "number_unit", "paths_of_dc", "predict", "questions", "rnn_cell",
           "temperature", "why"]
