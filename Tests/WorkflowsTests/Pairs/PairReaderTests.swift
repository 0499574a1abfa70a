import Basics
import Foundation
import TestSupport
import Testing
import Translation
import Workflows

struct PairReaderTests {
    private let translator: Translator
    private let folder: TemporaryFolder

    init() throws {
        translator = try TinyModel.shared.get().translator
        folder = try TemporaryFolder()
    }

    private func path(_ lines: [String], _ name: String) throws -> String {
        try folder.write(lines.map { $0 + "\n" }.joined().utf8, to: name).path
    }

    private func reader(_ sources: [String], _ targets: [String]) throws -> PairReader {
        try PairReader(source: path(sources, "s"), target: path(targets, "t"), for: translator)
    }

    /// The results of work that counts target tokens, or what is wrong with pairs.
    private func results(_ reader: PairReader) throws -> (
        lines: [String], counts: PairReader.Counts
    ) {
        var lines: [String] = []
        let counts = try reader.forEach {
            $0.map(\.target.count)
        } to: { result in
            switch result {
            case .success(let (pair, count)):
                #expect(pair.target.count == count)
                lines.append("\(count)")
            case .failure(let problem): lines.append(problem.message)
            }
        }
        return (lines, counts)
    }

    @Test func everyPairHasItsResultInOrder() throws {
        let reader = try reader(["red", "", "dog cat"], ["red", "dog", ""])
        let expected = ["red", "dog", ""].map { "\(translator.tokenizer.encodeTarget($0).count)" }
        let (lines, counts) = try results(reader)
        #expect(lines == expected)
        #expect(counts.pairs == 3 && counts.unread == 0)
    }

    @Test func aPairThatCannotBeReadKeepsItsPlace() throws {
        let long = Array(repeating: "red", count: 60).joined(separator: " ")
        let source = try path(["red", long, "dog", "sun"], "s")
        let target = try folder.write(
            Data("red\nred\n".utf8) + Data([0xFF, 0x0A]) + Data("sun\n".utf8), to: "t"
        ).path
        let (lines, counts) = try results(
            PairReader(source: source, target: target, for: translator))
        try #require(lines.count == 4)
        #expect(lines[1].hasPrefix("\(source), line 2: the line has"))
        #expect(lines[2].hasPrefix("\(target), line 3: this is not UTF-8"))
        #expect(Int(lines[0]) != nil && Int(lines[3]) != nil)
        #expect(counts.pairs == 4 && counts.unread == 2)
    }

    /// Longer than any line that is held.
    @Test func aLineWithoutEndKeepsItsPlace() throws {
        let long = Data(repeating: UInt8(ascii: "a"), count: 17 << 20)
        let source = try folder.write(
            Data("red\n".utf8) + long + Data("\ndog\n".utf8), to: "s"
        ).path
        let (lines, counts) = try results(
            PairReader(source: source, target: path(["red", "cat", "dog"], "t"), for: translator))
        try #require(lines.count == 3)
        #expect(lines[1].hasPrefix("\(source), line 2: this has more than 16 MiB"))
        #expect(counts.unread == 1)
    }

    @Test func pairsBeforeAMissingLineAreDone() throws {
        let reader = try reader(["red", "dog", "cat"], ["red", "dog"])
        #expect(try reader.nextChunk().count == 2)
        for _ in 1...2 {
            let error = #expect(throws: CalqueError.self) { try reader.nextChunk() }
            #expect(error?.message.contains("t ends before line 3") == true)
        }
    }

    @Test func chunksAreReadAsOne() throws {
        let lines = Array(repeating: ReversedText.sources, count: 40).flatMap { $0 }
        let reader = try reader(lines, lines)
        var progress: [Int] = []
        var scores: [Double] = []
        let counts = try reader.forEach(translator.scorer.score) { count, fraction in
            progress.append(count)
            #expect(fraction.map { $0 > 0 && $0 <= 1 } == true)
        } to: {
            scores.append(try $0.get().value.logProbability)
        }
        #expect(counts.pairs == lines.count && scores.count == lines.count)
        #expect(progress.count > 1 && progress.last == lines.count)
        for (place, score) in scores.enumerated() {
            #expect(abs(score - scores[place % ReversedText.sources.count]) < 1e-3)
        }
    }
}
