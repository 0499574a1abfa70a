import Basics
import Conversion
public import Foundation
public import Training

/// Makes a student of a teacher: a small fast model that learns from the translations of a large one,
/// or of several together ("sequence-level knowledge distillation", Kim & Rush 2016), as Marian's
/// efficient models are made (Kim et al. 2019, "From Research to Production and Back").
///
///     var settings = DistillationSettings()
///     settings.teachers = ["en-de"]
///     settings.source = "train.en"
///     settings.target = "train.de"
///     settings.minutes = 60
///     let report = try Distillation(settings, in: folder).distill { event in print(event) }
///
/// The teacher translates; of its candidates the one nearest to the reference is taken where there is
/// one, else the best; the worst pairs are left out; the teacher's attention tells which words go
/// together. The student learns from the pairs, at last with what eight bits leave of its weights, and
/// is stored in eight bits with a shortlist. The folder is its model directory then.
///
/// Every stage leaves its files, and what was stopped, or killed, goes on:
/// `Distillation(in: folder, .resume)`.
public struct Distillation {
    /// What the student is made of, and how.
    public let settings: DistillationSettings
    /// Where it is made.
    public let folder: URL
    private let existing: RunDirectory.Existing
    /// Whether there is a distillation that goes on.
    private let goesOn: Bool

    /// A distillation.
    ///
    /// - Parameters:
    ///   - settings: What the student is made of, and how. Where a distillation goes on, what is
    ///     nil is as it was.
    ///   - folder: Where it is made.
    ///   - existing: What to do with a distillation that the folder holds.
    /// - Throws: `CalqueError` when no student can come of it, a model or a file is missing, when the
    ///   folder holds what would be lost, or the disk has no room. Nothing has been written then.
    public init(
        _ settings: DistillationSettings = .init(), in folder: URL,
        _ existing: RunDirectory.Existing = .refuse
    ) throws {
        let place = DistillationFolder(url: folder)
        try place.check(existing)
        goesOn = existing.resumes && place.isBegun
        let given = settings.withAbsolutePaths
        if existing.resumes, !goesOn, !given.hasTeacher, given.translations == nil {
            throw CalqueError(
                "\(folder.path) holds no distillation to go on with. Begin one, or name its folder.",
                kind: .system)
        }
        self.settings =
            goesOn
            ? try given.continuing(
                place.readSettings(), isTrained: place.doneStages().contains(.rounding)) : given
        self.folder = folder
        self.existing = existing
        try self.settings.requirePossible()
        if existing == .overwrite { try self.settings.requireOtherPlaces(than: folder) }
        for path in (self.settings.teachers ?? []) + [self.settings.reverse].compactMap({ $0 }) {
            try Self.requireModel(in: path.fileURL)
        }
        if !goesOn { try self.settings.requireRoom(in: folder) }
    }

    /// Throws where a folder holds no model, as far as that is known before its weights are read.
    private static func requireModel(in folder: URL) throws {
        _ = try ModelFolders.folder(at: folder).hasQuantizedWeights
    }

    /// Makes the student.
    ///
    /// - Parameters:
    ///   - report: Called on the caller's thread for everything that happens.
    ///   - isCancelled: Asked between chunks of lines, and before every update. What is done by then
    ///     is kept.
    /// - Returns: Teacher and student compared; nil where `isCancelled` said so.
    /// - Throws: `CalqueError` when models or files do not fit each other, a file cannot be read or
    ///   written, or a training diverges.
    public func distill(
        report: @escaping (DistillationEvent) -> Void = { _ in },
        isCancelled: @escaping () -> Bool = { false }
    ) throws -> DistillationReport? {
        let place = DistillationFolder(url: folder)
        return try FolderLock.hold(place.work) {
            try place.clearLeftovers()
            let work = DistillationWork(
                settings: settings, place: place, existing: existing, report: report,
                isCancelled: isCancelled)
            if !goesOn {
                try work.requireModelsThatFit()
                try work.requireLines()
            }
            if existing == .overwrite { try place.clear() }
            try place.write(settings)
            do {
                return try work.run()
            } catch is CancellationError {
                return nil
            }
        }
    }
}
