"""Whatever the learner's function is or does: the check answers in one line within seconds, and nothing is spoilt."""

import builtins
import cProfile
import os
import random
import sys
import threading
import time
import warnings

import numpy as np
import pytest

from helpers import checks
from helpers.checks.running import guard
from helpers.exercises import EXERCISES
from helpers.networks import rnn
from tests.exercises.written import own

reference = rnn.rnn_cell_forward


def named(function):
    function.__name__ = "rnn_cell_forward"
    return function


def written(body):
    """Return a rnn_cell_forward with this body; `right` in it stands for the right answer."""
    namespace = {"np": np, "reference": reference}
    lines = "\n".join("    " + line for line in body.replace("right", "reference(xt, a_prev, parameters)").splitlines())
    exec(f"def rnn_cell_forward(xt, a_prev, parameters):\n{lines}\n", namespace)
    return namespace["rnn_cell_forward"]


class Hostile:
    """An object of which every use fails."""

    def __getattribute__(self, name):
        raise RuntimeError("don't touch me")

    __len__ = __iter__ = __array__ = __eq__ = __float__ = __str__ = __repr__ = lambda *_: 1 / 0
    __hash__ = None


class Evil(Exception):
    """An exception that can't be printed."""

    def __str__(self):
        raise self


# (what the function does, part of what the learner reads)
ANSWERS = {
    "None": (
        "out = None\nreturn out",
        "returned None, expected 3 things: a_next, yt_pred, cache",
    ),
    "forgotten return": ("a = right", "returned None"),
    "Ellipsis": ("out = ...\nreturn out", "returned ..., expected 3 things"),
    "Ellipses": ("return ..., ..., ...", "a_next is ..., expected an array (n_a, m) = (5, 4)"),
    "a number": ("return 3", "returned a number"),
    "text": ("return 'abc'", "returned text"),
    "an array": ("return right[0]", "returned an array (5, 4), expected 3 things"),
    "too few": ("return right[:2]", "returned 2, expected 3 things"),
    "too many": ("return (*right, 1)", "returned 4, expected 3 things"),
    "a dictionary": ("return {}", "returned a dictionary"),
    "a list for an array": ("a, y, c = right\nreturn a.tolist(), y, c", "a_next is a list, expected an array (n_a, m) = (5, 4)"),
    "NaN": (
        "a, y, c = right\na[1, 0] = np.nan\nreturn a, y, c",
        "a_next holds NaN (not a number) at 1 of 20 places, first at index (1, 0)",
    ),
    "infinity": ("a, y, c = right\nreturn a / 0, y, c", "a_next holds infinity at 20 of 20 places"),
    "complex": ("a, y, c = right\nreturn a + 0j, y, c", "a_next holds complex numbers"),
    "objects": ("a, y, c = right\nreturn a.astype(object), y, c", "a_next holds Python objects"),
    "texts": ("a, y, c = right\nreturn a.astype(str), y, c", "expected numbers"),
    "a masked array": ("a, y, c = right\nreturn np.ma.array(a, mask=True), y + 1, c", "yt_pred"),
    "a scalar": ("a, y, c = right\nreturn a[0, 0], y, c", "a_next is a single number, expected (n_a, m) = (5, 4)"),
    "a huge array": ("a, y, c = right\nreturn np.broadcast_to(0.0, (10**6, 10**6)), y, c", "a_next has shape (1000000, 1000000)"),
    "a huge transposed shape": (
        "a, y, c = right\nreturn np.broadcast_to(0.0, (10**12,)), y, c",
        "a_next has shape (1000000000000,)",
    ),
    "not enough memory": ("return np.ones((10**7, 10**7))", "MemoryError"),
    "a generator": ("yield 1", "returned a generator; use return, and no yield"),
    "a class": ("return int", "returned of type type"),
    "a cache without entries": ("a, y, c = right\nreturn a, y, ()", "cache has 0 entries, expected 4"),
    "no cache": ("a, y, c = right\nreturn a, y, None", "cache is None, expected a tuple (a_next, a_prev, xt, parameters)"),
    "no parameters in it": ("a, y, c = right\nreturn a, y, (*c[:3], 0)", "parameters in the cache is a number, expected"),
    "a list in itself": ("a, y, c = right\nl = []\nl.append(l)\nreturn a, y, [l, l, l, l]", "is a list, expected an array"),
    "hostile things": (
        "import tests.checks.test_hostile as t\nreturn t.Hostile(), t.Hostile(), t.Hostile()",
        "don't touch me",
    ),
    "a hostile answer": ("import tests.checks.test_hostile as t\nreturn t.Hostile()", "rnn_cell_forward"),
    "an exception": ("raise ValueError('no\\nway')", "it raises ValueError in line 2: no way"),
    "a long exception": ("raise ValueError('x' * 10**6)", "it raises ValueError in line 2: xxx"),
    "an exception that can't be printed": ("import tests.checks.test_hostile as t\nraise t.Evil", "rnn_cell_forward"),
    "KeyError": ("parameters['Wxa']", "it raises KeyError in line 2: 'Wxa'"),
    "sys.exit": ("import sys\nsys.exit()", "raises SystemExit"),
    "exit": ("exit()", "raises"),
    "KeyboardInterrupt": ("raise KeyboardInterrupt", "raises KeyboardInterrupt"),
    "GeneratorExit": ("raise GeneratorExit", "GeneratorExit"),
    "unending recursion": ("return rnn_cell_forward(xt, a_prev, parameters)", "RecursionError in line 2: maximum recursion"),
    "recursion without a limit": (
        "import sys\nsys.setrecursionlimit(10**9)\nreturn rnn_cell_forward(xt, a_prev, parameters)",
        "RecursionError",
    ),
    "a changed input": ("xt += 1\nreturn right", "xt is changed in place"),
    "a changed dictionary": ("out = right\nparameters['ba'] = 0\nreturn out", "parameters is changed in place"),
    "an input made larger": ("parameters['new'] = 1\nreturn right", "parameters is changed in place"),
    "NumPy's random state": ("np.random.seed(0)\nreturn right", "changes NumPy's global random state"),
    "random's state": ("import random\nrandom.seed(0)\nreturn right", "changes the global state of random"),
    "a changed NumPy": ("np.tanh = np.sin\nreturn right", "changes numpy.tanh"),
    "a changed reference": ("import helpers.networks.rnn as r\nr.softmax = None\nreturn right",
                            "changes helpers.networks.rnn.softmax"),
    "input": ("input('name? ')\nreturn right", "it raises EOFError in line 2: input() can't be used here"),
}
ENDLESS = {
    "a loop": "while True: pass",
    "a loop that catches": "while True:\n    try:\n        while True: pass\n    except: pass",
    "a loop that keeps what it catches": "kept = []\nwhile True:\n    try:\n        while True: pass\n"
    "    except BaseException as e: kept.append(e)",
    "a loop in a finally": "while True:\n    try: pass\n    finally: continue",
    "a loop that suppresses": "import contextlib\nwhile True:\n    with contextlib.suppress(BaseException):\n"
    "        while True: pass",
    "printing": "while True: print('x' * 100)",
    "caught, then a right answer": "try:\n    while True: pass\nexcept BaseException: return right",
}
if hasattr(time, "pthread_getcpuclockid"):  # where signals end a sleep
    ENDLESS |= {
        "a sleep": "import time\ntime.sleep(1000)",
        "a lock": "import threading\nl = threading.Lock()\nl.acquire()\nl.acquire()",
    }


@pytest.fixture
def unspoilt(capfd):
    """Examine with this; then the process, the reference and the next examination are as before, and nothing is printed."""

    def state():
        return (
            sys.stdout,
            sys.stderr,
            builtins.input,
            sys.getrecursionlimit(),
            random.getstate(),
            os.getcwd(),
            np.geterr(),
            np.tanh,
            sys.gettrace(),
            warnings.filters[:],
            [np.array(part).tobytes() for part in np.random.get_state()],  # noqa: NPY002
        )

    def examine(function):
        before, start = state(), time.perf_counter()
        verdict = checks.examine(function)
        assert time.perf_counter() - start < 30, "it comes back, on a busy machine too"
        assert state() == before
        lines = verdict.message.splitlines()
        assert len(lines) <= 8 and max(map(len, lines)) <= 98
        return verdict._replace(message=" ".join(verdict.message.split()))

    yield examine
    assert capfd.readouterr() == ("", "")
    assert checks.examine(own(reference)).state == "right"
    assert checks.examine(named(lambda xt, a_prev, parameters: reference(xt, a_prev, parameters))).state == "right"


@pytest.mark.parametrize("what", ANSWERS)
def test_an_answer_is_told_what_it_is(what, unspoilt):
    body, says = ANSWERS[what]
    verdict = unspoilt(written(body))
    assert verdict.state == "wrong" and says in verdict.message


@pytest.mark.parametrize("what", ENDLESS)
def test_what_never_ends_is_stopped(what, unspoilt, monkeypatch):
    monkeypatch.setattr(guard, "SECONDS", 0.3)
    monkeypatch.setattr(guard.run, "__defaults__", (0.3,))
    verdict = unspoilt(written(ENDLESS[what]))
    assert verdict.state == "wrong" and "was stopped" in verdict.message
    assert threading.active_count() < 8


def test_the_time_is_two_seconds(unspoilt):
    assert "still running after 2 seconds" in unspoilt(written("while True: pass")).message


@pytest.mark.parametrize(("share", "least"), [(0.25, 0.7), (0.05, 0.9)])
def test_who_gets_a_share_of_the_processor_gets_longer(share, least, monkeypatch):
    """A quarter of it: as long as the whole time of the processor takes; a twentieth: five times as long by the clock."""
    times, began = os.times, time.perf_counter()
    monkeypatch.setattr(os, "times", lambda: os.times_result(share * part for part in times()))

    def work(seconds):
        while time.perf_counter() < began + seconds:
            pass

    assert guard.run(lambda: work(0.4), 0.2)[1] is False, "a right answer isn't stopped"
    began = time.perf_counter()
    assert guard.run(lambda: work(1000), 0.2)[1] is True and time.perf_counter() - began > least
    if hasattr(time, "pthread_getcpuclockid"):
        began = time.perf_counter()
        assert guard.run(lambda: time.sleep(1000), 0.2)[1] is True, "who sleeps gets no longer"


def test_thousands_of_lines_are_swallowed_and_a_right_answer_stays_right(unspoilt):
    body = "import sys\nfor i in range(5000): print(i)\nsys.stderr.write('x')\nimport warnings\nwarnings.warn('w')\nreturn right"
    assert unspoilt(written(body)).state == "right"


def test_things_that_are_no_answer_are_refused(unspoilt):
    for thing in (None, 3, "rnn_cell_forward", [], Hostile(), int, lambda: 0, object(), print, np.sum):
        assert unspoilt(thing).state == "wrong"


@pytest.mark.parametrize(
    ("signature", "says"),
    [
        ("xt, a_prev", "it takes (xt, a_prev), expected (xt, a_prev, parameters)"),
        ("", "it takes (), expected"),
        ("xt, a_prev, parameters, t", "it takes (xt, a_prev, parameters, t)"),
        ("*, xt, a_prev, parameters", "it takes (*, xt"),
    ],
)
def test_other_arguments_are_said(signature, says, unspoilt):
    namespace = {}
    exec(f"def rnn_cell_forward({signature}): return 1 + 1 * abs(2)", namespace)
    assert says in unspoilt(namespace["rnn_cell_forward"]).message


def test_a_coroutine_is_said(unspoilt):
    async def rnn_cell_forward(xt, a_prev, parameters):
        return 1

    assert "returned a coroutine; use return, and no async" in unspoilt(rnn_cell_forward).message


def test_a_class_and_a_callable_object_are_examined_like_functions(unspoilt):
    class rnn_cell_forward:
        def __init__(self, xt, a_prev, parameters):
            pass

    assert unspoilt(rnn_cell_forward).state == "wrong"

    class Call:
        __name__ = "rnn_cell_forward"

        def __call__(self, xt, a_prev, parameters):
            return reference(xt, a_prev, parameters)

    assert unspoilt(Call()).state == "right"


def test_every_exercise_survives_the_same_answers(unspoilt):
    for name, exercise in EXERCISES.items():
        for answer in (
            lambda *_: {}.get(1),
            lambda *_: ...,
            lambda *_: (),
            lambda *_: {},
            lambda *_: 1 / 0,
            lambda *a: a,
            lambda *_: np.nan,
            lambda *_: (np.nan,) * 3,
            lambda *_: [None] * 4,
            lambda *_: {"dx": None},
            lambda *_: Hostile(),
        ):
            answer.__name__ = name
            assert unspoilt(answer).state == "wrong", name
        assert unspoilt(own(exercise.reference)).state == "right"


def test_under_a_profiler_and_a_tracer_it_works_the_same():
    profiler = cProfile.Profile()
    profiler.enable()
    try:
        assert checks.examine(own(reference)).state == "right"
        assert "was stopped" in late(checks.examine, written("while True: pass")).message
        assert checks.examine(own(reference)).state == "right"
    finally:
        profiler.disable()
    sys.settrace(lambda *_: None)
    try:
        assert checks.examine(own(reference)).state == "right"
    finally:
        sys.settrace(None)


def late(examine, function, seconds=0.3):
    before = guard.run.__defaults__
    guard.run.__defaults__ = (seconds,)
    try:
        return examine(function)
    finally:
        guard.run.__defaults__ = before


def test_in_another_thread_it_works_the_same():
    found = []
    thread = threading.Thread(
        target=lambda: found.extend([checks.examine(own(reference)), late(checks.examine, written("while True: pass"))])
    )
    thread.start()
    thread.join(10)
    assert [verdict.state for verdict in found] == ["right", "wrong"] and "was stopped" in found[1].message


def test_without_threads_a_trace_looks_at_the_clock(monkeypatch):
    def no_thread(*_):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", no_thread)
    assert checks.examine(own(reference)).state == "right"
    assert "was stopped" in late(checks.examine, written("while True: pass")).message
    assert "was stopped" in late(checks.examine, written("for i in range(10**12):\n    x = i")).message
    assert sys.gettrace() is None
    assert "a loop that catches every" in " ".join(guard.__doc__.split())


def test_the_trace_looks_at_the_learners_lines_only(monkeypatch):
    """JupyterLite: a mistaken loop isn't called endless because the cell that it calls is traced too."""
    files = (guard.__file__, np.__file__, np.linalg.__file__, os.__file__, "<frozen importlib>")
    assert all(map(guard.trusted, files))
    assert not any(map(guard.trusted, ("/tmp/ipykernel_1/2.py", "<ipython-input-1>", pytest.__file__, __file__)))
    monkeypatch.setattr(threading.Thread, "start", lambda *_: (_ for _ in ()).throw(RuntimeError("can't start new thread")))
    seen = []
    monkeypatch.setattr(time, "monotonic", lambda: seen.append(sys._getframe(1).f_code.co_name) or 0.0)
    assert checks.examine(own(rnn.rnn_forward)).state == "right"
    looks = seen.count("look")
    assert 0 < looks < 5 * 1500, "the lines of one loop, not those of the cells in it"


def test_the_clock_never_strikes_after_the_call():
    """Calls that end just when the time is up: the exception is raised inside or not at all."""
    rng = np.random.default_rng(0)
    for length in rng.uniform(0.003, 0.005, 150):
        end = time.perf_counter() + length

        def work(end=end):
            while time.perf_counter() < end:
                pass

        guard.run(work, 0.004)
        sum(i for i in range(2000))


def test_what_a_wrong_answer_prints_is_mentioned():
    message = " ".join(checks.examine(written("print(xt.shape)\na, y, c = right\nreturn a + 1, y, c")).message.split())
    assert "also it prints 5 lines, which a check doesn't show" in message
