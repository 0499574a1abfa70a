public import Basics

/// Documents that no format here can hold, and what to do about them.
public enum UnreadableDocument {
    /// Why a document cannot be translated, whatever format it is said to have; nil for one that may
    /// be.
    ///
    /// - Parameters:
    ///   - bytes: The document, or its beginning.
    ///   - name: What it is called.
    public static func refusal(of bytes: [UInt8], name: String) -> CalqueError? {
        // A reader of PDF finds the mark anywhere in the first kilobyte.
        let isPDF = bytes.starts(with: "%PDF-".utf8) || bytes.starts(with: "\u{FEFF}%PDF-".utf8)
        return isPDF ? pdf(name) : nil
    }

    /// Why a file cannot be translated that has no format.
    ///
    /// - Parameter name: The file's name or path.
    public static func unknownFormat(of name: String) -> CalqueError {
        if name.lowercased().hasSuffix(".pdf") { return pdf(name) }
        let extensions = DocumentFormat.all.flatMap(\.fileExtensions).map { ".\($0)" }
        return CalqueError(
            """
            The name of \(name) does not say its format. Formats are known by \
            \(extensions.joined(separator: " ")); for another name, give the format.
            """, kind: .configuration)
    }

    /// That there is no format of a name.
    ///
    /// - Parameter name: What was asked for.
    public static func noFormat(named name: String) -> CalqueError {
        if name.lowercased() == "pdf" { return pdf("The document") }
        return CalqueError(
            """
            There is no format \(FileProblem.quoted(name)). Formats are \
            \(DocumentFormat.all.map(\.name).joined(separator: ", ")).
            """, kind: .configuration)
    }

    private static func pdf(_ name: String) -> CalqueError {
        CalqueError(
            """
            \(name) is a PDF, which says where letters stand on pages and not what the sentences \
            are. Translate the document that it was made from, or convert it to DOCX first.
            """, kind: .unsupported)
    }
}
