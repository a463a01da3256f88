"""The slider panels of the pages: each function returns a Panel, and a cell that ends with it shows it.

    panels.rnn_cell()

How a panel works is in panels_base.
"""
from helpers.panels_base import Panel
from helpers.panels_cells import first_slider, rnn_cell
from helpers.panels_gates import gate_explorer, paths_of_dc
from helpers.panels_gradients import gradient_lab, gradient_lab_gates
from helpers.panels_letters import temperature
from helpers.panels_numbers import number_unit
from helpers.panels_puzzles import gate_puzzle
from helpers.panels_training import learning

__all__ = ["Panel", "first_slider", "gate_explorer", "gate_puzzle", "gradient_lab", "gradient_lab_gates", "learning",
           "number_unit", "paths_of_dc", "rnn_cell", "temperature"]
