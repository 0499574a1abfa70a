import ArgumentParser
import CalqueKit
import Foundation

/// What is made of something that can be drawn.
struct FigureOptions: ParsableArguments {
    @Option(help: .value("file", "Draw it into this file, as SVG."))
    var svg: String?

    @Option(help: .value("file", "Draw it into this file, as PNG; needs rsvg-convert."))
    var png: String?

    @Flag(help: "Print JSON.")
    var json = false

    /// Whether something is drawn into a file.
    var draws: Bool { svg != nil || png != nil }

    /// Finds out before the work whether the files can be written.
    ///
    /// - Throws: `CalqueError` when one cannot.
    func check() throws {
        if let svg { try PictureFile.check(svg.outputURL) }
        if let png { try PNGFile.check(png.outputURL) }
    }

    /// Prints what was found out, and draws it.
    ///
    /// - Parameters:
    ///   - value: What was found out, for JSON.
    ///   - terminal: The picture for a terminal of some columns.
    ///   - picture: The picture as SVG.
    func write(
        _ value: some Encodable, terminal: (Int, TerminalColors) -> String,
        svg picture: () -> String
    ) throws {
        if let svg { try PictureFile.write(picture(), to: svg.outputURL) }
        if let png { try PNGFile.write(picture(), to: png.outputURL) }
        try StandardOutput.write(
            json
                ? JSONText.line(value) : terminal(StandardOutput.width, StandardOutput.colors))
    }
}

/// Pictures as PNG, which librsvg's rsvg-convert makes of SVG.
enum PNGFile {
    private static let signature = Data([0x89, 0x50, 0x4E, 0x47])

    /// Throws unless the file can be written, and is no other than a picture.
    static func check(_ url: URL) throws {
        try PictureFile.check(url, beginningWith: signature)
        guard converter != nil else {
            throw CalqueError(
                """
                PNG is made by rsvg-convert, which is not installed. Install librsvg (Debian: \
                librsvg2-bin), or draw SVG.
                """, kind: .unsupported)
        }
    }

    /// Draws SVG at twice its size, for dense screens.
    static func write(_ svg: String, to url: URL) throws {
        guard let converter else { return }
        let process = Process()
        let (input, output) = (Pipe(), Pipe())
        process.executableURL = converter
        process.arguments = ["--zoom", "2", "--format", "png"]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let text = Data(svg.utf8)
        Thread.detachNewThread {
            try? input.fileHandleForWriting.write(contentsOf: text)
            try? input.fileHandleForWriting.close()
        }
        let png = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0, png.starts(with: signature) else {
            throw CalqueError("rsvg-convert could not draw \(url.path).", kind: .system)
        }
        try PictureFile.write(png, beginningWith: signature, to: url)
    }

    private static var converter: URL? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return folders.map { URL(fileURLWithPath: "\($0)/rsvg-convert") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }
}
