public import Basics
import Foundation

/// Sentences of which one half chooses a head and the other half tells what it does: none is in both.
///
/// Who goes where is drawn, always in the same way: texts often go through their kinds in turn, and every
/// other sentence would be of one kind.
public struct AntecedentSentences: Sendable, Equatable {
    /// Those that the head is chosen on.
    public let choice: [AntecedentSentence]
    /// Those that are told of.
    public let report: [AntecedentSentence]

    /// Deals sentences to both sides.
    ///
    /// - Parameters:
    ///   - sentences: The sentences; of those with one text, the first counts.
    ///   - count: How many each side gets; nil for half of all.
    /// - Throws: `CalqueError` that says how many there are, when these are too few.
    public init(_ sentences: [AntecedentSentence], count: Int? = nil) throws {
        var seen: Set<String> = []
        var distinct = sentences.filter { seen.insert($0.source).inserted }
        let half = count ?? max(1, distinct.count / 2)
        guard half > 0, distinct.count >= 2 * half else {
            throw CalqueError(
                "There are \(distinct.count.grouped) different sentences, and \((2 * half).grouped) are "
                    + "needed: as many to choose a head on as to tell of. Give more, or ask for fewer.",
                kind: .input)
        }
        var random = RandomSource(seed: 1)
        random.shuffle(&distinct)
        choice = Array(distinct[..<half])
        report = Array(distinct[half...].prefix(count ?? distinct.count))
    }
}

extension AntecedentSentence {
    /// Reads sentences from a text of JSON objects, one a line:
    ///
    ///     {"source": "the hen saw the box because it was hungry", "pronoun": 6, "antecedent": 1, "other": 4}
    ///
    /// Lines without text are passed over.
    ///
    /// - Throws: `CalqueError` with file and line when one is no such sentence.
    public static func sentences(in reader: LineReader) throws -> [AntecedentSentence] {
        let decoder = JSONDecoder()
        var sentences: [AntecedentSentence] = []
        while let line = try reader.next() {
            let text = try reader.text(of: line)
            if text.allSatisfy(\.isWhitespace) { continue }
            guard
                let sentence = try? decoder.decode(AntecedentSentence.self, from: Data(text.utf8))
            else {
                throw CalqueError(
                    "\(reader.name), line \(line.number): this is no sentence with its places, such as "
                        + "{\"source\": \"the hen ran off as it was afraid\", \"pronoun\": 5, …}, which "
                        + "has source, pronoun, antecedent and other.", kind: .input)
            }
            sentences.append(sentence)
        }
        return sentences
    }
}
