"""The arrays in which a fast network works, made once, and what such networks have in common.

A step reads s = [a; x; 1], a column of it per example: a of the step before, the step's input, and a 1 that meets the
biases. W has n_a rows for each gate and, in the order of s, the columns of a, of x, and the biases. A block is what
one gate has in one step: (n_a, m) numbers.

n_x numbers come in at a step, n_a is the number of units; m examples are worked on side by side, one a column; T_x is
the number of steps. `models.py` has the networks.
"""
import math
import os

import numpy as np

from helpers.networks import shapes

IN_CACHE = 1024 * 1024  # bytes that stay in a core's own cache from one pass over them to the next


class Network:
    """What the three networks share: the arrays, the way in and out, and the weights' gradients after the loop.

    Parameters
    ----------
    n_x, n_a, m, T_x : int
        the sizes; forward takes shorter sequences too
    dtype : float32 or float64
    n_y : int
        how many numbers go out in a step; 0 for a network without an output layer
    memory : int, optional
        how many bytes it may take; what the machine has free, if not given

    Raises
    ------
    MemoryError
        before anything is made, with the bytes it would take

    Notes
    -----
    The arrays that forward and backward return, but for the weights' gradients, are the network's own: its next call
    writes over them.
    """
    gates = ()  # in the order of their rows in W
    sigmoids = slice(0, 0)  # which of them go through σ
    factor_blocks = 0  # blocks in F, and in what is multiplied by it
    first_dz = 0  # the block among those where the gates' dz begin
    kept_blocks = 0  # blocks that a step keeps for the way back, beside s
    products_back = ((0, 1),)  # which of the gates' dz go to a together: one product each, from where to where
    rows_above, blocks_below = 0, 0  # what else stands in s: rows above [a; x; 1], and blocks below

    def __init__(self, n_x, n_a, m, T_x, dtype=np.float64, n_y=0, memory=None):
        for name, size in (("n_x", n_x), ("n_a", n_a), ("m", m), ("T_x", T_x)):
            shapes.integer(name, size)
        if np.dtype(dtype) not in (np.float32, np.float64):
            raise TypeError(f"dtype is {np.dtype(dtype)}, expected float32 or float64")
        self.n_x, self.n_a, self.m, self.T_x, self.dtype, self.T = n_x, n_a, m, T_x, np.dtype(dtype), 0
        (self.few, self.many), arrays = self.plan(n_x, n_a, m, T_x, dtype, n_y)
        require_memory(bytes_of(arrays, dtype), memory,
                       f"{type(self).__name__} with n_x = {n_x}, n_a = {n_a}, m = {m}, T_x = {T_x} in {self.dtype}")
        for name, shape in arrays.items():
            setattr(self, name, np.zeros(shape, self.dtype))
        self.s_all[:, :self.rows_above] = 1
        self.s = self.s_all[:, self.rows_above:]
        self.s[:, n_a + n_x] = 1
        self.half = np.array(0.5, self.dtype)
        self.weights, self.biases = self.W[:, :-1], self.W[:, -1:]
        self.halved = self.W[self.sigmoids.start * n_a:self.sigmoids.stop * n_a]
        self.Wa_Ts = [self.Wa_T[i * n_a:j * n_a].reshape(n_a, -1) for i, j in self.products_back]
        self.steps = [self.views_of_step(t) for t in range(T_x)]
        self.slots = [self.views_of_slot(self.f[k % self.few], self.d[k]) for k in range(self.many)]

    @classmethod
    def plan(cls, n_x, n_a, m, T_x, dtype, n_y=0):
        """Return (few, many), the steps worked on at once, and a dictionary of the arrays' shapes. It makes no array."""
        block = n_a * m * np.dtype(dtype).itemsize
        few = min(T_x, max(1, IN_CACHE // (2 * cls.factor_blocks * block)))  # steps whose factors are made at once
        many = few * math.ceil(min(T_x, max(16, 256 // m)) / few)  # steps in one product for dW
        rows, n_s = len(cls.gates) * n_a, cls.rows_above + n_a + n_x + 1 + cls.blocks_below * n_a
        return (few, many), {
            "s_all": (T_x + 1, n_s, m),  # what each step reads: [a; x; 1] and more
            "z": (T_x + 1, cls.kept_blocks, n_a, m),  # what each step keeps
            "da": (T_x, n_a, m),  # ∂J/∂a through the output of each step
            "dx": (n_x, T_x, m), "zy": (T_x, n_y, m),
            "f": (few, cls.factor_blocks, n_a, m), "d": (many, cls.factor_blocks, n_a, m),  # factors, and what they gave
            "dz_many": (rows, many, m), "s_many": (n_s, many, m),  # many steps side by side
            "da_now": (n_a, m), "da_later": (n_a, m), "dc_now": (n_a, m), "dc_later": (n_a, m), "pair": (2, n_a, m),
            "W": (rows, n_a + n_x + 1), "dW_many": (rows, n_a + n_x + 1),  # all gates, one below the other
            "Wa_T": (rows, n_a), "Wx_T": (n_x, rows),  # the way back to a, a block for each product, and to x
        }

    def forward(self, parameters, x, a0=None, c0=None):
        """Run through time.

        Parameters
        ----------
        parameters : dict
            those of the clear code, in any float type
        x : array (n_x, m, T), T at most T_x
        a0, c0 : arrays (n_a, m), optional
            zero, if not given; only an LSTM has a c0

        Returns
        -------
        a : array (n_a, m, T)
            the hidden state after each step
        """
        n_a, n_x = self.n_a, self.n_x
        if x.ndim != 3 or x.shape[:2] != (n_x, self.m) or not 1 <= x.shape[2] <= self.T_x:
            raise ValueError(f"x has shape {x.shape}, expected ({n_x}, {self.m}, T) with T from 1 to {self.T_x}")
        if x.shape[2] != self.T:
            self.T = x.shape[2]
            self.stretches = [self.views_of_stretch(start) for start in reversed(range(0, self.T, self.many))]
        self.take(parameters)
        self.halved *= self.half
        self.s[:self.T, n_a:n_a + n_x] = x.transpose(2, 0, 1)
        self.s[0, :n_a] = 0 if a0 is None else a0
        self.c0 = 0 if c0 is None else c0
        self.run(self.steps[:self.T])
        return self.states().transpose(1, 2, 0)  # (n_a, m, T)

    def states(self):
        """Return a of every step, time first: (T, n_a, m)."""
        return self.s[1:self.T + 1, :self.n_a]

    def last_states(self):
        """Return a after the last step, and c of an LSTM, in a tuple: with what the next piece of a text begins."""
        return (self.states()[-1].copy(),)

    def backward(self, da, inputs=True):
        """Run back through time, after forward.

        Parameters
        ----------
        da : array (n_a, m, T)
            for each step the part of ∂J/∂a^⟨t⟩ that comes through ŷ^⟨t⟩ alone
        inputs : bool
            whether dx is wanted

        Returns
        -------
        dict with the weights' gradients, da0 (n_a, m), and dx (n_x, m, T) if wanted
        """
        if not self.T:
            raise ValueError("backward comes after forward, and forward hasn't run")
        if da.shape != (self.n_a, self.m, self.T):
            raise ValueError(f"da has shape {da.shape}, expected {(self.n_a, self.m, self.T)}")
        np.copyto(self.da[:self.T], da.transpose(2, 0, 1), casting="same_kind")
        return self.run_all_back(inputs)

    def run_all_back(self, inputs):
        """Go back from self.da: for a few steps the factors, then their dz; for many steps what dz gives to dW and dx."""
        self.da_later.fill(0)  # nothing comes from after the last step
        self.dc_later.fill(0)
        dW = np.zeros(self.W.shape, self.dtype)
        for pieces, copies, dz, s_T, dx in self.stretches:
            for factors, slots in pieces:
                self.factors(*factors)
                self.run_back(slots)
            for side_by_side, steps in copies:
                np.copyto(side_by_side, steps)
            self.products(dz, s_T, self.dW_many)
            dW += self.dW_many
            if inputs:
                np.matmul(self.Wx_T, dz, dx)
        gradients = self.name(dW) | {"da0": self.da_later}
        return gradients | ({"dx": self.dx[:, :self.T].transpose(0, 2, 1)} if inputs else {})

    def views_of_stretch(self, start):
        """Return what the way back needs of the `many` steps from `start` on.

        pieces, a few steps each, the last first: views for their factors, and ∂J/∂a with the slot of each step; copies
        that lay many steps side by side, to be done then; dz (gates · n_a, n · m), sᵀ (n · m, n_s) and dx of those.
        """
        stop = min(start + self.many, self.T)
        n, pieces = stop - start, []
        for first in reversed(range(start, stop, self.few)):
            last = min(first + self.few, stop)
            slots = list(zip(self.da[first:last], self.slots[first - start:last - start]))[::-1]
            pieces.append((self.views_of_factors(self.f[:last - first], first, last), slots))
        dz_steps = self.d[:n, self.first_dz:self.first_dz + len(self.gates)].reshape(n, -1, self.m)
        dz, s = (room.reshape(-1)[:len(room) * n * self.m].reshape(-1, n, self.m) for room in (self.dz_many, self.s_many))
        copies = (dz, dz_steps.transpose(1, 0, 2)), (s, self.s_all[start:stop].transpose(1, 0, 2))
        return (pieces, copies, dz.reshape(-1, n * self.m), s.reshape(-1, n * self.m).T,
                self.dx[:, start:stop].reshape(self.n_x, -1))

    # For networks in which all gates read s, with parameters called W and b and the letter of the gate:

    def take(self, parameters):
        """Put the parameters into W, Wa_T and Wx_T."""
        n_a = self.n_a
        np.concatenate([parameters["W" + gate] for gate in self.gates], out=self.weights)
        np.concatenate([parameters["b" + gate] for gate in self.gates], out=self.biases)
        self.Wx_T[:] = self.W[:, n_a:-1].T
        for Wa_T, (i, j) in zip(self.Wa_Ts, self.products_back):
            Wa_T[:] = self.W[i * n_a:j * n_a, :n_a].T

    def products(self, dz, s_T, dW):
        """Write Σ dz sᵀ into dW."""
        dz.dot(s_T, dW)

    def name(self, dW):
        """Return dW's blocks under the names of the course."""
        gradients = {}
        for i, gate in enumerate(self.gates):
            rows = dW[i * self.n_a:(i + 1) * self.n_a]
            gradients["dW" + gate], gradients["db" + gate] = rows[:, :-1], rows[:, -1:]
        return gradients


def times_slope(out, gamma, tanh_z):
    """Write gamma ∗ (1 − tanh² z) into `out`."""
    np.multiply(tanh_z, tanh_z, out)
    np.subtract(1, out, out)
    out *= gamma


def bytes_of(arrays, dtype):
    """Return how many bytes the arrays of a plan take."""
    return sum(math.prod(shape) for shape in arrays.values()) * np.dtype(dtype).itemsize


def require_memory(needed, limit, what):
    """Raise MemoryError if `needed` bytes are more than `limit`, or than the machine has free if that is None."""
    limit = free_memory() if limit is None else limit
    if limit is not None and needed > limit:
        raise MemoryError(f"{what} would take {needed:,} bytes, expected at most {limit:,}")


def free_memory():
    """Return how many bytes a program may still take here, or None where the system doesn't say."""
    try:
        with open("/proc/meminfo") as file:
            return next(int(line.split()[1]) * 1024 for line in file if line.startswith("MemAvailable"))
    except (OSError, StopIteration):
        pass
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return None
