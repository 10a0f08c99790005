#!/usr/bin/env python3
"""Prints places for faults, drawn from the lines of the sources that hold something to be wrong about.

    Tests/Mutation/draw.py 6
"""

import pathlib
import random
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2] / "Sources"
LIVE = [
    "Models/AutoSeqRec/LiveAutoSeqRec.swift", "Models/AutoSeqRec/LiveAutoSeqRec+Context.swift",
    "Models/AutoSeqRec/Moments.swift", "Models/AutoSeqRec/EmbeddedRows.swift",
    "Models/AutoSeqRec/EncodedRows.swift", "Recommenders/Composition/LiveSequentialRecommender.swift",
]
CORE_AND_SPLITS = ["Interactions/Log/InteractionLog+Core.swift", "Interactions/Log/InteractionLog+Split.swift"]
# Each draw begins anew: what is drawn from in it, and how many places.
DRAWS = [
    [
        (["CKernels/kernels", "Tensors/Kernels"], 14),
        (["Tensors/Operations", "Gradients", "Layers"], 14),
        (["Ranking"], 12),
        (["Interactions", "Checkpoints", *LIVE, "Recommenders/Training"], 14),
    ],
    [
        (["Gradients/Optimizers", "Tensors/Kernels/AdamStep.swift", "Tensors/Operations/AdamUpdate.swift",
          "CKernels/kernels/adam.h", "Gradients/Tape.swift", "Gradients/Adjoints.swift"], 5),
        (["Ranking/Rank.swift", "Ranking/TopItems.swift", "Ranking/WorstFirstHeap.swift",
          "Ranking/FutureInteraction.swift", "Ranking/LeaveOneOut/LeaveOneOut.swift",
          "Ranking/LeaveOneOut/LeaveOneOut+Period.swift", "Ranking/VariantScorer.swift",
          "Ranking/RankMetric.swift"], 6),
        ([*CORE_AND_SPLITS, "Interactions/Log/RowsByKey.swift", "Interactions/Log/TimeOrder.swift",
          "Interactions/Matrices", "Interactions/Users"], 5),
        ([*LIVE, "Models/AutoRec", "Models/MatrixFactorization"], 5),
    ],
    [(CORE_AND_SPLITS, 4)],
]
WRONG = re.compile(
    r" (\+|-|\*|/|<|<=|>|>=|==|!=|&&|\|\||\+=|-=|\*=|/=|<<|>>|\.\.<|\?) |\.\.<|\.\.\.| = \d|max\(|min\(|true|false")
LEFT_OUT = re.compile(r'^\s*(//|\*|#|import|precondition|case .*:|@|package import|public import)|"')


def places(paths):
    names = subprocess.run(["git", "ls-files", "--", *paths], cwd=ROOT, check=True, capture_output=True, text=True)
    for name in names.stdout.split():
        for number, line in enumerate((ROOT / name).read_text().splitlines(), 1):
            if name.endswith((".swift", ".h", ".c")) and WRONG.search(line) and not LEFT_OUT.search(line):
                yield name, number, line.strip()


for draw in DRAWS:
    generator = random.Random(int(sys.argv[1]))
    for paths, count in draw:
        found = list(places(paths))
        print(f"# {count} of {len(found)} in {', '.join(paths)}")
        for name, number, line in sorted(generator.sample(found, count)):
            print(f"{name}:{number}: {line}")
