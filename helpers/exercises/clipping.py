"""Gradients clipped, by value and by norm, and a start that keeps their length.
"""
import numpy as np

from helpers.exercises.exercise import Exercise, Mistake, normal, ways
from helpers.gradients import norms, spectra

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
    if sum(np.sum(dq) for dq in some.values()) < 0:  # so that a root of numbers that nobody squared exists
        some = {key: -dq for key, dq in some.items()}
    norm = np.sqrt(sum(np.sum(dq**2) for dq in some.values()))
    if T_x == 1:
        some = {key: np.zeros(dq.shape) for key, dq in some.items()}
    if m == 2 and T_x > 1:  # a norm between limit² and limit, so that limit² for limit shows
        return {key: dq * 0.5 / norm for key, dq in some.items()}, 0.6
    return some, float(norm * (1.7 if m == 1 else rng.uniform(0.02, 0.05)))


def columns(rng, n_a, **_):
    """Draw a square matrix, none of whose columns is nearly made up of the others."""
    A = normal(rng, n_a, n_a)
    while np.linalg.cond(A) > 30:
        A = normal(rng, n_a, n_a)
    return (A,)


# Known mistakes -------------------------------------------------------------------------------------------------------

VALUE = "np.clip(dq, -limit, limit)"

BY_VALUE = [
    Mistake("nothing clipped", VALUE, "dq.copy()", "nothing is clipped"),
    Mistake("only from above", VALUE, "np.minimum(dq, limit)",
            "only what is above limit is clipped; what is below −limit isn't (of np.clip's arguments, the array comes first)"),
    Mistake("only from below", VALUE, "np.maximum(dq, -limit)",
            "only what is below −limit is clipped; what is above limit isn't"),
    Mistake("from 0", VALUE, "np.clip(dq, 0, limit)", "the lower bound is 0 and not −limit, so that negative numbers are lost"),
    Mistake("all the others to −limit", VALUE, "np.where(dq > limit, limit, -limit)",
            "whatever isn't above limit becomes −limit: the second condition is < −limit, with its minus"),
    Mistake("all by the largest of all", VALUE, "dq * min(1.0, limit / max(np.max(np.abs(d)) for d in gradients.values()))",
            "all gradients are scaled until the largest number of all is at the limit; by value, small numbers stay as they are"),
    Mistake("small ones lost", VALUE, "np.where(np.abs(dq) > limit, np.sign(dq) * limit, 0.0)",
            "numbers within the limit become 0; they stay as they are: begin with a copy and not with zeros"),
    Mistake("±1 for ±limit", VALUE, "np.where(np.abs(dq) > limit, np.sign(dq), dq)",
            "large numbers become ±1; they become ±limit"),
    Mistake("biases stay", VALUE, "(np.clip(dq, -limit, limit) if 'W' in key else dq.copy())",
            "only the weights' gradients are clipped, and not those of the biases"),
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
    Mistake("square forgotten", NORM_OF_ALL, "np.sqrt(sum(np.sum(dq) for dq in gradients.values()))",
            "the numbers are added as they are and never squared; the root of a sum below 0 is no number"),
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
    Mistake("limit minus norm", FACTOR, "limit - norm if norm > limit else 1.0",
            "the factor is limit − norm; it is limit / norm"),
    *ways("length 1", "everything gets length 1, long or short; only what is longer than limit is shortened, and to limit",
          (FACTOR, "1 / norm"), (FACTOR, "1 / norm if norm > 0 else 1.0")),
    Mistake("short ones dropped", FACTOR, "limit / norm if norm > limit else 0.0",
            "gradients shorter than limit become 0; they stay as they are, with the factor 1"),
    Mistake("each column by itself", SHORTENED,
            "dq * np.minimum(1.0, limit / np.maximum(np.linalg.norm(dq, axis=0), 1e-300)) for",
            "each column is shortened by a norm of its own; one norm over all numbers of all arrays gives one factor"),
    Mistake("each number by itself", SHORTENED, "np.minimum(dq, limit / norm) for",
            "each number is cut at limit / norm; that is the factor by which all numbers are multiplied"),
    Mistake("limit forgotten beside max", FACTOR, "1 / max(norm, limit)",
            "the factor is 1 / max(norm, limit); it is limit / max(norm, limit), which is 1 for short gradients"),
    *ways("min for max", "the smaller of norm and limit is used; the factor is limit / max(norm, limit)",
          (FACTOR, "min(norm, limit)"), (FACTOR, "min(norm, limit) / limit"),
          (FACTOR, "1 / min(norm, limit)")),
    Mistake("square compared", FACTOR, "limit / norm if norm**2 > limit else 1.0", "norm² is compared with limit; norm is meant"),
    Mistake("doubled for squared", NORM_OF_ALL, "np.sqrt(sum(np.sum(dq * 2) for dq in gradients.values()))",
            "the numbers are doubled (* 2); a square is ** 2"),
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

ALONG, REST, LENGTH = "before @ (before.T @ A[:, k])", "A[:, k] - before @ (before.T @ A[:, k])", "rest / np.linalg.norm(rest)"

COLUMNS = [
    *ways("length forgotten", "the columns aren't divided by their lengths",
          (LENGTH, "rest"), ((ALONG, LENGTH), ("before @ ((before.T @ A[:, k]) / np.sum(before**2, axis=0))", "rest"))),
    Mistake("square root forgotten", LENGTH, "rest / np.sum(rest**2)",
            "the columns are divided by the square of their length: the square root is forgotten"),
    Mistake("nothing subtracted", REST, "A[:, k]",
            "each column has length 1, but nothing is taken off it: the columns don't stand at right angles (those done "
            "already are Q[:, :k])"),
    Mistake("length of A's column", LENGTH, "rest / np.linalg.norm(A[:, k])",
            "the columns are divided by the length they had in A; first take off what lies along the columns before, then "
            "divide by the length of what is left"),
    Mistake("only the column before", "Q[:, :k]", "Q[:, max(k - 1, 0):k]",
            "only the column just before is taken into account; what lies along each earlier one has to go, or the last round "
            "of an inner loop overwrites the others"),
    Mistake("only the first column", "Q[:, :k]", "Q[:, :min(k, 1)]",
            "only what lies along the first column is taken off; each earlier column counts"),
    Mistake("column just before left out", "Q[:, :k]", "Q[:, :max(k - 1, 0)]",
            "the column just before is left out: those done already are Q[:, :k], the numbers 0 to k − 1"),
    Mistake("written into rows", "Q[:, k] = rest", "Q[k] = rest", "it is written into row k, Q[k]; column k is Q[:, k]"),
    *ways("length divided out too early",
          "A's column is divided by its length before anything is taken off; what is left is divided by its own",
          ((REST, LENGTH), ("A[:, k] / np.linalg.norm(A[:, k]) - before @ (before.T @ A[:, k])", "rest")),
          (("rest = " + REST, LENGTH), ("rest = A[:, k] / np.linalg.norm(A[:, k])\n        for q in before.T:\n"
                                        "            rest = rest - (q @ rest) * q", "rest"))),
    *ways("nothing left of the first column",
          "the first column is 0 / 0: its length is that of what is left of A's column, not of what lies along the others, "
          "nor of Q, which is 0 then", (REST, "before @ (before.T @ A[:, k])"), (LENGTH, "rest / np.linalg.norm(Q)")),
    Mistake("first column never made", LENGTH, "rest / np.linalg.norm(rest) if k else 0.0",
            "the first column stays 0: it is left out, or stored inside an inner loop, which never runs for k = 0"),
    Mistake("rows of Q", "Q[:, :k]", "Q[:k].T", "rows of Q are taken for its columns: those done already are Q[:, :k]"),
    Mistake("each number by its size", LENGTH, "rest / np.abs(rest)",
            "each number is divided by its own size, which leaves 1 and −1; a column is divided by one number, its length"),
    Mistake("first column left out", "Q[:, :k]", "Q[:, min(k, 1):k]", "what lies along the first column stays: its number is 0"),
    *ways("along A's columns", "what lies along the columns of A is taken off; it is along those of Q, which are done already",
          ("Q[:, :k]", "A[:, :k]"), ("Q[:, :k]", "A[:, :k] / np.linalg.norm(A[:, :k], axis=0)")),
    Mistake("added", REST, "A[:, k] + before @ (before.T @ A[:, k])",
            "what lies along the columns before is added; it is taken off"),
    Mistake("taken off twice", REST, "A[:, k] - 2 * before @ (before.T @ A[:, k])",
            "twice as much as lies along the columns before is taken off: that mirrors the column"),
    Mistake("only what lies along", REST, "(before @ (before.T @ A[:, k]) if k else A[:, k])",
            "what lies along the columns before is kept and the rest thrown away; it is the other way round"),
    Mistake("number for vector", ALONG, "np.sum(before.T @ A[:, k])",
            "the scalar product, a single number, is taken off each entry; it is scalar product times column"),
    Mistake("whole columns taken off", ALONG, "np.sum(before, axis=1)",
            "the columns before are taken off whole; each one times its scalar product with A's column"),
    Mistake("products not added up", ALONG, "np.sum(before**2 * A[:, [k]], axis=1)",
            "the numbers are multiplied one by one and never added up: a scalar product is a sum"),
    Mistake("scalar products without their signs", ALONG, "before @ np.abs(before.T @ A[:, k])",
            "the scalar products have lost their signs"),
    Mistake("scalar products squared", ALONG, "before @ (before.T @ A[:, k]) ** 2", "the scalar products are squared"),
    Mistake("mean for sum", ALONG, "(before @ (before.T @ A[:, k]) / max(k, 1))",
            "the mean of what lies along the columns before is taken off; it is the sum"),
    *ways("rows for columns", "the rows of A are taken for its columns: column k is A[:, k]",
          (REST, "A[k] - before @ (before.T @ A[k])"),
          ((REST, "return Q"), ("A[k] - before @ (before.T @ A[k])", "return Q.T"))),
    Mistake("transposed", "return Q", "return Q.T", "the matrix is transposed: what was made stands in its rows"),
    Mistake("signs of QR", "return Q", "return np.linalg.qr(A)[0]",
            "the columns are right but for their signs, which np.linalg.qr doesn't choose: column k and A's column k have a "
            "positive scalar product"),
    Mistake("R of QR", "return Q", "return np.linalg.qr(A)[1]", "R of np.linalg.qr is returned; it gives (Q, R)"),
    Mistake("sign turned", "return Q", "return -Q", "every sign is turned"),
    Mistake("no sign changes", "return Q", "return np.abs(Q)", "all numbers have lost their signs"),
    Mistake("from the singular value decomposition", "return Q", "return np.linalg.svd(A)[0]",
            "the columns are orthogonal, but they are those of np.linalg.svd; Gram and Schmidt begin with A's first column"),
    Mistake("rows of the singular value decomposition", "return Q", "return np.linalg.svd(A)[2]",
            "the matrix is orthogonal, but it is the last of np.linalg.svd; Gram and Schmidt begin with A's first column"),
    Mistake("nearest orthogonal matrix", "return Q", "return np.linalg.svd(A)[0] @ np.linalg.svd(A)[2]",
            "the matrix is orthogonal, the nearest to A; Gram and Schmidt keep the direction of A's first column"),
    Mistake("eigenvectors", "return Q", "return np.linalg.eigh(A @ A.T)[1]",
            "the matrix is orthogonal, but its columns are eigenvectors; Gram and Schmidt begin with A's first column"),
    Mistake("last column first", ("range(len(A))", "Q[:, :k]"), ("reversed(range(len(A)))", "Q[:, k + 1:]"),
            "it is begun with the last column; begin with the first"),
    Mistake("last column missing", "range(len(A))", "range(len(A) - 1)",
            "the last column stays at zero: the loop ends one column too early"),
    Mistake("first column only", "range(len(A))", "range(1)", "only the first column is made: return stands in the loop"),
    Mistake("first column as it is", LENGTH, "rest / (np.linalg.norm(rest) if k else 1.0)",
            "the first column isn't divided by its length"),
    Mistake("largest number for the length", LENGTH, "rest / np.max(np.abs(rest))",
            "the columns are divided by their largest number; their length is the root of the sum of squares"),
    Mistake("sum of sizes for the length", LENGTH, "rest / np.sum(np.abs(rest))",
            "the columns are divided by the sum of sizes; their length is the root of the sum of squares"),
    Mistake("one length for all", (LENGTH, "return Q"), ("rest", "return Q / np.linalg.norm(Q)"),
            "the whole matrix is divided by one number; each column is divided by its own length, in the loop"),
    Mistake("lengths at the end", (LENGTH, "return Q"), ("rest", "return Q / np.linalg.norm(Q, axis=0)"),
            "the lengths are divided out at the end; in the loop, a column that isn't 1 long yet takes off the wrong amount from "
            "the later ones"),
    Mistake("multiplied by the length", LENGTH, "rest * np.linalg.norm(rest)",
            "the columns are multiplied by their length; they are divided by it"),
    Mistake("mean square", LENGTH, "rest / np.sqrt(np.mean(rest**2))",
            "the squares are averaged under the root: the columns have length √n"),
    Mistake("the identity", "return Q", "return np.eye(len(A))", "the identity comes back, whatever A is"),
    Mistake("inverse", "return Q", "return np.linalg.inv(A)", "the inverse of A comes back"),
    Mistake("only scaled", "return Q", "return A / np.max(np.abs(np.linalg.eigvals(A)))",
            "A is only scaled, to a spectral radius of 1: its columns don't stand at right angles"),
    Mistake("scaled by σ_max", "return Q", "return A / np.linalg.norm(A, 2)",
            "A is only scaled, to a largest singular value of 1: its columns don't stand at right angles"),
]


# The exercises ---------------------------------------------------------------------------------------------------------

EXERCISES = [
    Exercise(norms.clip_by_value, "05", "each number into [−limit, limit]", to_clip_by_value,
             mistakes=BY_VALUE),
    Exercise(norms.clip_by_norm, "05", "one factor for all gradients", to_clip_by_norm,
             mistakes=BY_NORM),
    Exercise(spectra.orthogonal_columns, "05", "each column at right angles to those before, of length 1", columns,
             returns="Q", mistakes=COLUMNS),
]
