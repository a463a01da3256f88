"""An answer raises: Python's and NumPy's words, told by their cause."""
