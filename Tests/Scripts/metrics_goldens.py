#!/usr/bin/env python3
"""What LensKit, RecBole, ranx and trec_eval say of the same rankings.

metrics-cases.csv has a line for each user: the held-out target, the items that the user already has, sampled
negatives, and the score of every item, whole numbers with many ties. Each library gets three rankings a user, of
all items, of those that the user does not have, and of the negatives and the target, each with the target behind
everything that it ties with, and before it. How the others are ordered among themselves changes no metric of one
target.
"""
import argparse
import os

import numpy
import pandas
import torch

numpy.float = float  # RecBole 1.2.1 names what NumPy took out in 1.24.

import ir_measures
import ranx
from lenskit.data import ItemList
from lenskit.metrics import NDCG, Hit, LogRankWeight, Recall, RecipRank
from recbole.evaluator import Evaluator
from recbole.evaluator.collector import DataStruct

parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
parser.add_argument("--output", required=True, help="folder for the two files")
parser.add_argument("--seed", type=int, default=1)
options = parser.parse_args()
rng = numpy.random.default_rng(options.seed)
USERS, ITEMS, LEVELS, NEGATIVES, CUTOFFS = 30, 40, 12, 15, (1, 5, 10, 20)


def case():
    items = rng.permutation(ITEMS)
    scores = rng.integers(0, LEVELS, ITEMS)
    scores[items[0]] += rng.integers(0, 9)  # targets are often scored above others
    return items[0], items[1 : 1 + rng.integers(0, 12)], items[-NEGATIVES:], scores


def rankings(target, others, scores, wins_ties):
    """Candidates, best first, and their scores; nothing ties with the target."""
    candidates = numpy.append(target, others)
    doubled = 2 * scores[candidates]
    doubled[1:] += -1 if wins_ties else 1
    order = numpy.argsort(-doubled, kind="stable")
    return candidates[order], doubled[order]


def lenskit(targets, runs):
    weight = LogRankWeight(offset=1)  # log2(rank + 1); unless told, the first two ranks count the same
    measures = {"MRR": RecipRank()}
    for k in CUTOFFS:
        measures |= {
            f"Recall@{k}": Recall(k), f"HR@{k}": Hit(k), f"NDCG@{k}": NDCG(k, weight=weight),
        }
    for name, measure in measures.items():
        yield name, numpy.mean(
            [
                measure.measure_list(ItemList(items, ordered=True), ItemList([target]))
                for target, (items, _) in zip(targets, runs)
            ]
        )


def recbole(targets, runs):
    longest = ITEMS  # shorter rankings end with what is not relevant; its MRR is cut at k
    hits = numpy.zeros((len(runs), longest + 1), int)
    hits[:, -1] = 1
    for row, (target, (items, _)) in enumerate(zip(targets, runs)):
        hits[row, : len(items)] = items == target
    data = DataStruct()
    data.set("rec.topk", torch.tensor(hits))
    config = {"metrics": ["MRR", "Recall", "Hit", "NDCG"], "topk": [*CUTOFFS, longest]}
    values = Evaluator(config | {"metric_decimal_place": 17}).evaluate(data)
    yield "MRR", values[f"mrr@{longest}"]
    for k in CUTOFFS:
        for name, own in ("Recall", "recall"), ("HR", "hit"), ("NDCG", "ndcg"):
            yield f"{name}@{k}", values[f"{own}@{k}"]


def by_name(targets, runs):
    relevant = {f"u{u}": {f"i{target}": 1} for u, target in enumerate(targets)}
    scored = {
        f"u{u}": {f"i{item}": float(score) for item, score in zip(*run)} for u, run in enumerate(runs)
    }
    return relevant, scored


def ranx_values(targets, runs):
    relevant, scored = by_name(targets, runs)
    names = {"mrr": "MRR"}
    for k in CUTOFFS:
        names |= {f"recall@{k}": f"Recall@{k}", f"hit_rate@{k}": f"HR@{k}", f"ndcg@{k}": f"NDCG@{k}"}
    values = ranx.evaluate(ranx.Qrels(relevant), ranx.Run(scored), list(names))
    return ((name, values[own]) for own, name in names.items())


def trec_eval(targets, runs):
    relevant, scored = by_name(targets, runs)
    names = {ir_measures.RR: "MRR"}
    for k in CUTOFFS:
        names |= {
            ir_measures.R @ k: f"Recall@{k}",
            ir_measures.Success @ k: f"HR@{k}",
            ir_measures.nDCG @ k: f"NDCG@{k}",
        }
    values = ir_measures.pytrec_eval.calc_aggregate(list(names), relevant, scored)
    return ((name, values[own]) for own, name in names.items())


cases = [case() for _ in range(USERS)]
targets = [target for target, *_ in cases]
lines = []
for ties in "pessimistic", "optimistic":
    sets = {
        "unfiltered": lambda _, __: numpy.arange(ITEMS),
        "full": lambda seen, _: numpy.setdiff1d(numpy.arange(ITEMS), seen),
        f"sampled({NEGATIVES})": lambda _, negatives: negatives,
    }
    for name, candidates in sets.items():
        runs = [
            rankings(
                target, numpy.setdiff1d(candidates(seen, negatives), target), scores,
                wins_ties=ties == "optimistic",
            )
            for target, seen, negatives, scores in cases
        ]
        for library, values in {
            "lenskit": lenskit, "recbole": recbole, "ranx": ranx_values, "trec_eval": trec_eval,
        }.items():
            for metric, value in values(targets, runs):
                lines.append(f"{name},{ties},{library},{metric},{float(value)!r}")


def write(name, header, body):
    with open(os.path.join(options.output, name), "w") as file:
        file.write("\n".join([header, *body]) + "\n")


def cell(values):
    return " ".join(map(str, values))


write(
    "metrics-cases.csv",
    "target,seen,negatives,scores",
    [f"{target},{cell(seen)},{cell(negatives)},{cell(scores)}" for target, seen, negatives, scores in cases],
)
write("metrics-values.csv", "candidates,places,library,metric,value", lines)
