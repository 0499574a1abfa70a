"""The simpler simple recurrent unit (Kim et al. 2019), for which PyTorch has no layer.

One sentence at a time, so that padding does not exist. Legend: T steps, d width.
"""

import torch
from torch import nn


class SimpleRecurrentUnit(nn.Module):
    """What a decoder may have in place of self-attention; named as Calque names it."""

    def __init__(self, width):
        super().__init__()
        self.input = nn.Linear(width, width, bias=False)
        self.forget = nn.Linear(width, width)

    def states(self, rows):
        """c after every step: [T, d]."""
        x, forget = self.input(rows), self.forget(rows).sigmoid()  # [T, d] each
        states, cell = [], torch.zeros_like(x[0])
        for x_t, f_t in zip(x, forget, strict=True):
            cell = f_t * cell + (1 - f_t) * x_t
            states.append(cell)
        return torch.stack(states)

    def forward(self, rows):
        """[T, d] of [T, d]."""
        return self.states(rows).relu()
