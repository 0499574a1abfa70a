/// Work that comes in pieces: rank 0 hands them out to whichever rank is free, does some itself, and has what
/// becomes of them in their order.
///
/// Every rank has two pieces in hand, so that none waits for the next one. Only so many pieces are under way
/// that one that takes long holds up a few. A rank that has a piece says now and then that it is there: how
/// long a piece takes does not matter, and one that does not answer is found out (``Communicator/deadline``).
public struct SharedWork {
    private let communicator: Communicator
    private let work: @Sendable ([UInt8]) -> [UInt8]
    private static let piecesInHand = 2
    /// So many pieces a rank may be between the one that is waited for and the newest.
    private static let window = 8

    /// Work.
    ///
    /// - Parameters:
    ///   - communicator: The ranks.
    ///   - work: Does a piece. Several at once are asked for. Neither a piece nor what becomes of it is empty.
    public init(
        across communicator: Communicator, _ work: @escaping @Sendable ([UInt8]) -> [UInt8]
    ) {
        self.communicator = communicator
        self.work = work
    }

    /// How often a rank says that it is there.
    private var pulse: Duration { min(communicator.deadline / 8, .seconds(2)) }
}

// MARK: Rank 0

extension SharedWork {
    /// Hands out all pieces; for rank 0, while the others ``takePart()``.
    ///
    /// - Parameters:
    ///   - next: The next piece, or nil after the last.
    ///   - take: Takes what became of every piece, in the order of the pieces.
    /// - Throws: What `take` throws, at once; what `next` throws, after what became of the pieces before was taken;
    ///   and `CalqueError` when a rank does not answer. The other ranks have not been told then.
    public func run(next: () throws -> [UInt8]?, take: ([UInt8]) throws -> Void) throws {
        precondition(communicator.isFirst, "rank \(communicator.rank) has no work of its own")
        let channels = try (1..<communicator.size).map { try WorkChannel(communicator, to: $0) }
        var pieces = Pieces(ranks: communicator.size)
        let local = LocalWork(work)
        var pause = Pause()
        while !pieces.areDone {
            let handedOut = try handOut(&pieces, channels, local, next)
            let collected = try collect(&pieces, channels, local)
            while let bytes = pieces.takeNext() { try take(bytes) }
            if handedOut || collected { pause = Pause() }
            try rest(&pause, channels)
        }
        for channel in channels {
            try channel.send(WorkMessage(number: WorkMessage.last, bytes: []))
        }
        while !channels.allSatisfy({ $0.isOver && $0.isSettled }) {
            for channel in channels { _ = try channel.next() }
            pause()
            if pause.isLong { try look(after: channels) }
        }
        try pieces.failure?.get()
    }

    private func handOut(
        _ pieces: inout Pieces, _ channels: [WorkChannel], _ local: LocalWork,
        _ next: () throws -> [UInt8]?
    ) throws -> Bool {
        var isAny = false
        // The others first, for what they are sent is under way for a while.
        for rank in (0..<communicator.size).reversed() {
            while pieces.inHand[rank] < Self.piecesInHand,
                pieces.underWay < Self.window * communicator.size,
                let piece = pieces.hand(to: rank, next)
            {
                if rank == 0 { local.begin(piece) } else { try channels[rank - 1].send(piece) }
                isAny = true
            }
        }
        return isAny
    }

    private func collect(
        _ pieces: inout Pieces, _ channels: [WorkChannel], _ local: LocalWork
    ) throws -> Bool {
        var isAny = false
        while let result = local.next() {
            pieces.add(result, from: 0)
            isAny = true
        }
        for channel in channels {
            while let result = try channel.next() {
                pieces.add(result, from: channel.rank)
                isAny = true
            }
        }
        return isAny
    }

    private func rest(_ pause: inout Pause, _ channels: [WorkChannel]) throws {
        pause()
        guard pause.isLong else { return }
        for channel in channels { try channel.sayAlive(every: pulse) }
        try look(after: channels)
    }

    private func look(after channels: [WorkChannel]) throws {
        for channel in channels where !(channel.isOver && channel.isSettled) {
            try communicator.look(
                for: channel.rank, "what becomes of its work", since: channel.heard)
        }
    }
}

// MARK: The other ranks

extension SharedWork {
    /// Does what rank 0 hands out, until there is nothing more.
    ///
    /// - Throws: `CalqueError` when another rank has ended or rank 0 does not answer: nor does it while it waits for its
    ///   input, or for who reads its output.
    public func takePart() throws {
        precondition(!communicator.isFirst, "rank 0 hands out work")
        let channel = try WorkChannel(communicator, to: 0)
        let local = LocalWork(work)
        var pause = Pause()
        var isDone = false
        while !isDone || !channel.isSettled {
            while let piece = try channel.next() {
                local.begin(piece)
                pause = Pause()
            }
            while let result = local.next() {
                try channel.send(result)
                pause = Pause()
            }
            if channel.isOver, local.count == 0, !isDone {
                isDone = true
                try channel.send(WorkMessage(number: WorkMessage.last, bytes: []))
            }
            pause()
            guard pause.isLong else { continue }
            if !isDone { try channel.sayAlive(every: pulse) }
            try communicator.look(for: 0, "work", since: channel.heard)
        }
    }
}
