"""An LSTM's memory: the bias that keeps it, and what a step of it multiplies a gradient by.
"""
from helpers.exercises import lstm
from helpers.exercises.exercise import Exercise, Mistake, each, ways
from helpers.gradients import paths
from helpers.networks.lstm import lstm_forward

# Problems --------------------------------------------------------------------------------------------------------------

def memory_to_keep(rng, n_x, m, T_x, **_):
    """Draw a number of steps and the share that is to be left after them; once so little that the gate is below 1/2."""
    if m == 1:
        return 3, float(rng.uniform(0.02, 0.09))
    return 2 + n_x + 3 * m + T_x, float(rng.uniform(0.1, 0.45))


def two_steps(rng, n_x, n_a, n_y, **_):
    """Draw the caches of the second and the third step of one example: the memory before both isn't 0."""
    (_, before, now), _ = lstm_forward(*lstm.steps(rng, n_x, n_a, n_y, m=1, T_x=3))[-1]
    return before, now


# Known mistakes --------------------------------------------------------------------------------------------------------

GAMMA, LOGIT = "share ** (1 / steps)", "np.log(gamma_f / (1 - gamma_f))"

FORGET_BIAS = [
    Mistake("gate for bias", LOGIT, "gamma_f", "the gate's value is returned and not the bias that gives it: σ⁻¹ is missing"),
    Mistake("sign turned", LOGIT, "np.log((1 - gamma_f) / gamma_f)",
            "the fraction in the logarithm is upside down, or Γ is taken for what is lost in a step: a gate that keeps needs a "
            "bias above 0"),
    Mistake("logarithm to base 10", LOGIT, "np.log10(gamma_f / (1 - gamma_f))",
            "log10 stands where the natural logarithm belongs: σ is made of e"),
    Mistake("logarithm to base 2", LOGIT, "np.log2(gamma_f / (1 - gamma_f))",
            "log2 stands where the natural logarithm belongs: σ is made of e"),
    Mistake("logarithm forgotten", LOGIT, "gamma_f / (1 - gamma_f)", "the logarithm is forgotten"),
    Mistake("logarithm of the gate", LOGIT, "np.log(gamma_f)", "the bias is log Γ; the inverse of σ is log(Γ / (1 − Γ))"),
    Mistake("logarithm of what is lost", LOGIT, "-np.log(1 - gamma_f)",
            "the bias is −log(1 − Γ), or np.log1p of the fraction; the inverse of σ is log(Γ / (1 − Γ))"),
    Mistake("minus the logarithm of the gate", LOGIT, "-np.log(gamma_f)",
            "the bias is −log Γ; the inverse of σ is log(Γ / (1 − Γ))"),
    Mistake("logarithm of the sigmoid", LOGIT, "np.log(1 / (1 + np.exp(-gamma_f)))",
            "σ is taken of Γ and then the logarithm; the inverse of σ is log(Γ / (1 − Γ)), without σ"),
    Mistake("sign dropped", LOGIT, "np.abs(np.log(gamma_f / (1 - gamma_f)))",
            "the sign of the bias is taken off: a gate below a half needs a bias below 0"),
    Mistake("parenthesis", LOGIT, "np.log(gamma_f) / (1 - gamma_f)",
            "the logarithm is taken of Γ alone: mind the closing parenthesis"),
    Mistake("sigmoid for its inverse", LOGIT, "1 / (1 + np.exp(-gamma_f))",
            "σ is taken of the gate; the bias is its inverse, σ⁻¹"),
    Mistake("inverse of tanh", LOGIT, "np.arctanh(gamma_f)", "the inverse of tanh is taken; a gate is a σ"),
    Mistake("quotient of logarithms", LOGIT, "np.log(gamma_f) / np.log(1 - gamma_f)",
            "log Γ is divided by log(1 − Γ); it is the logarithm of the fraction, log(Γ / (1 − Γ))"),
    Mistake("exponential for the logarithm", LOGIT, "np.exp(gamma_f / (1 - gamma_f))",
            "e is raised to Γ / (1 − Γ); the bias is the logarithm of that fraction"),
    Mistake("half the bias", LOGIT, "np.arctanh(2 * gamma_f - 1)", "the bias is half as large as it should be"),
    Mistake("gate that loses 1 / steps", GAMMA, "1 - 1 / steps",
            "the gate is 1 − 1/steps, whatever the share; Γ to the power of steps has to be the share"),
    Mistake("steps left out", GAMMA, "share", "the share is taken for a single step: the number of steps has no part in it"),
    Mistake("power for root", GAMMA, "share ** steps",
            "the share is raised to the number of steps; what stays in one step is its root"),
    Mistake("share divided by steps", GAMMA, "share / steps",
            "the share is divided by the number of steps; the steps multiply, so that it is a root"),
    Mistake("loss divided by steps", GAMMA, "1 - (1 - share) / steps",
            "what is lost is divided evenly over the steps; each step takes a share of what is left"),
    *ways("no gate in the logarithm",
          "a logarithm is taken of 0 or less, or a root of a number below 0: Γ / (1 − Γ) needs its brackets, and Γ = "
          "share ** (1 / steps), the root of the share alone, lies between 0 and 1", (GAMMA, "steps ** (1 / share)"), (LOGIT,
                  "np.log(gamma_f / 1 - gamma_f)")),
    Mistake("one step too few", GAMMA, "share ** (1 / (steps - 1))", "the root is taken for one step too few"),
    Mistake("exponential of the share", GAMMA, "np.exp(-share / steps)",
            "e^(−share / steps) stands for the root, share ** (1 / steps)"),
    Mistake("loss per step", GAMMA, "1 - share / steps",
            "1 − share / steps stands for the gate's value; it is share ** (1 / steps)"),
    Mistake("logarithm of steps over share", LOGIT, "np.log(steps / -np.log(share))",
            "an approximation is returned, log(steps / −log(share)); it is close for many steps only"),
    Mistake("one over sigmoid", LOGIT, "1 + np.exp(-gamma_f)",
            "1/σ(Γ) is taken; σ⁻¹ is the inverse function, not one divided by it: log(Γ / (1 − Γ))"),
    Mistake("one over the gate", LOGIT, "1 / gamma_f", "1/Γ is taken; the inverse of σ is log(Γ / (1 − Γ))"),
    Mistake("plus for minus", LOGIT, "np.log(gamma_f / (1 + gamma_f))",
            "the fraction is written Γ / (1 + Γ); the inverse of σ is log(Γ / (1 − Γ))"),
    Mistake("difference for fraction", LOGIT, "np.log(gamma_f - (1 - gamma_f))",
            "the logarithm is taken of Γ − (1 − Γ); it is taken of the fraction Γ / (1 − Γ)"),
    Mistake("derivative of sigmoid", LOGIT, "gamma_f * (1 - gamma_f)",
            "Γ(1 − Γ), the derivative of σ, stands where its inverse belongs"),
    Mistake("sigmoid of the share", LOGIT, "np.log(share / (1 - share)) / steps",
            "σ⁻¹ is taken of the share and divided by the steps; the root comes first"),
    Mistake("steps as a factor of the bias", LOGIT, "np.log(gamma_f / (1 - gamma_f)) * steps",
            "the bias is multiplied by the number of steps"),
    Mistake("bias divided by the steps", LOGIT, "np.log(gamma_f / (1 - gamma_f)) / steps",
            "the bias is divided by the number of steps"),
    Mistake("gate and bias", "return np.log(gamma_f / (1 - gamma_f))", "return gamma_f, np.log(gamma_f / (1 - gamma_f))",
            "the gate's value is returned too; the bias alone is asked"),
    Mistake("one step too many", GAMMA, "share ** (1 / (steps + 1))", "the root is taken for one step too many"),
    Mistake("square root", GAMMA, "np.sqrt(share)", "the square root is taken, whatever the number of steps"),
    Mistake("always a half", GAMMA, "0.5 ** (1 / steps)", "the share is taken as a half, whatever is asked"),
    Mistake("always one e-th", GAMMA, "np.exp(-1 / steps)", "the share is taken as 1/e, whatever is asked"),
    Mistake("what is lost for what is left", GAMMA, "(1 - share) ** (1 / steps)",
            "share is taken for what is lost; it is what is left"),
]

DIAGONAL, FACTOR = "np.diag(gamma_f[:, 0])", "before.gamma_o * (1 - np.tanh(c_prev)**2)"
DF, DU, DC = "Df = c_prev * gamma_f * (1 - gamma_f)", "Du = c_tilde * gamma_u * (1 - gamma_u)", "Dc = gamma_u * (1 - c_tilde**2)"
THREE, B = "Df * Wf + Du * Wu + Dc * Wc", "(Df * Wf + Du * Wu + Dc * Wc) * slope.T"
IN_FRONT = {"f": "c_prev", "u": "c_tilde"}  # what stands before the slope of the gate in its D

STEP = [
    *(Mistake(name, DIAGONAL, wrong, says) for name, wrong, says in (
        ("slope in A", "np.diag((gamma_f * (1 - gamma_f))[:, 0])",
         "the slope of σ, Γ_f(1 − Γ_f), stands in A; the memory is multiplied by the gate's value itself"),
        ("identity for A", "np.eye(n_a)", "A is the identity, as in 1997, before there was a forget gate; its diagonal is Γ_f"),
        ("Γ_u in A", "np.diag(gamma_u[:, 0])", "Γ_u stands in A; what the memory is multiplied by is Γ_f"),
        ("1 − Γ_f in A", "np.diag(1 - gamma_f[:, 0])", "1 − Γ_f stands in A; Γ_f is what stays"),
        ("Γ_f of the step before", "np.diag(before.gamma_f[:, 0])",
         "A is made of Γ_f^⟨t−1⟩; from c^⟨t−1⟩ to c^⟨t⟩ it is Γ_f^⟨t⟩"),
        ("Γ_o in A", "np.diag(now.gamma_o[:, 0])", "Γ_o stands in A; what the memory is multiplied by is Γ_f"),
        ("c in A", "np.diag((gamma_f * c_prev)[:, 0])",
         "A holds Γ_f ∗ c^⟨t−1⟩, the term itself; its derivative in c^⟨t−1⟩ is Γ_f"),
        ("weights in A", "gamma_f * Wf", "W_f stands in A; no weight is on the memory's own way"),
        ("column for A", "gamma_f", "A is the column Γ_f; np.diag(gamma_f[:, 0]) makes a matrix of it"),
        ("numbers for A", "gamma_f[:, 0]", "A is the row of the n_a numbers of Γ_f; np.diag makes a matrix of them"),
        ("diagonal of a column", "np.diag(gamma_f)",
         "np.diag of a column (n_a, 1) reads a diagonal, and finds one number; of (n_a,) it makes a matrix: gamma_f[:, 0]"),
        ("Γ_f in every column", "gamma_f * np.ones((n_a, n_a))",
         "A has Γ_f in every column; c_i^⟨t⟩ keeps c_i^⟨t−1⟩ alone, so that only the diagonal isn't 0"))),
    *(slip for g in "fu" for slip in (
        Mistake(f"slope forgotten in D_{g}", {"f": DF, "u": DU}[g], f"D{g} = {IN_FRONT[g]}",
                f"the slope of σ, Γ_{g}(1 − Γ_{g}), is forgotten in D_{g}"),
        Mistake(f"tanh's slope in D_{g}", {"f": DF, "u": DU}[g], f"D{g} = {IN_FRONT[g]} * (1 - gamma_{g}**2)",
                f"the slope of tanh stands for that of σ in D_{g}"),
        Mistake(f"Γ_{g} forgotten in D_{g}", {"f": DF, "u": DU}[g], f"D{g} = {IN_FRONT[g]} * (1 - gamma_{g})",
                f"the slope of σ in D_{g} is Γ_{g}(1 − Γ_{g}), and the first Γ_{g} is missing"),
        Mistake(f"1 − Γ_{g} forgotten in D_{g}", {"f": DF, "u": DU}[g], f"D{g} = {IN_FRONT[g]} * gamma_{g}",
                f"the slope of σ in D_{g} is Γ_{g}(1 − Γ_{g}), and 1 − Γ_{g} is missing"),
        Mistake(f"slope turned round in D_{g}", {"f": DF, "u": DU}[g], f"D{g} = {IN_FRONT[g]} * gamma_{g} * (gamma_{g} - 1)",
                f"the slope of σ in D_{g} has the wrong sign: it is Γ_{g}(1 − Γ_{g})"),
        Mistake(f"bracket forgotten in D_{g}", {"f": DF, "u": DU}[g], f"D{g} = {IN_FRONT[g]} * gamma_{g} * 1 - gamma_{g}",
                f"the parentheses around 1 − Γ_{g} are missing in D_{g}"),
        Mistake(f"slope alone in D_{g}", {"f": DF, "u": DU}[g], f"D{g} = gamma_{g} * (1 - gamma_{g})",
                f"what Γ_{g} is multiplied with in c^⟨t⟩, {'c^⟨t−1⟩' if g == 'f' else 'c̃'}, is forgotten in D_{g}"),
        Mistake(f"D_{g} forgotten", f"D{g} * W{g}", f"W{g}", f"W_{g} stands in B without its D_{g}"),
        Mistake(f"way of Γ_{g} left out", f"D{g} * W{g}", f"0 * W{g}", f"the way through Γ_{g} is left out of B"))),
    Mistake("c̃ for c in D_f", DF, "Df = c_tilde * gamma_f * (1 - gamma_f)",
            "c̃ stands for c^⟨t−1⟩ in D_f: the forget gate is multiplied with the old memory"),
    Mistake("c after the step in D_f", DF, "Df = now.c_next * gamma_f * (1 - gamma_f)",
            "c^⟨t⟩ stands in D_f; the forget gate is multiplied with the memory before the step, c^⟨t−1⟩"),
    Mistake("c two steps back in D_f", DF, "Df = before.c_prev * gamma_f * (1 - gamma_f)",
            "before.c_prev is c^⟨t−2⟩; c^⟨t−1⟩ stands in D_f: now.c_prev, or before.c_next"),
    Mistake("tanh of c in D_f", DF, "Df = np.tanh(c_prev) * gamma_f * (1 - gamma_f)",
            "tanh is taken of c^⟨t−1⟩ in D_f; in equation (5) of page 7 it stands without"),
    Mistake("c for c̃ in D_u", DU, "Du = c_prev * gamma_u * (1 - gamma_u)",
            "c^⟨t−1⟩ stands for c̃ in D_u: the update gate is multiplied with the candidate"),
    Mistake("c and c̃ swapped", (DF, DU), ("Df = c_tilde * gamma_f * (1 - gamma_f)", "Du = c_prev * gamma_u * (1 - gamma_u)"),
            "c^⟨t−1⟩ and c̃ have changed places in D_f and D_u"),
    *(Mistake(name, DC, f"Dc = {wrong}", says) for name, wrong, says in (
        ("slope forgotten in D_c", "gamma_u", "the slope of tanh, 1 − c̃², is forgotten in D_c"),
        ("Γ_u forgotten in D_c", "1 - c_tilde**2", "Γ_u is forgotten in D_c: the candidate is written with it"),
        ("σ's slope in D_c", "gamma_u * c_tilde * (1 - c_tilde)", "the slope of σ stands for that of tanh in D_c: it is 1 − c̃²"),
        ("tanh once more in D_c", "gamma_u * (1 - np.tanh(c_tilde)**2)",
         "tanh is taken of c̃ once more in D_c; c̃ is a tanh already"),
        ("square forgotten in D_c", "gamma_u * (1 - c_tilde)", "the square is forgotten in 1 − c̃², in D_c"),
        ("bracket squared in D_c", "gamma_u * (1 - c_tilde)**2", "the square stands outside the bracket in D_c: it is 1 − c̃²"),
        ("bracket forgotten in D_c", "gamma_u * 1 - c_tilde**2", "the parentheses around 1 − c̃² are missing in D_c"),
        ("Γ_f for Γ_u in D_c", "gamma_f * (1 - c_tilde**2)", "Γ_f stands for Γ_u in D_c"),
        ("sign of the slope in D_c", "gamma_u * (c_tilde**2 - 1)",
         "the slope of tanh in D_c has the wrong sign: it is 1 − c̃²"))),
    Mistake("D_c forgotten", "Dc * Wc", "Wc", "W_c stands in B without its D_c"),
    Mistake("way of c̃ left out", "Dc * Wc", "0 * Wc", "the way through the candidate is left out of B"),
    Mistake("all slopes forgotten", (DF, DU, DC), ("Df = c_prev", "Du = c_tilde", "Dc = gamma_u"),
            "the slopes of σ and tanh are forgotten in all three D"),
    Mistake("values for slopes", (DF, DU, DC), ("Df = gamma_f", "Du = gamma_u", "Dc = c_tilde"),
            "the values Γ_f, Γ_u and c̃ stand in the three D; each holds what that one is multiplied with, times its slope"),
    *each("fuc", "D_{g} with W_{h}", "D{g} * W{g}", "D{g} * W{h}", "D_{g} is multiplied with W_{h}; it goes with W_{g}",
          others="fuc"),
    Mistake("W_f and W_u swapped", ("Df * Wf", "Du * Wu"), ("Df * Wu", "Du * Wf"), "W_f and W_u have changed places in B"),
    Mistake("way of the output gate added", THREE,
            f"{THREE} + np.tanh(now.c_next) * now.gamma_o * (1 - now.gamma_o) * now.parameters['Wo'][:, :n_a]",
            "the output gate has a way in B too; it leads to a^⟨t⟩, and not to c^⟨t⟩"),
    *(Mistake(name, FACTOR, wrong, says) for name, wrong, says in (
        ("Γ_o of this step", "now.gamma_o * (1 - np.tanh(c_prev)**2)",
         "Γ_o^⟨t⟩ stands in the last factor; a^⟨t−1⟩ was shown by the gate of the step before, before.gamma_o"),
        ("Γ_o forgotten", "1 - np.tanh(c_prev)**2", "Γ_o^⟨t−1⟩ is forgotten in the last factor"),
        ("slope of tanh(c) forgotten", "before.gamma_o + 0 * c_prev",
         "the slope of tanh, 1 − tanh²(c), is forgotten in the last factor"),
        ("memory after the step", "before.gamma_o * (1 - np.tanh(now.c_next)**2)",
         "c^⟨t⟩ stands in the last factor; a^⟨t−1⟩ is made of c^⟨t−1⟩"),
        ("memory two steps back", "before.gamma_o * (1 - np.tanh(before.c_prev)**2)",
         "before.c_prev is c^⟨t−2⟩; a^⟨t−1⟩ is made of c^⟨t−1⟩: now.c_prev, or before.c_next"),
        ("slope of Γ_o alone", "before.gamma_o * (1 - before.gamma_o) + 0 * c_prev",
         "the slope of Γ_o stands for the last factor; that gate counts with its value, and tanh(c) with its slope"),
        ("a for tanh(c)", "before.gamma_o * (1 - now.a_prev**2)",
         "1 − a² stands in the last factor, as in the simple RNN; here a is Γ_o ∗ tanh(c), so that it is 1 − tanh²(c)"),
        ("tanh forgotten", "before.gamma_o * (1 - c_prev**2)", "tanh is forgotten in the last factor: it is 1 − tanh²(c)"),
        ("square forgotten", "before.gamma_o * (1 - np.tanh(c_prev))",
         "the square is forgotten in the last factor: it is 1 − tanh²(c)"),
        ("square inside tanh", "before.gamma_o * (1 - np.tanh(c_prev**2))",
         "the square stands inside tanh in the last factor: it is 1 − tanh²(c)"),
        ("a for its slope", "before.gamma_o * np.tanh(c_prev)",
         "a^⟨t−1⟩ itself stands in the last factor; it is its slope in c^⟨t−1⟩"),
        ("slope of Γ_o", "before.gamma_o * (1 - before.gamma_o) * (1 - np.tanh(c_prev)**2)",
         "the slope of Γ_o stands in the last factor; that gate was set before c^⟨t−1⟩ was made, and counts with its value"),
        ("bracket forgotten", "before.gamma_o * 1 - np.tanh(c_prev)**2",
         "the parentheses around 1 − tanh²(c) are missing in the last factor"))),
    *(Mistake(name, B, wrong, says) for name, wrong, says in (
        ("last factor on the rows", f"({THREE}) * slope",
         "the last factor is multiplied into the rows of the sum, and no error shows it; "
         "a diagonal on the right multiplies columns: * slope.T"),
        ("D on the columns", "(Df.T * Wf + Du.T * Wu + Dc.T * Wc) * slope.T",
         "each D is multiplied into the columns of its W; a diagonal on the left multiplies rows: D * W"),
        ("rows and columns swapped", "(Df.T * Wf + Du.T * Wu + Dc.T * Wc) * slope",
         "each D is multiplied into columns, and the last factor into rows; it is the other way round"),
        ("B transposed", f"(({THREE}) * slope.T).T", "B is transposed: row i is of c_i^⟨t⟩, column j of c_j^⟨t−1⟩"),
        ("weights transposed", "(Df * Wf.T + Du * Wu.T + Dc * Wc.T) * slope.T",
         "the weights are transposed, as for a gradient that goes back; the Jacobian is that of the way forward"),
        ("D as a row times W", "(Df.T @ Wf + Du.T @ Wu + Dc.T @ Wc) * slope.T",
         "D.T @ W adds up the rows of W; D stands for a diagonal matrix, which multiplies each row: D * W"),
        ("bracket times a column", f"({THREE}) @ slope",
         "@ with the column of the last factor adds up each row; as a diagonal on the right it multiplies columns: * slope.T"),
        ("last factor added", f"({THREE}) + slope.T", "the last factor is added; it is multiplied"),
        ("last factor forgotten", THREE, "the last factor is forgotten: how a^⟨t−1⟩ follows c^⟨t−1⟩"),
        ("last factor on W_c alone", f"{THREE} * slope.T",
         "the brackets around the sum are missing, so that the last factor is multiplied into its last term only"),
        ("B left at zero", "np.zeros((n_a, n_a))", "B is zero: the way through the gates isn't filled in"),
        ("A in B", f"({THREE}) * slope.T + A", "A is added to B; the two are asked apart"))),
    *ways("W times a column",
          "W @ D is W times a column of numbers; D stands for a diagonal matrix on the left, which multiplies the rows: D * W",
          (B, "(Wf @ Df + Wu @ Du + Wc @ Dc) * slope.T"), (B, "(Wf.T @ Df + Wu.T @ Du + Wc.T @ Dc) * slope.T")),
    Mistake("columns of x", "[:, :n_a]", "[:, -n_a:]",
            "the last n_a columns of the weights are taken; in [a; x] those of a come first"),
    Mistake("A and B swapped", "return A, B", "return B, A", "B is returned before A"),
    Mistake("before and now swapped", ("before.gamma_o", "now.gamma_f, now.gamma_u, now.c_tilde, now.c_prev"),
            ("now.gamma_o", "before.gamma_f, before.gamma_u, before.c_tilde, before.c_prev"),
            "the two caches have changed places: the gates of B are those of step t, Γ_o that of step t − 1"),
    *ways("gates of the step before", "the gates are taken from before; only Γ_o is: Γ_f, Γ_u and c̃ are those of step t, in now",
          ("now.gamma_f, now.gamma_u", "before.gamma_f, before.gamma_u"),
          ("now.gamma_f, now.gamma_u, now.c_tilde", "before.gamma_f, before.gamma_u, before.c_tilde")),
    *(Mistake(f"{name} of the step before", "now." + field, "before." + field,
              f"{name} is taken from before; in the three D it is that of step t, now.{field}")
      for name, field in (("Γ_u", "gamma_u"), ("c̃", "c_tilde"))),
    Mistake("c̃ of the step before in D_u", DU, "Du = before.c_tilde * gamma_u * (1 - gamma_u)",
            "c̃ is taken from before in D_u; it is that of step t, now.c_tilde"),
]

# The exercises ---------------------------------------------------------------------------------------------------------

EXERCISES = [
    Exercise(paths.forget_bias_for, "10", "the gate for one step, then σ⁻¹ of it", memory_to_keep, returns="bias",
             mistakes=FORGET_BIAS),
    Exercise(paths.step_of_memory, "10", "A, the three D as columns, their sum, the last factor", two_steps, returns="A B",
             mistakes=STEP),
]
