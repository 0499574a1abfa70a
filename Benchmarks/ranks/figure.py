"""Draws how many times as fast many machines are as one."""

from math import log2

from calibration import load_model
from model import Update, speed_up
from tables import RATES, ethernet

WIDTH, HEIGHT, GAP_X, GAP_Y, LEFT, TOP = 190, 150, 34, 54, 56, 76
MOST = 64
STYLE = """
.s text { font-family: Inter, Helvetica Neue, Helvetica, Arial, Noto Sans, sans-serif; font-size: 12px; fill: #1c2128; }
.s .title { font-size: 15px; font-weight: 600; }
.s .tick { font-size: 11px; fill: #626b77; font-variant-numeric: tabular-nums; }
.s .paper { fill: #ffffff; }
.s .hair { stroke: #e6e8ec; }
.s .ideal { stroke: #a3abb6; }
.s path { fill: none; stroke-width: 1.8; stroke-linejoin: round; }
.s .apart { stroke-dasharray: 3 3; stroke-width: 1.3; }
.s .c0 { stroke: #c15820; } .s .c1 { stroke: #1f68bc; } .s .c2 { stroke: #00825d; }
@media (prefers-color-scheme: dark) {
.s text { fill: #e4e7eb; }
.s .tick { fill: #9aa3af; }
.s .paper { fill: #16191d; }
.s .hair { stroke: #2b3038; }
.s .ideal { stroke: #69717d; }
.s .c0 { stroke: #ef8d57; } .s .c1 { stroke: #6ba8ee; } .s .c2 { stroke: #41b892; }
}
"""


def path(points, classes):
    """A line through points."""
    return f'<path class="{classes}" d="M{" L".join(f"{x:.1f} {y:.1f}" for x, y in points)}"/>'


def text(x, y, words, classes="", anchor="start"):
    """A line of text."""
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{classes}" text-anchor="{anchor}">{words}</text>'


def panel(left, top, model, workers, tokens):
    """One size on one kind of machine. Both axes double with every step."""
    def place(ranks, times):
        return (left + WIDTH * log2(ranks) / log2(MOST), top + HEIGHT - HEIGHT * log2(max(times, 1)) / log2(MOST))

    made = []
    for power in range(7):
        x, y = place(1 << power, 1 << power)
        made += [path([(left, y), (left + WIDTH, y)], "hair")]
        if power % 2 == 0:
            made += [text(left - 6, y + 4, 1 << power, "tick", "end"), text(x, top + HEIGHT + 15, 1 << power, "tick", "middle")]
    made.append(path([place(1, 1), place(MOST, MOST)], "ideal"))
    for index, rate in enumerate(RATES):
        for overlap, classes in ((1, f"c{index}"), (0, f"c{index} apart")):
            points = [
                place(ranks, speed_up(model, ethernet(rate), Update(tokens, ranks, workers, overlap=overlap)))
                for ranks in range(1, MOST + 1)]
            made.append(path(points, classes))
    return made


def described(result, sizes, drawn):
    """The figure in words: where the lines end."""
    ends = []
    for size in sizes:
        for workers, tokens in drawn:
            times = [
                f"{speed_up(load_model(result, size), ethernet(rate), Update(tokens, MOST, workers)):.1f} at {rate} Gbit/s"
                for rate in RATES]
            ends.append(f"{size}, {workers} cores a machine, updates of {tokens:,} tokens: {', '.join(times)}")
    return f"Times as fast as one machine, by {MOST} machines in float32 as the program is. {'; '.join(ends)}."


def figure(result, sizes, drawn):
    """The picture: a row for every size, a column for every kind of machine and update."""
    right = LEFT + len(drawn) * (WIDTH + GAP_X)
    bottom = TOP + len(sizes) * (HEIGHT + GAP_Y) + 6
    made = [text(LEFT - 40, 24, "How many times as fast as one machine", "title")]
    for index, rate in enumerate(RATES):
        x = LEFT - 40 + 110 * index
        made += [path([(x, 42), (x + 22, 42)], f"c{index}"), text(x + 28, 46, f"{rate} Gbit/s")]
    x = LEFT - 40 + 110 * len(RATES)
    made += [path([(x, 42), (x + 22, 42)], "c1 apart"), text(x + 28, 46, "with overlap=false")]
    for row, size in enumerate(sizes):
        for column, (workers, tokens) in enumerate(drawn):
            left, top = LEFT + column * (WIDTH + GAP_X), TOP + row * (HEIGHT + GAP_Y)
            made.append(text(left, top - 8, f"{size}, {workers} cores, {tokens:,} tokens"))
            made += panel(left, top, load_model(result, size), workers, tokens)
            if row == len(sizes) - 1:
                made.append(text(left + WIDTH / 2, top + HEIGHT + 32, "machines", "tick", "middle"))
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="s" width="{right}" height="{bottom}" viewBox="0 0 {right} {bottom}"'
        f' role="img" aria-labelledby="title description">\n<title id="title">Speed by the number of machines</title>\n'
        f'<desc id="description">{described(result, sizes, drawn)}</desc>\n<style>{STYLE}</style>\n'
        f'<rect class="paper" width="{right}" height="{bottom}"/>\n')
    return head + "\n".join(made) + "\n</svg>\n"
