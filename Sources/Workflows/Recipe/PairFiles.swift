extension TrainingRecipe {
    /// Where pairs of sentences are: one form of files, or none. Paths may be `-`, standard input.
    public struct PairFiles: Sendable, Equatable {
        /// Source sentences, one a line.
        public var source: String?
        /// Their translations, line by line.
        public var target: String?
        /// Instead of both: lines of source and target with a tab between them.
        public var table: String?
        /// Instead of both: a translation memory in TMX.
        public var memory: String?
        /// Instead of both: a file in XLIFF.
        public var xliff: String?
        /// Instead of both: a PO file of gettext.
        public var portableObject: String?

        /// None.
        public init() {}
    }

    /// A source of text among several.
    public struct TextSource: Sendable, Equatable {
        /// Where its pairs are.
        public var files: PairFiles
        /// How often an epoch goes over it: 2 for twice, 0.5 for one half of its pairs.
        public var weight: Double

        /// A source of its parts.
        public init(_ files: PairFiles, weight: Double = 1) {
            self.files = files
            self.weight = weight
        }
    }
}

extension TrainingRecipe.PairFiles {
    typealias Path = WritableKeyPath<TrainingRecipe.PairFiles, String?> & Sendable

    /// What the files are called in keys, in the order in which they are written.
    static let names: [(name: String, path: any Path)] = [
        ("source", \.source), ("target", \.target), ("tsv", \.table), ("tmx", \.memory),
        ("xliff", \.xliff), ("po", \.portableObject),
    ]

    /// The paths that are given.
    var paths: [(name: String, path: String)] {
        Self.names.compactMap { name, place in self[keyPath: place].map { (name, $0) } }
    }

    /// Whether there are none.
    var isEmpty: Bool { paths.isEmpty }

    /// Whether its languages have to be chosen, or may be.
    var hasLanguages: Bool { memory != nil || xliff != nil }

    /// Whether just one form of text is given, and the whole of it.
    var isOneText: Bool {
        let names = paths.map(\.name)
        return names == ["source", "target"]
            || names.count == 1 && !["source", "target"].contains(names[0])
    }

    /// The same with every path changed.
    func mapPaths(_ change: (String) -> String) -> Self {
        var files = self
        for (_, place) in Self.names { files[keyPath: place] = files[keyPath: place].map(change) }
        return files
    }
}
