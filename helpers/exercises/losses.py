"""The loss and its way back to the hidden states.
"""
import numpy as np

from helpers.exercises.exercise import Exercise, Mistake, normal
from helpers.networks import losses
from helpers.networks.activations import softmax

# Problems --------------------------------------------------------------------------------------------------------------

def prediction_and_target(rng, n_y, m, T_x, **_):
    """Draw probabilities and right classes; where there is more than one column, one in four has no target."""
    y_pred = softmax(2 * normal(rng, n_y, m, T_x))
    y = np.eye(n_y)[rng.integers(n_y, size=(m, T_x))].transpose(2, 0, 1)  # (n_y, m, T_x)
    columns = m * T_x
    y = y.reshape(n_y, columns)
    y[:, rng.permutation(columns)[:columns // 4]] = 0
    return y_pred, y.reshape(n_y, m, T_x)


def output_back(rng, n_a, n_y, m, T_x, **_):
    """Draw dzy, a, Wy."""
    return normal(rng, n_y, m, T_x), normal(rng, n_a, m, T_x), normal(rng, n_y, n_a)


# Known mistakes --------------------------------------------------------------------------------------------------------

LOSS = [
    Mistake("minus forgotten", "float(-np.sum(", "float(np.sum(", "the minus sign is forgotten: a loss is positive"),
    Mistake("not divided", "np.sum(y * log_y_pred) / N", "np.sum(y * log_y_pred)", "the sum isn't divided by N"),
    Mistake("divided by m", "/ N", "/ y.shape[1]", "the sum is divided by m; N counts the targets of all examples and steps"),
    Mistake("divided by T_x", "/ N", "/ y.shape[2]", "the sum is divided by T_x; N counts the targets of all examples and steps"),
    Mistake("divided by all columns", "/ N", "/ (y.shape[1] * y.shape[2])",
            "the sum is divided by m·T_x; columns of zeros hold no target, and aren't counted in N"),
    Mistake("divided by all numbers", "/ N", "/ y.size",
            "the sum is divided by all numbers of y, as np.mean does; N is the number of targets"),
    Mistake("logarithm to base 2", "np.log(", "np.log2(", "the logarithm is to base 2; here it is the natural one"),
    Mistake("logarithm to base 10", "np.log(", "np.log10(", "the logarithm is to base 10; here it is the natural one"),
    Mistake("logarithm forgotten", "np.log(np.maximum(y_pred, 1e-300, dtype=float))", "y_pred", "the logarithm is forgotten"),
    Mistake("target forgotten", "np.sum(y * log_y_pred)", "np.sum(log_y_pred)",
            "y is forgotten: the logarithms of all classes are added up, not those of the right one"),
    Mistake("roles swapped", ("np.log(np.maximum(y_pred, 1e-300, dtype=float))", "y * log_y_pred"),
            ("np.log(np.maximum(y, 1e-12, dtype=float))", "y_pred * log_y_pred"),
            "y and y_pred have changed places: the logarithm (with 1e−12 for zeros) is taken of y"),
    Mistake("wrong classes", "np.sum(y * log_y_pred)", "np.sum((1 - y) * np.log(1 - y_pred))",
            "the probabilities of the wrong classes are punished, Σ (1 − y) log(1 − ŷ), and not that of the right one"),
    Mistake("binary cross-entropy", "np.sum(y * log_y_pred)", "np.sum(y * log_y_pred + (1 - y) * np.log(1 - y_pred))",
            "each class is treated as a yes-or-no question: the term (1 − y) log(1 − ŷ) belongs to sigmoid outputs"),
    Mistake("softmax again", "np.log(np.maximum(y_pred, 1e-300, dtype=float))",
            "(y_pred - np.log(np.sum(np.exp(y_pred), axis=0, keepdims=True)))",
            "softmax is taken once more; y_pred holds probabilities already"),
    Mistake("logarithm of the sum", "-np.sum(y * log_y_pred) / N", "-np.log(np.sum(y * y_pred)) / N",
            "the logarithm is taken of the sum; it is taken of each probability, and then the sum"),
    Mistake("mean of means", "-np.sum(y * log_y_pred) / N",
            "np.mean([-np.sum(y[:, i] * log_y_pred[:, i]) / max(np.sum(y[:, i]), 1) for i in range(y.shape[1])])",
            "a mean is taken for each example first, then over the examples; each target counts alike, in whatever example"),
    Mistake("squared error", "-np.sum(y * log_y_pred) / N", "np.sum((y_pred - y)**2) / N",
            "the squared error is taken, not the cross-entropy"),
    Mistake("last step only", "np.sum(y * log_y_pred)", "np.sum((y * log_y_pred)[:, :, -1])",
            "only the last step is counted in the sum"),
]

LOSS_BACKWARD = [
    Mistake("sign", "(y_pred - y)", "(y - y_pred)", "the sign is wrong: ŷ − y, so that going against it moves ŷ towards y"),
    Mistake("not divided", "* has_target / N", "* has_target", "it isn't divided by N, as the loss is"),
    Mistake("divided by m", "/ N", "/ y.shape[1]", "it is divided by m; N counts the targets of all examples and steps"),
    Mistake("divided by T_x", "/ N", "/ y.shape[2]", "it is divided by T_x; N counts the targets of all examples and steps"),
    Mistake("divided by all columns", "/ N", "/ (y.shape[1] * y.shape[2])",
            "it is divided by m·T_x; columns of zeros hold no target, and aren't counted in N"),
    Mistake("divided by all numbers", "/ N", "/ y.size", "it is divided by all numbers of y; N is the number of targets"),
    Mistake("columns without target", " * has_target", "",
            "columns without a target get a gradient too; nothing is asked there, so it is zero"),
    Mistake("only y divided", (" / N", "(y_pred - y)"), ("", "(y_pred - y / N)"),
            "only y is divided by N: mind the parentheses around y_pred − y"),
    Mistake("switch over the examples", "axis=0, keepdims=True", "axis=1, keepdims=True",
            "y is summed over the examples (axis 1) to see where a target is; it is summed over the classes, axis 0"),
    Mistake("multiplied by N", "* has_target / N", "* has_target * N", "it is multiplied by N and not divided"),
    Mistake("not the targets", "(y_pred - y) *", "y_pred *", "y is never subtracted: ŷ − y"),
    Mistake("gradient of the logarithm", "(y_pred - y) *", "-y / y_pred *",
            "the way ends at ŷ: −y/ŷ is ∂J/∂ŷ, and the softmax is still to be passed"),
    Mistake("derivative of sigmoid", "(y_pred - y) *", "(y_pred - y) * y_pred * (1 - y_pred) *",
            "the factor ŷ(1 − ŷ) is multiplied in; with the cross-entropy it has cancelled"),
    Mistake("softmax's diagonal only", "(y_pred - y) *", "y * (y_pred - 1) *",
            "only the right class gets a gradient; softmax shares its denominator, so the other classes get ŷ"),
    Mistake("doubled", "(y_pred - y) *", "2 * (y_pred - y) *", "it is twice as large: the 2 belongs to the squared error"),
    Mistake("last step only", "(y_pred - y) *", "(np.arange(y.shape[2]) == y.shape[2] - 1) * (y_pred - y) *",
            "only the last step gets a gradient"),
]

OUTPUT_BACKWARD = [
    Mistake("da scaled by N", '"ya,ymt->amt", Wy, dzy)', '"ya,ymt->amt", Wy, dzy) / (dzy.shape[1] * dzy.shape[2])',
            "da is divided by m·T_x once more; the mean is in dzy already"),
    Mistake("da scaled by m", '"ya,ymt->amt", Wy, dzy)', '"ya,ymt->amt", Wy, dzy) / dzy.shape[1]',
            "da is divided by m once more; the mean is in dzy already"),
    Mistake("derivative of tanh in da", '"ya,ymt->amt", Wy, dzy)', '"ya,ymt->amt", Wy, dzy) * (1 - a**2)',
            "the derivative of tanh is in da already; it belongs to the cell, which multiplies it in once more"),
    Mistake("da summed over the steps", '"ya,ymt->amt", Wy, dzy)',
            '"ya,ymt->amt", Wy, dzy)[:, :, ::-1].cumsum(axis=2)[:, :, ::-1]',
            "da is added up over the later steps; carrying through time is the loop's work"),
    Mistake("da at the last step only", '"ya,ymt->amt", Wy, dzy)',
            '"ya,ymt->amt", Wy, dzy) * (np.arange(a.shape[2]) == a.shape[2] - 1)',
            "da is left at zero everywhere but at the last step"),
    Mistake("time reversed in da", '"ya,ymt->amt", Wy, dzy)', '"ya,ymt->amt", Wy, dzy)[:, :, ::-1]',
            "da runs from the last step to the first"),
    Mistake("dWy of the last step", '"ymt,amt->ya", dzy, a)', '"ym,am->ya", dzy[:, :, -1], a[:, :, -1])',
            "dWy holds the last step only; W_y serves at every step, so its gradients add up"),
    Mistake("dWy averaged over m", '"ymt,amt->ya", dzy, a)', '"ymt,amt->ya", dzy, a) / a.shape[1]',
            "dWy is divided by m once more; the mean is in dzy already"),
    Mistake("dWy averaged over T_x", '"ymt,amt->ya", dzy, a)', '"ymt,amt->ya", dzy, a) / a.shape[2]',
            "dWy is averaged over the steps; W_y serves at every step, so its gradients add up"),
    Mistake("dWy with the state before", '"ymt,amt->ya", dzy, a)', '"ymt,amt->ya", dzy[:, :, 1:], a[:, :, :-1])',
            "dWy is made with the state of the step before; the prediction is made from a^⟨t⟩"),
    Mistake("reshape for transpose", 'np.einsum("ymt,amt->ya", dzy, a)', "dzy.reshape(len(dzy), -1) @ a.reshape(-1, len(a))",
            "a.reshape(-1, n_a) mixes units and steps; reshape moves no axis: a.reshape(n_a, -1).T"),
    Mistake("dWy from da", '"ymt,amt->ya", dzy, a)', '"ymt,amt->ya", dzy, da)',
            "dWy is made with da; in z_y = W_y a + b_y it is a that W_y multiplies"),
    Mistake("dWy without a", '"ymt,amt->ya", dzy, a)', '"ymt,amt->ya", dzy, np.ones(a.shape))',
            "a isn't multiplied into dWy, so that all its columns are db_y"),
    Mistake("dby of the last step", "np.sum(dzy, axis=(1, 2))", "np.sum(dzy[:, :, -1], axis=1)",
            "dby holds the last step only; b_y serves at every step, so its gradients add up"),
    Mistake("dby a mean", "np.sum(dzy, axis=(1, 2))", "np.mean(dzy, axis=(1, 2))",
            "dby is the mean over examples and steps and not their sum"),
    Mistake("dby averaged over m", "np.sum(dzy, axis=(1, 2))", "(np.sum(dzy, axis=(1, 2)) / dzy.shape[1])",
            "dby is divided by m; the mean is in dzy already"),
    Mistake("dby averaged over T_x", "np.sum(dzy, axis=(1, 2))", "(np.sum(dzy, axis=(1, 2)) / dzy.shape[2])",
            "dby is averaged over the steps; it is their sum"),
    Mistake("dby from dWy", "np.sum(dzy, axis=(1, 2))", "np.sum(dWy, axis=1)",
            "dby is made of the row sums of dWy; it is the sum of dzy over examples and steps"),
]


# The exercises ---------------------------------------------------------------------------------------------------------

EXERCISES = [
    Exercise(losses.softmax_cross_entropy, "02", "the mean of −log ŷ over the targets", prediction_and_target,
             returns="J",
             mistakes=LOSS),
    Exercise(losses.softmax_cross_entropy_backward, "02", "the gradient at the softmax's input", prediction_and_target,
             returns="dzy",
             mistakes=LOSS_BACKWARD),
    Exercise(losses.output_backward, "02", "the three gradients of the output layer", output_back, returns="da dWy dby",
             mistakes=OUTPUT_BACKWARD),
]
