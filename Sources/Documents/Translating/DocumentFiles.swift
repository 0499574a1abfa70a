import Basics
public import Foundation
public import Translation

/// Translates files, each into another.
public struct DocumentFiles: Sendable {
    /// A file and what is made of it.
    public struct Job: Sendable, Equatable {
        /// The file to read; nil for what a pipe brings.
        public let source: URL?
        /// The file to write; nil for a pipe.
        public let target: URL?
        /// What the document is called.
        public let name: String
        /// Its format.
        public let format: DocumentFormat

        /// Two jobs are the same that read and write the same files.
        public static func == (first: Job, second: Job) -> Bool {
            first.source == second.source && first.target == second.target
                && first.format.name == second.format.name
        }
    }

    /// What is to be done, in order.
    public let jobs: [Job]

    /// The jobs for paths as a command line has them.
    ///
    /// - Parameters:
    ///   - paths: The documents; `-` for what a pipe brings.
    ///   - output: The file to write, `-` for a pipe, or the folder for all of them, which is made
    ///     where it is missing; nil for a pipe.
    ///   - format: The name of the format of all of them; nil where their names say it.
    /// - Throws: `CalqueError` when a format is unknown, when several documents would become one file,
    ///   or one would be written over itself.
    public init(paths: [String], output: String?, format: String?) throws {
        let given = try Self.format(named: format)
        let folder = try Self.folder(output, count: paths.count)
        jobs = try paths.map { try Self.job($0, output: output, folder: folder, given) }
        try check()
    }

    /// The jobs for paths of which nothing is written.
    ///
    /// - Parameters:
    ///   - paths: The documents; `-` for what a pipe brings.
    ///   - format: The name of the format of all of them; nil where their names say it.
    /// - Throws: `CalqueError` when a format is unknown.
    public init(reading paths: [String], format: String?) throws {
        let given = try Self.format(named: format)
        jobs = try paths.map { try Self.job($0, output: nil, folder: nil, given) }
    }
}

extension DocumentFiles {
    private static func format(named name: String?) throws -> DocumentFormat? {
        guard let name else { return nil }
        guard let format = DocumentFormat.named(name) else {
            throw UnreadableDocument.noFormat(named: name)
        }
        return format
    }

    private static func folder(_ output: String?, count: Int) throws -> URL? {
        guard let output, output != "-" else {
            guard count < 2 else {
                throw CalqueError(
                    "Several documents need a folder for their translations.",
                    kind: .configuration)
            }
            return nil
        }
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: output, isDirectory: &isFolder)
        if exists, !isFolder.boolValue, count > 1 {
            throw CalqueError(
                "\(output) is a file. Several documents need a folder for their translations.",
                kind: .configuration)
        }
        guard isFolder.boolValue || output.hasSuffix("/") || count > 1 else { return nil }
        return URL(fileURLWithPath: output, isDirectory: true)
    }

    private static func job(
        _ path: String, output: String?, folder: URL?, _ given: DocumentFormat?
    ) throws -> Job {
        let isPipe = path == "-"
        let name = isPipe ? "Standard input" : path
        guard let format = given ?? DocumentFormat.of(fileName: path) else {
            guard isPipe else { throw UnreadableDocument.unknownFormat(of: path) }
            throw CalqueError(
                """
                A document from standard input has no name that says its format. Give the format: \
                \(DocumentFormat.all.map(\.name).joined(separator: ", ")).
                """, kind: .configuration)
        }
        var target = folder?.appendingPathComponent(
            isPipe
                ? "document.\(format.fileExtensions[0])"
                : URL(fileURLWithPath: path).lastPathComponent)
        if folder == nil, let output, output != "-" { target = URL(fileURLWithPath: output) }
        return Job(
            source: isPipe ? nil : URL(fileURLWithPath: path), target: target, name: name,
            format: format)
    }

    private func check() throws {
        var targets: Set<String> = []
        for job in jobs {
            guard let target = job.target?.pathBehindLinks else { continue }
            guard target != job.source?.pathBehindLinks else {
                throw CalqueError(
                    "\(job.name) would be written over itself. Choose another file or folder.",
                    kind: .configuration)
            }
            guard targets.insert(target).inserted else {
                throw CalqueError(
                    "Two documents would both become \(target). Translate one of them by itself.",
                    kind: .configuration)
            }
        }
    }
}

extension DocumentFiles {
    /// Throws where a file beside them, such as a report, would be written over one of them.
    ///
    /// - Parameters:
    ///   - url: The file.
    ///   - name: What errors call it, such as "The report".
    /// - Throws: `CalqueError` that names the document.
    public func checkApart(_ url: URL, name: String) throws {
        let path = url.pathBehindLinks
        let taken = jobs.first {
            [$0.source, $0.target].contains { $0?.pathBehindLinks == path }
        }
        guard let taken else { return }
        throw CalqueError(
            "\(name) would be written over \(taken.name) or its translation. Choose another file.",
            kind: .configuration)
    }
}

extension URL {
    /// The path of the file that is meant, whatever links lead to it.
    fileprivate var pathBehindLinks: String {
        let folder = deletingLastPathComponent().resolvingSymlinksInPath()
        return folder.appendingPathComponent(lastPathComponent).resolvingSymlinksInPath()
            .standardizedFileURL.path
    }
}

extension DocumentFiles {
    /// Translates all files; each is there as a whole or, after an error, not at all.
    ///
    /// - Parameters:
    ///   - translator: Translates them.
    ///   - reading: How they are read, but for their names.
    ///   - input: What a pipe brings.
    ///   - output: Takes what goes into a pipe.
    ///   - progress: Takes the number of a document, from 0, and what is done of it; on any thread.
    ///   - finished: Takes every document when it is written.
    /// - Returns: What became of them, in order.
    /// - Throws: `CalqueError` at the first that cannot be read, translated or written.
    public func translate(
        with translator: DocumentTranslator, _ reading: DocumentReading,
        input: () throws -> [UInt8], output: ([UInt8]) throws -> Void,
        progress: (@Sendable (Int, TranslationProgress) -> Void)? = nil,
        finished: (TranslatedDocument) -> Void = { _ in }
    ) async throws -> [DocumentReport] {
        var reports: [DocumentReport] = []
        for (number, job) in jobs.enumerated() {
            let reading = reading.named(job.name)
            let bytes = try job.source.map(Self.read) ?? input()
            let tell = progress.map { progress in
                { @Sendable (done: TranslationProgress) in progress(number, done) }
            }
            let translated = try await translator.translate(
                bytes, job.format, reading, progress: tell)
            if let target = job.target {
                try Self.write(translated.bytes, to: target)
            } else {
                try output(translated.bytes)
            }
            finished(translated)
            reports.append(translated.report)
        }
        return reports
    }

    /// Reads all files and writes nothing.
    ///
    /// - Parameters:
    ///   - reading: How they are read, but for their names.
    ///   - input: What a pipe brings.
    ///   - body: Takes every file's job and what would be translated of it, in order.
    /// - Throws: `CalqueError` at the first that cannot be read, and what `body` throws.
    public func dryRun(
        _ reading: DocumentReading, input: () throws -> [UInt8],
        _ body: (Job, DocumentDryRun) throws -> Void
    ) throws {
        for job in jobs {
            let bytes = try job.source.map(Self.read) ?? input()
            try body(job, DocumentDryRun(bytes, job.format, reading.named(job.name)))
        }
    }

    private static func read(_ url: URL) throws -> [UInt8] {
        let file = try MappedFile(url: url)
        return withExtendedLifetime(file) { Array(file.bytes) }
    }

    private static func write(_ bytes: [UInt8], to url: URL) throws {
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try AtomicFile.write(Data(bytes), to: url)
    }
}
