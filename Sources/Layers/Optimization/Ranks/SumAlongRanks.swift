import Ranks
import Tensors

/// Adds gradients up in the order of all workers, from the first of rank 0 to the last of the last rank.
///
/// The sum of a piece so far goes from rank to rank; each adds those of its workers, one after the other,
/// and the last rank sends the whole sum to the rank that owns it. While a piece is on the last rank, the
/// next ones are on the ranks before. So each connection carries as many bytes as in the usual
/// reduce-scatter in a ring, whose order of addition would depend on the number of ranks.
final class SumAlongRanks: GradientSummation {
    private let parts: SumParts
    /// Room for the pieces that come next.
    private let rooms: [PieceRoom]
    private var gradients: [ParameterVector] = []
    /// The piece that comes next.
    private var next = 0
    /// The sums so far that go to the rooms; nil where none comes.
    private var arriving: [Awaited?] = []
    /// What comes of the last rank, and what was sent.
    private var outstanding = OutstandingMessages()

    /// How many pieces a rank is ready to receive ahead.
    private static let roomCount = 4

    init(_ parts: SumParts) {
        self.parts = parts
        rooms = (0..<Self.roomCount).map { _ in PieceRoom(length: parts.pieceLength) }
    }

    var total: ParameterVector { parts.total }

    private var isLast: Bool { parts.rank == parts.size - 1 }

    func begin(_ gradients: [ParameterVector]) throws {
        self.gradients = gradients
        next = 0
        outstanding = try sumsToCome()
        arriving = try rooms.indices.map { try receive($0) }
    }

    func advance(completeFrom place: Int, helpers: WorkerPool?) throws -> SumProgress {
        guard next < parts.pieces.count else {
            return try outstanding.first(parts.communicator).map { .lacks($0) } ?? .done
        }
        let piece = parts.pieces[next]
        guard piece.range.lowerBound >= place else { return .lacksGradients }
        let room = next % rooms.count
        if let sum = arriving[room], try !parts.communicator.isDone(sum) { return .lacks(sum) }
        parts.clearFrozen(gradients, in: piece.range)
        // The sum so far comes first, and a + b is b + a.
        let before = arriving[room].map { _ in Addend(rooms[room], for: piece.range) }
        let addends = [before].compactMap(\.self) + gradients.dropFirst().map { Addend($0) }
        try parts.add(addends, to: gradients[0], in: piece.range, helpers)
        arriving[room] = try receive(next + rooms.count)
        try pass(on: piece, of: gradients[0])
        next += 1
        return .advanced
    }

    /// The sums of this rank's share, which come when the last rank has added to them.
    private func sumsToCome() throws -> OutstandingMessages {
        var messages = OutstandingMessages()
        for piece in isLast ? [] : parts.pieces(of: parts.rank) {
            let transfer = try parts.communicator.receive(
                parts.total.bytes(in: piece.range), from: parts.size - 1, .sums)
            messages.append(
                Awaited(
                    transfer: transfer, rank: parts.size - 1, what: "the sum of gradients"))
        }
        return messages
    }

    /// Makes ready for the sum so far of a piece, if one comes.
    private func receive(_ index: Int) throws -> Awaited? {
        guard parts.rank > 0, parts.pieces.indices.contains(index) else { return nil }
        let byteCount = parts.pieces[index].range.count * MemoryLayout<Float>.stride
        let transfer = try parts.communicator.receive(
            rooms[index % rooms.count].bytes(byteCount), from: parts.rank - 1, .partialSums)
        return Awaited(transfer: transfer, rank: parts.rank - 1, what: "the sum of gradients")
    }

    /// Sends the sum of a piece on, or keeps it.
    private func pass(on piece: SumParts.Piece, of gradient: ParameterVector) throws {
        let bytes = UnsafeRawBufferPointer(gradient.bytes(in: piece.range))
        let next = isLast ? piece.owner : parts.rank + 1
        guard next != parts.rank else {
            parts.total.bytes(in: piece.range).copyMemory(from: bytes)
            return
        }
        let transfer = try parts.communicator.send(bytes, to: next, isLast ? .sums : .partialSums)
        outstanding.append(
            Awaited(transfer: transfer, rank: next, what: "it to take gradients"))
    }
}
