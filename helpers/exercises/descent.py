"""One step of gradient descent.
"""
from helpers.exercises.clipping import gradients
from helpers.exercises.exercise import Exercise, Mistake, normal
from helpers.exercises.rnn import rnn_parameters
from helpers.training import optimizers

# Problems --------------------------------------------------------------------------------------------------------------

def to_descend(rng, n_x, n_a, n_y, m, **_):
    """Draw the parameters of a simple RNN, their gradients in another order, and a rate; one problem has more of them."""
    parameters, found = rnn_parameters(rng, n_x, n_a, n_y), gradients(rng, n_x, n_a, n_y)
    found = {key: found[key] for key in ("dba", "dWaa", "dWax", "dby", "dWya")}
    if m == 1:
        parameters["bf"], found["dbf"] = normal(rng, n_a, 1), normal(rng, n_a, 1)
    return parameters, found, rng.uniform(0.25, 0.45)


# Known mistakes -------------------------------------------------------------------------------------------------------

DQ = 'gradients["d" + key]'
STEP = f"value - rate * {DQ}"
ITEMS = "parameters.items()}"

DESCENT = [
    Mistake(name, STEP, wrong, says) for name, wrong, says in (
        ("uphill", f"value + rate * {DQ}", "the step goes along the gradient, where J grows; it goes against it: minus"),
        ("rate forgotten", f"value - {DQ}", "the rate is forgotten: the whole gradient is taken off"),
        ("rate forgotten, uphill", f"value + {DQ}", "the gradient is added, and without the rate; part of it is taken off"),
        ("step alone", f"rate * {DQ}", "only the step comes back; it is taken off the parameter"),
        ("negative step alone", f"-rate * {DQ}", "only the step comes back; it is added to the parameter"),
        ("gradient alone", DQ, "the gradients come back; a small part of each is taken off its parameter"),
        ("nothing moved", "value.copy()", "nothing has moved: the parameters come back as they were"),
        ("turned round", f"rate * {DQ} - value", "the difference is turned round: parameter minus step"),
        ("rate on both", f"rate * (value - {DQ})", "the rate is multiplied with the parameter too: mind the parentheses"),
        ("rate on the parameter", f"rate * value - {DQ}", "the rate multiplies the parameter; it belongs to the gradient"),
        ("rate off the parameter", f"(value - rate) * {DQ}",
         "the rate is taken off the parameter, and the gradient multiplies what is left; rate * gradient comes first"),
        ("changed places", f"{DQ} - rate * value", "parameter and gradient have changed places: the parameter stays whole, and "
         "rate times the gradient is taken off"),
        ("divided by the rate", f"value - {DQ} / rate", "the gradient is divided by the rate; it is multiplied"),
        ("rate subtracted too", f"value - rate - {DQ}", "the rate is subtracted, or added to the gradient; it multiplies it"),
        ("parameter in the step", f"value - rate * {DQ} * value", "the step is multiplied with the parameter"),
        ("a share of the parameter", f"(1 - rate) * value - rate * {DQ}", "the parameter is shortened too: it stays whole"),
        ("between the two", f"(1 - rate) * value + rate * {DQ}",
         "a mean of parameter and gradient comes back; the step is taken off the whole parameter"),
        ("sign only", f"value - rate * np.sign({DQ})", "only the gradient's sign is used: every number moves equally far"),
        ("squared", f"value - rate * {DQ} ** 2", "the gradient is squared, so that its sign is lost"),
        ("absolute", f"value - rate * np.abs({DQ})", "the gradient's absolute value is taken: every number becomes smaller"),
        ("length one", f"value - rate * {DQ} / np.linalg.norm({DQ})", "the gradient is divided by its length first"),
        ("mean", f"value - rate * np.mean({DQ})", "one number, the gradient's mean, is taken off everywhere; each has its own"),
        ("sum", f"value - rate * np.sum({DQ})", "one number, the gradient's sum, is taken off everywhere; each has its own"),
        ("rate of the page", f"value - 0.2 * {DQ}", "the rate is 0.2, whatever rate is"),
        ("rate squared", f"value - rate**2 * {DQ}", "the rate is multiplied in twice"),
        ("twice the step", f"value - 2 * rate * {DQ}", "the step is twice as long: is it taken twice?"),
        ("half the step", f"value - rate * {DQ} / 2", "the step is half as long"),
        ("one minus the rate", f"value - (1 - rate) * {DQ}", "1 − rate stands where the rate belongs"),
        ("multiplied", f"value * rate * {DQ}", "the step is multiplied with the parameter; it is taken off"),
        ("divided", f"value / (rate * {DQ})", "the parameter is divided by the step; the step is taken off"),
        ("rounded", f"np.round(value - rate * {DQ})", "the new parameters are rounded"),
        ("zeros", "0 * value", "every parameter becomes 0"))
] + [
    Mistake("first key only", ITEMS, "list(parameters.items())[:1]}", "only the first key comes back: return stands in the loop"),
    Mistake("last key only", ITEMS, "list(parameters.items())[-1:]}",
            "only the last key comes back: the dictionary is made anew in each round of the loop"),
    Mistake("names written down", ITEMS, 'parameters.items() if key in ("Wax", "Waa", "ba", "Wya", "by")}',
            "the names stand written down in the function; walk over the keys of parameters, whatever they are called"),
    Mistake("gradients by their place", (DQ, "for key, value in", ITEMS), ("dq", "for (key, value), dq in",
            "zip(parameters.items(), gradients.values())}"),
            "each parameter is given the gradient that stands at its place; the order may differ: take it by its key, 'd' + key"),
    Mistake("keys with d", "{key: value", '{"d" + key: value', "the keys begin with d; new parameters have the old names"),
    Mistake("a list of arrays", ("{key: value", ITEMS), ("[value", "parameters.items()]"),
            "a list of arrays comes back; a dictionary with the same keys is asked"),
    Mistake("weights only", ITEMS, 'parameters.items() if key[0] == "W"}', "the biases are left out; they are trained too"),
    Mistake("biases stay", STEP, f'value - rate * {DQ} * (key[0] == "W")', "the biases stay as they were; they are trained too"),
]


# The exercise ---------------------------------------------------------------------------------------------------------

EXERCISES = [
    Exercise(optimizers.gradient_step, "03", "each parameter minus rate times its gradient", to_descend, mistakes=DESCENT),
]
