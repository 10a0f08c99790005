"""Writes attention.safetensors: causal multi-head attention over ragged sequences and its gradients.

For each case `NAME.starts`, `NAME.heads`, `NAME.query`, `.key`, `.value`, `.out`, the adjoint
`.out_bar` that was propagated and `.query_bar`, `.key_bar`, `.value_bar`. Everything is computed in
double precision from float32 inputs and rounded once when written.
"""

import argparse
import pathlib

import numpy as np
import torch
from safetensors.numpy import save_file

SEED = 11
# Lengths (a zero is an empty sequence), width, heads, size of the inputs.
CASES = {
    "one": ([1], 4, 1, 1),
    "ragged": ([5, 0, 17, 40, 3], 12, 2, 1),
    "long": ([150, 33], 10, 1, 1),
    "sharp": ([60], 8, 4, 2),
}


def attention(query, key, value, starts, heads):
    """PyTorch's own attention, sequence by sequence."""
    def split(x):
        return x.unflatten(1, (heads, x.shape[1] // heads)).transpose(0, 1)

    parts = []
    for first, end in zip(starts, starts[1:]):
        q, k, v = (split(x[first:end]) for x in (query, key, value))
        if end > first:
            out = torch.nn.functional.scaled_dot_product_attention(q, k, v, is_causal=True)
            parts.append(out.transpose(0, 1).reshape(end - first, -1))
    return torch.cat(parts)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=pathlib.Path, required=True, metavar="DIR")
    folder = parser.parse_args().output

    random = np.random.default_rng(SEED)
    tensors = {}
    for name, (lengths, width, heads, size) in CASES.items():
        starts = np.concatenate([[0], np.cumsum(lengths)])
        drawn = [
            (size * random.standard_normal((starts[-1], width))).astype(np.float32)
            for _ in range(3)]
        out_bar = random.standard_normal((starts[-1], width)).astype(np.float32)
        inputs = [torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in drawn]
        out = attention(*inputs, starts, heads)
        gradients = torch.autograd.grad(out, inputs, torch.from_numpy(out_bar).double())
        tensors[f"{name}.starts"] = starts.astype(np.float32)
        tensors[f"{name}.heads"] = np.array([heads], dtype=np.float32)
        tensors[f"{name}.out"] = out.detach().numpy().astype(np.float32)
        tensors[f"{name}.out_bar"] = out_bar
        for key, x, gradient in zip(("query", "key", "value"), drawn, gradients):
            tensors[f"{name}.{key}"] = x
            tensors[f"{name}.{key}_bar"] = gradient.numpy().astype(np.float32)
    save_file(tensors, folder / "attention.safetensors")


if __name__ == "__main__":
    main()
