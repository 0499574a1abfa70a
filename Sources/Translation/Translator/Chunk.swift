extension Translator {
    /// How many lines of a stream are translated together: until one of the limits is reached, or
    /// no further line has arrived.
    public struct ChunkLimits: Sendable, Equatable {
        /// The most lines.
        public var lines: Int
        /// The tokens at which a chunk is full.
        public var tokens: Int

        /// Enough to find sentences of like length and to keep all workers busy, and little to hold
        /// in memory.
        public init(lines: Int = 2000, tokens: Int = 65_536) {
            precondition(lines > 0 && tokens > 0, "chunks of \(lines) lines and \(tokens) tokens")
            self.lines = lines
            self.tokens = tokens
        }
    }
}

/// Lines of a stream that are translated together.
struct Chunk {
    private let limits: Translator.ChunkLimits
    private(set) var lines: [SourceLine] = []
    private var tokenCount = 0

    /// A chunk without lines.
    init(_ limits: Translator.ChunkLimits) {
        self.limits = limits
    }

    /// Whether there are no lines.
    var isEmpty: Bool { lines.isEmpty }

    /// Whether one of the limits is reached.
    var isFull: Bool { lines.count >= limits.lines || tokenCount >= limits.tokens }

    mutating func append(_ line: SourceLine) {
        lines.append(line)
        tokenCount += line.tokenCount
    }
}
