"""The tables of what was measured, and of what the model of cost says of machines that nobody has."""

from calibration import load_model
from model import Link, Update, cost, fastest_ranks, needed_tokens, speed_up, useful_ranks

# What MPI makes of a nominal bit of Ethernet: headers of TCP and IP take the rest. What a short message takes there.
EFFICIENCY, LATENCY = 0.94, 50e-6
RATES = (1, 10, 25)
MACHINES = (1, 2, 4, 8, 16, 32, 64)


def ethernet(gigabits):
    """A Link of so many Gbit/s."""
    return Link(gigabits * 1e9 / 8 * EFFICIENCY, LATENCY)


def table(header, rows):
    """A table in Markdown; all but the first column to the right."""
    lines = [header, ["---", *["---:"] * (len(header) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def constants_table(result):
    """What calibration found."""
    rows = [
        [f"`{size}`", f"{model['parameters'] / 1e6:.1f} million", f"{model['operations_per_token'] / 1e6:,.0f} million",
         f"{model['operation_rate'] / 1e9:,.0f} thousand million/s", f"{model['memory_rate'] / 1e9:.1f} GB/s"]
        for size, model in result["models"].items()]
    sizes = table(["size", "weights P", "operations of a token F", "a worker's operations A", "a worker's memory M"], rows)
    links = [
        [name, f"{link['bytes_per_second'] / 1e6:,.0f} MB/s", f"{link['latency'] * 1e6:,.0f} µs"]
        for name, link in result["links"].items()]
    return sizes + ("\n\n" + table(["link", "bandwidth B", "latency L"], links) if links else "")


def measured_table(result):
    """What was measured, and what the model says beside it."""
    header = [
        f"`{result['size']}`, updates of {result['tokens']:,} tokens", "tokens/s", "of one process", "s an update",
        "MB sent by a rank", "predicted s", "off by"]
    if not result["measured"]:
        return "Two ranks have not been measured yet."
    rows = []
    for row in result["measured"]:
        sent = "–" if row["sentBytes"] is None else f"{row['sentBytes'] / 1e6:,.1f}"
        off = row["predictedSeconds"] / row["secondsPerUpdate"] - 1
        rows.append([
            row["name"], f"{row['tokensPerSecond']:,.0f}", f"{row['share']:.0%}".replace("%", " %"),
            f"{row['secondsPerUpdate']:.3f}", sent, f"{row['predictedSeconds']:.3f}", f"{off:+.0%}".replace("%", " %")])
    return table(header, rows)


def speed_table(result, sizes, workers, tokens):
    """How many times as fast as one machine."""
    rows = []
    for size in sizes:
        model = load_model(result, size)
        for rate in RATES:
            update, link = Update(tokens, workers=workers), ethernet(rate)
            cells = [f"{speed_up(model, link, Update(tokens, ranks, workers)):.1f}" for ranks in MACHINES[1:]]
            most = (useful_ranks(model, link, update), fastest_ranks(model, link, update))
            rows.append([f"`{size}`, {rate} Gbit/s", *cells, *map(str, most)])
    return table(["machines", *map(str, MACHINES[1:]), "half is lost after", "fastest on"], rows)


def remedy_table(result, sizes, workers, tokens, ranks):
    """What each remedy brings to so many machines, and the update that lets them do four fifths."""
    rows = []
    for size in sizes:
        model = load_model(result, size)
        for rate in RATES:
            link = ethernet(rate)
            changes = [{}, {"wire": "bfloat16"}, {"overlap": 0}, {"tokens": 8 * tokens}]
            asked = [Update(**({"tokens": tokens, "ranks": ranks, "workers": workers} | change)) for change in changes]
            cells = [f"{speed_up(model, link, update):.1f}" for update in asked]
            needed = needed_tokens(model, link, asked[0])
            rows.append([f"`{size}`, {rate} Gbit/s", *cells, "none" if needed is None else f"{round(needed, -2):,}"])
    return table(
        [f"{ranks} machines", "as it is", "`wire=bfloat16`", "`overlap=false`", f"updates of {8 * tokens:,}",
         "tokens for 80 %"], rows)


def parts_table(result, size, workers, tokens, rate, wire="float32"):
    """What an update's time is spent on, in milliseconds."""
    rows = []
    for ranks in MACHINES:
        found = cost(load_model(result, size), ethernet(rate), Update(tokens, ranks, workers, wire))
        parts = (found.arithmetic, found.passes, found.sum, found.hidden, found.step, found.weights, found.words, found.seconds)
        rows.append([str(ranks), *(f"{1000 * seconds:,.1f}" for seconds in parts)])
    return table(
        ["machines", "arithmetic", "passes", "sum of gradients", "hidden of it", "step", "weights to all", "short messages", "update"], rows)
