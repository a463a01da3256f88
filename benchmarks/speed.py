"""How fast is helpers/fast? Against PyTorch, against the clear code, against the machine's own matrix product.

    python -m benchmarks.speed               measure all, about six minutes; writes benchmarks/results/speed.json
    python -m benchmarks.speed --seconds 5   the same with more repetitions for each figure
    python -m benchmarks.speed growth memory only these parts, the others stay as they are in the file
    python -m benchmarks.report              the table and the plots, from the JSON

A training step is the forward pass and the full backward pass: gradients of the weights and of the inputs. Both sides
start from the same numbers in their own layout, run on the same number of threads, and are timed in turn, A B A B (short
steps in blocks of 5 ms), so that what else the machine does meets both; each figure is the median of the ratios of
neighbours, with its quartiles.
On one thread the clock is that of the process, which stands still while another program has the core.
Peaks of memory are the operating system's, each of a process of its own. PyTorch runs as it comes: eager, on the CPU.
"""
import argparse
import importlib
import json
import math
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

RESULTS = Path(__file__).parent / "results" / "speed.json"
SIZES = ((10, 5, 10, 7), (27, 50, 1, 20), (27, 64, 32, 50), (64, 128, 64, 100), (128, 512, 64, 100))  # n_x n_a m T_x
NETWORKS = {"lstm": ("LSTM", 4), "rnn": ("RNN", 1), "gru": ("GRU", 3), "gru_after": ("GRU", 3)}  # in PyTorch · gates
DTYPES = ("float32", "float64")
LONG = (100, 300, 1000, 3000, 10_000)  # T_x, for the cost's growth
PEAKS = (1000, 2000, 4000)  # T_x, for the memory's growth
THREAD_VARIABLES = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
SLOWING = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")  # set on some machines for old libraries' sake; NumPy's is slow with them


SIDES = ("fast", "clear", "torch")


def problem(network, n_x, n_a, m, T_x, dtype):
    """Return parameters and, time first, x and da: what all sides start from."""
    import numpy as np

    from helpers.networks import parameters

    rng = np.random.default_rng(0)
    kind, reset = kind_and_reset(network)
    first = getattr(parameters, f"initial_{kind}")(rng, n_x, n_a, 1, **reset)
    x, da = (rng.standard_normal((T_x, m, size)).astype(dtype) for size in (n_x, n_a))
    return {key: value.astype(dtype) for key, value in first.items()}, x, da


def kind_and_reset(network):
    """Return the kind of a network, and the keyword that the clear code takes."""
    return network.removesuffix("_after"), {"reset": "after"} if network.endswith("_after") else {}


def training_step(side, network, n_x, n_a, m, T_x, dtype):
    """Return a function without arguments: a training step on this side (fast, clear or torch)."""
    import numpy as np

    first, x, da = problem(network, n_x, n_a, m, T_x, dtype)
    if side == "torch":
        import torch

        theirs = getattr(torch.nn, NETWORKS[network][0])(n_x, n_a, dtype=getattr(torch, dtype))
        weights, x, da = list(theirs.parameters()), torch.tensor(x, requires_grad=True), torch.tensor(da)
        return lambda: torch.autograd.grad(theirs(x)[0], [x, *weights], da)

    x, da = x.transpose(2, 1, 0).copy(), da.transpose(2, 1, 0).copy()  # the course's layout
    if side == "fast":
        from helpers import fast

        net = fast.NETWORKS[network](n_x, n_a, m, T_x, dtype)
        return lambda: (net.forward(first, x), net.backward(da))

    kind, reset = kind_and_reset(network)
    module = importlib.import_module(f"helpers.{kind}")
    forward, backward = getattr(module, f"{kind}_forward"), getattr(module, f"{kind}_backward")
    return lambda: backward(da, forward(x, np.zeros((n_a, m), dtype), first, **reset)[-1], **reset)


def clock():
    """Return the clock for the number of threads that this process was started with."""
    return time.process_time if os.environ.get(THREAD_VARIABLES[0]) == "1" else time.perf_counter


def in_turn(first, second, seconds, least=3, block=0.005):
    """Return (median seconds of `first`, [lower quartile, median, upper quartile] of first / second).

    A step shorter than a block (seconds) is repeated, on both sides alike: in training, too, it finds the cache warm.
    """
    now = clock()

    def timed(step, repeats):
        start = now()
        for _ in range(repeats):
            step()
        return now() - start

    timed(first, 1), timed(second, 1)  # warm
    repeats = max(1, math.ceil(block / max(timed(first, 1), 1e-9)))
    ratios, times, end = [], [], now() + seconds
    while len(ratios) < least or now() < end:
        ours, theirs = timed(first, repeats), timed(second, repeats)
        times.append(ours / repeats)
        ratios.append(ours / theirs)
    ratios.sort()
    return sorted(times)[len(times) // 2], [round(ratios[len(ratios) * k // 4], 3) for k in (1, 2, 3)]


def peak(dtype, size=1024, tries=8):
    """Return the GFLOP/s of this machine's product of two square matrices: the best of a few tries."""
    import numpy as np

    square = np.random.default_rng(0).standard_normal((size, size)).astype(dtype)
    out, best, now = np.empty_like(square), np.inf, clock()
    for _ in range(tries):
        start = now()
        np.matmul(square, square, out=out)
        best = min(best, now() - start)
    return 2 * size**3 / best / 1e9


def against_torch(threads, seconds):
    """Return a row for each network, dtype and size."""
    rows = []
    for network, (_, gates) in NETWORKS.items():
        for dtype in DTYPES:
            for n_x, n_a, m, T_x in SIZES:
                fast, clear, theirs = (training_step(side, network, n_x, n_a, m, T_x, dtype) for side in SIDES)
                ours, ratio = in_turn(fast, theirs, seconds)
                row = {"network": network, "dtype": dtype, "threads": threads, "n_x": n_x, "n_a": n_a, "m": m, "T_x": T_x,
                       "milliseconds": float(f"{1e3 * ours:.3g}"), "to_torch": ratio}
                if n_a < 512:
                    row["clear_to_torch"] = in_turn(clear, theirs, seconds / 2)[1]
                calls = training_step("fast", network, 1, 1, 1, T_x, dtype)  # as many calls, and next to nothing to compute
                row["calls_to_torch"] = in_turn(calls, theirs, seconds / 4)[1]
                work = 3 * 2 * gates * n_a * (n_a + n_x) * m * T_x  # forward, to the states and inputs, to the weights
                best = max(peak(dtype), work / ours / 1e9)  # measured beside it: the machine isn't equally free at all times
                row |= {"gflops": float(f"{work / ours / 1e9:.3g}"), "peak_gflops": float(f"{best:.3g}")}
                rows.append(row)
                print(network, dtype, f"threads {threads}, size {n_x, n_a, m, T_x}: / torch {ratio},",
                      f"{row['gflops'] / row['peak_gflops']:.0%} of the peak", file=sys.stderr, flush=True)
    return rows


def characters(seconds):
    """Return how many characters a second a model learns from: n_a = 100, pieces of 25, plain gradient descent."""
    rows = []
    for network in ("rnn", "lstm"):
        for dtype in DTYPES:
            fast, clear, theirs = (learning_step(side, network, dtype) for side in SIDES)
            time_of_ours, to_torch = in_turn(fast, theirs, seconds)
            _, to_clear = in_turn(fast, clear, seconds)
            rows.append({"network": network, "dtype": dtype, "characters_a_second": round(25 / time_of_ours),
                         "times_torch": round(1 / to_torch[1], 2), "times_clear": round(1 / to_clear[1], 2)})
            print("characters", rows[-1], file=sys.stderr, flush=True)
    return rows


def learning_step(side, network, dtype, n=27, n_a=100, T_x=25):
    """Return a function without arguments: read T_x characters, and change all parameters once."""
    import numpy as np

    from helpers import fast, training
    from helpers.networks import parameters

    letters = np.random.default_rng(0).integers(n, size=T_x + 1)
    x, y = np.zeros((n, 1, T_x), dtype), np.zeros((n, 1, T_x), dtype)
    x[letters[:-1], 0, np.arange(T_x)] = y[letters[1:], 0, np.arange(T_x)] = 1
    if side == "torch":
        import torch

        theirs = getattr(torch.nn, NETWORKS[network][0])(n, n_a, dtype=getattr(torch, dtype))
        output = torch.nn.Linear(n_a, n, dtype=getattr(torch, dtype))
        optimizer = torch.optim.SGD([*theirs.parameters(), *output.parameters()], 1e-3)
        x_torch, target = torch.tensor(x.transpose(2, 1, 0).copy()), torch.tensor(letters[1:])

        def torch_step():
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(output(theirs(x_torch)[0][:, 0]), target).backward()
            optimizer.step()

        return torch_step

    values = getattr(parameters, "initial_" + network)(np.random.default_rng(1), n, n_a, n)
    values, rate = {key: value.astype(dtype) for key, value in values.items()}, np.array(1e-3, dtype)
    module = importlib.import_module(f"helpers.{network}")
    objective = fast.objective(network, n, n_a, n, 1, T_x, dtype) if side == "fast" else training.objective(
        getattr(module, network + "_forward"), getattr(module, network + "_backward"))

    def step():
        _, gradients = objective(values, x, y)
        for key, value in values.items():
            value -= rate * gradients["d" + key]

    return step


def growth(seconds):
    """Return milliseconds and microseconds a step for each T_x of LONG: an LSTM in float32."""
    import numpy as np

    from helpers import fast
    from helpers.networks import parameters

    n_x, n_a, m = SIZES[2][:3]
    rng = np.random.default_rng(0)
    first = {key: value.astype("float32") for key, value in parameters.initial_lstm(rng, n_x, n_a, 1).items()}
    steps = {}
    for T_x in LONG:
        net = fast.LSTM(n_x, n_a, m, T_x, "float32")
        x, da = (rng.standard_normal((T_x, size, m)).astype("float32").transpose(1, 2, 0) for size in (n_x, n_a))
        steps[T_x] = lambda net=net, x=x, da=da: (net.forward(first, x), net.backward(da))
    times = {T_x: [] for T_x in LONG}
    for round_ in range(7):  # all lengths in each round, so that a busy minute meets them all
        for T_x, step in steps.items():
            count = max(1, 1000 // T_x)
            start = time.process_time()
            for _ in range(count):
                step()
            if round_:
                times[T_x].append((time.process_time() - start) / count)
    return [{"T_x": T_x, "milliseconds": float(f"{1e3 * sorted(found)[len(found) // 2]:.4g}"),
             "microseconds_a_step": float(f"{1e6 * sorted(found)[len(found) // 2] / T_x:.4g}")} for T_x, found in times.items()]


def peak_memory(side, T_x):
    """Return by how many bytes a training step makes this process's peak grow, above what loading it all took.

    x and da, from which each side makes a copy in its own layout, are a part of it on all sides.
    """
    training_step(side, "lstm", *SIZES[2][:3], 5, "float32")()  # loads and warms all there is
    base = _high_water()
    step = training_step(side, "lstm", *SIZES[2][:3], T_x, "float32")
    step(), step()
    return _high_water() - base


def _high_water():
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def machine():
    """Describe the machine: what it is, and nothing that says whose."""
    import numpy as np
    import torch

    cpu = platform.processor() or platform.machine()
    if Path("/proc/cpuinfo").exists():
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        cpu = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), cpu)
    blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    return {"cpu": cpu, "architecture": platform.machine(), "cores": os.cpu_count(), "system": platform.system(),
            "load_at_start": round(os.getloadavg()[0], 1), "python": platform.python_version(), "numpy": np.__version__,
            "blas": f"{blas['name']} {blas['version']}", "torch": torch.__version__}


def child(*arguments, threads=1):
    """Run this module in a process of its own, with so many threads, and return what it prints, read as JSON."""
    environment = {key: value for key, value in os.environ.items() if key not in SLOWING}
    environment |= dict.fromkeys(THREAD_VARIABLES, str(threads))
    command = [sys.executable, "-m", "benchmarks.speed", *map(str, arguments)]
    return json.loads(subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, cwd=RESULTS.parents[2]).stdout)


def part(name, seconds, threads):
    """Measure one part, in a process that `child` started."""
    import torch

    torch.set_num_threads(threads)
    if name.startswith("memory:"):
        _, side, T_x = name.split(":")
        return peak_memory(side, int(T_x))
    return {"machine": machine, "torch": lambda: against_torch(threads, seconds),
            "characters": lambda: characters(seconds), "growth": lambda: growth(seconds)}[name]()


def measure(name, seconds):
    """Measure a part of the file in processes of their own."""
    if name == "memory":
        return [{"T_x": T_x} | {side: child("--part", f"memory:{side}:{T_x}") for side in SIDES} for T_x in PEAKS]
    threads = 2 if name == "torch2" else 1
    return child("--part", name.rstrip("12"), "--seconds", seconds, "--threads", threads, threads=threads)


PARTS = ("machine", "torch1", "torch2", "characters", "growth", "memory")


def main():
    """Measure and write the JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", default=PARTS, help=f"of {' '.join(PARTS)}")
    parser.add_argument("--seconds", type=float, default=1.0, help="for each figure")
    parser.add_argument("--part", help=argparse.SUPPRESS)
    parser.add_argument("--threads", type=int, default=1, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.part:
        print(json.dumps(part(chosen.part, chosen.seconds, chosen.threads)))
        return
    RESULTS.parent.mkdir(exist_ok=True)
    found = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    for name in chosen.parts:
        found[name] = measure(name, chosen.seconds)
        RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    if all(name in found for name in PARTS):
        from benchmarks import report

        report.main()


if __name__ == "__main__":
    main()
