import Basics
import Foundation
import Models
import Ranks
import Text
import Training

/// The parts of a run on several ranks: rank 0 makes them, and the others get them.
extension TrainingRunParts {
    /// Sends everything to the other ranks.
    ///
    /// - Parameters:
    ///   - ranks: The ranks.
    ///   - folder: The folder of the run.
    /// - Throws: `CalqueError` when files cannot be read or written, or a rank does not answer.
    func send(to ranks: RunRanks, from folder: URL) throws {
        guard let corpusName else { preconditionFailure("data that are in no files") }
        let communicator = ranks.communicator
        let corpus = CorpusFolder(of: folder).url.appendingPathComponent(corpusName)
        let message = RunMessage(
            recipe: recipe, corpus: corpus.path, corpusName: corpusName,
            validation: validation.map(RunMessage.Pairs.init),
            general: general.map(RunMessage.Pairs.init))
        _ = try communicator.fromFirst(Optional(message))
        communicator.deadline = .seconds(recipe.ranks.deadline)
        try withTemporaryFolder { model in
            try ModelDirectory(model).save(self.model, tokenizer: tokenizer)
            try communicator.sendFiles(of: model, to: nil)
        }
        guard try communicator.isAny(false) else { return }
        try communicator.sendFiles(of: corpus, to: nil)
    }

    /// Waits for what rank 0 sends.
    ///
    /// - Parameters:
    ///   - ranks: The ranks.
    ///   - scratch: A folder for files that are needed as long as the parts are.
    /// - Throws: `CalqueError` when files cannot be written or read, or a rank does not answer.
    static func receive(from ranks: RunRanks, in scratch: URL) throws -> TrainingRunParts {
        let communicator = ranks.communicator
        // Rank 0 may clean text or train a tokenizer, which takes as long as it takes.
        let said = try communicator.waitingPatiently {
            try communicator.fromFirst(RunMessage?.none)
        }
        guard let message = said else { preconditionFailure("rank 0 has sent no parts") }
        communicator.deadline = .seconds(message.recipe.ranks.deadline)
        let directory = ModelDirectory(scratch)
        try communicator.sendFiles(of: nil, to: scratch)
        let tokenizer = try directory.loadTokenizer()
        let model = try directory.loadModel(precision: .float32) {
            message.recipe.model.applyDropout(to: &$0)
        }
        let corpus = try receiveCorpus(message, communicator, in: scratch)
        return TrainingRunParts(
            recipe: message.recipe, tokenizer: tokenizer,
            data: try message.recipe.data(of: corpus, for: tokenizer), corpusName: corpus.name,
            validation: message.validation?.pairs, general: message.general?.pairs, model: model,
            isBegun: true, baseTranslations: nil, heldOut: nil)
    }

    /// Opens the pairs where rank 0 has them, or gets them.
    private static func receiveCorpus(
        _ message: RunMessage, _ communicator: Communicator, in scratch: URL
    ) throws -> StoredCorpus {
        let there = try StoredCorpus(
            folder: URL(fileURLWithPath: message.corpus), named: message.corpusName)
        let folder = scratch.appendingPathComponent(CorpusFolder.name)
        if try communicator.isAny(there == nil) {
            if there == nil { try FileManager.default.createFolder(folder) }
            try communicator.sendFiles(of: nil, to: there == nil ? folder : nil)
        }
        if let there { return there }
        guard let corpus = try StoredCorpus(folder: folder, named: message.corpusName) else {
            throw CalqueError(
                "The text that rank 0 sent is not whole in \(folder.path). Look for a damaged disk.",
                kind: .system)
        }
        return corpus
    }
}

/// Runs something with a folder that only this user can read, and that is deleted after it.
///
/// - Parameter body: What is done with it.
/// - Throws: What `body` throws, and `CalqueError` when there can be no such folder.
func withTemporaryFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("calque-\(UUID().uuidString)")
    do {
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700])
    } catch {
        throw CalqueError(
            "Cannot make the folder \(folder.path) for what rank 0 sends: \(error.explanation)",
            kind: .system)
    }
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
}
