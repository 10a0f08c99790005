"""Writes sasrec.safetensors: SASRec's scores, loss, gradients and ten training steps.

Sequences are padded on the left and masked here, as the released code does it; an implementation
without padding has to give the same numbers. One set for each placement of norms; the second one
has an output projection and two heads. Everything is computed in double precision from float32
weights and rounded once when written. Tensors have the names of a checkpoint, and weights lie as
[inputs, outputs]: what torch calls `blocks[0].q.weight` is transposed.
"""

import argparse
import pathlib

import numpy as np
import torch
from safetensors.numpy import save_file

ITEMS, WIDTH, LENGTH, BLOCKS = 23, 8, 6, 2
HISTORIES = [2, 3, 5, 7, 12]
SETS = {"original": (1, False), "preNorm": (2, True), "postNorm": (1, False)}
SEED = 11


class Block(torch.nn.Module):
    def __init__(self, placement, heads, projected):
        super().__init__()
        self.placement, self.heads = placement, heads
        self.query, self.key, self.value = (torch.nn.Linear(WIDTH, WIDTH) for _ in range(3))
        self.output = torch.nn.Linear(WIDTH, WIDTH) if projected else None
        self.inner, self.outer = torch.nn.Linear(WIDTH, WIDTH), torch.nn.Linear(WIDTH, WIDTH)
        self.attention_norm = torch.nn.LayerNorm(WIDTH, eps=1e-8)
        self.feed_norm = torch.nn.LayerNorm(WIDTH, eps=1e-8)

    def attend(self, query, keys, real):
        batch, length, _ = query.shape

        def split(x):
            return x.view(batch, length, self.heads, -1).transpose(1, 2)

        q, k, v = split(self.query(query)), split(self.key(keys)), split(self.value(keys))
        logits = q @ k.transpose(2, 3) / (WIDTH // self.heads) ** 0.5
        future = torch.ones(length, length, dtype=torch.bool).triu(1)
        hidden = future | ~real.view(batch, 1, 1, length)
        # A large number and not infinity: a row that is masked altogether must not become NaN.
        weights = logits.masked_fill(hidden, -(2.0**32)).softmax(-1)
        weights = weights * real.view(batch, 1, length, 1)
        mixed = (weights @ v).transpose(1, 2).reshape(batch, length, WIDTH)
        return mixed if self.output is None else self.output(mixed)

    def feed(self, x):
        return self.outer(torch.relu(self.inner(x)))

    def forward(self, x, real):
        if self.placement == "original":
            query = self.attention_norm(x)
            z = self.feed_norm(self.attend(query, x, real) + query)
            x = self.feed(z) + z
        elif self.placement == "preNorm":
            normed = self.attention_norm(x)
            x = x + self.attend(normed, normed, real)
            x = x + self.feed(self.feed_norm(x))
        else:
            x = self.attention_norm(x + self.attend(x, x, real))
            x = self.feed_norm(x + self.feed(x))
        return x * real.unsqueeze(-1)


class SASRec(torch.nn.Module):
    def __init__(self, placement, heads, projected):
        super().__init__()
        self.items = torch.nn.Embedding(ITEMS, WIDTH)
        self.positions = torch.nn.Embedding(LENGTH, WIDTH)
        self.blocks = torch.nn.ModuleList(
            Block(placement, heads, projected) for _ in range(BLOCKS))
        self.norm = torch.nn.LayerNorm(WIDTH, eps=1e-8)

    def forward(self, padded):
        real = padded >= 0
        rows = self.items(padded.clamp(min=0))
        x = (rows * WIDTH**0.5 + self.positions.weight) * real.unsqueeze(-1)
        for block in self.blocks:
            x = block(x, real)
        return self.norm(x)

    def loss(self, inputs, positives, negatives):
        states, real = self(inputs), inputs >= 0
        up = (states * self.items(positives.clamp(min=0))).sum(-1)
        down = (states * self.items(negatives)).sum(-1)
        terms = torch.nn.functional.softplus(-up) + torch.nn.functional.softplus(down)
        return terms[real].mean()

    def named(self):
        """Our names and torch's tensors; matrices of layers are to be transposed."""
        yield "items.weight", self.items.weight, False
        yield "positions.weight", self.positions.weight, False
        for number, block in enumerate(self.blocks):
            path = f"blocks.{number}"
            layers = {
                "attention.query": block.query, "attention.key": block.key,
                "attention.value": block.value, "attention.output": block.output,
                "feedForward.inner": block.inner, "feedForward.outer": block.outer}
            for name, layer in layers.items():
                if layer is not None:
                    yield f"{path}.{name}.weight", layer.weight, True
                    yield f"{path}.{name}.bias", layer.bias, False
            norms = {"attentionNorm": block.attention_norm, "feedForwardNorm": block.feed_norm}
            for name, norm in norms.items():
                yield f"{path}.{name}.scale", norm.weight, False
                yield f"{path}.{name}.shift", norm.bias, False
        yield "norm.scale", self.norm.weight, False
        yield "norm.shift", self.norm.bias, False


def right_aligned(sequences):
    padded = np.full((len(sequences), LENGTH), -1)
    for row, sequence in zip(padded, sequences):
        kept = sequence[-LENGTH:]
        row[LENGTH - len(kept):] = kept
    return torch.from_numpy(padded)


def golden(placement, heads, projected, random, histories, negatives):
    model = SASRec(placement, heads, projected).double()
    with torch.no_grad():
        for name, tensor, _ in model.named():
            values = random.uniform(-0.6, 0.6, tuple(tensor.shape)).astype(np.float32)
            if name.endswith("scale"):
                values += np.float32(1)
            tensor.copy_(torch.from_numpy(values))
    out = {}

    def keep(kind, tensors):
        for name, tensor, isLayer in tensors:
            array = tensor.detach().numpy().copy()
            out[f"{placement}/{kind}/{name}"] = array.T if isLayer else array

    keep("weights", model.named())
    states = model(right_aligned(histories))[:, -1]
    out[f"{placement}/scores"] = (states @ model.items.weight.T).detach().numpy()
    inputs = right_aligned([history[:-1] for history in histories])
    positives = right_aligned([history[1:] for history in histories])
    loss = model.loss(inputs, positives, negatives)
    loss.backward()
    out[f"{placement}/loss"] = np.array([loss.item()])
    keep("gradients", ((name, tensor.grad, flag) for name, tensor, flag in model.named()))
    adam = torch.optim.Adam(model.parameters(), lr=1e-3, betas=(0.9, 0.98))
    losses = []
    for _ in range(10):
        adam.zero_grad()
        loss = model.loss(inputs, positives, negatives)
        loss.backward()
        adam.step()
        losses.append(loss.item())
    out[f"{placement}/losses"] = np.array(losses)
    keep("final", model.named())
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    default = pathlib.Path(__file__).parent.parent / "ModelsTests/Goldens"
    parser.add_argument("--output", type=pathlib.Path, default=default)
    directory = parser.parse_args().output
    random = np.random.default_rng(SEED)
    histories = [random.integers(ITEMS, size=length) for length in HISTORIES]
    negatives = torch.from_numpy(random.integers(ITEMS, size=(len(histories), LENGTH)))
    out = {
        "histories": np.concatenate(histories), "lengths": np.array(HISTORIES),
        "negatives": negatives.numpy()}
    for placement, (heads, projected) in SETS.items():
        out |= golden(placement, heads, projected, random, histories, negatives)
    save_file(
        {name: np.ascontiguousarray(array, dtype=np.float32) for name, array in out.items()},
        directory / "sasrec.safetensors")


main()
