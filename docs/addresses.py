"""Where else a page can be opened."""
from urllib.parse import urlsplit


def in_colab(repository, page):
    """Return where Colab opens a page, "notebooks/NAME", from the branch that the publishing workflow writes."""
    return f"https://colab.research.google.com/github/{urlsplit(repository).path.strip('/')}/blob/colab/{page}.ipynb"
