"""A cell of the reader's own, on its way forward: what is asked of it before any gradient is."""
import copy
import inspect

import numpy as np

from helpers.checks.own.faults import NOT_WRITTEN, Wrong, kind_of, line_of, page_names, same, words_of
from helpers.training.alone import states_of

SIZES = ({"n_x": 3, "n_a": 5, "m": 4}, {"n_x": 2, "n_a": 4, "m": 3})
LONG = 1000  # steps of a long sequence
SMALL = 1e-12  # no difference


class Forward:
    """What is asked of the way forward; `lines` says what was right so far, `errors` how far each gradient is from right."""

    def __init__(self, forward, backward, parameters, seed):
        self.forward, self.backward, self.given = forward, backward, parameters
        self.rng, self.lines, self.errors = np.random.default_rng(seed), [], {}

    def say(self, name, words):
        self.lines.append(f"  {name:14s} {words}")

    # What was written -------------------------------------------------------------------------------------------------

    def written(self):
        """Ask whether the functions are there, take the right arguments and use nothing of the page's."""
        for name, function in (("cell_forward", self.forward), ("cell_backward", self.backward)):
            if not callable(function):
                raise Wrong("no function", name, f"{name} is of type {type(function).__name__}, expected a function.")
        arguments = list(inspect.signature(self.forward).parameters)
        if len(arguments) < 3:
            raise Wrong("arguments", "cell_forward", f"cell_forward takes ({', '.join(arguments)}), expected xt, at least one "
                        "state such as a_prev, and parameters.")
        self.states = states_of(self.forward)
        self.after = [name.removesuffix("_prev") + "_next" for name in self.states]
        back = list(inspect.signature(self.backward).parameters)
        if len(back) != len(self.states) + 1:
            wanted = [f"d{name}" for name in self.after] + ["cache"]
            raise Wrong("arguments", "cell_backward", f"cell_backward takes ({', '.join(back)}), expected ({', '.join(wanted)}): "
                        "a gradient for each state, and the cache.")
        for name, function in (("cell_forward", self.forward), ("cell_backward", self.backward)):
            read = [n for n in page_names(function)]
            if read:
                raise Wrong("reads the page", read[0], f"{name} reads {read[0]}, which a cell above made; inside the function "
                            "everything has to come from its arguments.")

    def sizes(self):
        """Return the sizes to try: two sets of them, or those that a given dictionary has."""
        if callable(self.given):
            return SIZES
        self.require_arrays(self.given)
        dims = {n for value in self.given.values() for n in value.shape}
        first = None
        for n_a in sorted(dims, reverse=True):
            for n_x in range(1, max(dims) + 1):
                try:
                    found = self.forward(np.ones((n_x, 7)), *[np.ones((n_a, 7)) for _ in self.states], copy.deepcopy(self.given))
                    if [np.shape(s) for s in found[:-1]] == [(n_a, 7)] * len(self.states):
                        return ({"n_x": n_x, "n_a": n_a, "m": 4},)
                except NotImplementedError:
                    raise NOT_WRITTEN from None
                except KeyError as error:
                    raise self.raised("cell_forward", error) from None
                except Exception as error:
                    first = first or error
        raise self.raised("cell_forward", first) if first else Wrong(
            "shape", "parameters", "no sizes n_x and n_a were found with which cell_forward works on these parameters.")

    def require_arrays(self, parameters):
        if not isinstance(parameters, dict) or not parameters:
            raise Wrong("parameters", "parameters", f"the parameters are {kind_of(parameters)}, expected a dictionary of arrays.")
        for key, value in parameters.items():
            if not isinstance(value, np.ndarray) or value.dtype.kind != "f" or not value.size:
                raise Wrong("parameters", key, f'parameters["{key}"] is {kind_of(value)}, expected an array of floats.')
            if not np.isfinite(value).all():
                raise Wrong("parameters", key, f'parameters["{key}"] holds a number that isn\'t finite.')
        if taken := [key for key in ("Wy", "by") if key in parameters]:
            raise Wrong("parameters", taken[0], f"the name {taken[0]} belongs to the output layer, which the page adds; "
                        "give the cell's own parameter another.")

    def prepare(self, sizes):
        """Draw first values, a set of values in which no bias is zero, inputs and states."""
        self.n_x, self.n_a, self.m = sizes["n_x"], sizes["n_a"], sizes["m"]
        first = self.given
        if callable(first):
            try:
                first = first(np.random.default_rng(1), self.n_x, self.n_a)
            except NotImplementedError:
                raise Wrong("not written", "parameters", "not written yet; a line with raise NotImplementedError is still "
                            "there.") from None
            except Exception as error:
                raise self.raised(getattr(self.given, "__name__", "parameters"), error) from None
            self.require_arrays(first)
        self.first = {key: value.astype(float) for key, value in first.items()}
        self.parameters = {key: value + 0.3 * self.rng.standard_normal(value.shape) for key, value in self.first.items()}
        self.x = self.rng.standard_normal((self.n_x, self.m, 4))
        self.start = [0.7 * self.rng.standard_normal((self.n_a, self.m)) for _ in self.states]

    # The way forward --------------------------------------------------------------------------------------------------

    def step(self, xt, states, parameters):
        """Call cell_forward once and hold what it returns to its shapes."""
        given = copy.deepcopy((xt, *states, parameters))
        try:
            found = self.forward(*given)
        except NotImplementedError:
            raise Wrong("not written", "cell_forward", "not written yet; a line with raise NotImplementedError is still "
                        "there.") from None
        except Exception as error:
            raise self.raised("cell_forward", error) from None
        names = [*self.after, "cache"]
        if not isinstance(found, tuple) or len(found) != len(names):
            came = f"{len(found)} things" if isinstance(found, tuple) else kind_of(found)
            more = " (the prediction isn't the cell's work here)" if isinstance(found, tuple) and len(found) > len(names) else ""
            raise Wrong("returns", "cell_forward",
                        f"cell_forward returns {came}, expected {len(names)}: {', '.join(names)}{more}.")
        for name, value in zip(self.after, found):
            self.require_shape(name, value, (self.n_a, xt.shape[1]), "(n_a, m)" + (" where m = 1" if xt.shape[1] == 1 else ""))
        for name, before, after in zip(["xt", *self.states, "parameters"], (xt, *states, parameters), given):
            if not same(before, after):
                raise Wrong("changed in place", name,
                            f"cell_forward changes {name} in place; what comes in has to stay as it was.")
        return found

    def require_shape(self, name, value, shape, letters):
        if not isinstance(value, np.ndarray) or value.dtype.kind != "f":
            raise Wrong("type", name,
                        f"{name} is {kind_of(value)}, expected an array of floats of the shape {letters} = {shape}.")
        if value.shape != shape:
            raise Wrong("shape", name, f"{name} has the shape {value.shape}, expected {letters} = {shape}.")
        if not np.isfinite(value).all():
            raise Wrong("not finite", name, f"{name} holds NaN or infinity after a single step.")

    def one_step(self):
        """Ask for a step, twice: the same has to come."""
        here = self.x[:, :, 0], self.start, self.parameters
        once, again = self.step(*here)[:-1], self.step(*here)[:-1]
        for name, a, b in zip(self.after, once, again):
            if not np.array_equal(a, b):
                raise Wrong("not deterministic", name, f"{name} is another one when cell_forward is called again with the same "
                            "arguments: it draws random numbers, or keeps something from call to call.")

    def by_itself(self):
        """Ask whether each example alone, m = 1, gives what it gives among others."""
        among = self.step(self.x[:, :, 0], self.start, self.parameters)[:-1]
        for i in range(self.m):
            alone = self.step(self.x[:, i:i + 1, 0], [s[:, i:i + 1] for s in self.start], self.parameters)[:-1]
            for name, a, b in zip(self.after, among, alone):
                if np.max(np.abs(a[:, i:i + 1] - b)) > 1e-9:
                    raise Wrong("mixes examples", name, f"example {i} alone gives another {name} than among {self.m} examples: "
                                "the cell mixes them (axis 0 runs over the units, axis 1 over the examples).")

    def states_after(self, x, start, parameters):
        """Return all states after each of some steps: an array (steps, states, n_a, m)."""
        found, states = [], start
        for t in range(x.shape[2]):
            *states, _ = self.step(x[:, :, t], states, parameters)
            found.append(states)
        return np.array(found)

    def draws(self):
        """Yield inputs and first states of a few trials: a unit that is silent in one (ReLU's are) may speak in another."""
        yield self.x, self.start
        for _ in range(5):
            yield self.rng.standard_normal(self.x.shape), [self.rng.standard_normal(state.shape) for state in self.start]

    def carried(self):
        """Ask whether x is read, whether that is shown, and whether it is still felt three steps later."""
        read = shown = felt = False
        for x, start in self.draws():
            other = x.copy()
            other[:, :, 0] += self.rng.standard_normal(other.shape[:2])
            moved = np.abs(self.states_after(other, start, self.parameters) - self.states_after(x, start, self.parameters))
            read, shown, felt = read or moved.max() > SMALL, shown or moved[:, 0].max() > SMALL, felt or moved[-1].max() > SMALL
            if shown and felt:
                return
        if not read:
            raise Wrong("x unused", "xt", "no state depends on xt: the cell doesn't read its input.")
        if not felt:
            raise Wrong("nothing carried", self.after[0], "what came in at the first step makes no difference to "
                        f"{self.after[0]} three steps later: no state is carried from step to step.")
        raise Wrong("nothing shown", self.after[0], f"{self.after[0]}, which the output layer reads, doesn't depend on xt.")

    def used(self):
        """Ask whether each parameter makes a difference to any state."""
        left = list(self.parameters)
        for x, start in self.draws():
            base = self.states_after(x, start, self.parameters)
            left = [key for key in left if np.abs(self.states_after(x, start, self.parameters | {
                key: self.parameters[key] + self.rng.standard_normal(self.parameters[key].shape)}) - base).max() < SMALL]
            if not left:
                return
        raise Wrong("unused parameter", left[0], f'parameters["{left[0]}"] is never used: another value of it changes no state.')

    def long(self):
        """Ask whether a long sequence stays finite, at the first values."""
        states, x = [np.zeros((self.n_a, 2)) for _ in self.states], self.rng.standard_normal((LONG, self.n_x, 2))
        for t in range(LONG):
            try:
                *states, _ = self.forward(x[t], *states, self.first)
            except Exception as error:
                raise self.raised("cell_forward", error) from None
            for name, value in zip(self.after, states):
                if not np.isfinite(value).all():
                    kind = "NaN" if np.isnan(value).any() else "infinity"
                    raise Wrong("not finite", name, f"after {t + 1} steps {name} holds {kind}: at its first values, with inputs "
                                "of about 1, the cell doesn't stay finite.")

    def raised(self, name, error):
        """Return the fault of a function that raised."""
        line, said = line_of(error, (self.forward, self.backward, self.given)), words_of(error)
        if isinstance(error, KeyError):
            keys = ", ".join(getattr(self, "parameters", self.given if isinstance(self.given, dict) else ()))
            return Wrong("key", str(error).strip("'"), f"{name} asks for {error}{line}, and the parameters' names are {keys}.")
        return Wrong("raises", name, f"{name} raises {type(error).__name__}{line}: {said}.")
