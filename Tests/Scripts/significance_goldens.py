#!/usr/bin/env python3
"""Wilcoxon's signed-rank test and the complementary error function by SciPy.

Each line of significance-wilcoxon.csv is a case: how it was computed, W+, p, and the values of the model and of
the baseline. Values are multiples of 1/1024 where there are to be equal differences, so that they are equal
to the last bit for SciPy, too; differences of 0 are dropped.
"""
import argparse
import os

import numpy
from scipy import special, stats

parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
parser.add_argument("--output", required=True, help="folder for the two files")
parser.add_argument("--seed", type=int, default=1)
options = parser.parse_args()
rng = numpy.random.default_rng(options.seed)


def distinct(n):
    return rng.random(n), rng.random(n) * 0.9


def tied(n):
    return rng.integers(0, 9, n) * 37 / 1024, rng.integers(0, 8, n) * 37 / 1024


def case(name, model, baseline):
    differences = model - baseline
    differences = differences[differences != 0]
    if name == "permutations":
        method = stats.PermutationMethod(n_resamples=numpy.inf)
    else:
        method = {"exact": "exact", "normal": "asymptotic"}[name]
    result = stats.wilcoxon(
        differences, zero_method="wilcox", correction=name == "normal", method=method
    )
    ranks = stats.rankdata(numpy.abs(differences))
    positive = ranks[differences > 0].sum()
    fields = [name, repr(float(positive)), repr(float(result.pvalue))]
    fields += [" ".join(repr(float(v)) for v in values) for values in (model, baseline)]
    return ",".join(fields)


cases = [case("exact", *distinct(n)) for n in (1, 2, 5, 8, 12, 20, 25, 26, 40, 50)]
cases += [case("permutations", *tied(n)) for n in (3, 6, 10, 13)]
cases += [case("normal", *distinct(n)) for n in (51, 80, 300)]
cases += [case("normal", *tied(n)) for n in (70, 150, 1_000)]
with open(os.path.join(options.output, "significance-wilcoxon.csv"), "w") as file:
    file.write("\n".join(["method,W+,p,model,baseline", *cases]) + "\n")

points = [0, 1e-9, 0.01, 0.5, 1, 1.5, 1.99, 2, 2.01, 2.5, 3, 4, 5, 7, 10, 15, 20, 26]
with open(os.path.join(options.output, "significance-erfc.csv"), "w") as file:
    lines = [f"{x!r},{float(special.erfc(x))!r}" for x in map(float, points)]
    file.write("\n".join(["x,erfc", *lines]) + "\n")
