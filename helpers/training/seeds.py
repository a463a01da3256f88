"""What several seeds say together: their mean, and how far it can be trusted."""
import numpy as np


def mean_and_interval(values, draws=2000):
    """Return the mean over seeds and the interval in which 95 % of the means lie when seeds are drawn again.

    Parameters
    ----------
    values : sequence of float
        one a seed
    draws : int
        how often as many seeds are drawn from them, each possibly several times (the bootstrap); always the same draws

    Returns
    -------
    mean, low, high : float
    """
    values = np.asarray(values, dtype=float)
    drawn = np.random.default_rng(0).integers(0, len(values), (draws, len(values)))
    low, high = np.percentile(values[drawn].mean(axis=1), [2.5, 97.5])
    return float(values.mean()), float(low), float(high)


def line(ax, places, values, **look):
    """Draw a line through the means, and at each place the interval of its mean.

    Parameters
    ----------
    places : array (n,)
    values : n sequences of float
        at each place, one number a seed
    look : keywords of Matplotlib's plot
    """
    mean, low, high = np.transpose([mean_and_interval(each) for each in values])  # (n,) each
    drawn, = ax.plot(places, mean, **look)
    ax.vlines(places, low, high, color=drawn.get_color(), linewidth=1)
