"""The slider panels of the pages: each function returns a Panel, and a cell that ends with it shows it.

    panels.rnn_cell()

How a panel works is in panels_base.
"""
from helpers.panels_base import Panel
from helpers.panels_cells import first_slider, rnn_cell

__all__ = ["Panel", "first_slider", "rnn_cell"]
