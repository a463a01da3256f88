"""Run a function of which nothing is known, and come back.

The function runs in the caller's thread, as learners' code always does; a second thread watches the clock, and when the
time is up raises an exception in the first, again and again until the call ends. Who works and is kept waiting by others on a
busy machine gets up to five times as long. That works on every system with threads. Where none can be started (JupyterLite) a
trace function looks at the clock before every line instead.

What can't be guarded: a call into compiled code that never returns (`sum(itertools.repeat(0))`), `os._exit`, a crash of
the interpreter, threads and processes that the function leaves running; on Windows also a sleep. Without threads also a loop
that catches every exception, and a sleep. Then only restarting the kernel helps.
"""
import builtins
import functools
import math
import operator
import os
import random
import signal
import sys
import threading
import time
import warnings
from pathlib import Path

import numpy as np

try:
    import ctypes
except ImportError:  # some builds for the browser
    ctypes = None

SECONDS = 2.0  # for all calls of one examination, by the clock and of the processor: a busy machine says the same, only later
LATEST = 5  # times as long by the clock, at most
ASLEEP = 0.005  # a part of the time: who takes less of the processor waits for something that may never come
AGAIN = 0.05  # seconds until the exception is raised anew, if the call has not ended
MODULES = (builtins, math, np, np.random, np.linalg)  # what every cell shares, beside helpers/ itself


def run(work, seconds=SECONDS):
    """Call `work()` and come back, whatever it does.

    Parameters
    ----------
    work : callable without arguments
    seconds : float
        how long it may take, by the clock and of the processor's time

    Returns
    -------
    error : BaseException or None
        what it raised
    late : bool
        whether it had to be stopped
    printed : int
        how many lines it wrote to the swallowed output
    spoilt : list of str
        what it changed of the process; all of it is as before again
    """
    error = None
    with Restored() as process:
        watch = Watch(seconds)
        try:
            watch.start()
        except RuntimeError:  # no threads here
            watch = Trace(seconds)
            watch.start()
        try:
            try:
                work()
            except BaseException as caught:  # SystemExit and KeyboardInterrupt too
                watch.armed = False
                error = caught
            watch.armed = False
            watch.close()
        except watch.TimeUp:  # a last one that was on its way already
            watch.armed = False
            watch.close()
    return error, watch.fired, process.silence.lines, process.spoilt


class Watch:
    """Raises `TimeUp` in the thread that made it when `seconds` have passed, and again until it is closed.

    Where others keep the processor busy, what has not had so many seconds of it gets longer, as long as it works.
    """

    def __init__(self, seconds):
        self.TimeUp = type("TimeUp", (BaseException,), {})  # one of its own: no other code can name it
        self.thread = threading.get_ident()
        self.seconds, self.armed, self.fired = seconds, False, False
        self.lock, self.ended = threading.Lock(), threading.Event()
        # A sleep or a wait ends only by a signal, where there are such. By default SIGURG does nothing.
        self.signal = getattr(signal, "SIGURG", None) if threading.current_thread() is threading.main_thread() else None
        self.handler = None

    def start(self):
        """Start the clock; raise RuntimeError where there are no threads."""
        if ctypes is None:
            raise RuntimeError("no ctypes here")
        threading.Thread(target=self._wait, name="examination clock", daemon=True).start()
        if self.signal:
            self.handler = signal.signal(self.signal, self._strike)
        self.armed = True

    def _strike(self, *_):
        if self.armed:
            raise self.TimeUp

    def _raiser(self):
        thread, exception = ctypes.c_ulong(self.thread), ctypes.py_object(self.TimeUp)
        return functools.partial(ctypes.pythonapi.PyThreadState_SetAsyncExc, thread, exception)

    def _left(self, began, of_user, last):
        """Return how many seconds more the call gets: none if it had its time of the processor, or sleeps."""
        if time.process_time() - began < ASLEEP * self.seconds:
            return 0
        return min(self.seconds - (os.times().user - of_user), last - time.monotonic())

    def _wait(self):
        # The system's own part of the processor's time doesn't count: a busy one may be slow to give memory.
        began, of_user, pause = time.process_time(), os.times().user, self.seconds
        last = time.monotonic() + LATEST * self.seconds
        while not self.ended.wait(pause):
            pause = 0 if self.fired else self._left(began, of_user, last)
            if pause > 0:
                continue
            with self.lock:
                if not self.armed:
                    return
                if self.fired:
                    # It was caught, as by `while True: try … except: pass`. Let the next one, when the handler throws it
                    # away, raise another in its place: in C, between two steps of Python, so outside of the `try`.
                    self.TimeUp.__del__ = self._raiser()
                self.fired = True
                self._raiser()()
                if self.signal:
                    signal.pthread_kill(self.thread, self.signal)
            pause = AGAIN

    def close(self):
        """Stop the clock; when this returns, nothing more will be raised."""
        self.armed = False
        if "__del__" in vars(self.TimeUp):
            del self.TimeUp.__del__
        with self.lock:  # the clock isn't raising just now, and will not again
            self.ended.set()
        if self.signal:
            signal.signal(self.signal, self.handler)
        if self.fired:
            # One may still be on its way. Taking it back would leave CPython's flag for it set (and a profiler or a
            # debugger in an endless loop), so it is replaced by one that strikes here.
            try:
                self._raiser()()
                for _ in range(1_000_000):
                    pass
            except self.TimeUp:
                pass


# Code that ends by itself: the course's, NumPy's, Python's own. Without threads the clock looks at the learner's lines only.
COURSE, NUMPY, PYTHON = (str(Path(file).parent) + os.sep for file in (Path(__file__).parents[1], np.__file__, os.__file__))


def trusted(file):
    """Return whether a code's file is the course's, NumPy's or Python's own."""
    of_python = file.startswith(PYTHON) and f"{os.sep}site-packages{os.sep}" not in file
    return of_python or file.startswith((COURSE, NUMPY, "<frozen "))


class Trace:
    """The same without a second thread: slower, and deaf once what it raised was caught."""

    def __init__(self, seconds):
        self.TimeUp = type("TimeUp", (BaseException,), {})
        self.seconds, self.armed, self.fired, self.before = seconds, False, False, sys.gettrace()

    def start(self):
        """Start the clock."""
        end = time.monotonic() + self.seconds
        self.armed = True

        def look(frame, event, argument):
            if trusted(frame.f_code.co_filename):
                return None
            frame.f_trace_opcodes = True  # `while True: pass` has no lines to come to
            if self.armed and time.monotonic() > end:
                self.fired = True
                raise self.TimeUp
            return look

        sys.settrace(look)

    def close(self):
        """Stop the clock."""
        sys.settrace(self.before)


class Silence:
    """A stream that swallows what is written and counts its lines."""
    encoding, errors, closed = "utf-8", "strict", False

    def __init__(self):
        self.lines = 0

    def write(self, text):
        """Count the lines of `text`."""
        self.lines += text.count("\n")
        return len(text)

    def flush(self):
        """Do nothing."""

    def isatty(self):
        """Say that nobody sits in front of it."""
        return False


class Drawn(str):
    """What is spoilt by drawing alone, without a seed: put back, it harms nobody."""


class Restored:
    """Puts back what a function can change of the process; `spoilt` says what that was."""

    def __enter__(self):
        self.streams = sys.stdout, sys.stderr
        self.silence = sys.stdout = sys.stderr = Silence()
        self.hooks = builtins.input, sys.breakpointhook, sys.setrecursionlimit
        builtins.input, sys.breakpointhook, sys.setrecursionlimit = _no_input, _nothing, _nothing
        self.empty = np.empty, np.empty_like
        np.empty, np.empty_like = map(_filled, self.empty)  # what isn't written must not be right by chance
        self.numpy_random, self.random = np.random.get_state(), random.getstate()  # noqa: NPY002
        self.warnings = warnings.catch_warnings()
        self.warnings.__enter__()
        warnings.simplefilter("ignore")
        self.errors, self.printing = np.seterr(all="ignore"), np.get_printoptions()
        self.directory = os.getcwd()
        self.seeds, self.seeded = (np.random.seed, random.seed), []
        np.random.seed, random.seed = (functools.partial(self._seed, seed) for seed in self.seeds)
        self.names = [(names, names.copy()) for names in _shared(len(sys.modules))]
        return self

    def _seed(self, seed, *arguments):
        self.seeded.append(seed)
        seed(*arguments)

    def __exit__(self, *_):
        self.spoilt = []
        for now, before in self.names:
            if len(now) != len(before) or not all(map(operator.is_, now.values(), before.values())):  # a look that is quick
                self.spoilt += [f"{before['__name__']}.{name}" for name in before if now.get(name, self) is not before[name]]
                now.update(before)
        sys.stdout, sys.stderr = self.streams
        builtins.input, sys.breakpointhook, sys.setrecursionlimit = self.hooks
        np.empty, np.empty_like = self.empty
        np.random.seed, random.seed = self.seeds
        kind = str if self.seeded else Drawn
        if not _same_state(np.random.get_state(), self.numpy_random):  # noqa: NPY002
            self.spoilt.append(kind("NumPy's global random state"))
            np.random.set_state(self.numpy_random)  # noqa: NPY002
        if random.getstate() != self.random:
            self.spoilt.append(kind("the global state of random"))
            random.setstate(self.random)
        self.warnings.__exit__(None, None, None)
        np.seterr(**self.errors)
        np.set_printoptions(**self.printing)
        os.chdir(self.directory)


def _filled(make):
    """Return np.empty or its like, but with NaN where it leaves what memory held."""
    @functools.wraps(make)
    def filled(*arguments, **options):
        array = make(*arguments, **options)
        if array.dtype.kind in "fc":
            array.fill(np.nan)
        return array
    return filled


@functools.lru_cache(4)
def _shared(number):
    """Return the names of each module that all cells share, while so many modules are imported."""
    return [vars(module) for module in (*MODULES, *(m for name, m in sys.modules.items() if name.startswith("helpers.")))]


def _same_state(a, b):
    return (a[0], *a[2:]) == (b[0], *b[2:]) and bool((a[1] == b[1]).all())


def _no_input(*_):
    raise EOFError("input() can't be used here")


def _nothing(*_, **__):
    return None
