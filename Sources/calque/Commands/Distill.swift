import ArgumentParser
import CalqueKit
import Foundation

/// `calque distill`.
struct Distill: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a small fast model that learns from a large one.",
        discussion: """
            The teacher translates, the student learns from its translations, at last with eight-bit \
            rounding, and is stored in eight bits with a shortlist: the folder is its model directory. \
            Of the teacher's candidates the one nearest to --target is taken, or else the best. Prints \
            teacher and student compared; the same is in distillation.json. Every stage keeps what it \
            has done in the folder: after Ctrl-C, `calque distill --output FOLDER --resume` goes on.
            """)

    @OptionGroup(title: "Teacher") var teaching: DistillationTeacherOptions

    @Option(help: .value("folder", "The folder to write."))
    var output: String

    @Flag(help: "Go on with the distillation in the folder, with its options.")
    var resume = false

    @Flag(help: "With --resume: allow another number of workers.")
    var inexact = false

    @Flag(help: "Delete the distillation in the folder and begin anew.")
    var overwrite = false

    @OptionGroup(title: "Text") var text: DistillationTextOptions
    @OptionGroup(title: "Pairs") var pairs: DistillationPairOptions
    @OptionGroup(title: "Student") var student: DistillationStudentOptions

    @OptionGroup var workers: Workers

    func validate() throws {
        guard !(resume && overwrite) else {
            throw ValidationError("Give --resume or --overwrite, not both.")
        }
        guard !inexact || resume else { throw ValidationError("--inexact belongs to --resume.") }
    }

    func run() throws {
        let existing: RunDirectory.Existing =
            resume ? .resume(exactly: !inexact) : overwrite ? .overwrite : .refuse
        let distillation = try Distillation(settings(), in: output.folderURL, existing)
        let display = DistillationDisplay()
        let advice = "Go on with: calque distill --output \(output) --resume"
        let report = try Interruption.guarding(advice: advice) { isRequested in
            try distillation.distill(report: display.show, isCancelled: isRequested)
        }
        try StandardOutput.write(report.text)
    }

    private func settings() throws -> DistillationSettings {
        var settings = DistillationSettings()
        settings.teachers = teaching.teacher.isEmpty ? nil : teaching.teacher
        settings.translations = text.translations
        settings.source = text.source
        settings.target = text.target
        settings.monolingual = text.monolingual
        settings.validationSource = text.validationSource
        settings.validationTarget = text.validationTarget
        settings.reverse = pairs.reverse
        settings.beam = pairs.beam
        settings.drop = pairs.drop
        settings.size = student.size
        settings.minutes = student.minutes
        settings.updates = student.updates
        settings.seed = student.seed
        let keys = try student.other.settings()
        settings.recipeSettings = keys.isEmpty ? nil : keys
        settings.precision = teaching.type
        settings.workers = workers.workers
        return settings
    }
}

/// What a distillation learns from.
struct DistillationTeacherOptions: ParsableArguments {
    @Option(
        help: .value(
            "folder",
            """
            A model that translates; several do it together. Its tokenizer is the student's. (needed \
            unless --translations or --resume)
            """))
    var teacher: [String] = []

    @Option(
        help: """
            Number type of the teacher's products. (default: int8 for a model in eight bits, else the \
            faster of bfloat16 and float32 on this processor)
            """)
    var type: Precision?
}

/// The text of a distillation.
struct DistillationTextOptions: ParsableArguments {
    @Option(help: .value("file", "Source sentences, one a line. (needed unless --resume)"))
    var source: String?

    @Option(help: .value("file", "Their translations by people, line by line."))
    var target: String?

    @Option(help: .value("file", "Further source sentences, which nobody has translated."))
    var monolingual: String?

    @Option(
        help: .value(
            "file",
            "Translations of --source, then --monolingual, line by line, instead of the teacher's."
        ))
    var translations: String?

    @Option(help: .value("file", "Held-out source sentences. (default: some of the text)"))
    var validationSource: String?

    @Option(help: .value("file", "Their translations."))
    var validationTarget: String?
}

/// How pairs are made and chosen.
struct DistillationPairOptions: ParsableArguments {
    @Option(
        help: .value(
            "n", "Candidates that the teacher gives of every sentence.",
            default: DistillationSettings.standardBeam), transform: wholeNumber(from: 1, to: 1000))
    var beam: Int?

    @Option(
        help: .value(
            "share", "Share of the pairs that is left out, the least probable first.",
            default: DistillationSettings.standardDrop), transform: nonNegativeNumber)
    var drop: Double?

    @Option(
        help: .value(
            "folder",
            """
            A model of the other direction: pairs are left out by how probable it finds the source. \
            (default: the teacher says how probable the translation is)
            """))
    var reverse: String?
}

/// What the student is, and how it is trained.
struct DistillationStudentOptions: ParsableArguments {
    @Option(
        help: .value(
            "size", "The student's size.", default: DistillationSettings.standardSize))
    var size: String?

    @Option(
        help: .value(
            "minutes", "Minutes of training, a tenth of them with eight-bit rounding."),
        transform: positiveNumber)
    var minutes: Double?

    @Option(
        help: .value(
            "n", "Updates of training, a tenth of them with eight-bit rounding."),
        transform: wholeNumber(from: 2))
    var updates: Int?

    @Option(help: .key("seed"))
    var seed: UInt64?

    @OptionGroup var other: SettingOptions
}
