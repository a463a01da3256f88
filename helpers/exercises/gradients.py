"""Gradients measured and clipped, and the bias that keeps a memory.
"""
import numpy as np

from helpers.exercises.exercise import Exercise, Mistake, normal
from helpers.exercises.rnn import rnn_steps_back
from helpers.gradients import norms, paths, spectra

# Problems --------------------------------------------------------------------------------------------------------------

def matrix(rng, n_a, m, **_):
    """Draw a matrix; in two of the problems its eigenvalues are moved to the left, so that the largest is seldom on the right."""
    return (1.2 * normal(rng, n_a, n_a) - (0.8 if m in (1, 7) else 0.0) * np.eye(n_a),)


def gradients(rng, n_x, n_a, n_y, **_):
    """Draw gradients of a simple RNN, of sizes that differ from tensor to tensor."""
    return {"dWax": normal(rng, n_a, n_x), "dWaa": 3 * normal(rng, n_a, n_a), "dba": 2 * normal(rng, n_a, 1),
            "dWya": normal(rng, n_y, n_a), "dby": 0.5 * normal(rng, n_y, 1)}


def to_clip_by_value(rng, **sizes):
    """Draw gradients and a limit that some of their numbers exceed, by either side."""
    return gradients(rng, **sizes), rng.uniform(0.4, 0.8)


def to_clip_by_norm(rng, m, T_x, **sizes):
    """Draw gradients and a limit: most are too long, those of one problem aren't, and those of another are zero."""
    some = gradients(rng, **sizes)
    norm = np.sqrt(sum(np.sum(dq**2) for dq in some.values()))
    if T_x == 1:
        some = {key: np.zeros(dq.shape) for key, dq in some.items()}
    return some, float(norm * (1.7 if m == 1 else rng.uniform(0.02, 0.05)))


def memory_to_keep(rng, n_x, m, T_x, **_):
    """Draw a number of steps and the share that is to be left after them."""
    return 2 + n_x + 3 * m + T_x, float(rng.uniform(0.1, 0.45))


# Known mistakes --------------------------------------------------------------------------------------------------------

NORM, CARRY = "np.linalg.norm(da_next)", 'rnn_cell_backward(da_next, steps[t])["da_prev"]'

NORMS = [
    Mistake("nothing carried", "da[:, :, t] + da_prev", "da[:, :, t]",
            "da_prev isn't added: what comes through the later steps is missing, and that is what this page measures"),
    Mistake("da given ignored but at the end", "da[:, :, t] + da_prev", "da[:, :, t] * (t == T_x - 1) + da_prev",
            "the given da counts at the last step only; every step's ŷ may send something back"),
    Mistake("da_prev subtracted", "da[:, :, t] + da_prev", "da[:, :, t] - da_prev", "da_prev is subtracted and not added"),
    Mistake("norm before adding", NORM, "np.linalg.norm(da_prev)",
            "the norm is taken of da_prev alone, before what comes through ŷ^⟨t⟩ is added"),
    Mistake("norm one step late", NORM, f"np.linalg.norm({CARRY})",
            "the norm is taken after the step back: it belongs to a^⟨t−1⟩ and stands at t"),
    Mistake("square root forgotten", NORM, "np.sum(da_next**2)", "the square root is forgotten: these are squared norms"),
    Mistake("sum of sizes", NORM, "np.sum(np.abs(da_next))",
            "absolute values are added; the norm is the square root of the sum of squares"),
    Mistake("largest number", NORM, "np.max(np.abs(da_next))", "the largest absolute value stands for the norm"),
    Mistake("signed sum", NORM, "np.sum(da_next)", "the numbers are added with their signs, so that they cancel"),
    Mistake("matrix norm", NORM, "np.linalg.norm(da_next, 2)",
            "da_next is taken as a matrix and its largest singular value as the norm; here all numbers count alike"),
    Mistake("root mean square", NORM, "np.linalg.norm(da_next) / np.sqrt(da_next.size)",
            "squares are averaged and not added under the root"),
    Mistake("divided by m", NORM, "np.linalg.norm(da_next) / da_next.shape[1]", "the norm is divided by m"),
    Mistake("divided by T_x", NORM, "np.linalg.norm(da_next) / T_x", "the norm is divided by T_x"),
    Mistake("first example only", NORM, "np.linalg.norm(da_next[:, 0])", "the norm is taken of the first example only"),
    Mistake("mean over examples", NORM, "np.mean(np.linalg.norm(da_next, axis=0))",
            "each example's norm is taken and then their mean; here all examples stand under one root"),
    Mistake("sum over examples", NORM, "np.sum(np.linalg.norm(da_next, axis=0))",
            "each example's norm is taken and then their sum; here all examples stand under one root"),
    Mistake("time reversed", "return norms", "return norms[::-1]", "the norms run from the last step to the first"),
    Mistake("loop run forward", "reversed(range(T_x))", "range(T_x)",
            "the loop runs from the first step to the last; errors travel back"),
    Mistake("first step left out", "reversed(range(T_x))", "reversed(range(1, T_x))",
            "the loop ends one step too early, so that norms[0] stays 0: the first step is t = 0"),
    Mistake("only one step carried", CARRY, 'rnn_cell_backward(da[:, :, t], steps[t])["da_prev"]',
            "only da of the step itself is taken back, so that everything is lost after one step"),
    Mistake("cell left out", CARRY, "da_next", "da_prev is da_next as it was: the way back through the cell is left out"),
    Mistake("cache of another step", CARRY, 'rnn_cell_backward(da_next, steps[t - 1])["da_prev"]',
            "the step back is taken with the cache of the step before"),
    Mistake("cache of the last step", CARRY, 'rnn_cell_backward(da_next, steps[-1])["da_prev"]',
            "each step back is taken with the last step's cache"),
    Mistake("cache of the first step", CARRY, 'rnn_cell_backward(da_next, steps[0])["da_prev"]',
            "each step back is taken with the first step's cache"),
    Mistake("da counted twice", CARRY, 'rnn_cell_backward(da_next + da[:, :, t], steps[t])["da_prev"]',
            "da of the step is added a second time before the step back"),
    Mistake("running sum", NORM, "np.linalg.norm(da_next) + norms[min(t + 1, T_x - 1)]",
            "the norms are added up from the end"),
]

VALUE = "np.clip(dq, -limit, limit)"

BY_VALUE = [
    Mistake("nothing clipped", VALUE, "dq.copy()", "nothing is clipped"),
    Mistake("only from above", VALUE, "np.minimum(dq, limit)", "only what is above limit is clipped; what is below −limit isn't"),
    Mistake("only from below", VALUE, "np.maximum(dq, -limit)",
            "only what is below −limit is clipped; what is above limit isn't"),
    Mistake("from 0", VALUE, "np.clip(dq, 0, limit)", "the lower bound is 0 and not −limit, so that negative numbers are lost"),
    Mistake("limit ignored", VALUE, "np.clip(dq, -1, 1)", "the bounds are −1 and 1, whatever limit is"),
    Mistake("bounds swapped", VALUE, "np.clip(dq, limit, -limit)", "the two bounds of np.clip have changed places"),
    Mistake("sign lost", VALUE, "np.clip(np.abs(dq), 0, limit)", "the sign is lost: absolute values are clipped"),
    Mistake("all to the limit", VALUE, "np.sign(dq) * limit", "every number becomes limit or −limit, small ones too"),
    Mistake("large ones positive", VALUE, "np.where(np.abs(dq) > limit, limit, dq)",
            "large negative numbers become +limit: their sign is lost"),
    Mistake("large ones negative", VALUE, "np.where(np.abs(dq) > limit, -limit, dq)",
            "large positive numbers become −limit: their sign is lost"),
    Mistake("large ones dropped", VALUE, "np.where(np.abs(dq) > limit, 0.0, dq)",
            "large numbers become 0; they should become ±limit"),
    Mistake("small ones dropped", VALUE, "np.where(np.abs(dq) < limit, 0.0, dq)",
            "numbers within the limit become 0, and those beyond it stay: the condition is turned round"),
    Mistake("small ones raised", VALUE, "np.where(np.abs(dq) < limit, np.sign(dq) * limit, dq)",
            "numbers within the limit are raised to ±limit, and those beyond it stay: the condition is turned round"),
    Mistake("sign turned", VALUE, "-np.clip(dq, -limit, limit)", "every sign is turned"),
    Mistake("largest to the limit", VALUE, "dq * min(1.0, limit / max(np.max(np.abs(dq)), 1e-300))",
            "each tensor is scaled until its largest number is at the limit; by value, small numbers stay as they are"),
    Mistake("norm of each tensor", VALUE, "dq * min(1.0, limit / max(np.linalg.norm(dq), 1e-300))",
            "each tensor is clipped by its norm; by value, each number is clipped by itself"),
    Mistake("tanh", VALUE, "limit * np.tanh(dq / limit)",
            "tanh presses all numbers together; by value, small numbers stay as they are"),
    Mistake("half the limit", VALUE, "np.clip(dq, -limit / 2, limit / 2)", "the bounds are half as far out as limit says"),
    Mistake("limit squared", VALUE, "np.clip(dq, -limit**2, limit**2)", "the bounds are ±limit²"),
    Mistake("too much cut off", VALUE, "np.where(np.abs(dq) > limit, dq - np.sign(dq) * limit, dq)",
            "limit is taken off the large numbers; they should become ±limit"),
]

NORM_OF_ALL = "np.sqrt(sum(np.sum(dq**2) for dq in gradients.values()))"
FACTOR, SHORTENED = "limit / norm if norm > limit else 1.0", "dq * factor for"

BY_NORM = [
    Mistake("nothing clipped", FACTOR, "1.0", "nothing is clipped"),
    Mistake("each tensor by itself", SHORTENED, "dq * min(1.0, limit / max(np.linalg.norm(dq), 1e-300)) for",
            "each tensor is shortened by its own norm; one norm over all of them gives one factor, and keeps the direction"),
    Mistake("square root forgotten", NORM_OF_ALL, "sum(np.sum(dq**2) for dq in gradients.values())",
            "the square root is forgotten in the norm"),
    Mistake("sum of norms", NORM_OF_ALL, "sum(np.sqrt(np.sum(dq**2)) for dq in gradients.values())",
            "each tensor's norm is taken and then their sum; the squares are added first, and the root comes last"),
    Mistake("largest norm", NORM_OF_ALL, "max(np.sqrt(np.sum(dq**2)) for dq in gradients.values())",
            "the largest of the tensors' norms stands for the norm of all together"),
    Mistake("largest number", NORM_OF_ALL, "max(np.max(np.abs(dq)) for dq in gradients.values())",
            "the largest absolute value stands for the norm"),
    Mistake("sum of sizes", NORM_OF_ALL, "sum(np.sum(np.abs(dq)) for dq in gradients.values())",
            "absolute values are added; the norm is the square root of the sum of squares"),
    Mistake("squares averaged", NORM_OF_ALL, "np.sqrt(sum(np.mean(dq**2) for dq in gradients.values()))",
            "the squares are averaged in each tensor and not added"),
    Mistake("sum before square", NORM_OF_ALL, "np.sqrt(sum(np.sum(dq)**2 for dq in gradients.values()))",
            "the numbers are added first and squared afterwards, so that they cancel"),
    Mistake("first tensor's norm", NORM_OF_ALL, "np.linalg.norm(next(iter(gradients.values())))",
            "only the first tensor's norm is taken"),
    Mistake("last tensor's norm", NORM_OF_ALL, "np.linalg.norm(list(gradients.values())[-1])",
            "only the last tensor's norm is taken; is the sum in the loop overwritten?"),
    Mistake("always scaled", FACTOR, "limit / norm if norm > 0 else 1.0",
            "gradients shorter than limit are made longer; they should stay as they are"),
    Mistake("condition missing", FACTOR, "limit / norm",
            "everything is multiplied by limit / norm, without asking whether norm > limit: short gradients are made longer, "
            "and zeros become NaN"),
    Mistake("condition turned round", FACTOR, "limit / norm if 0 < norm < limit else 1.0",
            "the condition is turned round: short gradients are made longer, and long ones stay"),
    Mistake("factor turned round", FACTOR, "norm / limit if norm > limit else 1.0",
            "the factor is norm / limit, and makes long gradients longer; it is limit / norm"),
    Mistake("limit left out", FACTOR, "1 / norm if norm > limit else 1.0", "long gradients get length 1, whatever limit is"),
    Mistake("limit taken as 1", FACTOR, "1 / norm if norm > 1 else 1.0",
            "limit is taken as 1, in the condition and in the factor, whatever it is"),
    Mistake("norm left out", FACTOR, "limit if norm > limit else 1.0",
            "long gradients are multiplied by limit, and not divided by their norm"),
    Mistake("norm twice", FACTOR, "limit / norm**2 if norm > limit else 1.0", "long gradients are divided by their norm twice"),
    Mistake("factor squared", FACTOR, "(limit / norm)**2 if norm > limit else 1.0", "the factor is squared"),
    Mistake("root of the factor", FACTOR, "np.sqrt(limit / norm) if norm > limit else 1.0", "the factor's square root is taken"),
    Mistake("long ones dropped", FACTOR, "0.0 if norm > limit else 1.0", "long gradients become 0; they should become shorter"),
    Mistake("by value", SHORTENED, "np.clip(dq, -limit, limit) for",
            "each number is clipped by itself: that is clip_by_value, which changes the direction"),
    Mistake("sign turned", FACTOR, "-limit / norm if norm > limit else 1.0", "long gradients point the other way"),
]

EIGENVALUES, LOG = "np.max(np.abs(np.linalg.eigvals(Waa)))", "np.log10(spectral_radius)"

DECADES = [
    Mistake("logarithm forgotten", LOG, "spectral_radius", "the logarithm is forgotten: this is the factor itself"),
    Mistake("natural logarithm", LOG, "np.log(spectral_radius)", "the natural logarithm stands where log10 belongs"),
    Mistake("logarithm to base 2", LOG, "np.log2(spectral_radius)", "log2 stands where log10 belongs"),
    Mistake("sign turned", LOG, "-np.log10(spectral_radius)",
            "the sign is turned: a gradient that shrinks has a rate below 0"),
    Mistake("radius squared", LOG, "np.log10(spectral_radius**2)", "the rate is twice as large: the spectral radius is squared"),
    Mistake("half the rate", LOG, "np.log10(np.sqrt(spectral_radius))", "the rate is half as large: a square root is taken"),
    Mistake("rate of one plus the radius", LOG, "np.log10(1 + spectral_radius)", "1 is added to the spectral radius"),
    Mistake("largest singular value", EIGENVALUES, "np.linalg.norm(Waa, 2)",
            "the largest singular value stands for the largest |λ|: that is the bound for one step, and not the rate of many"),
    Mistake("eigenvalues of WᵀW", EIGENVALUES, "np.max(np.abs(np.linalg.eigvals(Waa.T @ Waa)))",
            "the eigenvalues are those of WaaᵀWaa, the squares of the singular values"),
    Mistake("symmetric part", EIGENVALUES, "np.max(np.abs(np.linalg.eigvalsh(Waa)))",
            "eigvalsh is for symmetric matrices and reads one triangle of Waa only"),
    Mistake("real part only", EIGENVALUES, "np.max(np.abs(np.real(np.linalg.eigvals(Waa))))",
            "only the real parts of the eigenvalues count; |λ| is √(real² + imaginary²)"),
    Mistake("largest before the absolute value", EIGENVALUES, "np.abs(np.max(np.linalg.eigvals(Waa)))",
            "np.max comes before np.abs: of complex numbers it takes the one with the largest real part"),
    Mistake("smallest eigenvalue", EIGENVALUES, "np.min(np.abs(np.linalg.eigvals(Waa)))",
            "the smallest |λ| is taken; in the long run the largest decides"),
    Mistake("mean of the eigenvalues", EIGENVALUES, "np.mean(np.abs(np.linalg.eigvals(Waa)))",
            "the mean of all |λ| is taken; in the long run the largest decides"),
    Mistake("sum of the eigenvalues", EIGENVALUES, "np.sum(np.abs(np.linalg.eigvals(Waa)))",
            "all |λ| are added; in the long run the largest decides"),
    Mistake("determinant", EIGENVALUES, "np.abs(np.linalg.det(Waa))",
            "the determinant, the product of all eigenvalues, stands for the largest |λ|"),
    Mistake("trace", EIGENVALUES, "np.abs(np.trace(Waa))",
            "the trace, the sum of all eigenvalues, stands for the largest |λ|"),
    Mistake("size of the matrix", EIGENVALUES, "np.linalg.norm(Waa)",
            "np.linalg.norm(Waa) stands for the largest |λ|: that is the root of the sum of all squares"),
    Mistake("largest entry", EIGENVALUES, "np.max(np.abs(Waa))", "the largest entry of Waa stands for its largest |λ|"),
    Mistake("largest entry on the diagonal", EIGENVALUES, "np.max(np.abs(np.diag(Waa)))",
            "the largest entry on the diagonal stands for the largest |λ|; the two agree only in triangular matrices"),
]

GAMMA, LOGIT = "share ** (1 / steps)", "np.log(gamma_f / (1 - gamma_f))"

FORGET_BIAS = [
    Mistake("gate for bias", LOGIT, "gamma_f", "the gate's value is returned and not the bias that gives it: σ⁻¹ is missing"),
    Mistake("sign turned", LOGIT, "np.log((1 - gamma_f) / gamma_f)",
            "the fraction in the logarithm is upside down: a gate that keeps needs a bias above 0"),
    Mistake("logarithm to base 10", LOGIT, "np.log10(gamma_f / (1 - gamma_f))",
            "log10 stands where the natural logarithm belongs: σ is made of e"),
    Mistake("logarithm to base 2", LOGIT, "np.log2(gamma_f / (1 - gamma_f))",
            "log2 stands where the natural logarithm belongs: σ is made of e"),
    Mistake("logarithm forgotten", LOGIT, "gamma_f / (1 - gamma_f)", "the logarithm is forgotten"),
    Mistake("logarithm of the gate", LOGIT, "np.log(gamma_f)", "the bias is log Γ; the inverse of σ is log(Γ / (1 − Γ))"),
    Mistake("logarithm of what is lost", LOGIT, "-np.log(1 - gamma_f)",
            "the bias is −log(1 − Γ); the inverse of σ is log(Γ / (1 − Γ))"),
    Mistake("parenthesis", LOGIT, "np.log(gamma_f) / (1 - gamma_f)",
            "the logarithm is taken of Γ alone: mind the closing parenthesis"),
    Mistake("sigmoid for its inverse", LOGIT, "1 / (1 + np.exp(-gamma_f))",
            "σ is taken of the gate; the bias is its inverse, σ⁻¹"),
    Mistake("inverse of tanh", LOGIT, "np.arctanh(gamma_f)", "the inverse of tanh is taken; a gate is a σ"),
    Mistake("half the bias", LOGIT, "np.arctanh(2 * gamma_f - 1)", "the bias is half as large as it should be"),
    Mistake("steps left out", GAMMA, "share", "the share is taken for a single step: the number of steps has no part in it"),
    Mistake("power for root", GAMMA, "share ** steps",
            "the share is raised to the number of steps; what stays in one step is its root"),
    Mistake("share divided by steps", GAMMA, "share / steps",
            "the share is divided by the number of steps; the steps multiply, so that it is a root"),
    Mistake("loss divided by steps", GAMMA, "1 - (1 - share) / steps",
            "what is lost is divided evenly over the steps; each step takes a share of what is left"),
    Mistake("one step too many", GAMMA, "share ** (1 / (steps + 1))", "the root is taken for one step too many"),
    Mistake("square root", GAMMA, "np.sqrt(share)", "the square root is taken, whatever the number of steps"),
    Mistake("always a half", GAMMA, "0.5 ** (1 / steps)", "the share is taken as a half, whatever is asked"),
    Mistake("always one e-th", GAMMA, "np.exp(-1 / steps)", "the share is taken as 1/e, whatever is asked"),
    Mistake("what is lost for what is left", GAMMA, "(1 - share) ** (1 / steps)",
            "share is taken for what is lost; it is what is left"),
]


# The exercises ---------------------------------------------------------------------------------------------------------

EXERCISES = [
    Exercise(norms.norms_through_time, "04", "the norm of ∂J/∂a at every step, on the way back", rnn_steps_back,
             returns="norms",
             mistakes=NORMS),
    Exercise(spectra.decades_per_step, "04", "log10 of the largest |λ|", matrix, returns="rate",
             mistakes=DECADES),
    Exercise(norms.clip_by_value, "05", "each number into [−limit, limit]", to_clip_by_value,
             mistakes=BY_VALUE),
    Exercise(norms.clip_by_norm, "05", "one factor for all gradients", to_clip_by_norm,
             mistakes=BY_NORM),
    Exercise(paths.forget_bias_for, "10", "the gate for one step, then σ⁻¹ of it", memory_to_keep,
             returns="bias",
             mistakes=FORGET_BIAS),
]
