import Ranks
import Tensors

/// A way to add up the gradients of several ranks, a piece at a time, as they become complete.
///
/// No call waits, so that the thread that makes them can look after its workers, too.
protocol GradientSummation: AnyObject {
    /// The sum, in this rank's share alone.
    var total: ParameterVector { get }

    /// Begins a sum, when no gradient is complete yet.
    ///
    /// - Parameter gradients: Those of this rank's workers. What is complete of them is overwritten.
    /// - Throws: `CalqueError` when nothing can be received.
    func begin(_ gradients: [ParameterVector]) throws

    /// Does what comes next, if it can be done.
    ///
    /// - Parameters:
    ///   - place: This rank's gradients are complete for the weights from here on.
    ///   - helpers: Workers who are free to add, too; nil while they compute.
    /// - Returns: What came of it.
    /// - Throws: `CalqueError` when a message is lost.
    func advance(completeFrom place: Int, helpers: WorkerPool?) throws -> SumProgress
}

/// What a look at a sum came to.
enum SumProgress {
    /// Something was done.
    case advanced
    /// This rank's own gradients have to be complete first.
    case lacksGradients
    /// A message has to come, or to be taken, first.
    case lacks(Awaited)
    /// The sum is there, and all messages have been taken.
    case done
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
    /// This rank's share of the sum.
    let total: ParameterVector
    let store: ParameterStore

    init(
        communicator: Communicator, shares: [Range<Int>], pieceLength: Int, store: ParameterStore
    ) {
        self.communicator = communicator
        self.pieceLength = pieceLength
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

    /// Adds numbers to a range of a vector, each worker a part of it, if there are any to help.
    ///
    /// - Parameters:
    ///   - numbers: Numbers for the range, which are added in this order.
    ///   - vector: What they are added to.
    ///   - range: The range.
    ///   - helpers: The workers; nil where this thread is alone.
    func add(
        _ numbers: [Addend], to vector: ParameterVector, in range: Range<Int>,
        _ helpers: WorkerPool?
    ) throws {
        guard !numbers.isEmpty else { return }
        try divide(range, among: helpers) { part in
            vector.add(numbers.map { $0.values(from: part.lowerBound) }, to: part)
        }
    }

    /// Does something for all parts of a range.
    func divide(
        _ range: Range<Int>, among helpers: WorkerPool?,
        _ body: @escaping @Sendable (Range<Int>) -> Void
    ) throws {
        let workers = helpers?.count ?? 1
        let parts = range.pieces(of: max((range.count / workers + 15) / 16 * 16, 4096))
        guard let helpers, parts.count > 1 else {
            body(range)
            return
        }
        try helpers.run { worker, _ in
            for (index, part) in parts.enumerated() where index % workers == worker { body(part) }
        }
    }

    /// Makes zeros of a range of gradients, where training leaves weights as they are.
    func clearFrozen(_ gradients: [ParameterVector], in range: Range<Int>) {
        for gradient in gradients { store.clearFrozen(gradient.values, in: range) }
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
