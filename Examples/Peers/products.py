"""Products of matrices with torch.matmul, in the shapes and forms of the benchmarks of seqrec."""

import statistics
import time

import peer

arguments = peer.arguments(__doc__, needs_data=False, seconds=0.5)
torch = peer.begin(arguments)

SHAPES = [
    (6400, 64, 64), (6400, 64, 256), (25600, 50, 50), (64, 256, 3416), (64, 3416, 256),
    (128, 64, 3416), (1, 256, 3416)]


def seconds(m, k, n, form):
    """The median time of a product into memory that is there, over a while, the first ones left out."""
    a = torch.rand(k, m).T if form == "aT b" else torch.rand(m, k)
    b = torch.rand(n, k).T if form == "a bT" else torch.rand(k, n)
    result = torch.empty(m, n)
    for _ in range(3):
        torch.matmul(a, b, out=result)
    times, end = [], time.perf_counter() + arguments.seconds
    while (start := time.perf_counter()) < end:
        torch.matmul(a, b, out=result)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


with torch.inference_mode():
    medians = {
        f"{m}x{k}x{n} {form}": seconds(m, k, n, form)
        for m, k, n in SHAPES for form in ("a b", "aT b", "a bT")}
peer.report(arguments, "products", seconds=medians)
