import Basics
import Foundation
import Models
import Training

/// The folder of a distillation: the model directory of the student, with the report beside the model's
/// files, and what the stages leave in `distillation`. Documentation/Students.md says which file is what.
struct DistillationFolder {
    /// The student's model directory.
    let url: URL

    /// What the stages leave.
    var work: URL { url.appendingPathComponent(Self.workName, isDirectory: true) }
    var candidates: URL { work.appendingPathComponent("candidates.jsonl") }
    var chosen: PairFiles { PairFiles(work.appendingPathComponent("chosen", isDirectory: true)) }
    var scores: URL { work.appendingPathComponent("scores") }
    var pairs: PairFiles { PairFiles(work.appendingPathComponent("pairs", isDirectory: true)) }
    var alignments: URL { work.appendingPathComponent("alignments") }
    var tokenizer: URL { work.appendingPathComponent("tokenizer", isDirectory: true) }
    var student: URL { work.appendingPathComponent("student", isDirectory: true) }
    var rounded: URL { work.appendingPathComponent("eight-bits", isDirectory: true) }
    var shortlist: URL { work.appendingPathComponent("shortlist.bin") }
    var report: URL { url.appendingPathComponent(Self.reportName) }
    private var settings: URL { work.appendingPathComponent("settings.json") }
    private var stages: URL { work.appendingPathComponent("stages.json") }

    private static let workName = "distillation"
    private static let reportName = "distillation.json"

    /// Source and target of pairs, line by line.
    struct PairFiles {
        let folder: URL
        var source: URL { folder.appendingPathComponent("source") }
        var target: URL { folder.appendingPathComponent("target") }
        var scores: URL { folder.appendingPathComponent("scores") }
        var heldOutSource: URL { folder.appendingPathComponent("held-out.source") }
        var heldOutTarget: URL { folder.appendingPathComponent("held-out.target") }

        init(_ folder: URL) { self.folder = folder }
    }
}

/// What is there already.
extension DistillationFolder {
    private static func isThere(_ url: URL) -> Bool {
        FileManager.default.fileExists(atPath: url.path)
    }

    /// Whether a distillation has begun here.
    var isBegun: Bool { Self.isThere(settings) }

    /// Finds out, before any work is done, whether a distillation can be written here.
    ///
    /// - Throws: `CalqueError` where something would be lost, or cannot be written.
    func check(_ existing: RunDirectory.Existing) throws {
        try FileManager.default.requirePlace(forFolder: url)
        try FolderLock.check(work)
        guard !isBegun else {
            guard existing != .refuse else {
                throw CalqueError(
                    "\(url.path) already holds a distillation.", remedy: .resumeOrOverwriteRun,
                    kind: .system)
            }
            return
        }
        // A killed one may have come no further than its lock.
        let contents = (try? FileManager.default.contentsOfDirectory(atPath: work.path)) ?? []
        let others =
            ((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? [])
            .filter { $0 != Self.workName || !Set(contents).isSubset(of: [FolderLock.fileName]) }
        guard others.isEmpty else {
            throw CalqueError(
                "\(url.path) holds \(FileProblem.list(others.sorted())), but no distillation.",
                remedy: .otherFolderOrMove, kind: .system)
        }
    }

    /// Deletes an earlier distillation and its student.
    func clear() throws {
        let model = ModelDirectory.fileNames.map { url.appendingPathComponent($0) }
        for item in model + [report] where Self.isThere(item) {
            try FileManager.default.removeItem(at: item)
        }
        // What makes the folder that of a distillation goes last.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: work.path)) ?? []
        let last = settings.lastPathComponent
        for name in names.filter({ $0 != FolderLock.fileName && $0 != last }) + [last] {
            let item = work.appendingPathComponent(name)
            if Self.isThere(item) { try FileManager.default.removeItem(at: item) }
        }
    }

    func readSettings() throws -> DistillationSettings {
        try read(DistillationSettings.self, settings)
    }

    func write(_ settings: DistillationSettings) throws {
        try write(settings, to: self.settings)
    }

    /// Removes what a killed process left half written.
    func clearLeftovers() throws {
        try Leftovers.clear(in: work) { _ in true }
        try Leftovers.clear(in: url) {
            $0 == Self.reportName || ModelDirectory.fileNames.contains($0)
        }
    }
}

/// Which stages are done.
extension DistillationFolder {
    func doneStages() throws -> Set<DistillationStage> {
        Self.isThere(stages) ? Set(try read([DistillationStage].self, stages)) : []
    }

    func markDone(_ stage: DistillationStage) throws {
        let done = try doneStages().union([stage])
        try write(DistillationStage.allCases.filter(done.contains), to: stages)
    }

    func write(_ value: some Encodable, to file: URL) throws {
        try WorkFile.write(value, to: file)
    }

    func read<Value: Decodable>(_ type: Value.Type, _ file: URL) throws -> Value {
        try WorkFile.read(type, file, of: "distillation")
    }
}
