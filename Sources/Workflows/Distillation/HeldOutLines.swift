import Text

/// Which sentences are held out of training.
struct HeldOutLines {
    /// The most sentences that are held out, and the share of the text that they are at most.
    private static let most = 1000
    private static let share = 20

    /// The numbers of their lines, from 0; none where there are others to validate with.
    private(set) var numbers: Set<Int> = []
    /// Sentences that are not trained on, wherever they stand.
    private(set) var sources: Set<String> = []

    /// - Parameter count: Counts the lines of files.
    init(_ settings: DistillationSettings, counting count: ([String]) throws -> Int) throws {
        if let path = settings.validationSource {
            let lines = SentenceLines([path])
            while let line = try lines.next() { sources.insert(line) }
            return
        }
        // Where there are references, only lines that have one.
        let files = settings.target == nil ? settings.sources : [settings.source].compactMap { $0 }
        let eligible = try count(files)
        let wanted = min(Self.most, max(1, eligible / Self.share))
        let distance = eligible / wanted
        let lines = SentenceLines(files)
        var number = 0
        while let line = try lines.next() {
            // The last of every stretch of lines, each once.
            let isTaken = number % distance == distance - 1 && numbers.count < wanted
            if isTaken, !line.isBlank, sources.insert(line).inserted { numbers.insert(number) }
            number += 1
        }
    }
}
