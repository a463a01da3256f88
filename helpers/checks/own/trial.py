"""What a cell of the reader's own is asked, one question after the other; the first that fails is told in one sentence.

Does it run, are shapes and keys what they must be, does it give the same for the same, is each example worked on by itself, is
a state carried, is each parameter used, do a thousand steps stay finite, and does every gradient agree with finite
differences, after one step and after three.
"""
import copy
import functools

import numpy as np

from helpers.checks.own.faults import Wrong, axis_of, kind_of, same
from helpers.checks.own.forward import LONG, Forward
from helpers.training.alone import run, run_back

CLOSE = 1e-7  # of an array's largest number; central differences are right to about 1e-9
STEP = 1e-5  # half the distance of the two values of a difference
MOST = 30  # numbers tried of a large array


class Trial(Forward):
    """One examination: everything that is asked, in order."""

    def run(self):
        """Ask everything; raise Wrong at the first fault."""
        self.written()
        for sizes in self.sizes():
            self.prepare(sizes)
            self.one_step()
            self.by_itself()
            self.carried()
            self.used()
            self.long()
            self.one_step_back()
            self.all_agree()
        self.say("states", f"{', '.join(self.after)}: what came in four steps ago is felt")
        self.say("parameters", f"{', '.join(self.parameters)}: each is used")
        self.say("gradients", f"{len(self.errors)} arrays, within 1e-7 of finite differences, after one step and after three")
        self.say("m = 1", "works, and each example is worked on by itself")
        self.say(f"{LONG} steps", "stay finite")

    # The way back -----------------------------------------------------------------------------------------------------

    def one_step_back(self):
        """Ask for a step back and hold keys and shapes, then each gradient."""
        ds = [self.rng.standard_normal((self.n_a, self.m)) for _ in self.states]
        found = self.step_back(ds)
        inputs = {"d" + key: value for key, value in self.parameters.items()}
        inputs |= {"dxt": self.x[:, :, 0]} | {"d" + name: value for name, value in zip(self.states, self.start)}
        self.require_keys(found, inputs)
        again = self.step_back(ds)
        for key in inputs:
            if not np.array_equal(found[key], again[key]):
                raise Wrong("not deterministic", key, f"{key} is another one when cell_backward is called again with the same "
                            "arguments.")
        self.compare(found, inputs, ds)

    def step_back(self, ds):
        """Return what cell_backward gives, from a fresh cache."""
        cache, given = self.step(self.x[:, :, 0], self.start, self.parameters)[-1], copy.deepcopy(ds)
        try:
            found = self.backward(*given, cache)
        except NotImplementedError:
            raise Wrong("not written", "cell_backward", "cell_forward is there; cell_backward is not written yet.") from None
        except Exception as error:
            raise self.raised("cell_backward", error) from None
        for name, before, after in zip(self.after, ds, given):
            if not same(before, after):
                raise Wrong("changed in place", "d" + name, f"cell_backward changes d{name} in place; what comes in has to stay "
                            "as it was.")
        return found

    def require_keys(self, found, inputs):
        if not isinstance(found, dict):
            raise Wrong("keys", "cell_backward", f"cell_backward returns {kind_of(found)}, expected a dictionary with the keys "
                        f"{', '.join(inputs)}.")
        missing, extra = [k for k in inputs if k not in found], [str(k) for k in found if k not in inputs]
        if missing:
            has = f" (it has {', '.join(extra)}, which belongs to nothing)" if extra else ""
            raise Wrong("keys", missing[0], f"the dictionary of cell_backward lacks {', '.join(missing)}{has}.")
        if extra:
            raise Wrong("keys", extra[0], f"the dictionary of cell_backward has {', '.join(extra)}, which belongs to no "
                        "parameter, state or input.")
        for key, value in inputs.items():
            got = found[key]
            if not isinstance(got, np.ndarray) or got.dtype.kind != "f":
                raise Wrong("type", key, f"{key} is {kind_of(got)}, expected an array of floats of the shape {value.shape}.")
            if got.shape != value.shape:
                raise Wrong("shape", key, f"{key} has the shape {got.shape}, expected {value.shape}, that of {key[1:]}"
                            + axis_of(got.shape, value.shape, self.m))
            if not np.isfinite(got).all():
                raise Wrong("not finite", key, f"{key} holds NaN or infinity.")

    def compare(self, found, inputs, ds):
        """Hold each gradient of one step to finite differences, in order."""
        def J(changed, ds=ds):
            parameters = {key: changed["d" + key] for key in self.parameters}
            *states, _ = self.step(changed["dxt"], [changed["d" + name] for name in self.states], parameters)
            return sum(np.sum(d * state) for d, state in zip(ds, states))

        slopes = {key: differences(J, inputs, key, self.rng) for key in inputs}
        scale = max(np.max(np.abs(measured), initial=0.0) for _, measured in slopes.values())
        errors = {key: _error(found[key], *slopes[key], scale) for key in inputs}
        self.errors = {key: max(error, self.errors.get(key, 0.0)) for key, error in errors.items()}
        wrong = [key for key in inputs if errors[key] > CLOSE]
        if not wrong:
            return
        if right := [key for key in inputs if key not in wrong]:
            self.say("right so far", f"cell_forward; {', '.join(right)}")
        else:
            self.say("right so far", "cell_forward")
        key = wrong[0]
        indices, measured = slopes[key]
        got = np.array([found[key][i] for i in indices])
        k = int(np.argmax(np.abs(got - measured)))
        place = ", ".join(str(int(i)) for i in indices[k])
        says = f"{key}[{place}] is {got[k]:.4g}, finite differences say {measured[k]:.4g}"
        raise Wrong("gradient", key, says + self.hint(key, got, measured, inputs, J, ds, indices) + ".")

    def hint(self, key, got, measured, inputs, J, ds, indices):
        """Return what more can be said of a wrong gradient: a factor, or along which state's gradient it is right."""
        if np.any(measured) and np.any(got):
            factor = float(got @ measured / (measured @ measured))
            if np.max(np.abs(got - factor * measured)) < 1e-6 * np.max(np.abs(got)):
                for value, words in ((-1, "only the sign is wrong"), (1 / self.m, "it is divided by m"),
                                     (self.m, "it is m times that")):
                    if abs(factor / value - 1) < 1e-6:
                        return f": {words}"
                return f": it is {factor:.4g} times that"
        for i in range(len(self.states) if len(self.states) > 1 else 0):
            alone = [d if j != i else 0 * d for j, d in enumerate(ds)]
            found, slope = self.step_back(alone)[key], np.array(
                [_slope(functools.partial(J, ds=alone), inputs, key, index) for index in indices])
            if _error(found, indices, slope, np.max(np.abs(slope), initial=0.0)) < CLOSE:
                return f"; with d{self.after[i]} = 0 it is right, so that the path from d{self.after[i]} is the one to look at"
        return ""

    def all_agree(self):
        """Hold three steps in a row to finite differences: is what one step hands back what the one before needs?"""
        T, names = 3, self.states
        ds = self.rng.standard_normal((T, len(names), self.n_a, self.m))
        try:
            steps, caches = run(self.forward, self.x[:, :, :T], self.start, self.parameters)
            dx, first, sums = run_back(self.backward, list(map(list, ds)), caches, names)
        except Exception as error:
            raise self.raised("three steps in a row", error) from None
        inputs = {"d" + key: value for key, value in self.parameters.items()}
        inputs |= {"dx": self.x[:, :, :T]} | {"d" + name: value for name, value in zip(names, self.start)}
        found = sums | {"dx": dx} | {"d" + name: value for name, value in zip(names, first)}

        def J(changed):
            parameters = {key: changed["d" + key] for key in self.parameters}
            steps, _ = run(self.forward, changed["dx"], [changed["d" + name] for name in names], parameters)
            return np.sum(ds * np.array(steps))

        slopes = {key: differences(J, inputs, key, self.rng) for key in inputs}
        scale = max(np.max(np.abs(measured), initial=0.0) for _, measured in slopes.values())
        for key in inputs:
            if _error(found[key], *slopes[key], scale) > CLOSE:
                self.say("right so far", "cell_forward; every gradient of a single step")
                raise Wrong("steps in a row", key, f"each gradient of one step is right, but not {key} of three steps in a row: "
                            "does the cell keep something from call to call, or does its cache change later?")


def differences(J, inputs, key, rng):
    """Return (indices, ∂J there by central differences) of an array of `inputs`: all of a small one, some of a large one."""
    indices = list(np.ndindex(inputs[key].shape))
    if len(indices) > 2 * MOST:
        indices = [indices[i] for i in sorted(rng.choice(len(indices), MOST, replace=False))]
    slopes = np.array([_slope(J, inputs, key, index) for index in indices])
    smooth = ~np.isnan(slopes)
    return [index for index, keep in zip(indices, smooth) if keep], slopes[smooth]


def _slope(J, inputs, key, index):
    """Return one central difference; NaN where the function has a corner, as that of ReLU at 0."""
    changed = inputs | {key: inputs[key].copy()}
    here = inputs[key][index]
    changed[key][index] = here + STEP
    above = J(changed)
    changed[key][index] = here - STEP
    below, middle = J(changed), J(inputs)
    slope, corner = (above - below) / (2 * STEP), abs(above + below - 2 * middle) / STEP
    return np.nan if corner > 1e-2 * (1 + abs(slope)) else slope


def _error(found, indices, measured, scale):
    """Return the largest error as a part of the array's largest number (or, if that is tiny, of a thousandth of all)."""
    if not len(indices):
        return 0.0
    got = np.array([found[index] for index in indices])
    return float(np.max(np.abs(got - measured)) / max(np.max(np.abs(measured)), 1e-3 * scale, 1e-12))
