"""Tables of counts that know what to do with what they have never seen: they back off to a shorter table.

    (1)  p(w | h) = (max(n(h w) − D, 0) + D · d(h) · p(w | h without its first)) / n(h)              Kneser and Ney
    (2)  p(w | h) = (n(h w) + d(h) · p(w | h without its first)) / (n(h) + d(h))                     Witten and Bell

h are the symbols before, n(h w) how often w came after h, n(h) the sum of it over w, d(h) how many different symbols came
after h, D = 0.75. Where h was never seen, the shorter h is asked; below the empty h all symbols are alike. In (1) a
shorter table doesn't count how often h w came, but how many different symbols came before it: "an", after many letters,
goes with anything; "ru", nearly always in "aurus", doesn't.

Sources: R. Kneser and H. Ney, Improved backing-off for m-gram language modeling, ICASSP 1995; S. F. Chen and J. Goodman,
An empirical study of smoothing techniques for language modeling, Computer Speech and Language 13 (1999).
"""
import numpy as np

from helpers.networks import shapes


class Table:
    """Counts of what comes after up to `before` symbols.

    Parameters
    ----------
    sequences : list of tuples of int
        symbols from 0 to n − 1; the first of each is the start, and isn't predicted
    n, before : int
    discount : float or None
        D of equation (1); None takes equation (2)
    """

    def __init__(self, sequences, n, before, discount=0.75):
        shapes.integer("before", before, least=0)
        self.n, self.before, self.discount, self.rows = n, before, discount, {}
        for symbols in sequences:
            for t in range(1, len(symbols)):
                self._add(symbols[max(0, t - before):t], symbols[t], 1)
        for length in range(before, 0, -1):  # from each table the next shorter one
            for h, row in [(h, row) for h, row in self.rows.items() if len(h) == length]:
                for w, count in row.items():
                    self._add(h[1:], w, count if discount is None else 1)

    def _add(self, h, w, count):
        row = self.rows.setdefault(h, {})
        row[w] = row.get(w, 0) + count

    def predict(self, symbols):
        """Return the probabilities (n,) of what comes after `symbols`."""
        p = np.full(self.n, 1 / self.n)
        for length in range(min(self.before, len(symbols)) + 1):
            row = self.rows.get(tuple(symbols[len(symbols) - length:]))
            if row is None:
                break
            counts = np.zeros(self.n)
            counts[list(row)] = list(row.values())
            if self.discount is None:
                p = (counts + len(row) * p) / (counts.sum() + len(row))  # (2)
            else:
                p = (np.maximum(counts - self.discount, 0) + self.discount * len(row) * p) / counts.sum()  # (1)
        return p

    def loss(self, sequences):
        """Return the cross-entropy in nats a symbol, the first of each sequence left out."""
        found = [self.predict(symbols[:t])[symbols[t]] for symbols in sequences for t in range(1, len(symbols))]
        return float(-np.mean(np.log(found)))
