"""So much of the processor's time, and no more."""
import time


class Processor:
    """Seconds of the processor that may be spent from now on.

    To ask for them is slow, and a look at the clock is not: they can't pass faster than it, where one thread works.
    """

    def __init__(self, seconds):
        self.end, self.ask = time.process_time() + seconds, time.perf_counter() + seconds

    def spent(self):
        """Return whether they are over."""
        now = time.perf_counter()
        if now < self.ask:
            return False
        left = self.end - time.process_time()
        self.ask = now + left
        return left < 0
