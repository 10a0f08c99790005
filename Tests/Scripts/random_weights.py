"""Writes random AutoSeqRec weights for a log, for checks that need no training.

With c = 3.2 / cbrt(width), the encoder is drawn from U(-c, c) / sqrt(mean history length) and the
decoders from U(-4, 4) / (c sqrt(width)). Then about half of the units are active and the three
terms of the score are of like size, which torch's own initial range does not give.
"""

import argparse

import numpy as np
from safetensors.numpy import save_file

from autoseqrec_ranks import KINDS, Log


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True, help="CSV of user,item,timestamp")
    parser.add_argument("--width", type=int, default=256)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--output", required=True, help="safetensors file")
    options = parser.parse_args()

    log, width = Log(options.data), options.width
    items, scale = len(log.items), 3.2 / np.cbrt(width)
    encoder = scale / np.sqrt(len(log.events) / len(log.users))
    decoder = 4 / (scale * np.sqrt(width))
    random = np.random.default_rng(options.seed)

    def draw(bound, *shape):
        return random.uniform(-bound, bound, shape).astype(np.float32)

    tensors = {"encoder.weight": draw(encoder, items, width), "encoder.bias": draw(encoder, width)}
    for kind in KINDS:
        tensors[f"decoders.{kind}.weight"] = draw(decoder, width, items)
        tensors[f"decoders.{kind}.bias"] = draw(decoder, items)
    save_file(tensors, options.output)


if __name__ == "__main__":
    main()
