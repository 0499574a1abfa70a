import Basics

/// What all ranks do together.
extension Communicator {
    /// Of messages that are longer, the transport carries one part after the other.
    private static let longestMessage = 64 << 20

    /// Returns when all ranks have called it.
    ///
    /// - Throws: `CalqueError` when one does not in time.
    public func meet() throws { _ = try allGather([1]) }

    /// Whether something is so on any rank: all get the same answer.
    ///
    /// - Parameter isSo: Whether it is on this one.
    /// - Throws: `CalqueError` when a rank does not answer in time.
    public func isAny(_ isSo: Bool) throws -> Bool {
        try allGather([isSo ? 1 : 0] as [Double], counts: Array(repeating: 1, count: size))
            .contains(1)
    }

    /// What every rank has to say, by rank.
    ///
    /// - Parameter bytes: What this one has, of any length.
    /// - Throws: `CalqueError` when a rank does not answer in time.
    public func allGather(_ bytes: [UInt8]) throws -> [[UInt8]] {
        let lengths = try allGather(
            [Double(bytes.count)], counts: Array(repeating: 1, count: size)
        ).map { Int($0) }
        let all = try gather(bytes, counts: lengths)
        var start = 0
        return lengths.map { length in
            defer { start += length }
            return Array(all[start..<start + length])
        }
    }

    /// The numbers of every rank, one after the other.
    ///
    /// - Parameters:
    ///   - numbers: Those of this rank.
    ///   - counts: How many every rank has.
    /// - Throws: `CalqueError` when a rank does not answer in time.
    public func allGather(_ numbers: [Double], counts: [Int]) throws -> [Double] {
        try gather(numbers, counts: counts)
    }

    /// All ranks' values, by way of rank 0: two short messages a rank, however many there are.
    private func gather<Value: BitwiseCopyable>(_ values: [Value], counts: [Int]) throws -> [Value]
    {
        precondition(counts[rank] == values.count, "\(values.count) values of \(counts[rank])")
        let length = MemoryLayout<Value>.stride
        let starts = counts.indices.map { counts[..<$0].reduce(0, +) * length }
        return try withMessageMemory(counts.reduce(0, +) * length) { all in
            func part(_ rank: Int) -> UnsafeMutableRawBufferPointer {
                UnsafeMutableRawBufferPointer(
                    rebasing: all[starts[rank]..<starts[rank] + counts[rank] * length])
            }
            values.withUnsafeBytes(part(rank).copyMemory)
            if rank == 0 {
                let transfers = try (1..<size).map { try receive(part($0), from: $0, .control) }
                for (other, transfer) in zip(1..., transfers) {
                    try wait(for: transfer, other, "its numbers")
                }
            } else {
                let transfer = try send(UnsafeRawBufferPointer(part(rank)), to: 0, .control)
                try wait(for: transfer, 0, "it to take numbers")
            }
            try broadcast(all)
            return Array(all.bindMemory(to: Value.self))
        }
    }

    /// Lends memory to messages. After an error it is never given back: messages may be under way that are
    /// read from it or written to it, until the process ends.
    ///
    /// - Parameters:
    ///   - byteCount: How much.
    ///   - body: Sends it, or receives into it.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws.
    func withMessageMemory<Result>(
        _ byteCount: Int, _ body: (UnsafeMutableRawBufferPointer) throws -> Result
    ) rethrows -> Result {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: byteCount, alignment: 16)
        let result = try body(memory)
        memory.deallocate()
        return result
    }

    /// Brings the bytes of rank 0 to all.
    ///
    /// Each rank that has them passes them on, so that it takes as many rounds as the number of ranks
    /// has binary digits.
    ///
    /// - Parameter bytes: Those that are sent, or room for them.
    /// - Throws: `CalqueError` when a rank does not answer in time.
    public func broadcast(_ bytes: UnsafeMutableRawBufferPointer) throws {
        for start in stride(from: 0, to: bytes.count, by: Self.longestMessage) {
            let end = min(start + Self.longestMessage, bytes.count)
            try broadcastMessage(UnsafeMutableRawBufferPointer(rebasing: bytes[start..<end]))
        }
    }

    private func broadcastMessage(_ bytes: UnsafeMutableRawBufferPointer) throws {
        // Rank r has them from the rank without r's lowest set bit, and passes them on to those with one
        // lower bit set.
        var bit = 1
        while bit < size, rank & bit == 0 { bit <<= 1 }
        if rank > 0 {
            let transfer = try receive(bytes, from: rank - bit, .control)
            try wait(for: transfer, rank - bit, "what rank 0 says")
        }
        var transfers: [(rank: Int, transfer: any Transfer)] = []
        while bit > 1 {
            bit >>= 1
            guard rank + bit < size else { continue }
            transfers.append(
                (rank + bit, try send(UnsafeRawBufferPointer(bytes), to: rank + bit, .control)))
        }
        for (other, transfer) in transfers {
            try wait(for: transfer, other, "it to take what rank 0 says")
        }
    }
}
