"""Gradients clipped, by value and by norm.
"""
import numpy as np

from helpers.exercises.exercise import Exercise, Mistake, normal, ways
from helpers.gradients import norms

# Problems --------------------------------------------------------------------------------------------------------------

def gradients(rng, n_x, n_a, n_y, **_):
    """Draw gradients of a simple RNN, of sizes that differ from tensor to tensor."""
    return {"dWax": normal(rng, n_a, n_x), "dWaa": 3 * normal(rng, n_a, n_a), "dba": 2 * normal(rng, n_a, 1),
            "dWya": normal(rng, n_y, n_a), "dby": 0.5 * normal(rng, n_y, 1)}


def to_clip_by_value(rng, **sizes):
    """Draw gradients and a limit that some of their numbers exceed, by either side."""
    return gradients(rng, **sizes), rng.uniform(0.4, 0.8)


def to_clip_by_norm(rng, m, T_x, **sizes):
    """Draw gradients and a limit: most are too long, those of two problems aren't, and those of another are zero."""
    some = gradients(rng, **sizes)
    norm = np.sqrt(sum(np.sum(dq**2) for dq in some.values()))
    if T_x == 1:
        some = {key: np.zeros(dq.shape) for key, dq in some.items()}
    if m == 2 and T_x > 1:  # a norm between limit² and limit, so that limit² for limit shows
        return {key: dq * 0.5 / norm for key, dq in some.items()}, 0.6
    return some, float(norm * (1.7 if m == 1 else rng.uniform(0.02, 0.05)))


# Known mistakes -------------------------------------------------------------------------------------------------------

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
    Mistake("one key only", "for key, dq in gradients.items()}", "for key, dq in list(gradients.items())[:1]}",
            "only the first key comes back: return stands in the loop"),
    Mistake("last key only", "for key, dq in gradients.items()}", "for key, dq in list(gradients.items())[-1:]}",
            "only the last key comes back: the dictionary is made anew in each round of the loop"),
    Mistake("a list of arrays", ("{key: np", "limit) for", ".items()}"), ("[np", "limit) for", ".items()]"),
            "a list of arrays comes back; a dictionary with the same keys is asked"),
    Mistake("norm of each tensor", VALUE, "dq * min(1.0, limit / max(np.linalg.norm(dq), 1e-300))",
            "each tensor is clipped by its norm; by value, each number is clipped by itself"),
    Mistake("tanh", VALUE, "limit * np.tanh(dq / limit)",
            "tanh presses all numbers together; by value, small numbers stay as they are"),
    Mistake("half the limit", VALUE, "np.clip(dq, -limit / 2, limit / 2)", "the bounds are half as far out as limit says"),
    Mistake("limit squared", VALUE, "np.clip(dq, -limit**2, limit**2)", "the bounds are ±limit²"),
    Mistake("whole numbers", VALUE, "np.clip(dq.astype(int), -limit, limit)",
            "the numbers are cut to whole ones first (int), so that small ones become 0"),
    Mistake("rounded", VALUE, "np.clip(np.round(dq), -limit, limit)", "the numbers are rounded first"),
    Mistake("limit twice as far", VALUE, "np.clip(dq, -2 * limit, 2 * limit)", "the bounds are twice as far out as limit says"),
    Mistake("divided by the limit", VALUE, "np.clip(dq / limit, -1, 1)",
            "the numbers are divided by limit before they are clipped to ±1; clip them to ±limit as they are"),
    Mistake("multiplied by the limit", VALUE, "dq * limit", "everything is multiplied by limit"),
    Mistake("always the largest to the limit", VALUE, "dq * limit / np.max(np.abs(dq))",
            "each tensor is scaled until its largest number is at the limit; by value, each number is clipped by itself"),
    Mistake("always the norm to the limit", VALUE, "dq * limit / np.linalg.norm(dq)",
            "each tensor is scaled to the norm limit; by value, each number is clipped by itself"),
    Mistake("from 0 to 1", VALUE, "np.clip(dq, 0, 1)", "the bounds are 0 and 1; they are −limit and limit"),
    Mistake("from limit up", VALUE, "np.clip(dq, limit, None)",
            "everything below limit is raised to it; the lower bound is −limit"),
    Mistake("everything negative", VALUE, "np.clip(dq, -limit, 0)",
            "the upper bound is 0 and not limit, so that positive numbers are lost"),
    Mistake("one norm for all", VALUE, "dq * min(1.0, limit / np.sqrt(sum(np.sum(d**2) for d in gradients.values())))",
            "all gradients are shortened by one factor: that is clip_by_norm; by value, each number is clipped by itself"),
    Mistake("zeros", VALUE, "0 * dq", "every number becomes 0"),
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
    Mistake("limit squared in the condition", FACTOR, "limit / norm if norm > limit**2 else 1.0",
            "norm is compared with limit²; limit itself is meant"),
    Mistake("excess taken off", SHORTENED, "dq - max(0.0, norm - limit) for",
            "norm − limit is taken off every number; all are multiplied by limit / norm, which keeps the direction"),
    Mistake("first tensor's norm", NORM_OF_ALL, "np.linalg.norm(next(iter(gradients.values())))",
            "only the first tensor's norm is taken"),
    Mistake("last tensor's norm", NORM_OF_ALL, "np.linalg.norm(list(gradients.values())[-1])",
            "only the last tensor's norm is taken; is the sum in the loop overwritten?"),
    Mistake("always scaled", FACTOR, "limit / norm if norm > 0 else 1.0",
            "gradients shorter than limit are made longer; they should stay as they are"),
    Mistake("condition missing", FACTOR, "limit / norm",
            "everything is multiplied by limit / norm, without asking whether norm > limit: short gradients are made longer, "
            "and zeros become NaN"),
    *ways("condition turned round",
          "the condition is turned round, or max stands for min: short gradients are made longer, and long ones stay",
          (FACTOR, "limit / norm if 0 < norm < limit else 1.0"), (FACTOR, "limit / norm if norm < limit else 1.0"),
          (FACTOR, "max(1.0, limit / norm) if norm > 0 else 1.0")),
    Mistake("root of the norms' sum", NORM_OF_ALL, "np.sqrt(sum(np.sqrt(np.sum(dq**2)) for dq in gradients.values()))",
            "each tensor's norm is added, and then a root is taken; the squares are added"),
    Mistake("root in the loop", "norm = " + NORM_OF_ALL,
            "norm = 0.0\n    for dq in gradients.values():\n        norm = np.sqrt(norm + np.sum(dq**2))",
            "the root is taken inside the loop, after each tensor; the squares of all are added first, and the root comes last"),
    Mistake("root of the sum of sizes", NORM_OF_ALL, "np.sqrt(sum(np.sum(np.abs(dq)) for dq in gradients.values()))",
            "a root is taken of the sum of absolute values; it is the sum of squares"),
    Mistake("mean of all squares", NORM_OF_ALL, "np.sqrt(np.mean(np.concatenate([dq.ravel() for dq in gradients.values()])**2))",
            "the squares of all numbers are averaged and not added"),
    Mistake("mean of the norms", NORM_OF_ALL, "np.mean([np.linalg.norm(dq) for dq in gradients.values()])",
            "the mean of the tensors' norms is taken; all numbers stand under one root"),
    Mistake("squares of the tensors' means", NORM_OF_ALL, "np.sqrt(sum(np.mean(dq)**2 for dq in gradients.values()))",
            "the means are squared and added; it is the sum of all squares"),
    Mistake("spectral norms", NORM_OF_ALL, "np.sqrt(sum(np.linalg.norm(dq, 2)**2 for dq in gradients.values()))",
            "np.linalg.norm(…, 2) of a matrix is its largest singular value; without the 2 it is the root of the sum of squares"),
    Mistake("largest singular value", NORM_OF_ALL, "max(np.linalg.norm(dq, 2) for dq in gradients.values())",
            "the largest singular value stands for the norm; all numbers stand under one root"),
    Mistake("weights' norm only", NORM_OF_ALL, "np.sqrt(sum(np.sum(dq**2) for key, dq in gradients.items() if 'W' in key))",
            "the biases aren't in the norm"),
    Mistake("norm minus limit", FACTOR, "(norm - limit) / norm if norm > limit else 1.0",
            "limit is taken off the norm; what is left is to have the norm limit: limit / norm"),
    Mistake("half the limit", FACTOR, "limit / norm / 2 if norm > limit else 1.0", "long gradients become half as long as limit"),
    Mistake("running norm",
            ("    norm = np.sqrt(sum(np.sum(dq**2) for dq in gradients.values()))  # of all numbers of all gradients together\n"
             "    factor = limit / norm if norm > limit else 1.0\n",
             "return {key: dq * factor for key, dq in gradients.items()}"),
            ("    squares, clipped = 0.0, {}\n",
             "for key, dq in gradients.items():\n        squares += np.sum(dq**2)\n        norm = np.sqrt(squares)\n"
             "        clipped[key] = dq * (limit / norm if norm > limit else 1.0)\n    return clipped"),
            "the norm is taken of the tensors so far: the loop that adds up the squares has to end before anything is shortened"),
    *ways("norm of each tensor, always",
          "each tensor is scaled to the norm limit, long or short; one norm over all of them gives one "
          "factor",
          (SHORTENED, "dq * limit / max(np.linalg.norm(dq), 1e-300) for"), (SHORTENED, "dq * limit / np.linalg.norm(dq) for")),
    Mistake("one key only", "for key, dq in gradients.items()}", "for key, dq in list(gradients.items())[:1]}",
            "only the first key comes back: return stands in the loop"),
    Mistake("last key only", "for key, dq in gradients.items()}", "for key, dq in list(gradients.items())[-1:]}",
            "only the last key comes back: the dictionary is made anew in each round of the loop"),
    Mistake("factor added", SHORTENED, "dq + factor for", "the factor is added; it is multiplied"),
    Mistake("factor turned round", FACTOR, "norm / limit if norm > limit else 1.0",
            "the factor is norm / limit, or divides, and makes long gradients longer; they are multiplied by limit / norm"),
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


# The exercises ---------------------------------------------------------------------------------------------------------

EXERCISES = [
    Exercise(norms.clip_by_value, "05", "each number into [−limit, limit]", to_clip_by_value,
             mistakes=BY_VALUE),
    Exercise(norms.clip_by_norm, "05", "one factor for all gradients", to_clip_by_norm,
             mistakes=BY_NORM),
]
