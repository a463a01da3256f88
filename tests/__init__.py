"""The tests. helpers comes before NumPy: it sets one thread for its products, whichever module is collected first.

A run that a script starts in the background ignores Ctrl + C, and so would the commands whose end by Ctrl + C is tested.
"""
import signal

import helpers  # noqa: F401

signal.signal(signal.SIGINT, signal.default_int_handler)
