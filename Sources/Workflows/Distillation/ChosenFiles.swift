import Basics
import Foundation

/// The files that a choice leaves.
struct ChosenFiles {
    private let source: LineFile
    private let target: LineFile
    private let scores: LineFile
    private let heldOutSource: LineFile
    private let heldOutTarget: LineFile

    init(_ files: DistillationFolder.PairFiles) throws {
        source = try LineFile(files.source)
        target = try LineFile(files.target)
        scores = try LineFile(files.scores)
        heldOutSource = try LineFile(files.heldOutSource)
        heldOutTarget = try LineFile(files.heldOutTarget)
    }

    func add(_ sentence: String, _ candidate: Candidate) throws {
        try source.append(sentence)
        try target.append(candidate.text)
        try scores.append(candidate.score.map { "\($0)" } ?? "")
    }

    func holdOut(_ sentence: String, _ translation: String) throws {
        try heldOutSource.append(sentence)
        try heldOutTarget.append(translation)
    }

    func finish() throws {
        for file in [source, target, scores, heldOutSource, heldOutTarget] { try file.finish() }
    }
}
