"""Rates of the products among benchmarks in the format jmh, which are read from standard input: operations a second, and
bytes a second of factors and result, each counted once."""

import re
import sys

import race

print(f"{'':48}{'GFLOP/s':>10}{'GB/s':>10}")
for name, seconds in sorted(race.medians(sys.stdin.read()).items()):
    m, k, n = map(int, re.search(r"(\d+)x(\d+)x(\d+)", name).groups())
    size = 4 * (m * k + k * n + m * n)
    print(f"{name:48}{race.operations(name) / seconds / 1e9:10.1f}{size / seconds / 1e9:10.1f}")
