"""GRU4Rec: epochs of training with the cross-entropy over all items at every position, of the first 80% of a log. The
recurrence is torch.nn.GRU, whose reset gate acts after the product; sequences are padded on the right."""

import time

import peer

arguments = peer.arguments(
    __doc__, epochs=2, width=64, batch=32, dropout=0.25, max_length=50, rate=3e-3)
torch = peer.begin(arguments)
from torch.nn import functional  # noqa: E402

users, items, _, item_count = peer.read(arguments.data)
train_count = len(users) * 8 // 10
training = [
    torch.from_numpy(history[-arguments.max_length - 1:])
    for history in peer.histories(users[:train_count], items[:train_count]) if len(history) > 1]


class Model(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.items = torch.nn.Embedding(item_count, arguments.width)
        torch.nn.init.xavier_normal_(self.items.weight)
        self.bias = torch.nn.Parameter(torch.zeros(item_count))
        self.recurrence = torch.nn.GRU(arguments.width, arguments.width, batch_first=True)

    def loss(self, inputs, lengths, targets):
        """The mean over all positions that have an item; their targets come one after the other."""
        kept = functional.dropout(self.items(inputs), arguments.dropout)
        states, _ = self.recurrence(kept)
        is_real = torch.arange(inputs.shape[1]) < lengths[:, None]
        logits = functional.linear(states[is_real], self.items.weight, self.bias)
        return functional.cross_entropy(logits, targets)


model = Model()
adam = torch.optim.Adam(model.parameters(), lr=arguments.rate, fused=True)
epoch_seconds, losses = [], []
for _ in range(arguments.epochs):
    start, total = time.perf_counter(), 0.0
    batches = torch.randperm(len(training)).split(arguments.batch)
    for batch in batches:
        parts = [training[user] for user in batch.tolist()]
        inputs = torch.nn.utils.rnn.pad_sequence([part[:-1] for part in parts], batch_first=True)
        lengths = torch.tensor([len(part) - 1 for part in parts])
        adam.zero_grad()
        loss = model.loss(inputs, lengths, torch.cat([part[1:] for part in parts]))
        loss.backward()
        adam.step()
        total += loss.item()
    epoch_seconds.append(time.perf_counter() - start)
    losses.append(total / len(batches))
peer.report(arguments, "gru4rec", epochSeconds=epoch_seconds, losses=losses)
