"""SASRec: epochs of training with one sampled item against each target. Sequences are padded on the right to the
longest of their batch, so that the causal mask alone keeps padding out."""

import time

import peer

arguments = peer.arguments(
    __doc__, epochs=2, width=50, batch=128, blocks=2, dropout=0.2, max_length=50, rate=1e-3,
    norms=("original", "preNorm"))
torch = peer.begin(arguments)
import numpy  # noqa: E402
from torch.nn import functional  # noqa: E402

users, items, user_count, item_count = peer.read(arguments.data)
training = [
    torch.from_numpy(history[:-2] if len(history) >= 3 else history)
    for history in peer.histories(users, items)]
has_item = torch.zeros(user_count, item_count, dtype=torch.bool)
for user, history in enumerate(training):
    has_item[user, history] = True
learners = torch.tensor([user for user, history in enumerate(training) if len(history) > 1])


class Block(torch.nn.Module):
    def __init__(self):
        super().__init__()
        width = arguments.width
        self.query = torch.nn.Linear(width, width)
        self.pair = torch.nn.Linear(width, 2 * width)
        self.inner, self.outer = torch.nn.Linear(width, width), torch.nn.Linear(width, width)
        self.attention_norm = torch.nn.LayerNorm(width)
        self.feed_norm = torch.nn.LayerNorm(width)

    def attend(self, query, keys, mask):
        key, value = self.pair(keys).chunk(2, -1)
        scores = torch.baddbmm(
            mask, self.query(query), key.transpose(1, 2), alpha=arguments.width ** -0.5)
        return torch.bmm(functional.dropout(scores.softmax(-1), arguments.dropout), value)

    def feed(self, x):
        hidden = functional.dropout(functional.relu(self.inner(x)), arguments.dropout)
        return functional.dropout(self.outer(hidden), arguments.dropout)

    def forward(self, x, mask):
        normed = self.attention_norm(x)
        if arguments.norms == "original":
            z = self.feed_norm(self.attend(normed, x, mask) + normed)
            return self.feed(z) + z
        y = x + self.attend(normed, normed, mask)
        return y + self.feed(self.feed_norm(y))


class Model(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.items = torch.nn.Embedding(item_count, arguments.width)
        self.positions = torch.nn.Embedding(arguments.max_length, arguments.width)
        self.blocks = torch.nn.ModuleList(Block() for _ in range(arguments.blocks))
        self.norm = torch.nn.LayerNorm(arguments.width)
        length = arguments.max_length
        self.mask = torch.full((length, length), -torch.inf).triu(1)
        for name, parameter in self.named_parameters():
            if parameter.dim() > 1:
                torch.nn.init.xavier_normal_(parameter)
            elif "norm" not in name:
                torch.nn.init.zeros_(parameter)

    def loss(self, inputs, lengths, positives, negatives):
        """The mean over all positions that have an item; their targets come one after the other."""
        longest = inputs.shape[1]
        steps = torch.arange(longest)
        is_real = steps < lengths[:, None]
        places = (arguments.max_length - lengths[:, None] + steps).clamp(max=arguments.max_length - 1)
        x = self.items(inputs) * arguments.width ** 0.5 + self.positions(places)
        x = functional.dropout(x, arguments.dropout)
        for block in self.blocks:
            x = block(x, self.mask[:longest, :longest])
        states = self.norm(x)[is_real]
        liked = (states * self.items(positives)).sum(-1)
        drawn = (states * self.items(negatives)).sum(-1)
        return (functional.softplus(-liked) + functional.softplus(drawn)).mean()


def draw(owners):
    """For each owner an item that they do not have, all equally likely."""
    drawn = torch.randint(item_count, owners.shape)
    while (refused := has_item[owners, drawn].nonzero().squeeze(1)).numel():
        drawn[refused] = torch.randint(item_count, refused.shape)
    return drawn


model = Model()
adam = torch.optim.Adam(model.parameters(), lr=arguments.rate, betas=(0.9, 0.98), fused=True)
epoch_seconds, losses = [], []
for _ in range(arguments.epochs):
    start, total = time.perf_counter(), 0.0
    batches = learners[torch.randperm(len(learners))].split(arguments.batch)
    for batch in batches:
        parts = [training[user][-arguments.max_length - 1:] for user in batch.tolist()]
        inputs = torch.nn.utils.rnn.pad_sequence([part[:-1] for part in parts], batch_first=True)
        lengths = torch.tensor([len(part) - 1 for part in parts])
        positives = torch.cat([part[1:] for part in parts])
        negatives = draw(batch.repeat_interleave(lengths))
        adam.zero_grad()
        loss = model.loss(inputs, lengths, positives, negatives)
        loss.backward()
        adam.step()
        total += loss.item()
    epoch_seconds.append(time.perf_counter() - start)
    losses.append(total / len(batches))
peer.report(arguments, "sasrec", epochSeconds=epoch_seconds, losses=losses)
