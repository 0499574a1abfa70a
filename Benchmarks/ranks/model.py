"""The model of cost: how long an update takes on many machines. Documentation/Scaling.md explains every term.

It follows what the program does (Sources/Layers/Optimization/Ranks, Sources/Ranks), step by step; a change there is a change
here. Units are seconds, bytes, and floating-point operations. Standard library alone.
"""

from dataclasses import dataclass, replace
from math import ceil, log2

# The numbers of a message (RankExchange), and the longest message of the all-gather in bytes (Communicator+Shares).
LONGEST_PIECE, SHORTEST_PIECE, PIECE_FOR_ALL = 1 << 18, 1 << 15, 1 << 20
GATHERED_PIECE = 1 << 20
# Small messages that an update waits for, beside those of the sums: losses, squares of the norm and whether to stop are gathered
# and told to all; rank 0's clock is told to all, in two messages.
GATHERS, BROADCASTS = 3, 5
# The share of the products that the backward pass has: two of every three.
BACKWARD = 2 / 3
# Ranks of more send gradients when all are computed (RankExchange).
MOST_WORKERS_THAT_OVERLAP = 8

# Bytes that a weight costs, read and written. Numbers are float32, and bfloat16 in the copy that products read.
# A worker sets its gradient to zero, adds products to it, and reads the copy forwards and backwards.
WORKER_BYTES = 4 + 8 + 4
# Adam's step reads weight, gradient and two moments, and writes all but the gradient, and the copy.
STEP_BYTES = 16 + 12 + 2


@dataclass(frozen=True)
class Model:
    """A model on one kind of processor, as calibration measures it."""

    # Weights.
    parameters: int
    # Of all products, forwards and backwards, for a target token.
    operations_per_token: float
    # Of a worker, while all workers of its machine work: operations a second, and bytes a second through weights and gradients.
    operation_rate: float
    memory_rate: float


@dataclass(frozen=True)
class Link:
    """What lies between two ranks, as MPI sees it."""

    # In each direction, both at once.
    bytes_per_second: float
    # From the call that sends a short message to its arrival.
    latency: float


@dataclass(frozen=True)
class Update:
    """What is asked for."""

    # Target tokens over all workers.
    tokens: float
    ranks: int = 1
    # Of each rank.
    workers: int = 1
    wire: str = "float32"
    # The share of the backward pass behind which the bytes of the sum hide; none with the recipe's overlap=false.
    overlap: float = 1

    @property
    def adds_along_ranks(self):
        """Whether partial sums go from rank to rank (SumAlongRanks), for the order of the workers' sum."""
        return self.wire == "float32" and self.ranks > 1 and self.workers > 1

    @property
    def hides(self):
        """The share of the backward pass that hides something: ranks of more workers send nothing before its end."""
        return self.overlap if self.workers <= MOST_WORKERS_THAT_OVERLAP else 0

    @property
    def number_bytes(self):
        """Bytes of a number on the wire."""
        return 2 if self.wire == "bfloat16" else 4


@dataclass(frozen=True)
class Cost:
    """The seconds of an update, by what they are spent on."""

    arithmetic: float
    # Each worker's own passes over weights and gradient.
    passes: float
    # Adding gradients up, and bringing them to those who take the step for them.
    sum: float
    # The optimiser's step.
    step: float
    # Bringing the new weights to all.
    weights: float
    # Short messages.
    words: float
    # What the backward pass hides of the sum: bytes on their way, and no addition, for that takes a core from a worker.
    hidden: float = 0

    @property
    def seconds(self):
        """All of it."""
        return self.arithmetic + self.passes + self.sum + self.step + self.weights + self.words - self.hidden


def addition_bytes(addends):
    """Bytes of adding numbers to a vector, a weight: all are read, and the vector is written."""
    return 4 * (addends + 2) if addends else 4


def piece_length(ranks):
    """The numbers of a message of the sum."""
    return min(max(PIECE_FOR_ALL // ranks, SHORTEST_PIECE), LONGEST_PIECE)


def cost(model, link, update):
    """The seconds of an update.

    model: a Model. link: a Link between neighbours; None for one process. update: an Update.
    """
    count, ranks, workers = model.parameters, update.ranks, update.workers
    pool = workers * model.memory_rate
    arithmetic = update.tokens / (ranks * workers) * model.operations_per_token / model.operation_rate
    own = {
        "arithmetic": arithmetic,
        "passes": WORKER_BYTES * count / model.memory_rate,
        "step": STEP_BYTES * count / ranks / pool,
    }
    if ranks == 1:
        return Cost(sum=addition_bytes(workers - 1) * count / pool, weights=0, words=0, **own)
    sent, added = (sum_along_ranks if update.adds_along_ranks else sum_of_rank_sums)(model, link, update)
    # Each rank reads its share of the sum once more for the norm.
    added += 4 * count / ranks / pool
    return Cost(
        sum=sent + added,
        weights=weights(model, link, update),
        words=(GATHERS + BROADCASTS * ceil(log2(ranks))) * link.latency,
        hidden=min(sent, update.hides * BACKWARD * arithmetic),
        **own,
    )


def sum_along_ranks(model, link, update):
    """Every piece visits all ranks, each of which adds its workers' gradients, and goes to its owner: a pipeline in which as many
    pieces are under way as there are ranks. Seconds of bytes on their way, and of additions."""
    length = min(piece_length(update.ranks), ceil(model.parameters / update.ranks))
    pieces = model.parameters / length
    added = length * addition_bytes(update.workers) / (update.workers * model.memory_rate)
    stages = pieces + update.ranks - 1
    return stages * 4 * length / link.bytes_per_second + update.ranks * link.latency, stages * added


def sum_of_rank_sums(model, link, update):
    """Every rank sends all others their shares of its sum, at once; each adds up what comes for its own. Seconds of bytes on
    their way, and of additions."""
    count, ranks, workers = model.parameters, update.ranks, update.workers
    pool = workers * model.memory_rate
    share = count / ranks
    sent = update.number_bytes * share * (ranks - 1) / link.bytes_per_second + link.latency
    # One thread copies the first addend; all add the others.
    added = 8 * share / model.memory_rate + addition_bytes(ranks - 1) * share / pool
    if workers > 1:
        added += addition_bytes(workers - 1) * count / pool
    if update.wire == "bfloat16":
        # Its own sum rounded by all threads, and those of others expanded by one.
        added += 6 * count / pool + 6 * share * (ranks - 1) / model.memory_rate
    return sent, added


def weights(model, link, update):
    """Every rank passes on what its neighbour sends, piece by piece, until all have come around."""
    count, ranks = model.parameters, update.ranks
    pool = update.workers * model.memory_rate
    share = update.number_bytes * count / ranks
    # With shares of less than a few pieces, a step waits for the message of the step before.
    step = max(
        share / link.bytes_per_second, min(share, GATHERED_PIECE) / link.bytes_per_second + link.latency)
    if update.wire == "float32":
        # The copies of the weights that have come.
        passes = 6 * (count - count / ranks) / pool
    else:
        # Old weights kept by one thread; changes rounded, and added on all ranks; the copy.
        passes = 8 * count / ranks / model.memory_rate + (14 * count / ranks + 12 * count) / pool
    return (ranks - 1) * step + passes


def sent_bytes(model, update, rank=0):
    """Bytes that a rank sends in an update, but for short messages."""
    count, ranks = model.parameters, update.ranks
    shared = update.number_bytes * count * (ranks - 1) / ranks
    gradients = 4 * count if update.adds_along_ranks and rank < ranks - 1 else shared
    return 0 if ranks == 1 else gradients + shared


def speed_up(model, link, update):
    """How many times as fast as one machine of as many workers, with the same updates."""
    alone = Update(update.tokens, 1, update.workers)
    return cost(model, None, alone).seconds / cost(model, link, update).seconds


def fastest_ranks(model, link, update, most=64):
    """The fewest machines, of so many at most, that no other number is faster than."""
    return max(
        range(1, most + 1),
        key=lambda ranks: speed_up(model, link, replace(update, ranks=ranks)))


def useful_ranks(model, link, update, share=0.5, most=1024):
    """The most machines that each still do a share of what one does alone; all that are looked at, where that is so of all."""
    useful = 1
    for ranks in range(2, most + 1):
        if speed_up(model, link, replace(update, ranks=ranks)) < share * ranks:
            break
        useful = ranks
    return useful


def needed_tokens(model, link, update, share=0.8):
    """The tokens of an update with which each machine does a share of what it does alone; None where no update is enough."""
    def falls_short(tokens):
        return speed_up(model, link, replace(update, tokens=tokens)) < share * update.ranks

    low, high = 1, 1 << 40
    if falls_short(high):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if falls_short(middle) else (low, middle)
    return high


def fit(parameters, operations_per_token, workers, measured):
    """A Model of updates that one process made: pairs of target tokens and seconds.

    Seconds are a line over tokens: what a token costs is arithmetic, and what no token changes are passes over weights. The
    line's relative errors are the least, so that long updates do not drown what short ones say of the passes.
    """
    weights_of = [1 / seconds**2 for _, seconds in measured]
    whole = sum(weights_of)
    mean_tokens = sum(weight * tokens for weight, (tokens, _) in zip(weights_of, measured)) / whole
    mean_seconds = sum(weight * seconds for weight, (_, seconds) in zip(weights_of, measured)) / whole
    slope = sum(
        weight * (tokens - mean_tokens) * (seconds - mean_seconds) for weight, (tokens, seconds) in zip(weights_of, measured))
    slope /= sum(weight * (tokens - mean_tokens) ** 2 for weight, (tokens, _) in zip(weights_of, measured))
    rest = mean_seconds - slope * mean_tokens
    if slope <= 0 or rest <= 0:
        raise ValueError(f"updates of {measured} (tokens, seconds) lie on no rising line: something else ran")
    passes = WORKER_BYTES + (addition_bytes(workers - 1) + STEP_BYTES) / workers
    return Model(parameters, operations_per_token, operations_per_token / slope / workers, parameters * passes / rest)
