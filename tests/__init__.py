"""The tests. helpers comes before NumPy: it sets one thread for its products, whichever module is collected first."""
import helpers  # noqa: F401
