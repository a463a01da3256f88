"""What goes wrong in a loop back through time, whatever cell it runs: mistakes that the RNN, the LSTM and the GRU share.

Each entry is one edit that the reference of every model allows; `says` completes "These are the numbers one gets when …".
"""
from helpers.exercises.exercise import Mistake, each, ways

BACKWARD = [
    Mistake("given da at the end only", "da[:, :, t] + da_prev", "da_prev + (da[:, :, t] if t == T_x - 1 else 0)",
            "da is used at the last step only; each step has a part of its own in the loss"),
    *ways("da ignored", "da has no effect: it isn't used, is multiplied by a carry of zeros, or the loop never runs (to "
          "count down, range needs −1 as its third argument)",
          ("da[:, :, t] + da_prev", "da_prev"), ("reversed(range(T_x))", "range(0)")),
    Mistake("last da at every step", "da[:, :, t]", "da[:, :, -1]", "every step is given the da of the last one"),
    Mistake("first da at every step", "da[:, :, t]", "da[:, :, 0]", "every step is given the da of the first one"),
    Mistake("da_prev carried twice", "da[:, :, t] + da_prev", "da[:, :, t] + 2 * da_prev",
            "what comes from the later step is added twice"),
    Mistake("da0 from da", '"da0": da_prev', '"da0": da[:, :, 0]',
            "da0 is taken from da; da[:, :, 0] belongs to the state after the first step, while da0 comes out of the first cell"),
    Mistake("da added to da0", '"da0": da_prev', '"da0": da_prev + da[:, :, 0]',
            "da[:, :, 0] is added to da0; it belongs to the state after the first step and went through the first cell already"),
    Mistake("da summed over the steps", "da[:, :, t] + da_prev", "da_prev + (da.sum(axis=2) if t == T_x - 1 else 0)",
            "all of da is summed and put in at the end; each step's part comes in at its own step"),
    Mistake("da reversed", "da[:, :, t] + da_prev", "da[:, :, T_x - 1 - t] + da_prev",
            "da is read from the wrong end: step t has da[:, :, t]"),
    Mistake("last da from the start", "da_prev = np.zeros((n_a, m))", "da_prev = da[:, :, -1]",
            "da_prev begins as da of the last step, which the loop adds once more; nothing comes from after it: zeros"),
    Mistake("da counted twice", "da[:, :, t] + da_prev", "2 * da[:, :, t] + da_prev", "da of the step is added twice"),
    Mistake("da added once more to the carry", 'step["da_prev"]', 'step["da_prev"] + da[:, :, t]',
            "da[:, :, t] is added to what is carried too, so that it counts at the step before once more"),
    Mistake("da added after the step", ("da[:, :, t] + da_prev", 'step["da_prev"]'), ("da_prev", 'step["da_prev"] + da[:, :, t]'),
            "da[:, :, t] is added after the cell's step back; it comes in before, at its own step"),
    Mistake("da subtracted", "da[:, :, t] + da_prev", "da_prev - da[:, :, t]", "da of the step is subtracted"),
    Mistake("states added to da", "da[:, :, t] + da_prev", "da[:, :, t] + caches[t][1]",
            "a number of the way forward, a_prev of the cache, is added to da; what is carried is the gradient da_prev"),
    Mistake("da multiplied", "da[:, :, t] + da_prev", "da[:, :, t] * (da_prev if t < T_x - 1 else 1)",
            "da of the step and what is carried are multiplied; they are added"),
    Mistake("da0 summed", ('dx[:, :, t] = step["dxt"]', '"da0": da_prev'),
            ('dx[:, :, t] = step["dxt"]\n        total = step["da_prev"] + (0 if t == T_x - 1 else total)', '"da0": total'),
            "da0 is the sum of da_prev over all steps; it is that of the first step, the last one that the loop comes to"),
    Mistake("da0 of the last step", ('dx[:, :, t] = step["dxt"]', '"da0": da_prev'),
            ('dx[:, :, t] = step["dxt"]\n        first = step["da_prev"] if t == T_x - 1 else first', '"da0": first'),
            "da0 is the da_prev of the last step; it is that of the first one"),
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
    Mistake("dx summed", 'dx[:, :, t] = step["dxt"]', 'dx += step["dxt"][:, :, None]',
            "dxt is added to all of dx at each step; it belongs into dx[:, :, t] alone"),
    Mistake("dx added up over the steps", 'dx[:, :, t] = step["dxt"]',
            'dx[:, :, t] = step["dxt"] + (dx[:, :, t + 1] if t < T_x - 1 else 0)',
            "dx is added up over the steps; each input serves at one step only"),
    Mistake("dx one place early", "dx[:, :, t] =", "dx[:, :, t - 1] =", "dxt is stored at t − 1, one place too early"),
    Mistake("dx stored outside the loop", '        dx[:, :, t] = step["dxt"]\n', '        dx[:, :, t] = step["dxt"] * (t == 0)\n',
            "dxt is stored behind the loop, and not in it: only that of the last round, t = 0, is there"),
    Mistake("loop over the examples", "reversed(range(T_x))", "reversed(range(m))",
            "the loop runs over m examples and not over T_x steps"),
    Mistake("loop over the units", "reversed(range(T_x))", "reversed(range(n_a))",
            "the loop runs over n_a units and not over T_x steps"),
    Mistake("two steps left out", "reversed(range(T_x))", "reversed(range(1, T_x - 1))",
            "the loop leaves out the first step and the last one"),
    Mistake("cache of the step before", "caches[t])", "caches[t - 1])", "step t goes back through the cache of step t − 1"),
    Mistake("cache counted from the end", "caches[t])", "caches[-t])",
            "the caches are counted from the end, caches[−t]; step t has caches[t]"),
    Mistake("first cache for all", "caches[t])", "caches[0])", "every step goes back through the cache of the first one"),
    Mistake("one cache for all", "caches[t])", "caches[-1])", "every step goes back through the cache of the last one"),
    Mistake("caches reversed", "caches[t])", "caches[T_x - 1 - t])", "the caches are taken in the wrong order"),
    Mistake("da of the step before", "da[:, :, t] + da_prev", "da[:, :, t - 1] + da_prev",
            "step t is given da[:, :, t − 1]; its own part is da[:, :, t]"),
]

BACKWARD_OF_ONE_STATE = BACKWARD + [
    Mistake("state carried", 'da_prev = step["da_prev"]', "da_prev = caches[t][1]",
            "what is carried is a_prev of the cache, a state of the way forward; it is the gradient da_prev that the cell's step "
            "back gives"),
    Mistake("last da in da0", '"da0": da_prev', '"da0": da_prev + da[:, :, -1]',
            "da0 has da[:, :, −1] in it: da of the step before is added to what is carried, and at t = 0, where there is none, "
            "index −1 is the last one"),
    Mistake("last cell left out, its da carried", ("da_prev = np.zeros((n_a, m))", "reversed(range(T_x))"),
            ("da_prev = da[:, :, -1]", "reversed(range(T_x - 1))"),
            "da of the last step is carried on as it is, and the loop begins at T_x − 2: first it goes through the last cell"),
    Mistake("caches from the end, t from the start", ("da[:, :, t] + da_prev", "dx[:, :, t] ="),
            ("da[:, :, T_x - 1 - t] + da_prev", "dx[:, :, T_x - 1 - t] ="),
            "the caches come from the last to the first, while t counts up: da and dx of step t meet the cache of another one"),
    Mistake("carry never replaced", 'da_prev = step["da_prev"]', "pass",
            "da_prev is handed to the cell but never replaced: it stays at zero, so that nothing is carried, and da0 is zero"),
    Mistake("carry from both sides of the cell", 'da_prev = step["da_prev"]', 'da_prev = step["da_prev"] + da_prev + da[:, :, t]',
            "da_prev is made of what went into the cell and what came out of it; only what came out is carried"),
    Mistake("nothing carried", "da[:, :, t] + da_prev", "da[:, :, t]",
            "nothing is carried from step to step: da_prev of the later step isn't in what goes into the cell, or stays at zero"),
    Mistake("carry summed", 'da_prev = step["da_prev"]', 'da_prev = da_prev + step["da_prev"]',
            "da_prev is added to what was carried before; it takes its place, since the cell has that in it already"),
    Mistake("carry subtracted", "da[:, :, t] + da_prev", "da[:, :, t] - da_prev", "what comes from the later step is subtracted"),
]

SUM = "sums[key] += step[key]"


SUMS = [  # where the gradients of the weights lie in one dictionary, sums
    Mistake("gradients overwritten", SUM, "sums[key] = step[key]",
            "the gradients of the weights are overwritten at each step (or added once, behind the loop); they add up over the "
            "steps"),
    *ways("nothing summed", "nothing is added to the gradients of the weights in the loop",
          ("            " + SUM, "            pass"), (SUM, "sums[key] += 0 * step[key]")),
    *ways("weights never summed", "nothing is added to the gradients of the weight matrices in the loop, dW",
          (SUM, 'sums[key] += step[key] if key[1] == "b" else 0'), (SUM, 'sums[key] += step[key] * (key[1] == "b")')),
    *ways("biases never summed", "nothing is added to the gradients of the biases in the loop, db",
          (SUM, 'sums[key] += step[key] if key[1] == "W" else 0'), (SUM, 'sums[key] += step[key] * (key[1] == "W")')),
    Mistake("biases as wide as the examples", (SUM,),
            ('sums[key] += step[key] if key[1] == "W" else np.repeat(step[key], m, axis=1)',),
            "the sums of the biases are made (n_a, m) wide; a bias is one column, (n_a, 1), and so is its gradient"),
    Mistake("sums doubled", SUM, "sums[key] += sums[key] + step[key]",
            "each sum is added to itself at every step, beside the step's gradient"),
    Mistake("gradients subtracted", SUM, "sums[key] -= step[key]", "the gradients of the weights are subtracted and not added"),
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
    Mistake("first kept", SUM, "sums[key] = step[key] if t == T_x - 1 else sums[key]",
            "the gradients of the weights are the last step's alone, the first that comes (setdefault keeps that); they add up "
            "over the steps"),
    Mistake("last step twice", SUM, "sums[key] += step[key] * (1 + (t == T_x - 1))",
            "the last step is in the gradients of the weights twice: they begin as its own, and the loop adds them once more"),
    Mistake("return in the loop", "            " + SUM + "\n", "            " + SUM + "\n        break\n",
            "the loop ends after its first step, t = T_x − 1, as when return is indented into the loop"),
    Mistake("last step missing", SUM, "sums[key] += step[key] * (t < T_x - 1)",
            "the last step is missing from the gradients of the weights"),
]


def summed(gradients):
    """Return what goes wrong where the gradients of the weights lie in one dictionary, sums: `gradients` names them."""
    letters = "".join(name[2] for name in gradients if name.startswith("dW"))
    found = list(SUMS)
    for kind in ("dW", "db"):
        slips = (f'sums[key] = step[key] + (0 if key == "{kind}{{g}}" else sums[key])',
                 f'sums[key] += step[key] * (key != "{kind}{{g}}")')
        if "f" in letters:  # the memory starts at zero, so that the first step gives the forget gate nothing
            found += ways(f"{kind}f overwritten",
                          f"{kind}f is overwritten at each step, or nothing is added to it; the weights serve at "
                          "every step, so their gradients add up", *(((SUM,), (slip.replace("{g}", "f"),)) for slip in slips))
        rest = letters.replace("f", "")
        found += each(rest, kind + "{g} overwritten", (SUM,), (slips[0],),
                      kind + "{g} is overwritten at each step; the weights serve at every step, so their gradients add up")
        found += each(rest, kind + "{g} never added", (SUM,), (slips[1],), "nothing is added to " + kind + "{g} in the loop")
        found += each(letters, kind + "{g} from " + kind + "{h}", SUM,
                      f'sums[key] += step["{kind}{{h}}" if key == "{kind}{{g}}" else key]',
                      kind + "{h} of each step is added to " + kind + "{g}", others=letters)
    return found
