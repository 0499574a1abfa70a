import Ranks
import Tensors

/// Adds gradients up in the order of all workers, from the first of rank 0 to the last of the last rank.
///
/// The sum of a piece so far goes from rank to rank; each adds those of its workers, one after the other,
/// and the last rank sends the whole sum to the rank that owns it. While a piece is on the last rank, the
/// next ones are on the ranks before. So each connection carries as many bytes as in the usual
/// reduce-scatter in a ring, whose order of addition would depend on the number of ranks.
struct SumAlongRanks: GradientSummation {
    private let parts: SumParts
    /// Room for the pieces that come next.
    private let rooms: [PieceRoom]

    /// How many pieces a rank is ready to receive ahead.
    private static let roomCount = 4

    init(_ parts: SumParts) {
        self.parts = parts
        rooms = (0..<Self.roomCount).map { _ in PieceRoom(length: parts.pieceLength) }
    }

    private var isLast: Bool { parts.rank == parts.size - 1 }

    func callAsFunction(_ gradients: [ParameterVector]) throws -> ParameterVector {
        let own = try sumsToCome()
        var arriving = try (0..<rooms.count).map { try receive($0) }
        var sent: [(rank: Int, transfer: any Transfer)] = []
        for (index, piece) in parts.pieces.enumerated() {
            let room = index % rooms.count
            var addends = gradients.dropFirst().map { Addend($0) }
            if let transfer = arriving[room] {
                try parts.communicator.wait(
                    for: transfer, parts.rank - 1, "the sum of gradients")
                // The sum so far comes first, and a + b is b + a.
                addends.insert(Addend(rooms[room], for: piece.range), at: 0)
            }
            try parts.add(addends, to: gradients[0], in: piece.range)
            arriving[room] = try receive(index + rooms.count)
            if let transfer = try pass(on: piece, of: gradients[0]) { sent.append(transfer) }
        }
        for transfer in own {
            try parts.communicator.wait(for: transfer, parts.size - 1, "the sum of gradients")
        }
        for (rank, transfer) in sent {
            try parts.communicator.wait(for: transfer, rank, "it to take gradients")
        }
        return parts.total
    }

    /// The sums of this rank's share, which come when the last rank has added to them.
    private func sumsToCome() throws -> [any Transfer] {
        guard !isLast else { return [] }
        return try parts.pieces(of: parts.rank).map {
            try parts.communicator.receive(
                parts.total.bytes(in: $0.range), from: parts.size - 1, .sums)
        }
    }

    /// Makes ready for the sum so far of a piece, if one comes.
    private func receive(_ index: Int) throws -> (any Transfer)? {
        guard parts.rank > 0, parts.pieces.indices.contains(index) else { return nil }
        let byteCount = parts.pieces[index].range.count * MemoryLayout<Float>.stride
        return try parts.communicator.receive(
            rooms[index % rooms.count].bytes(byteCount), from: parts.rank - 1, .partialSums)
    }

    /// Sends the sum of a piece on, or keeps it.
    private func pass(
        on piece: SumParts.Piece, of gradient: ParameterVector
    ) throws -> (rank: Int, transfer: any Transfer)? {
        let bytes = UnsafeRawBufferPointer(gradient.bytes(in: piece.range))
        if !isLast {
            let next = parts.rank + 1
            return (next, try parts.communicator.send(bytes, to: next, .partialSums))
        }
        guard piece.owner != parts.rank else {
            parts.total.bytes(in: piece.range).copyMemory(from: bytes)
            return nil
        }
        return (piece.owner, try parts.communicator.send(bytes, to: piece.owner, .sums))
    }
}
