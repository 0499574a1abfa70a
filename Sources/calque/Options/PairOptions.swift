import ArgumentParser
import CalqueKit

/// Pairs of lines that a model is to read.
struct PairOptions: ParsableArguments {
    @Option(help: .value("file", "Source sentences; - is standard input."))
    var source: String

    @Option(help: .value("file", "Their translations, line by line; - is standard input."))
    var target: String

    init() {}

    /// The pairs of two files.
    init(source: String, target: String) {
        self.source = source
        self.target = target
    }

    func validate() throws {
        guard source != "-" || target != "-" else {
            throw ValidationError("Standard input cannot be both --source and --target.")
        }
    }

    /// The first pairs, as they are written.
    ///
    /// - Throws: `CalqueError` when a file cannot be read, or one ends before the other.
    func texts(atMost limit: Int) throws -> [(source: String, target: String)] {
        try PairedLines(source: source, target: target).texts(atMost: limit)
    }

    /// Works through all pairs, and says on standard error which the model cannot read.
    ///
    /// - Returns: What the command is to fail with in the end if there were such pairs.
    func forEach<Value>(
        _ translator: Translator, _ work: ([EncodedPair]) throws -> [Value],
        to output: (Result<(pair: EncodedPair, value: Value), CalqueError>) throws -> Void
    ) throws -> CalqueError? {
        let reader = try PairReader(source: source, target: target, for: translator)
        let progress = LineProgress("pairs", inputs: [source, target], output: "-")
        progress.show(0, fraction: 0)
        let counts = try reader.forEach(work) {
            progress.show($0, fraction: $1)
        } to: { result in
            if case .failure(let problem) = result { progress.say(problem.message) }
            try output(result)
        }
        guard counts.unread > 0 else { return nil }
        return CalqueError(
            """
            The model could not read \(counts.unread.grouped) of \(counts.pairs.grouped) pairs, \
            which are named above. The others are done. Shorten or mend those, or leave them out.
            """, kind: .input)
    }
}
