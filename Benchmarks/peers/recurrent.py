"""The recurrent encoder-decoders of `calque train --architecture`, in PyTorch.

Sentences of a batch are of nearly one length, so they are padded and not packed: packing keeps
`nn.LSTM` from oneDNN's kernel, which is the faster way on a processor.
"""

import torch
from torch import nn
from torch.nn import functional

CELLS = {
    "rnn": (nn.RNN, nn.RNNCell),
    "gru": (nn.GRU, nn.GRUCell),
    "lstm": (nn.LSTM, nn.LSTMCell),
    "additive-attention": (nn.GRU, nn.GRUCell),
}


class Recurrent(nn.Module):
    """Sutskever et al. 2014, one layer: the decoder begins with the encoder's last state."""

    def __init__(self, cell, width, vocabulary):
        super().__init__()
        inner = width // 2
        self.embedding = nn.Embedding(vocabulary, inner)
        nn.init.normal_(self.embedding.weight, std=inner**-0.5)
        self.encoder = CELLS[cell][0](inner, width, batch_first=True)
        self.decoder = CELLS[cell][0](inner, width, batch_first=True)
        self.readout = nn.Linear(width + inner, inner)
        self.dropout = nn.Dropout(0.1)

    def forward(self, source, target):
        _, state = self.encoder(self.dropout(self.embedding(source)))
        embedded = self.dropout(self.embedding(target))
        hidden, _ = self.decoder(embedded, state)
        joined = self.dropout(torch.cat([hidden, embedded], -1))
        return torch.tanh(self.readout(joined)) @ self.embedding.weight.t()


class Attentive(nn.Module):
    """Bahdanau et al. 2015: GRUs, a bidirectional encoder, additive attention."""

    def __init__(self, cell, width, vocabulary, padding):
        super().__init__()
        inner = width // 2
        self.padding = padding
        self.embedding = nn.Embedding(vocabulary, inner)
        nn.init.normal_(self.embedding.weight, std=inner**-0.5)
        self.encoder = CELLS[cell][0](inner, width, batch_first=True, bidirectional=True)
        self.bridge = nn.Linear(2 * width, width)
        self.query = nn.Linear(width, width, bias=False)
        self.key = nn.Linear(2 * width, width, bias=False)
        self.vector = nn.Parameter(torch.empty(width).uniform_(-(width**-0.5), width**-0.5))
        self.cell = CELLS[cell][1](inner + 2 * width, width)
        self.readout = nn.Linear(3 * width + inner, inner)
        self.dropout = nn.Dropout(0.1)

    def forward(self, source, target):
        annotations, last = self.encoder(self.dropout(self.embedding(source)))
        state = torch.tanh(self.bridge(torch.cat([last[0], last[1]], -1)))
        keys = self.key(annotations)
        hidden_keys = (source == self.padding).unsqueeze(1)
        embedded = self.dropout(self.embedding(target))
        states, contexts = [], []
        for step in range(target.shape[1]):
            scores = torch.tanh(self.query(state).unsqueeze(1) + keys) @ self.vector
            weights = functional.softmax(
                scores.unsqueeze(1).masked_fill(hidden_keys, -1e9).float(), -1
            )
            context = torch.bmm(weights.to(annotations.dtype), annotations).squeeze(1)
            state = self.cell(torch.cat([embedded[:, step], context], -1), state)
            states.append(state)
            contexts.append(context)
        parts = [torch.stack(states, 1), torch.stack(contexts, 1), embedded]
        joined = self.dropout(torch.cat(parts, -1))
        return torch.tanh(self.readout(joined)) @ self.embedding.weight.t()


def make_model(architecture, width, vocabulary, padding):
    """A model of the architecture; embeddings are half as wide as states."""
    if architecture == "additive-attention":
        return Attentive(architecture, width, vocabulary, padding)
    return Recurrent(architecture, width, vocabulary)
