/// Pieces of work, on their way from rank 0 to whoever does them and back.
struct Pieces {
    /// How many each rank has.
    private(set) var inHand: [Int]
    /// What the pieces' end was, if it was an error.
    private(set) var failure: Result<Void, any Error>?
    private var count = 0
    private var takenCount = 0
    private var isOver = false
    /// What became of pieces that come after one which is not done.
    private var waiting: [Int: [UInt8]] = [:]

    init(ranks: Int) {
        inHand = Array(repeating: 0, count: ranks)
    }

    /// How many have been handed out and not taken back.
    var underWay: Int { count - takenCount }
    /// Whether there are no more, and all have been taken back.
    var areDone: Bool { isOver && underWay == 0 }

    /// The next piece for a rank; nil after the last.
    mutating func hand(to rank: Int, _ next: () throws -> [UInt8]?) -> WorkMessage? {
        guard !isOver else { return nil }
        do {
            if let bytes = try next() {
                defer { count += 1 }
                inHand[rank] += 1
                return WorkMessage(number: count, bytes: bytes)
            }
        } catch {
            failure = .failure(error)
        }
        isOver = true
        return nil
    }

    /// Keeps what became of a piece.
    mutating func add(_ result: WorkMessage, from rank: Int) {
        inHand[rank] -= 1
        waiting[result.number] = result.bytes
    }

    /// What became of the piece whose turn it is, if that is known.
    mutating func takeNext() -> [UInt8]? {
        guard let bytes = waiting.removeValue(forKey: takenCount) else { return nil }
        takenCount += 1
        return bytes
    }
}
