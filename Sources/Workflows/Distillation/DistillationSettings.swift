import Basics
import Foundation
public import Tensors

/// What a student is made of, and how. What is nil is as it is by default.
public struct DistillationSettings: Sendable, Equatable, Codable {
    /// Folders of the models that translate: one, or several that do it together.
    public var teachers: [String]?
    /// Instead of theirs: translations of all sentences, made by anything, line by line.
    public var translations: String?
    /// Source sentences, one a line.
    public var source: String?
    /// Their translations by people: the candidate that is nearest to one is taken.
    public var target: String?
    /// Further source sentences, which nobody has translated.
    public var monolingual: String?
    /// Held-out source sentences; nil for some of the text.
    public var validationSource: String?
    /// Their translations.
    public var validationTarget: String?
    /// The folder of a model that translates the other way round: pairs are left out by how probable
    /// it finds their source.
    public var reverse: String?
    /// How many candidates the teacher gives of every sentence.
    public var beam: Int?
    /// The share of the pairs that is left out, the worst first.
    public var drop: Double?
    /// The student's size.
    public var size: String?
    /// Minutes of training, all of it together.
    public var minutes: Double?
    /// Updates, all of them together.
    public var updates: Int?
    /// Other keys of the student's recipe.
    public var recipeSettings: [RecipeSetting]?
    /// The number type of the teacher's products.
    public var precision: Precision?
    /// Threads.
    public var workers: Int?
    /// Decides the student's first weights, and the order of its data.
    public var seed: UInt64?

    /// Nothing.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case teachers = "teacher"
        case validationSource = "validation-source"
        case validationTarget = "validation-target"
        case recipeSettings = "set"
        case precision = "type"
        case translations, source, target, monolingual, reverse, beam, drop, size, minutes, updates
        case workers, seed
    }
}

/// What they are by default.
extension DistillationSettings {
    /// Candidates of every sentence.
    public static let standardBeam = 8
    /// The share that is left out.
    public static let standardDrop = 0.05
    /// The student's size.
    public static let standardSize = "student-tiny"
    /// The share of the training that goes on with eight bits.
    static let roundingShare = 0.1

    var beamSize: Int { beam ?? Self.standardBeam }
    var dropShare: Double { drop ?? Self.standardDrop }
    var workerCount: Int { workers ?? WorkerPool.coreCount }
    /// The files whose sentences are translated.
    var sources: [String] { [source, monolingual].compactMap { $0 } }
    var hasTeacher: Bool { teachers?.isEmpty == false }
    /// Whether anything but the search tells how good pairs are.
    var hasScorer: Bool { reverse != nil || (translations != nil && hasTeacher) }
}

/// A distillation that goes on.
extension DistillationSettings {
    /// The settings with paths that hold in any folder.
    var withAbsolutePaths: DistillationSettings {
        var settings = self
        settings.teachers = teachers?.map(\.fileURL.path)
        for path in Self.paths {
            settings[keyPath: path] = self[keyPath: path].map(\.fileURL.path)
        }
        return settings
    }

    private static var paths: [WritableKeyPath<DistillationSettings, String?>] {
        [
            \.translations, \.source, \.target, \.monolingual, \.validationSource,
            \.validationTarget, \.reverse,
        ]
    }

    /// The settings that a distillation was begun with, and what of it may be another: what nothing that
    /// is done already depends on.
    ///
    /// - Parameter isTrained: Whether both trainings are over, which no limit changes any more.
    /// - Throws: `CalqueError` that names what has to be the same and is not.
    func continuing(_ begun: DistillationSettings, isTrained: Bool) throws -> DistillationSettings {
        var settings = begun
        settings.precision = precision ?? begun.precision
        settings.workers = workers ?? begun.workers
        if !isTrained {
            settings.minutes = minutes ?? begun.minutes
            settings.updates = updates ?? begun.updates
        }
        // What is given and was not taken over is another than before.
        let (given, taken) = (try values(), try settings.values())
        let changed = given.keys.filter { given[$0] != taken[$0] }.sorted()
        guard changed.isEmpty else { throw Self.cannotChange(changed, isTrained: isTrained) }
        return settings
    }

    private static func cannotChange(_ keys: [String], isTrained: Bool) -> CalqueError {
        let names = keys.joined(separator: ", ")
        let limits = [CodingKeys.minutes, .updates].map(\.rawValue)
        guard isTrained, keys.allSatisfy(limits.contains) else {
            return CalqueError(
                """
                The distillation was begun with another \(names). Leave that out, or begin a new one in \
                another folder.
                """, kind: .configuration)
        }
        return CalqueError(
            """
            The student's training is over, and another \(names) would change nothing. Leave that out, \
            or begin a new distillation in another folder.
            """, kind: .configuration)
    }

    /// What is not nil, each as JSON.
    private func values() throws -> [String: Data] {
        let data = try JSONEncoder.forAnyNumber().encode(self)
        let object = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
        return try object.mapValues {
            try JSONSerialization.data(withJSONObject: [$0], options: .sortedKeys)
        }
    }
}
