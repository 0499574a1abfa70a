import Ranks
import Tensors

/// Adds up the gradients of each rank's workers, then those of the ranks.
///
/// Every rank sends each of the others the share of its sum that that one owns, and the owner adds up in the
/// order of the ranks. Where each has one worker, that is the order of the workers. As bfloat16, a rank's
/// sum is rounded once, however many ranks there are.
final class SumOfRankSums: GradientSummation {
    private let parts: SumParts
    /// What is sent of this rank's sum, and what comes of the others', where that is bfloat16.
    private let rounded: Bfloat16Vector?
    /// Room for the pieces of the other ranks that come next; as they come, and as float32.
    private let rooms: [[PieceRoom]]
    private let expanded: [PieceRoom]
    /// The pieces that this rank owns.
    private let own: [SumParts.Piece]
    private var gradients: [ParameterVector] = []
    /// This rank's sum is there from this weight on.
    private var summedFrom = 0
    /// The next of all pieces to send, and the next of the own ones to add up.
    private var next = 0
    private var nextOwn = 0
    /// What comes of the others for the next of the own pieces, by room.
    private var arriving: [[Awaited]] = []
    private var outstanding = OutstandingMessages()

    /// How many pieces of every rank the owner is ready to receive ahead.
    private static let roomCount = 3

    init(_ parts: SumParts, wire: WireType) {
        self.parts = parts
        rounded = wire == .bfloat16 ? Bfloat16Vector(for: parts.store) : nil
        own = parts.pieces(of: parts.rank)
        func makeRooms() -> [PieceRoom] {
            (0..<parts.size).map {
                PieceRoom(length: $0 == parts.rank ? 0 : parts.pieceLength)
            }
        }
        rooms = (0..<Self.roomCount).map { _ in makeRooms() }
        expanded = wire == .bfloat16 ? makeRooms() : []
    }

    var total: ParameterVector { parts.total }

    private var others: [Int] { (1..<parts.size).map { (parts.rank + $0) % parts.size } }
    private var byteCount: Int { rounded == nil ? 4 : 2 }

    func begin(_ gradients: [ParameterVector]) throws {
        self.gradients = gradients
        summedFrom = parts.store.count
        (next, nextOwn) = (0, 0)
        outstanding = OutstandingMessages()
        arriving = try rooms.indices.map { try receive($0) }
    }

    func advance(completeFrom place: Int, helpers: WorkerPool?) throws -> SumProgress {
        // What others wait for comes before what this rank owns.
        if next < parts.pieces.count, parts.pieces[next].range.lowerBound >= place {
            try send(parts.pieces[next], completeFrom: place, helpers)
            next += 1
            return .advanced
        }
        guard nextOwn < own.count else {
            guard next == parts.pieces.count else { return .lacksGradients }
            return try outstanding.first(parts.communicator).map { .lacks($0) } ?? .done
        }
        guard own[nextOwn].range.lowerBound >= summedFrom else { return .lacksGradients }
        let room = nextOwn % rooms.count
        for message in arriving[room] where try !parts.communicator.isDone(message) {
            return .lacks(message)
        }
        try sumRanks(own[nextOwn], rooms[room], helpers)
        arriving[room] = try receive(nextOwn + rooms.count)
        nextOwn += 1
        return .advanced
    }

    /// Sends this rank's sum of a piece to its owner.
    private func send(
        _ piece: SumParts.Piece, completeFrom place: Int, _ helpers: WorkerPool?
    ) throws {
        if piece.range.lowerBound < summedFrom {
            // Workers who are free make short work of all; this thread, alone, looks up after each piece.
            try sumWorkers(from: helpers == nil ? piece.range.lowerBound : place, helpers)
        }
        guard piece.owner != parts.rank else { return }
        let bytes = rounded?.bytes(in: piece.range) ?? gradients[0].bytes(in: piece.range)
        let transfer = try parts.communicator.send(
            UnsafeRawBufferPointer(bytes), to: piece.owner, .partialSums)
        outstanding.append(
            Awaited(transfer: transfer, rank: piece.owner, what: "it to take gradients"))
    }

    /// Adds up the gradients of this rank that are complete and not added up yet.
    private func sumWorkers(from place: Int, _ helpers: WorkerPool?) throws {
        let range = place..<summedFrom
        summedFrom = place
        parts.clearFrozen(gradients, in: range)
        guard gradients.count > 1 || rounded != nil else { return }
        try parts.divide(range, among: helpers) { [gradients, rounded] part in
            if gradients.count > 1 {
                _ = gradients[0].add(Array(gradients.dropFirst()), in: part)
            }
            rounded?.round(gradients[0], in: part)
        }
    }

    /// Makes ready for what the others have for an own piece, if there are so many.
    private func receive(_ index: Int) throws -> [Awaited] {
        guard own.indices.contains(index) else { return [] }
        return try others.map { rank in
            let bytes = rooms[index % rooms.count][rank].bytes(own[index].range.count * byteCount)
            return Awaited(
                transfer: try parts.communicator.receive(bytes, from: rank, .partialSums),
                rank: rank, what: "gradients")
        }
    }

    /// Adds up what all ranks have for a piece, from rank 0 on.
    private func sumRanks(
        _ piece: SumParts.Piece, _ rooms: [PieceRoom], _ helpers: WorkerPool?
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
                ? Addend(gradients[0])
                : Addend(rounded == nil ? rooms[rank] : expanded[rank], for: piece.range)
        }
        (parts.total.values + piece.range.lowerBound).update(
            from: sums[0].values(from: piece.range.lowerBound), count: count)
        try parts.add(Array(sums.dropFirst()), to: parts.total, in: piece.range, helpers)
    }
}
