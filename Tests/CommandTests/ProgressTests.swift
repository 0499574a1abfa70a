import Foundation
import TestSupport
import Testing

/// What a terminal shows of work on a long input.
@Suite struct ProgressTests {
    private let model: String
    private let files: TemporaryFolder
    private let path: String

    init() throws {
        model = try TinyModel.shared.get().path
        files = try TemporaryFolder()
        // Enough that the line is drawn again, which it is a tenth of a second later at the earliest.
        path = try files.write(
            Array(repeating: ReversedText.sources, count: 400).flatMap { $0 }, to: "lines")
    }

    /// What a terminal gets as standard error; script(1) is the terminal.
    private func shown(_ arguments: [String]) throws -> String {
        let words = ([Command.executable.path] + arguments).map { "'\($0)'" }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/script")
        process.arguments = [
            "-q", "-e", "-c", words.joined(separator: " ") + " > /dev/null",
            files.path("typescript"),
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return String(decoding: try Data(contentsOf: files.file("typescript")), as: UTF8.self)
    }

    private static let calls: [(command: [String], unit: String)] = [
        (["translate", "--beam", "1", "--input"], "lines"),
        (["evaluate", "--beam", "1", "--reference", "lines", "--source"], "lines"),
        (["score", "--target", "lines", "--source"], "pairs"),
        (["align", "--target", "lines", "--source"], "pairs"),
        (["shortlist", "--output", "/dev/null", "--target", "lines", "--source"], "pairs"),
    ]

    @Test(
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script")),
        arguments: calls)
    func aTerminalShowsWhatIsDone(command: [String], unit: String) throws {
        let arguments =
            command.map { $0 == "lines" ? path : $0 } + [path, "--model", model]
        let text = try shown(arguments)
        #expect(text.contains("░ 0%  0 \(unit)"), "\(text.debugDescription)")
        #expect(text.contains(" \(unit)/s"), "\(text.debugDescription)")
        #expect(try !Command.run(arguments).error.contains("\u{1B}"))
    }
}
