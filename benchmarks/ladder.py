"""Where does the time of the clear LSTM go? Each thing is changed by itself, in new processes, with fresh and kept memory.

    python -m benchmarks.ladder        writes data/ladder.csv (about two minutes)

Two kinds of versions of one training step, all of which give the same gradients:

    ladder         one change after another, from the clear code to helpers/fast
    one change     the clear code with a single change

The hand-made ones are the functions of page 15: this command reads them from the page (its cells tagged "ladder"), so
that what is timed is what stands there. "kept" memory: the C library is told to keep what arrays give back instead of
returning it to the operating system (glibc's MALLOC_MMAP_THRESHOLD_ and MALLOC_TRIM_THRESHOLD_), with which the same
code runs; elsewhere than on Linux the two are one. The time is that of the process, the median of nine rounds; each
setting is measured in five new processes, in turn.
"""
import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from helpers import fast, print_everywhere
from helpers.fast import clock
from helpers.fast.ladder import SIZES, WITHOUT_CHECKS, clear, exchanged, problem
from helpers.networks import lstm, shapes
from helpers.networks.activations import sigmoid
from helpers.networks.parameters import LSTM
from helpers.tasks import datafiles

import numpy as np  # isort: skip (after helpers, which sets one thread)

HOME = Path(__file__).resolve().parent.parent
PROCESSES, KEEP = 5, {"MALLOC_MMAP_THRESHOLD_": "1000000000", "MALLOC_TRIM_THRESHOLD_": "1000000000"}
FILE = "ladder.csv"
HEAD = """\
# python -m benchmarks.ladder: a training step of an LSTM, forward and back, n_x = 27; one name: n_a = 50, m = 1, T_x = 20; a
# batch: n_a = 64, m = 32, T_x = 50; float64 but for the last. milliseconds: of the process, median of nine rounds.
size,kind,version,memory,process,milliseconds
"""


class Rungs(NamedTuple):
    """The functions of the page."""
    multiply_adds: callable
    stacked: callable
    halved: callable
    forward: callable
    backward: callable
    backward_one_product: callable
    forward_inputs_first: callable
    gates_of: callable
    gates_of_exp: callable
    gates_of_halved: callable


def of_the_page(path=HOME / "notebooks" / "15_from_loops_to_one_matrix_product.ipynb"):
    """Return the functions that page 15 defines in its cells tagged "ladder"."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    names = {"np": np, "sigmoid": sigmoid}
    for cell in cells:
        if "ladder" in cell["metadata"].get("tags", ()):
            exec("".join(cell["source"]), names)
    return Rungs(*(names[name] for name in Rungs._fields))


def with_exp(z):
    """Return σ(z) as its formula stands."""
    return 1 / (1 + np.exp(-z))


def lean_forward(xt, a_prev, c_prev, parameters):
    """Take the clear code's step, but predict nothing."""
    concat = np.concatenate([a_prev, xt])  # (n_a + n_x, m)
    gamma_f = lstm.sigmoid(parameters["Wf"] @ concat + parameters["bf"])  # (n_a, m)
    gamma_u = lstm.sigmoid(parameters["Wu"] @ concat + parameters["bu"])
    c_tilde = np.tanh(parameters["Wc"] @ concat + parameters["bc"])
    gamma_o = lstm.sigmoid(parameters["Wo"] @ concat + parameters["bo"])
    c_next = gamma_f * c_prev + gamma_u * c_tilde  # (n_a, m)
    a_next = gamma_o * np.tanh(c_next)  # (n_a, m)
    cache = lstm.LSTMCellCache(a_next, c_next, a_prev, c_prev, gamma_f, gamma_u, c_tilde, gamma_o, xt, parameters)
    return a_next, c_next, 0.0, cache


def lean_backward(da_next, dc_next, cache):
    """Take the clear code's step back, but compute no gradient of the inputs."""
    _, c_next, a_prev, c_prev, gamma_f, gamma_u, c_tilde, gamma_o, xt, parameters = cache
    n_a = len(a_prev)
    dc = dc_next + da_next * gamma_o * (1 - np.tanh(c_next) ** 2)  # (n_a, m)
    dz = {"f": dc * c_prev * gamma_f * (1 - gamma_f), "u": dc * c_tilde * gamma_u * (1 - gamma_u),
          "c": dc * gamma_u * (1 - c_tilde**2), "o": da_next * np.tanh(c_next) * gamma_o * (1 - gamma_o)}  # (n_a, m) each
    concat = np.concatenate([a_prev, xt])  # (n_a + n_x, m)
    da_prev = sum(parameters["W" + gate][:, :n_a].T @ dzg for gate, dzg in dz.items())  # (n_a, m)
    return {"da_prev": da_prev, "dc_prev": dc * gamma_f, "dxt": 0.0,
            **{"dW" + gate: dzg @ concat.T for gate, dzg in dz.items()},
            **{"db" + gate: np.sum(dzg, axis=1, keepdims=True) for gate, dzg in dz.items()}}


LEAN = {"lstm_cell_forward": lean_forward, "lstm_cell_backward": lean_backward}
CHECKED_LEAN = {
    "lstm_cell_forward": shapes.checked(xt="n_x m", a_prev="n_a m", c_prev="n_a m", parameters=LSTM)(lean_forward),
    "lstm_cell_backward": shapes.checked(da_next="n_a m", dc_next="n_a m", cache=lstm.CACHE)(lean_backward)}


def time_first(array):
    """Return the array (n, m, T_x) with each step in one piece of memory."""
    return np.ascontiguousarray(array.transpose(2, 0, 1)).transpose(1, 2, 0)


def ladder(page, parameters, x, da):
    """Return the versions of which each changes one thing of the one before: name → function without arguments."""
    W = page.stacked(parameters)
    half, x_first, da_first = page.halved(W), time_first(x), time_first(da)

    def clear_with(**names):
        with exchanged(**names):
            return clear(parameters, x, da)

    n_a, m, T_x = da.shape
    networks = {dtype: fast.LSTM(len(x), n_a, m, T_x, dtype) for dtype in (np.float64, np.float32)}
    own = {dtype: {key: value.astype(dtype) for key, value in parameters.items()} for dtype in networks}

    def fast_step(dtype):
        networks[dtype].forward(own[dtype], x)
        return networks[dtype].backward(da, inputs=False)

    return {
        "the clear code": clear_with,
        "no checks of shapes": lambda: clear_with(**WITHOUT_CHECKS),
        "no ŷ and no dx": lambda: clear_with(**LEAN),
        "1. four gates in one product": lambda: page.backward(da, page.forward(x, W, page.gates_of), W),
        "σ as 1 / (1 + e^−z)": lambda: page.backward(da, page.forward(x, W, page.gates_of_exp), W),
        "2. one tanh for all": lambda: page.backward(da, page.forward(x, half, page.gates_of_halved), W),
        "3. dW as one product": lambda: page.backward_one_product(da, page.forward(x, half, page.gates_of_halved), W),
        "4. inputs before the loop": lambda: page.backward_one_product(
            da, page.forward_inputs_first(x, half, page.gates_of_halved), W),
        "5. time first": lambda: page.backward_one_product(
            da_first, page.forward_inputs_first(x_first, half, page.gates_of_halved), W),
        "helpers/fast: nothing new": lambda: fast_step(np.float64),
        "… in float32": lambda: fast_step(np.float32),
    }


def one_change(parameters, x, da):
    """Return the clear code with a single change each: name → function without arguments."""
    def clear_with(**names):
        with exchanged(**names):
            return clear(parameters, x, da)

    return {
        "the clear code": clear_with,
        "no checks of shapes": lambda: clear_with(**WITHOUT_CHECKS),
        "no ŷ and no dx": lambda: clear_with(**CHECKED_LEAN),
        "σ as 1 / (1 + e^−z)": lambda: clear_with(sigmoid=with_exp),
        "time first": lambda: clear(parameters, time_first(x), time_first(da)),
    }


def measure():
    """Print this process's times as a list of (size, kind, version, milliseconds)."""
    page, rows = of_the_page(), []
    speeds = {"float64": clock.products_speed(np.float64), "float32": clock.products_speed(np.float32)}
    for title, size in SIZES.items():
        given = problem(*size)
        for kind, versions in (("ladder", ladder(page, *given)), ("one change", one_change(*given))):
            rows += [(title, kind, name, round(time, 3)) for name, time in clock.milliseconds(versions).items()]
        rows += [(title, "ladder", f"products alone in {dtype}", round(1e3 * page.multiply_adds(*size) / speed, 3))
                 for dtype, speed in speeds.items()]
    print(json.dumps(rows))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--once", action="store_true", help="measure in this process and print")
    if parser.parse_args().once:
        return measure()
    lines = []
    for process in range(PROCESSES):
        for memory, settings in (("fresh", {}), ("kept", KEEP)):
            run = subprocess.run([sys.executable, "-m", "benchmarks.ladder", "--once"], env=os.environ | settings,
                                 stdout=subprocess.PIPE, check=True, cwd=HOME)
            lines += [f"{size},{kind},{version},{memory},{process},{time}"
                      for size, kind, version, time in json.loads(run.stdout)]
            print(process, memory, file=sys.stderr)
    datafiles.keep(FILE, HEAD + "\n".join(lines) + "\n")


if __name__ == "__main__":
    print_everywhere()
    main()
