import Basics
import Foundation

/// Where a training on a task stands, beside weights and moments: everything that the next update
/// depends on.
public struct TaskTrainingState: Sendable, Codable {
    /// How the network is trained.
    public var options: TaskTrainingOptions
    /// The workers, on whose number the sums of gradients depend.
    public let workers: Int
    /// Updates of the network in earlier trainings, whose examples are not drawn again.
    public let updatesBefore: Int
    /// Updates done in this one.
    public internal(set) var update = 0

    init(options: TaskTrainingOptions, workers: Int, updatesBefore: Int) {
        self.options = options
        self.workers = workers
        self.updatesBefore = updatesBefore
    }

    /// Updates of the network in all.
    var total: Int { updatesBefore + update }

    /// Throws when a training that was begun like this cannot go on with other settings, saying what
    /// differs.
    ///
    /// - Throws: `CalqueError` with the differences.
    public func check(_ other: TaskTrainingOptions, workers: Int) throws {
        let values = zip(values(options, self.workers), values(other, workers))
        let differences = values.filter { $0.value != $1.value }
            .map { "\($0.name) \($0.value), not \($1.value)" }
        guard !differences.isEmpty else { return }
        throw CalqueError(
            """
            The training was begun with \(differences.joined(separator: ", ")). It goes on exactly \
            only with the same: leave those options out, or begin a new training.
            """, kind: .configuration)
    }

    private func values(
        _ options: TaskTrainingOptions, _ workers: Int
    ) -> [(name: String, value: String)] {
        [
            ("seed", "\(options.seed)"), ("updates", "\(options.updates)"),
            ("batch", "\(options.batch)"), ("learning rate", "\(options.learningRate)"),
            ("warm-up", "\(options.warmUp)"), ("clip norm", "\(options.adam.clipNorm)"),
            ("workers", "\(workers)"),
        ]
    }
}

/// The file of a checkpoint.
extension TaskTrainingState {
    static let fileName = "state.json"

    /// - Throws: `CalqueError` when it cannot be read, or is not that of `total` updates.
    init(folder: URL, total: Int) throws {
        let file = folder.appendingPathComponent(Self.fileName)
        func damage(_ reason: String) -> CalqueError {
            CalqueError(
                """
                \(file.path) cannot be read (\(reason)). Restore it from a copy, or begin a new \
                training.
                """, kind: .model)
        }
        do {
            self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: file))
        } catch {
            throw damage(error.localizedDescription)
        }
        let counts = [updatesBefore, update, options.updates, options.warmUp]
        let isSound =
            counts.allSatisfy { (0...1 << 40).contains($0) } && self.total == total
            && [workers, options.batch, options.checkpointInterval]
                .allSatisfy { (1...1 << 20).contains($0) }
        guard isSound else { throw damage("it is not of this checkpoint") }
    }

    func write(to folder: URL) throws {
        try AtomicFile.write(
            JSONEncoder().encode(self), to: folder.appendingPathComponent(Self.fileName))
    }
}
