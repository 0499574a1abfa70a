/// Bytes that every rank has a share of.
extension Communicator {
    /// Brings all shares of some memory to all ranks.
    ///
    /// They go around in a ring: every rank sends to the next one and receives from the one before, so
    /// that each connection carries all of them but once, whichever ranks are on one machine. Pieces go
    /// on as they come.
    ///
    /// - Parameters:
    ///   - bytes: The memory, in which this rank's share is filled in and the others have room.
    ///   - shares: The shares of all ranks.
    ///   - pieceLength: The longest message.
    ///   - what: What the bytes are, as the words after "waited for".
    /// - Throws: `CalqueError` when a rank does not answer in time.
    package func allGather(
        _ bytes: UnsafeMutableRawBufferPointer, shares: [Range<Int>], pieceLength: Int = 1 << 20,
        _ what: String
    ) throws {
        let (next, previous) = ((rank + 1) % size, (rank + size - 1) % size)
        guard next != rank else { return }
        func pieces(ofShareBefore steps: Int) -> [UnsafeMutableRawBufferPointer] {
            let share = shares[(rank + size - steps) % size]
            return share.pieces(of: pieceLength).map { .init(rebasing: bytes[$0]) }
        }
        // The own share is sent to the next rank; those of all others come, and the last one, which is
        // the next rank's, goes no further.
        let arriving = try (1..<size).map { steps in
            try pieces(ofShareBefore: steps).map {
                (piece: $0, transfer: try receive($0, from: previous, .weights))
            }
        }
        var sent = try pieces(ofShareBefore: 0).map {
            try send(UnsafeRawBufferPointer($0), to: next, .weights)
        }
        for (index, share) in arriving.enumerated() {
            for (piece, transfer) in share {
                try wait(for: transfer, previous, what)
                guard index < size - 2 else { continue }
                sent.append(try send(UnsafeRawBufferPointer(piece), to: next, .weights))
            }
        }
        for transfer in sent { try wait(for: transfer, next, "it to take \(what)") }
    }

    /// Brings all shares of some memory to rank 0.
    ///
    /// - Parameters:
    ///   - bytes: The memory, in which this rank's share is filled in; on rank 0 the others have room.
    ///   - shares: The shares of all ranks.
    ///   - pieceLength: The longest message.
    ///   - what: What the bytes are, as the words after "waited for".
    /// - Throws: `CalqueError` when a rank does not answer in time.
    package func gather(
        _ bytes: UnsafeMutableRawBufferPointer, shares: [Range<Int>], pieceLength: Int = 1 << 20,
        _ what: String
    ) throws {
        func pieces(of rank: Int) -> [UnsafeMutableRawBufferPointer] {
            shares[rank].pieces(of: pieceLength).map { .init(rebasing: bytes[$0]) }
        }
        if rank > 0 {
            let transfers = try pieces(of: rank).map {
                try send(UnsafeRawBufferPointer($0), to: 0, .weights)
            }
            for transfer in transfers { try wait(for: transfer, 0, "it to take \(what)") }
            return
        }
        let transfers = try (1..<size).map { other in
            try pieces(of: other).map { try receive($0, from: other, .weights) }
        }
        for (other, transfers) in zip(1..., transfers) {
            for transfer in transfers { try wait(for: transfer, other, what) }
        }
    }
}

extension Range<Int> {
    /// The range in pieces of one length, of which the last may be shorter.
    ///
    /// - Parameter length: The length.
    package func pieces(of length: Int) -> [Range<Int>] {
        stride(from: lowerBound, to: upperBound, by: length).map {
            $0..<Swift.min($0 + length, upperBound)
        }
    }
}
