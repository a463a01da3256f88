"""What goes wrong in a loop over time, whatever cell it runs: mistakes that the RNN, the LSTM and the GRU share.

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
    Mistake("last step forgotten", "in range(T_x)", "in range(T_x - 1)",
            "the loop ends one step too early: range(T_x) runs to T_x − 1"),
    Mistake("first step forgotten", "in range(T_x)", "in range(1, T_x)",
            "the loop begins one step too late: the first step is t = 0"),
    Mistake("a never stored", "        a[:, :, t] = a_next\n", "", "nothing is written into a"),
    Mistake("predictions never stored", "        y_pred[:, :, t] = yt_pred\n", "", "nothing is written into y_pred"),
    Mistake("one a for all steps", "a[:, :, t] = a_next", "a[:] = a_next[:, :, None]",
            "every step overwrites all of a, so that it holds the last state at each step"),
    Mistake("predictions reversed", "y_pred[:, :, t] =", "y_pred[:, :, T_x - 1 - t] =",
            "the predictions are right, but stored from the last to the first"),
    Mistake("caches reversed", "caches.append(cache)", "caches.insert(0, cache)",
            "the caches stand from the last step to the first"),
    Mistake("one cache only", "caches.append(cache)", "caches = [cache]", "the list of caches holds that of the last step only"),
    Mistake("no cache kept", "        caches.append(cache)\n", "",
            "the list of caches stays empty: nothing is appended to it, or what "
            "np.append returns is dropped"),
    Mistake("None kept for the cache", "caches.append(cache)", "caches.append(None)",
            "None is kept in the place of each step's cache"),
    Mistake("cache for caches", "caches.append(cache)", "caches = cache",
            "caches is overwritten by the last step's cache; append puts each into the list"),
    Mistake("cache taken apart", "caches.append(cache)", "caches += cache",
            "+= or extend takes each cache apart and puts its entries into the list; append keeps it whole"),
    Mistake("caches nested in pairs", "caches.append(cache)", "caches = (caches, cache)",
            "each cache is paired with all those before it; append puts it into the list"),
    Mistake("pairs for caches", "caches.append(cache)", "caches.append((cache, x[:, :, t]))",
            "each entry of caches is a pair; what the cell returns as its cache holds all that the way back needs: append that "
            "alone"),
    Mistake("one cache for all", "(caches, x)", "([cache] * T_x, x)",
            "the list holds the cache of the last step again and again"),
    Mistake("caches and x swapped", "(caches, x)", "(x, caches)", "x stands before the list of caches; it belongs after it"),
    Mistake("x forgotten", "(caches, x)", "caches", "the list of caches is returned alone; the pair (caches, x) is asked for"),
    Mistake("return in the loop", "caches.append(cache)\n", "caches.append(cache)\n        break\n",
            "the loop ends after its first step, as when return is indented into the loop"),
    Mistake("loop over the examples", "in range(T_x)", "in range(m)", "the loop runs over m examples and not over T_x steps"),
    Mistake("loop over the units", "in range(T_x)", "in range(n_a)", "the loop runs over n_a units and not over T_x steps"),
    Mistake("loop over the inputs", "in range(T_x)", "in range(x.shape[0])",
            "the loop runs over the n_x numbers of an input, x.shape[0], and not over T_x steps, x.shape[2]"),
    Mistake("loop never runs", "in range(T_x)", "in range(0)", "the loop never runs, so that nothing is written"),
    Mistake("two steps left out", "in range(T_x)", "in range(1, T_x - 1)", "the loop leaves out the first step and the last one"),
    Mistake("every other step", "in range(T_x)", "in range(0, T_x, 2)", "the loop takes every other step only"),
    Mistake("second input at every step", "x[:, :, t], a_next", "x[:, :, 1], a_next",
            "every step is fed the second input, x[:, :, 1]"),
    Mistake("first step forgotten, from zeros", ("a_next = a0", "in range(T_x)"), ("a_next = np.zeros(a0.shape)",
            "in range(1, T_x)"),
            "the loop begins at t = 1 and reads a[:, :, 0], which is still empty: a0 has no part in it, and the first step is "
            "missing"),
    Mistake("predictions stored outside the loop", "        y_pred[:, :, t] = yt_pred",
            "        if t == T_x - 1:\n            y_pred[:, :, t] = yt_pred",
            "the prediction is stored behind the loop, and not in it: only the last step's is there"),
    Mistake("predictions one place early", "y_pred[:, :, t] =", "y_pred[:, :, t - 1] =",
            "each prediction is stored at t − 1, one place too early"),
    Mistake("states summed", "a[:, :, t] = a_next", "a[:, :, t] = a[:, :, t - 1] + a_next",
            "the states are added up over the steps"),
    Mistake("predictions averaged", "y_pred[:, :, t] = yt_pred", "y_pred[:, :, t] = yt_pred / T_x",
            "the predictions are divided by T_x; each step has its own"),
    Mistake("one prediction for all steps", "y_pred[:, :, t] = yt_pred", "y_pred[:] = yt_pred[:, :, None]",
            "every step overwrites all of y_pred, so that it holds the last prediction at each step"),
    Mistake("predictions summed", "y_pred[:, :, t] = yt_pred", "y_pred[:, :, t] = y_pred[:, :, t - 1] + yt_pred",
            "the predictions are added up over the steps"),
]



def stored(*states):
    """Return what goes wrong where the states and the predictions are stored: `states` names the arrays, a or a and c."""
    lines = [f"        {state}[:, :, t] = {state}_next\n" for state in states]
    after = ["        y_pred[:, :, t] = yt_pred\n", "        caches.append(cache)\n"]
    last = {line: f"        if t == T_x - 1:\n    {line}" for line in lines + after}  # as when it stands behind the loop
    early = {line: line.replace("t] =", "t - 1] =") for line in lines + after[:1]}
    late = {"in range(T_x)": "in range(T_x - 1)"} | {line: line.replace("t] =", "t + 1] =") for line in lines + after[:1]}
    first = states[0]
    return [
        Mistake("stored outside the loop", tuple(last), tuple(last.values()),
                "the lines that store stand behind the loop, and not in it: only the last step is there"),
        Mistake("arrays stored outside the loop", tuple(last)[:-1], tuple(last.values())[:-1],
                "the states and predictions are stored behind the loop, and not in it: only the last step is there"),
        Mistake("states stored outside the loop", tuple(lines), tuple(last[line] for line in lines),
                "the states are stored behind the loop, and not in it: only the last step is there"),
        Mistake("stored one place early", tuple(early), tuple(early.values()),
                "everything is stored at t − 1, one place too early; at t = 0 that is the last place"),
        Mistake("stored one place late", tuple(late), tuple(late.values()),
                "everything is stored at t + 1, one place too late, and the last step is never taken"),
        Mistake("states stored one place early", tuple(lines), tuple(early[line] for line in lines),
                "the states are stored at t − 1, one place too early; at t = 0 that is the last place"),
        Mistake("first state a view", "    a_next = a0", "    a[:, :, 0] = a0\n    a_next = a[:, :, 0]",
                "a_next = a[:, :, 0] is a view: when the first step is stored there, what the first cache holds as a_prev "
                "changes too; "
                "take a0 itself, or a copy"),
        Mistake("one buffer for all states", f"        {first}[:, :, t] = {first}_next\n",
                f"        {first}_buffer = {first}_next if t == 0 else {first}_buffer\n"
                f"        {first}_buffer[...] = {first}_next\n        {first}[:, :, t] = {first}_next\n",
                "the new state is written into the array of the step before, which that step's cache still holds"),
    ]


FORWARD_OF_ONE_STATE = FORWARD + stored("a") + [  # where a cell hands on its hidden state, and no memory beside it
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
    Mistake("state read before it is written", "x[:, :, t], a_next, parameters",
            "x[:, :, t], a0 if t == 0 else np.zeros(a0.shape), parameters",
            "the state before is read from a[:, :, t], which is still empty; it stands in a[:, :, t − 1], and is a0 at t = 0"),
    Mistake("state subtracted", "x[:, :, t], a_next, parameters", "x[:, :, t], -a_next, parameters",
            "the state is handed on with a minus"),
    Mistake("a0 added at every step", "x[:, :, t], a_next, parameters", "x[:, :, t], a_next + a0, parameters",
            "a0 is added at every step; it is the state before the first step only"),
]
