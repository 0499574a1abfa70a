"""The layers of Calque's recurrent models, on PyTorch's own layers and cells.

Layers that do not attend are `nn.RNN`, `nn.GRU` and `nn.LSTM`; the attention is written
out (Bahdanau et al. 2015, Luong et al. 2015). One sentence at a time, so that padding
does not exist.

Legend: S source tokens, T target tokens, d width of the states, a width of what the
encoder says of a token. A state is a tuple: (h,), or (h, c) of the LSTM, each [d].
"""

from functools import cache

import torch
from torch import nn
from torch.func import functional_call

LAYERS = {"rnn": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}
CELLS = {"rnn": nn.RNNCell, "gru": nn.GRUCell, "lstm": nn.LSTMCell}
GATES = {"rnn": 1, "gru": 3, "lstm": 4}


@cache
def pytorch_module(kind, inputs, width, **options):
    """PyTorch's layer or cell, to be called with the weights of others."""
    return kind(inputs, width, **options)


def call(module, weights, x, state=None):
    """Runs a layer or cell of PyTorch: its output, and its state as a tuple."""
    # PyTorch has a bare h where there is no c, and cells have no output but the state.
    if state is not None and len(state) == 1:
        (state,) = state
    result = functional_call(module, weights, (x, state))
    if isinstance(module, nn.RNNCellBase):
        state = result if isinstance(result, tuple) else (result,)
        return state[0], state
    output, state = result
    return output, state if isinstance(state, tuple) else (state,)


class Hidden(nn.Module):
    """How a layer reads its own state; the GRU has a bias inside its reset gate."""

    def __init__(self, cell, width):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(GATES[cell] * width, width))
        self.bias = nn.Parameter(torch.empty(width)) if cell == "gru" else None


class Direction(nn.Module):
    """A layer in one direction."""

    def __init__(self, cell, inputs, width):
        super().__init__()
        self.cell, self.inputs, self.width = cell, inputs, width
        self.input = nn.Linear(inputs, GATES[cell] * width)
        self.hidden = Hidden(cell, width)

    def weights(self, suffix):
        """The weights by PyTorch's names.

        PyTorch adds two biases to every gate, of which one would do; what the second
        adds is zero, but inside the GRU's reset gate.
        """
        second = torch.zeros_like(self.input.bias)
        if self.hidden.bias is not None:
            second = torch.cat([second[: -self.width], self.hidden.bias])
        return {
            f"weight_ih{suffix}": self.input.weight,
            f"weight_hh{suffix}": self.hidden.weight,
            f"bias_ih{suffix}": self.input.bias,
            f"bias_hh{suffix}": second,
        }

    def forward(self, x, state):
        """[T, inputs] and the state before: the states' h [T, d] and the last state."""
        layer = pytorch_module(LAYERS[self.cell], self.inputs, self.width)
        before = tuple(part[None] for part in state)  # [1, d] each
        output, after = call(layer, self.weights("_l0"), x, before)
        return output, tuple(part[0] for part in after)


class Bridge(nn.Module):
    """The decoder's first state: tanh(W [h forth; h back] + b), and c linearly."""

    def __init__(self, cell, width):
        super().__init__()
        self.hidden = nn.Linear(2 * width, width)
        self.cell = nn.Linear(2 * width, width) if cell == "lstm" else None

    def forward(self, state):
        hidden, *cells = (part.flatten() for part in state)  # [2 d] each
        return (self.hidden(hidden).tanh(), *(self.cell(cell) for cell in cells))


class EncoderLayer(nn.Module):
    """A layer in one direction or in both."""

    def __init__(self, config, inputs):
        super().__init__()
        self.forth = Direction(config.cell, inputs, config.d_model)
        if config.source_reading == "both":
            self.back = Direction(config.cell, inputs, config.d_model)
            self.bridge = Bridge(config.cell, config.d_model)

    def forward(self, x):
        """[S, inputs]: annotations [S, a] and what the decoder begins with."""
        both = hasattr(self, "back")
        weights = self.forth.weights("_l0")
        if both:
            weights |= self.back.weights("_l0_reverse")
        cell, inputs, width = self.forth.cell, self.forth.inputs, self.forth.width
        layer = pytorch_module(LAYERS[cell], inputs, width, bidirectional=both)
        output, state = call(layer, weights, x)  # state: [directions, d] each
        return output, self.bridge(state) if both else tuple(part[0] for part in state)


class Attention(nn.Module):
    """The weights of the source positions: a softmax of one of three scores."""

    def __init__(self, config, annotations):
        super().__init__()
        self.score, width = config.attention, config.d_model
        if self.score == "additive":
            self.query = nn.Parameter(torch.empty(config.attention_size, width))
            self.key = nn.Parameter(torch.empty(config.attention_size, annotations))
            self.vector = nn.Parameter(torch.empty(config.attention_size))
        elif self.score == "general":
            self.key = nn.Parameter(torch.empty(width, annotations))

    def forward(self, hidden, annotations):
        """The state's h [d] and annotations [S, a]: weights [S]."""
        if self.score == "additive":
            inner = self.query @ hidden + annotations @ self.key.T  # [S, vector]
            return (inner.tanh() @ self.vector).softmax(0)
        keys = annotations if self.score == "dot" else annotations @ self.key.T
        return (keys @ hidden).softmax(0)


class Context(nn.Module):
    """How a layer reads what the attention finds."""

    def __init__(self, cell, width, annotations):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(GATES[cell] * width, annotations))


class AttentiveLayer(Direction):
    """The decoder's lowest layer where it attends: its input is [x; context vector].

    The state before the step asks.
    """

    def __init__(self, config, annotations):
        super().__init__(config.cell, config.embedding_size, config.d_model)
        self.context = Context(config.cell, config.d_model, annotations)
        self.attention = Attention(config, annotations)

    def forward(self, x, state, annotations):
        """h [T, d], the last state, the context vectors [T, a], and the attention [T, S]."""
        inputs = self.inputs + annotations.shape[1]
        cell = pytorch_module(CELLS[self.cell], inputs, self.width)
        weights = self.weights("")
        joined = torch.cat([self.input.weight, self.context.weight], dim=1)
        weights["weight_ih"] = joined
        hidden, contexts, attention = [], [], []
        for row in x:
            attention.append(self.attention(state[0], annotations))  # [S]
            contexts.append(attention[-1] @ annotations)  # [a]
            output, state = call(cell, weights, torch.cat([row, contexts[-1]]), state)
            hidden.append(output)
        return torch.stack(hidden), state, torch.stack(contexts), torch.stack(attention)
