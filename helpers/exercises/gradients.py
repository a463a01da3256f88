"""Gradients measured: their norms through time, and their rate.
"""
import numpy as np

from helpers.exercises.exercise import Exercise, Mistake, normal, ways
from helpers.exercises.rnn import rnn_steps_back
from helpers.gradients import norms, spectra

# Problems --------------------------------------------------------------------------------------------------------------

def matrix(rng, n_a, m, **_):
    """Draw a matrix; in two of the problems its eigenvalues are moved to the left, so that the largest is seldom on the right.

    In others it is drawn until what is easily taken for the largest |λ| is another number. The smallest matrix shrinks what it
    multiplies, so that its rate lies below 0.
    """
    while True:
        Waa = 1.2 * normal(rng, n_a, n_a) - (0.8 if m in (1, 7) else 0.0) * np.eye(n_a)
        Waa *= 0.2 if n_a == 2 else 1
        values = np.linalg.eigvals(Waa)
        sizes = np.abs(values)
        real = np.max(np.abs(values.real))
        right = np.abs(np.max(values))  # of the one with the largest real part
        if n_a == 5:
            drawn = all(_differ(np.max(sizes), np.min(sizes), real, sizes[end]) for end in (0, -1))
        else:
            drawn = n_a != 4 or _differ(np.max(sizes), right, np.max(values.real)) and all(
                _differ(right, sizes[end]) for end in (0, -1))
        if drawn:
            return (Waa,)


def _differ(*numbers):
    return np.min(np.diff(np.sort(numbers))) > 0.05 * np.max(numbers)


# Known mistakes --------------------------------------------------------------------------------------------------------

NORM, CARRY = "np.linalg.norm(da_next)", 'rnn_cell_backward(da_next, steps[t])["da_prev"]'

NORMS = [
    Mistake("nothing carried", "da[:, :, t] + da_prev", "da[:, :, t]",
            "nothing comes through the later steps, and that is what this page measures: da_prev isn't added, or it stays at 0 "
            "because da_next "
            "isn't what goes into the cell, or because what comes back isn't kept"),
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
    Mistake("sum before square", NORM, "np.abs(np.sum(da_next))",
            "the numbers are added first and squared afterwards, so that they cancel: np.sum(da ** 2), and then the root"),
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
            "the step back is taken with the cache of the step before, or the slope of tanh at a_prev; tanh gave a_next"),
    Mistake("cache of the last step", CARRY, 'rnn_cell_backward(da_next, steps[-1])["da_prev"]',
            "each step back is taken with the last step's cache"),
    Mistake("cache of the first step", CARRY, 'rnn_cell_backward(da_next, steps[0])["da_prev"]',
            "each step back is taken with the first step's cache"),
    Mistake("da counted twice", CARRY, 'rnn_cell_backward(da_next + da[:, :, t], steps[t])["da_prev"]',
            "da of the step is added a second time before the step back"),
    *(Mistake(name, CARRY, line, says) for name, line, says in (
        ("slope forgotten", 'steps[t].parameters["Waa"].T @ da_next',
         "the step back is Waaᵀ alone: the slope of tanh, 1 − a², is forgotten, and that is half of what this page is about"),
        ("transpose forgotten", 'steps[t].parameters["Waa"] @ ((1 - steps[t].a_next**2) * da_next)',
         "Waa isn't transposed on the way back; as it is square, no error shows it"),
        ("slope and transpose forgotten", 'steps[t].parameters["Waa"] @ da_next',
         "the step back is Waa alone: it is transposed, and the slope of tanh, 1 − a², comes first"),
        ("slope after the weights", '(1 - steps[t].a_next**2) * (steps[t].parameters["Waa"].T @ da_next)',
         "the slope of tanh is multiplied after Waaᵀ; on the way back tanh comes first"),
        ("slope only", "(1 - steps[t].a_next**2) * da_next", "the step back has the slope of tanh and no Waaᵀ"))),
    Mistake("carry summed", f"da_prev = {CARRY}", f"da_prev = da_prev + {CARRY}",
            "da_prev is added to what was carried before; it takes its place, since the cell has that in it already"),
    Mistake("divided by the last", "return norms", "return norms / norms[-1]",
            "all is divided by the last norm; the norms themselves are asked"),
    Mistake("divided by the first", "return norms", "return norms / norms[0]",
            "all is divided by the first norm; the norms themselves are asked"),
    Mistake("divided by the largest", "return norms", "return norms / np.max(norms)",
            "all is divided by the largest norm; the norms themselves are asked"),
    Mistake("logarithms", "return norms", "return np.log10(norms)",
            "log10 of the norms is returned; the norms themselves are asked"),
    Mistake("natural logarithms", "return norms", "return np.log(norms)",
            "the logarithm of the norms is returned; the norms themselves are asked"),
    Mistake("decibels", "return norms", "return 20 * np.log10(norms)",
            "the norms are turned into decibels; the norms themselves are asked"),
    Mistake("norms added up", "return norms", "return np.cumsum(norms)", "the norms are added up over the steps"),
    Mistake("zeros", "return norms", "return 0 * norms", "norms is made of zeros and never filled"),
    Mistake("return in the loop", f"da_prev = {CARRY}\n", f"da_prev = {CARRY}\n        break\n",
            "only the last step's norm is there and the others are 0: the loop ends after its first round, as when return is "
            "indented into it"),
    Mistake("last step left out", "reversed(range(T_x))", "reversed(range(T_x - 1))",
            "the last step is left out: the loop begins at T_x − 2"),
    Mistake("loop over the examples", "reversed(range(T_x))", "reversed(range(da.shape[1]))",
            "the loop runs over m examples and not over T_x steps"),
    Mistake("loop over the units", "reversed(range(T_x))", "reversed(range(da.shape[0]))",
            "the loop runs over n_a units and not over T_x steps"),
    Mistake("one place early", "norms[t] =", "norms[t - 1] =", "each norm is stored at t − 1, one place too early"),
    Mistake("norm of dz", NORM, "np.linalg.norm((1 - steps[t].a_next**2) * da_next)",
            "the norm is taken of dz, after the slope of tanh; ∂J/∂a^⟨t⟩ is da_next"),
    Mistake("norm of dx", NORM, 'np.linalg.norm(rnn_cell_backward(da_next, steps[t])["dxt"])',
            "the norm is taken of dxt, the input's gradient"),
    Mistake("norm of dWaa", NORM, 'np.linalg.norm(rnn_cell_backward(da_next, steps[t])["dWaa"])',
            "the norm is taken of the step's dWaa; it is ∂J/∂a^⟨t⟩ that is measured"),
    Mistake("two norms added", NORM, "np.linalg.norm(da[:, :, t]) + np.linalg.norm(da_prev)",
            "two norms are added, of da and of da_prev; the two gradients are added first, and then the norm is taken"),
    Mistake("root of the sum of sizes", NORM, "np.sqrt(np.sum(np.abs(da_next)))",
            "a root is taken of the sum of absolute values; it is the sum of squares"),
    Mistake("sum of singular values", NORM, "np.linalg.norm(da_next, 'nuc')",
            "the singular values are added; the norm is the root of the sum of all squares"),
    Mistake("largest column sum", NORM, "np.linalg.norm(da_next, 1)",
            "np.linalg.norm(…, 1) of a matrix is its largest column sum; without the 1 it is the root of the sum of squares"),
    Mistake("largest row sum", NORM, "np.linalg.norm(da_next, np.inf)",
            "np.linalg.norm(…, inf) of a matrix is its largest row sum; without it, it is the root of the sum of squares"),
    Mistake("mean size", NORM, "np.mean(np.abs(da_next))",
            "absolute values are averaged; the norm is the root of the sum of squares"),
    Mistake("spread", NORM, "np.std(da_next)", "np.std takes the mean off first; the norm is the root of the sum of squares"),
    Mistake("da given twice", "da[:, :, t] + da_prev", "2 * da[:, :, t] + da_prev", "da of the step is added twice"),
    Mistake("last da at every step", "da[:, :, t]", "da[:, :, -1]", "every step is given the da of the last one"),
    Mistake("first da at every step", "da[:, :, t]", "da[:, :, 0]", "every step is given the da of the first one"),
    Mistake("da of the step before", "da[:, :, t]", "da[:, :, t - 1]",
            "step t is given da[:, :, t − 1]; its own part is da[:, :, t]"),
    Mistake("da reversed", "da[:, :, t]", "da[:, :, T_x - 1 - t]", "da is read from the wrong end: step t has da[:, :, t]"),
    Mistake("norm of all of da", NORM, "np.linalg.norm(da)",
            "the norm is taken of all of da at once; each step has its own, that of da_next"),
    Mistake("mean over units", NORM, "np.mean(np.linalg.norm(da_next, axis=1))",
            "each unit's norm is taken and then their mean; here all units stand under one root"),
    Mistake("largest over examples", NORM, "np.max(np.linalg.norm(da_next, axis=0))",
            "each example's norm is taken and then the largest; here all examples stand under one root"),
    Mistake("last da from the start", "da_prev = np.zeros(da[:, :, 0].shape)", "da_prev = da[:, :, -1]",
            "da_prev begins as da of the last step, which the loop adds once more; nothing comes from after it: zeros"),
    Mistake("every norm into all places", "norms[t] =", "norms +=",
            "each norm is added to the whole of norms; it belongs into one place, norms[t]"),
    Mistake("running sum", NORM, "np.linalg.norm(da_next) + norms[min(t + 1, T_x - 1)]",
            "the norms are added up from the end"),
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
            "eigvalsh is used: it is for symmetric matrices, and reads one triangle of Waa only; eigvals takes any"),
    Mistake("real part only", EIGENVALUES, "np.max(np.abs(np.real(np.linalg.eigvals(Waa))))",
            "only the real parts of the eigenvalues count; |λ| is √(real² + imaginary²)"),
    Mistake("largest before the absolute value", EIGENVALUES, "np.abs(np.max(np.linalg.eigvals(Waa)))",
            "np.max comes before np.abs: of complex numbers it takes the one with the largest real part"),
    *ways("largest real part",
          "the largest real part is taken for the largest |λ|: an eigenvalue may lie on the left, or beside the axis",
          (EIGENVALUES, "np.max(np.real(np.linalg.eigvals(Waa)))"), (EIGENVALUES, "np.max(np.linalg.eigvals(Waa)).real")),
    Mistake("first eigenvalue", EIGENVALUES, "np.abs(np.linalg.eigvals(Waa)[0])",
            "the first eigenvalue is taken; they stand in no order"),
    Mistake("last eigenvalue", EIGENVALUES, "np.abs(np.linalg.eigvals(Waa)[-1])",
            "the last eigenvalue is taken; they stand in no order"),
    Mistake("imaginary part only", EIGENVALUES, "np.max(np.abs(np.imag(np.linalg.eigvals(Waa))))",
            "only the imaginary parts count; |λ| is √(real² + imaginary²)"),
    Mistake("eigenvectors", EIGENVALUES, "np.max(np.abs(np.linalg.eig(Waa)[1]))",
            "np.linalg.eig gives (values, vectors), and [1] are the vectors; eigvals gives the values"),
    Mistake("smallest singular value", EIGENVALUES, "np.linalg.norm(Waa, -2)",
            "the smallest singular value stands for the largest |λ|"),
    Mistake("condition number", EIGENVALUES, "np.linalg.cond(Waa)",
            "the condition number, the largest singular value over the smallest, stands for the largest |λ|"),
    Mistake("upper triangle", EIGENVALUES, "np.max(np.abs(np.linalg.eigvalsh(Waa, UPLO='U')))",
            "eigvalsh is used: it is for symmetric matrices, and reads one triangle of Waa only"),
    Mistake("symmetric half", EIGENVALUES, "np.max(np.abs(np.linalg.eigvals((Waa + Waa.T) / 2)))",
            "the eigenvalues are those of the symmetric half of Waa"),
    Mistake("largest row sum", EIGENVALUES, "np.linalg.norm(Waa, np.inf)",
            "the largest row sum stands for the largest |λ|: that is a bound, and not the rate"),
    Mistake("largest column sum", EIGENVALUES, "np.linalg.norm(Waa, 1)",
            "the largest column sum stands for the largest |λ|: that is a bound, and not the rate"),
    Mistake("divided by n_a", EIGENVALUES, "np.max(np.abs(np.linalg.eigvals(Waa))) / len(Waa)",
            "the largest |λ| is divided by n_a"),
    Mistake("decibels", LOG, "10 * np.log10(spectral_radius)", "it is multiplied by 10, as decibels are"),
    Mistake("decibels of a size", LOG, "20 * np.log10(spectral_radius)", "it is multiplied by 20, as decibels are"),
    Mistake("log1p", LOG, "np.log1p(spectral_radius)", "np.log1p takes log(1 + x); it is log10(x)"),
    Mistake("minus 1", LOG, "spectral_radius - 1", "1 is taken off the largest |λ|; log10 of it is asked"),
    Mistake("logarithm of the first step", LOG, "np.log10(spectral_radius) / len(Waa)", "the rate is divided by n_a"),
    Mistake("power for logarithm", LOG, "10**spectral_radius",
            "10 is raised to the largest |λ|; log10, which turns that round, is asked"),
    Mistake("sizes of the logarithms", LOG, "np.max(np.abs(np.log10(np.linalg.eigvals(Waa))))",
            "the logarithm is taken of the complex eigenvalues, and the absolute value of that; np.abs comes first"),
    Mistake("sign dropped", LOG, "np.abs(np.log10(spectral_radius))",
            "the sign of the rate is taken off: a gradient that shrinks has a rate below 0"),
    Mistake("place for size", "np.log10(spectral_radius)", "np.log10(np.argmax(np.abs(np.linalg.eigvals(Waa))))",
            "np.argmax gives the place of the largest |λ|; its size is np.max"),
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

# The exercises ---------------------------------------------------------------------------------------------------------

EXERCISES = [
    Exercise(norms.norms_through_time, "04", "the norm of ∂J/∂a at every step, on the way back", rnn_steps_back,
             returns="norms",
             mistakes=NORMS),
    Exercise(spectra.decades_per_step, "04", "log10 of the largest |λ|", matrix, returns="rate",
             mistakes=DECADES),
]
