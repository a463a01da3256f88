"""Run a function of which nothing is known, and come back.

The function runs in the caller's thread, as learners' code always does; a second thread watches the clock, and when the
time is up raises an exception in the first, again and again until the call ends. That works on every system with
threads. Where no thread can be started (JupyterLite) a trace function looks at the clock at every line instead.

What can't be guarded: a call into compiled code that never returns (sum(itertools.repeat(0))), os._exit, a crash of the
interpreter, and threads or processes that the function leaves running. Then the kernel has to be restarted.
"""
import builtins
import ctypes
import os
import random
import sys
import threading
import time
import warnings

import numpy as np

SECONDS = 2.0  # for all calls of one examination


class Silence:
    """A stream that swallows what is written and counts the lines."""
    encoding = "utf-8"
    lines = 0

    def write(self, text):
        self.lines += str(text).count("\n")
        return len(text)

    def flush(self):
        pass

    def isatty(self):
        return False


class Watch:
    """Raises `TimeUp` in the thread that made it when `seconds` have passed, until it is closed."""

    def __init__(self, seconds):
        self.TimeUp = type("TimeUp", (BaseException,), {})  # one of its own, so that nothing else can catch it by name
        self.thread = ctypes.c_ulong(threading.get_ident())
        self.seconds, self.armed, self.fired = seconds, False, False
        self.lock, self.ended = threading.Lock(), threading.Event()

    def start(self):
        self.armed = True
        threading.Thread(target=self._wait, name="examination clock", daemon=True).start()

    def _wait(self):
        pause = self.seconds
        while not self.ended.wait(pause) and self.armed:
            with self.lock:
                if not self.armed:
                    return
                if self.fired:
                    # Something like `while True: try … except: pass` caught it. The next one raises another at the very
                    # moment when it is thrown away, in C, so that it strikes outside of the `try`.
                    raise_it = ctypes.pythonapi.PyThreadState_SetAsyncExc
                    self.TimeUp.__del__ = _partial(raise_it, self.thread, ctypes.py_object(self.TimeUp))
                self.fired = True
                ctypes.pythonapi.PyThreadState_SetAsyncExc(self.thread, ctypes.py_object(self.TimeUp))
            pause = 0.05

    def close(self):
        self.armed = False
        if "__del__" in vars(self.TimeUp):
            del self.TimeUp.__del__
        with self.lock:  # the clock isn't raising just now, and won't again
            ctypes.pythonapi.PyThreadState_SetAsyncExc(self.thread, None)
        self.ended.set()


class Trace:
    """The same without a thread: slower, and it is deaf once the function has caught what it raised."""

    def __init__(self, seconds):
        self.TimeUp = type("TimeUp", (BaseException,), {})
        self.seconds, self.fired, self.before = seconds, False, sys.gettrace()

    def start(self):
        end = time.monotonic() + self.seconds

        def look(frame, event, argument):
            if time.monotonic() > end:
                self.fired = True
                raise self.TimeUp
            return look

        sys.settrace(look)

    def close(self):
        sys.settrace(self.before)


def _partial(function, *arguments):
    import functools
    return functools.partial(function, *arguments)


def run(work, seconds=SECONDS):
    """Call `work()`; return (what it returned, the exception it raised, whether time was up).

    Whatever it raises is caught; what it prints is swallowed; the process is as before afterwards.
    """
    with Restored():
        watch = Watch(seconds)
        try:
            watch.start()
        except RuntimeError:  # no threads here
            watch = Trace(seconds)
            watch.start()
        value = error = None
        try:
            try:
                value = work()
            except BaseException as caught:  # SystemExit and KeyboardInterrupt too
                watch.armed = False
                error = caught
            watch.armed = False
            watch.close()
        except watch.TimeUp:  # the last one, which was on its way
            watch.armed = False
            watch.close()
        if watch.fired:
            return None, None, True
        return value, error, False


class Restored:
    """Put back what a function can change of the process: streams, random state, NumPy's settings, directory …"""

    def __enter__(self):
        self.streams = sys.stdout, sys.stderr
        self.silence = sys.stdout = sys.stderr = Silence()
        self.numpy_random, self.random = np.random.get_state(), random.getstate()
        self.errors, self.print = np.geterr(), np.get_printoptions()
        self.warnings, self.limit = warnings.catch_warnings(), sys.getrecursionlimit()
        self.warnings.__enter__()
        self.hooks = builtins.input, sys.breakpointhook, sys.setrecursionlimit
        builtins.input, sys.breakpointhook, sys.setrecursionlimit = _no_input, _nothing, _nothing
        try:
            self.directory = os.getcwd()
        except OSError:
            self.directory = None
        warnings.simplefilter("ignore")
        np.seterr(all="ignore")
        return self

    def __exit__(self, *_):
        sys.stdout, sys.stderr = self.streams
        builtins.input, sys.breakpointhook, sys.setrecursionlimit = self.hooks
        np.random.set_state(self.numpy_random)
        random.setstate(self.random)
        np.seterr(**self.errors)
        np.set_printoptions(**self.print)
        self.warnings.__exit__(None, None, None)
        if sys.getrecursionlimit() != self.limit:
            sys.setrecursionlimit(self.limit)
        if self.directory:
            os.chdir(self.directory)


def _no_input(*_):
    raise EOFError("input() can't be used here")


def _nothing(*_, **__):
    return None
