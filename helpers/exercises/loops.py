"""What goes wrong in a loop over time, whatever cell it runs: mistakes that rnn.py, lstm.py and gru.py share.

Each entry is one edit that the reference of every model allows; `says` completes "These are the numbers one gets when …".
"""
from helpers.exercises.exercise import Mistake

FORWARD = [
    Mistake("first state ignored", "a_next = a0", "a_next = np.zeros(a0.shape)", "the loop starts from zeros and not from a0"),
    Mistake("first input at every step", "x[:, :, t], a_next", "x[:, :, 0], a_next",
            "every step is fed the first input, x[:, :, 0]"),
    Mistake("last input at every step", "x[:, :, t], a_next", "x[:, :, -1], a_next",
            "every step is fed the last input, x[:, :, -1]"),
    Mistake("input before", "x[:, :, t], a_next", "x[:, :, t - 1], a_next", "step t is fed the input of step t − 1"),
    Mistake("inputs reversed", "x[:, :, t], a_next", "x[:, :, T_x - 1 - t], a_next",
            "the inputs are read from the last to the first"),
    Mistake("time reversed", "in range(T_x)", "in reversed(range(T_x))", "the loop runs backward through time"),
    Mistake("last step forgotten", "in range(T_x)", "in range(T_x - 1)", "the loop ends one step too early"),
    Mistake("first step forgotten", "in range(T_x)", "in range(1, T_x)", "the loop begins one step too late"),
    Mistake("a never stored", "        a[:, :, t] = a_next\n", "", "nothing is written into a"),
    Mistake("predictions never stored", "        y_pred[:, :, t] = yt_pred\n", "", "nothing is written into y_pred"),
    Mistake("one a for all steps", "a[:, :, t] = a_next", "a[:] = a_next[:, :, None]",
            "every step overwrites all of a, so that it holds the last state at each step"),
    Mistake("predictions reversed", "y_pred[:, :, t] =", "y_pred[:, :, T_x - 1 - t] =",
            "the predictions are right, but stored from the last to the first"),
    Mistake("caches reversed", "caches.append(cache)", "caches.insert(0, cache)",
            "the caches stand from the last step to the first"),
    Mistake("one cache only", "caches.append(cache)", "caches = [cache]", "the list of caches holds that of the last step only"),
    Mistake("one cache for all", "(caches, x)", "([cache] * T_x, x)",
            "the list holds the cache of the last step again and again"),
    Mistake("caches and x swapped", "(caches, x)", "(x, caches)", "x stands before the list of caches; it belongs after it"),
    Mistake("x forgotten", "(caches, x)", "caches", "the list of caches is returned alone; the pair (caches, x) is asked for"),
    Mistake("return in the loop", "caches.append(cache)\n", "caches.append(cache)\n        break\n",
            "the loop ends after its first step, as when return is indented into the loop"),
    Mistake("loop over the examples", "in range(T_x)", "in range(m)", "the loop runs over m examples and not over T_x steps"),
    Mistake("one prediction for all steps", "y_pred[:, :, t] = yt_pred", "y_pred[:] = yt_pred[:, :, None]",
            "every step overwrites all of y_pred, so that it holds the last prediction at each step"),
    Mistake("predictions summed", "y_pred[:, :, t] = yt_pred", "y_pred[:, :, t] = y_pred[:, :, t - 1] + yt_pred",
            "the predictions are added up over the steps"),
]

FORWARD_OF_ONE_STATE = FORWARD + [  # where a cell hands on its hidden state, and no memory beside it
    Mistake("a0 stored as the first state", ("a_next = a0", "in range(T_x)"),
            ("a[:, :, 0] = a_next = a0", "in range(1, T_x)"),
            "a[:, :, 0] holds a0 and the loop begins at t = 1; a[:, :, 0] is the state after the first step"),
    Mistake("state not carried", "x[:, :, t], a_next, parameters", "x[:, :, t], a0, parameters",
            "every step starts from a0: the state of the step before isn't carried on"),
    Mistake("zeros at every step", "x[:, :, t], a_next, parameters", "x[:, :, t], np.zeros(a0.shape), parameters",
            "every step starts from zeros: the state of the step before isn't carried on"),
    Mistake("state one step late", "a[:, :, t] = a_next", "a[:, :, t] = cache[1]",
            "a holds the state before each step and not after it"),
    Mistake("states reversed", "a[:, :, t] = a_next", "a[:, :, T_x - 1 - t] = a_next",
            "the states are right, but stored from the last to the first"),
    Mistake("a[:, :, t − 1] at t = 0", "x[:, :, t], a_next, parameters", "x[:, :, t], a[:, :, t - 1], parameters",
            "the state before is read from a[:, :, t − 1]: at t = 0 that is a[:, :, −1], the last one, and not a0"),
    Mistake("a0 added at every step", "x[:, :, t], a_next, parameters", "x[:, :, t], a_next + a0, parameters",
            "a0 is added at every step; it is the state before the first step only"),
]

BACKWARD = [
    Mistake("given da at the end only", "da[:, :, t] + da_prev", "da_prev + (da[:, :, t] if t == T_x - 1 else 0)",
            "da is used at the last step only; each step has a part of its own in the loss"),
    Mistake("da ignored", "da[:, :, t] + da_prev", "da_prev",
            "da isn't used at all, or the loop never runs: to count down, range needs −1 as its third argument"),
    Mistake("last da at every step", "da[:, :, t]", "da[:, :, -1]", "every step is given the da of the last one"),
    Mistake("first da at every step", "da[:, :, t]", "da[:, :, 0]", "every step is given the da of the first one"),
    Mistake("da_prev carried twice", "da[:, :, t] + da_prev", "da[:, :, t] + 2 * da_prev",
            "what comes from the later step is added twice"),
    Mistake("da0 from da", '"da0": da_prev', '"da0": da[:, :, 0]',
            "da0 is taken from da; da[:, :, 0] belongs to the state after the first step, while da0 comes out of the first cell"),
    Mistake("da0 zero", '"da0": da_prev', '"da0": np.zeros((n_a, m))', "da0 is left at zero"),
    Mistake("run forward", "reversed(range(T_x))", "range(T_x)",
            "the loop runs from the first step to the last; the way back starts at the end"),
    Mistake("first step forgotten", "reversed(range(T_x))", "reversed(range(1, T_x))",
            "the loop stops before the first step, t = 0; range(T_x − 1, 0, −1) does"),
    Mistake("last step forgotten", "reversed(range(T_x))", "reversed(range(T_x - 1))",
            "the last step is left out: the loop begins at T_x − 2"),
    Mistake("dx never stored", '        dx[:, :, t] = step["dxt"]\n', "", "nothing is written into dx"),
    Mistake("dx reversed", "dx[:, :, t] =", "dx[:, :, T_x - 1 - t] =", "dx is right, but stored from the last step to the first"),
    Mistake("one dx for all steps", 'dx[:, :, t] = step["dxt"]', 'dx[:] = step["dxt"][:, :, None]',
            "every step overwrites all of dx, so that it holds that of the first step everywhere"),
    Mistake("one cache for all", "caches[t])", "caches[-1])", "every step goes back through the cache of the last one"),
    Mistake("caches reversed", "caches[t])", "caches[T_x - 1 - t])", "the caches are taken in the wrong order"),
    Mistake("da of the step before", "da[:, :, t] + da_prev", "da[:, :, t - 1] + da_prev",
            "step t is given da[:, :, t − 1]; its own part is da[:, :, t]"),
]

BACKWARD_OF_ONE_STATE = BACKWARD + [
    Mistake("nothing carried", "da[:, :, t] + da_prev", "da[:, :, t]",
            "nothing is carried from step to step: da_prev of the later step is missing in what goes into the cell"),
    Mistake("carry summed", 'da_prev = step["da_prev"]', 'da_prev = da_prev + step["da_prev"]',
            "da_prev is added to what was carried before; it takes its place, since the cell has that in it already"),
    Mistake("carry subtracted", "da[:, :, t] + da_prev", "da[:, :, t] - da_prev", "what comes from the later step is subtracted"),
]

SUM = "sums[key] += step[key]"

SUMS = [  # where the gradients of the weights lie in one dictionary, sums
    Mistake("gradients overwritten", SUM, "sums[key] = step[key]",
            "the gradients of the weights are overwritten at each step, or added once after the loop; the weights serve at "
            "every step, so they add up at every step"),
    Mistake("weights overwritten", SUM, 'sums[key] = step[key] + (0 if key[1] == "W" else sums[key])',
            "the gradients of the weights are overwritten at each step, and only those of the biases added up"),
    Mistake("biases overwritten", SUM, 'sums[key] = step[key] + (0 if key[1] == "b" else sums[key])',
            "the gradients of the biases are overwritten at each step, and only those of the weights added up"),
    Mistake("averaged over the steps", SUM, "sums[key] += step[key] / T_x",
            "the gradients of the weights are averaged over the steps; they are sums"),
    Mistake("divided by m", SUM, "sums[key] += step[key] / m",
            "the gradients of the weights are divided by m; the mean is in da already"),
    Mistake("first step missing", SUM, "sums[key] += step[key] * (t > 0)",
            "the first step is missing from the gradients of the weights"),
    Mistake("return in the loop", "            " + SUM + "\n", "            " + SUM + "\n        break\n",
            "the loop ends after its first step, t = T_x − 1, as when return is indented into the loop"),
    Mistake("last step missing", SUM, "sums[key] += step[key] * (t < T_x - 1)",
            "the last step is missing from the gradients of the weights"),
]
