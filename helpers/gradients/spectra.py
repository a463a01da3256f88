"""What a square matrix does to a vector again and again, and matrices to start W_aa from.

    (1)  W v = λ v                eigenvalues λ: the directions that W only stretches, turns or flips
    (2)  ρ(W) = max |λ|           spectral radius: the factor a step, in the long run
    (3)  σ_max(W) = max ‖W v‖     over all v of length 1: the largest factor that one step can bring
    (4)  ‖(Wᵀ)^k v‖ ≈ const · ρ(W)^k      so that log10 of it falls or grows by log10 ρ(W) a step, for large k

ρ ≤ σ_max, and both are the same for an orthogonal matrix, whose every |λ| and σ is 1.
"""
import numpy as np

from helpers.networks import shapes


@shapes.checked(W="n n")
def spectral_radius(W):
    """Return ρ(W), equation (2): the largest absolute value of W's eigenvalues.

    Parameters
    ----------
    W : array (n, n), of finite numbers

    Returns
    -------
    float
    """
    return float(np.max(np.abs(np.linalg.eigvals(W))))


@shapes.checked(W="n n")
def largest_singular_value(W):
    """Return σ_max(W), equation (3).

    Parameters
    ----------
    W : array (n, n), of finite numbers

    Returns
    -------
    float
    """
    return float(np.linalg.norm(W, 2))


@shapes.checked(Waa="n_a n_a")
@np.errstate(divide="ignore")
def decades_per_step(Waa):
    """Return log10 of the factor by which a linear network's gradient changes in a step back, in the long run: equation (4).

    Parameters
    ----------
    Waa : array (n_a, n_a)

    Returns
    -------
    float: −1 for ten times smaller a step, +1 for ten times larger; −inf if every eigenvalue is 0
    """
    spectral_radius = np.max(np.abs(np.linalg.eigvals(Waa)))  # equation (2)
    return float(np.log10(spectral_radius))


@shapes.checked(W="n n")
def scaled(W, rho):
    """Return W times the number that gives it the spectral radius `rho`.

    Parameters
    ----------
    W : array (n, n)
    rho : float
        0 or more

    Returns
    -------
    array (n, n)

    Raises
    ------
    ValueError
        if rho is negative, or W has no eigenvalue but 0, so that no factor changes its spectral radius
    """
    if not rho >= 0:
        raise ValueError(f"rho is {rho!r}, expected a number of at least 0")
    radius = spectral_radius(W)
    if radius == 0:
        raise ValueError("W has spectral radius 0, expected a matrix with an eigenvalue other than 0")
    return W * (rho / radius)


def gaussian(rng, n_a):
    """Return a Gaussian start for W_aa: variance 1/n_a, spectral radius near 1 and σ_max near 2.

    Parameters
    ----------
    rng : numpy.random.Generator
    n_a : int

    Returns
    -------
    array (n_a, n_a)
    """
    shapes.integer("n_a", n_a)
    return rng.standard_normal((n_a, n_a)) / np.sqrt(n_a)


def orthogonal(rng, n_a):
    """Return a random orthogonal start for W_aa: it turns a vector and keeps its length; every |λ| and σ is 1.

    Parameters
    ----------
    rng : numpy.random.Generator
    n_a : int

    Returns
    -------
    array (n_a, n_a)

    Notes
    -----
    The Q of a Gaussian matrix's QR decomposition, each column with the sign of R's diagonal: without it, Q isn't drawn
    evenly from all orthogonal matrices. Source: F. Mezzadri, How to generate random matrices from the classical compact
    groups, Notices of the AMS 54 (2007). As a start for deep and recurrent networks: A. M. Saxe, J. L. McClelland,
    S. Ganguli, Exact solutions to the nonlinear dynamics of learning in deep linear neural networks, ICLR 2014.
    """
    shapes.integer("n_a", n_a)
    Q, R = np.linalg.qr(rng.standard_normal((n_a, n_a)))
    return Q * np.where(np.diag(R) < 0, -1.0, 1.0)  # (n_a, n_a)


@shapes.checked(A="n n")
def orthogonal_columns(A):
    """Return A's columns made orthogonal to those before them and of length 1, by Gram and Schmidt's way.

    Parameters
    ----------
    A : array (n, n)
        no column a sum of multiples of the others; random numbers will do

    Returns
    -------
    array (n, n): Q with QᵀQ = I; its first k columns make up the same vectors as A's first k, for every k, and the scalar
    product of column k with A's column k is positive. It is the Q of `orthogonal`, for the same random numbers.
    """
    Q = np.zeros(A.shape)  # (n, n)
    for k in range(len(A)):
        before = Q[:, :k]  # (n, k), done already
        rest = A[:, k] - before @ (before.T @ A[:, k])  # (n,)
        Q[:, k] = rest / np.linalg.norm(rest)
    return Q


def identity(n_a):
    """Return the identity as a start for W_aa: each unit keeps what it holds.

    Source: Q. V. Le, N. Jaitly, G. E. Hinton, A simple way to initialize recurrent networks of rectified linear units,
    arXiv 1504.00941 (2015).
    """
    return np.eye(shapes.integer("n_a", n_a))


def lengths(vectors):
    """Return the length (Euclidean norm) of each column, right also where squares underflow or overflow.

    Parameters
    ----------
    vectors : array (n, number of vectors)

    Returns
    -------
    array (number of vectors,): 0 for a column of zeros, infinity for one that holds an infinity
    """
    largest = np.max(np.abs(vectors), axis=0)  # (number of vectors,)
    unit = np.where((largest > 0) & np.isfinite(largest), largest, 1.0)
    return np.linalg.norm(vectors / unit, axis=0) * unit
