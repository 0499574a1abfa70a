import Ranks
import Tensors

/// Adds up the gradients of each rank's workers, then those of the ranks.
///
/// Every rank sends each of the others the share of its sum that that one owns, and the owner adds up in the
/// order of the ranks. Where each has one worker, that is the order of the workers. As bfloat16, a rank's
/// sum is rounded once, however many ranks there are.
struct SumOfRankSums: GradientSummation {
    private let parts: SumParts
    /// What is sent of this rank's sum, and what comes of the others', where that is bfloat16.
    private let rounded: Bfloat16Vector?
    /// Room for the pieces of the other ranks that come next; as they come, and as float32.
    private let rooms: [[PieceRoom]]
    private let expanded: [PieceRoom]

    /// How many pieces of every rank the owner is ready to receive ahead.
    private static let roomCount = 3

    init(_ parts: SumParts, wire: WireType) {
        self.parts = parts
        rounded = wire == .bfloat16 ? Bfloat16Vector(for: parts.store) : nil
        func makeRooms() -> [PieceRoom] {
            (0..<parts.size).map {
                PieceRoom(length: $0 == parts.rank ? 0 : parts.pieceLength)
            }
        }
        rooms = (0..<Self.roomCount).map { _ in makeRooms() }
        expanded = wire == .bfloat16 ? makeRooms() : []
    }

    private var others: [Int] { (1..<parts.size).map { (parts.rank + $0) % parts.size } }
    private var byteCount: Int { rounded == nil ? 4 : 2 }

    func callAsFunction(_ gradients: [ParameterVector]) throws -> ParameterVector {
        try sumWorkers(gradients)
        let sent = try others.flatMap { rank in
            try parts.pieces(of: rank).map { (rank, try send($0, of: gradients[0])) }
        }
        let pieces = parts.pieces(of: parts.rank)
        var arriving = try pieces.prefix(rooms.count).enumerated().map { try receive($1, in: $0) }
        for (index, piece) in pieces.enumerated() {
            let room = index % rooms.count
            for (rank, transfer) in arriving[room] {
                try parts.communicator.wait(for: transfer, rank, "gradients")
            }
            try sumRanks(piece, gradients[0], rooms[room])
            if index + rooms.count < pieces.count {
                arriving[room] = try receive(pieces[index + rooms.count], in: room)
            }
        }
        for (rank, transfer) in sent {
            try parts.communicator.wait(for: transfer, rank, "it to take gradients")
        }
        return parts.total
    }

    /// Adds up the gradients of this rank, each worker a part of the weights.
    private func sumWorkers(_ gradients: [ParameterVector]) throws {
        let ranges = parts.store.equalRanges(for: parts.pool.count)
        guard gradients.count > 1 || rounded != nil else { return }
        try parts.pool.run { [rounded] worker, _ in
            if gradients.count > 1 {
                _ = gradients[0].add(Array(gradients.dropFirst()), in: ranges[worker])
            }
            rounded?.round(gradients[0], in: ranges[worker])
        }
    }

    private func send(_ piece: SumParts.Piece, of sum: ParameterVector) throws -> any Transfer {
        let bytes = rounded?.bytes(in: piece.range) ?? sum.bytes(in: piece.range)
        return try parts.communicator.send(
            UnsafeRawBufferPointer(bytes), to: piece.owner, .partialSums)
    }

    private func receive(
        _ piece: SumParts.Piece, in room: Int
    ) throws -> [(rank: Int, transfer: any Transfer)] {
        try others.map { rank in
            let bytes = rooms[room][rank].bytes(piece.range.count * byteCount)
            return (rank, try parts.communicator.receive(bytes, from: rank, .partialSums))
        }
    }

    /// Adds up what all ranks have for a piece, from rank 0 on.
    private func sumRanks(
        _ piece: SumParts.Piece, _ own: ParameterVector, _ rooms: [PieceRoom]
    ) throws {
        let count = piece.range.count
        if rounded != nil {
            for rank in others {
                rooms[rank].values.withMemoryRebound(to: UInt16.self, capacity: count) {
                    Bfloat16Vector.expand($0, count: count, to: expanded[rank].values)
                }
            }
        }
        let sums = (0..<parts.size).map { rank in
            rank == parts.rank
                ? Addend(own)
                : Addend(rounded == nil ? rooms[rank] : expanded[rank], for: piece.range)
        }
        (parts.total.values + piece.range.lowerBound).update(
            from: sums[0].values(from: piece.range.lowerBound), count: count)
        try parts.add(Array(sums.dropFirst()), to: parts.total, in: piece.range)
    }
}
