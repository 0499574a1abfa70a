import Ranks
import Tensors

/// A way to add up the gradients of several ranks.
protocol GradientSummation {
    /// Adds them up.
    ///
    /// - Parameter gradients: Those of this rank's workers. They are overwritten.
    /// - Returns: The sum, in this rank's share alone.
    /// - Throws: `CalqueError` when a rank does not answer.
    func callAsFunction(_ gradients: [ParameterVector]) throws -> ParameterVector
}

/// What both ways have: pieces of gradients, each of which is added up on its own.
struct SumParts {
    /// Numbers that lie side by side, and the rank in whose share they are.
    struct Piece {
        let range: Range<Int>
        let owner: Int
    }

    let communicator: Communicator
    /// All pieces, in the order in which a backward pass is done with them: the last layer's gradients
    /// are the first that are there.
    let pieces: [Piece]
    /// The numbers of the longest piece.
    let pieceLength: Int
    let pool: WorkerPool
    /// This rank's share of the sum.
    let total: ParameterVector
    let store: ParameterStore

    init(
        communicator: Communicator, shares: [Range<Int>], pieceLength: Int, store: ParameterStore,
        pool: WorkerPool
    ) {
        self.communicator = communicator
        self.pieceLength = pieceLength
        self.pool = pool
        self.store = store
        pieces = shares.enumerated().flatMap { rank, share in
            share.pieces(of: pieceLength).map { Piece(range: $0, owner: rank) }
        }.reversed()
        total = ParameterVector(for: store, sparsely: true)
    }

    var rank: Int { communicator.rank }
    var size: Int { communicator.size }

    /// The pieces of a rank's share.
    func pieces(of rank: Int) -> [Piece] { pieces.filter { $0.owner == rank } }

    /// Adds numbers to a range of a vector, each worker a part of it.
    ///
    /// - Parameters:
    ///   - numbers: Numbers for the range, which are added in this order.
    ///   - vector: What they are added to.
    ///   - range: The range.
    func add(_ numbers: [Addend], to vector: ParameterVector, in range: Range<Int>) throws {
        guard !numbers.isEmpty else { return }
        let lines = range.pieces(of: max((range.count / pool.count + 15) / 16 * 16, 4096))
        guard lines.count > 1 else {
            vector.add(numbers.map { $0.values(from: range.lowerBound) }, to: range)
            return
        }
        let workers = pool.count
        try pool.run { worker, _ in
            for (index, line) in lines.enumerated() where index % workers == worker {
                vector.add(numbers.map { $0.values(from: line.lowerBound) }, to: line)
            }
        }
    }
}

/// Numbers that are added to a range of a gradient.
///
/// Nobody writes them meanwhile, which is why they may go to other threads.
struct Addend: @unchecked Sendable {
    private let start: UnsafePointer<Float>
    /// The place of the first of them in a gradient.
    private let offset: Int

    /// The numbers of a vector.
    init(_ vector: ParameterVector) {
        start = UnsafePointer(vector.values)
        offset = 0
    }

    /// Numbers that have come from another rank.
    ///
    /// - Parameters:
    ///   - room: Where they are.
    ///   - range: What they belong to.
    init(_ room: PieceRoom, for range: Range<Int>) {
        start = UnsafePointer(room.values)
        offset = range.lowerBound
    }

    /// Those from a place of the gradient on.
    func values(from place: Int) -> UnsafePointer<Float> { start + (place - offset) }
}

/// Room for the numbers of a piece.
final class PieceRoom {
    let values: UnsafeMutablePointer<Float>

    /// - Parameter length: The numbers of the longest piece.
    init(length: Int) {
        values = .allocate(capacity: length)
        values.initialize(repeating: 0, count: length)
    }

    deinit { values.deallocate() }

    /// The first bytes.
    func bytes(_ count: Int) -> UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(start: values, count: count)
    }
}
