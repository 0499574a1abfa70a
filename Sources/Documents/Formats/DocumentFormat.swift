import Basics

/// A format of documents.
public struct DocumentFormat: Sendable {
    /// Its name in options and requests, such as `html`.
    public let name: String
    /// What the names of its files end with, without the full stop; the first is the usual one.
    public let fileExtensions: [String]
    /// Its media type, such as `text/html`.
    public let mediaType: String
    /// Whether its files are text, which may go through a pipe.
    public let isText: Bool
    /// Whether its files are the texts of programs, among which those of menus are.
    let hasMenus: Bool
    private let reader: @Sendable ([UInt8], DocumentReading) throws -> Document

    /// A format.
    init(
        _ name: String, fileExtensions: [String], mediaType: String, isText: Bool,
        hasMenus: Bool = false,
        reader: @escaping @Sendable ([UInt8], DocumentReading) throws -> Document
    ) {
        self.name = name
        self.fileExtensions = fileExtensions
        self.mediaType = mediaType
        self.isText = isText
        self.hasMenus = hasMenus
        self.reader = reader
    }

    /// Reads a document.
    ///
    /// - Parameters:
    ///   - bytes: The document.
    ///   - reading: How it is read, and what it is called.
    /// - Throws: `CalqueError` that says where, when it is not one of this format.
    public func read(_ bytes: [UInt8], _ reading: DocumentReading = .init()) throws -> Document {
        if let refusal = UnreadableDocument.refusal(of: bytes, name: reading.name) { throw refusal }
        return try reader(bytes, reading)
    }
}

extension DocumentFormat {
    /// All formats, in the order in which people are told of them.
    public static let all: [DocumentFormat] = [
        .plainText,
        .html,
        .markdown,
        .subRip,
        .webVTT,
        .json,
        .arb,
        .portableObject,
        .xliff,
        .docx,
        .odt,
        .epub,
        .pptx,
        .odp,
    ]

    /// The format of a name; nil where there is none.
    public static func named(_ name: String) -> DocumentFormat? {
        all.first { $0.name == name.lowercased() }
    }

    /// The format of a file by its name; nil where nobody knows.
    public static func of(fileName: String) -> DocumentFormat? {
        guard let dot = fileName.lastIndex(of: ".") else { return nil }
        let end = fileName[fileName.index(after: dot)...].lowercased()
        return all.first { $0.fileExtensions.contains(end) }
    }
}
