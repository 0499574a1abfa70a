import Basics

extension DocumentFormat {
    /// Texts of LibreOffice and others, and their templates.
    public static let odt = DocumentFormat(
        "odt", fileExtensions: ["odt", "ott"],
        mediaType: "application/vnd.oasis.opendocument.text", isText: false
    ) { try OpenDocument.read($0, $1) }

    /// Presentations of LibreOffice and others, and their templates.
    public static let odp = DocumentFormat(
        "odp", fileExtensions: ["odp", "otp"],
        mediaType: "application/vnd.oasis.opendocument.presentation", isText: false
    ) { try OpenDocument.read($0, $1) }
}

/// An archive of OpenDocument (ISO/IEC 26300).
enum OpenDocument {
    /// Reads a document.
    ///
    /// - Throws: `CalqueError` when it is none, or damaged.
    static func read(_ bytes: [UInt8], _ reading: DocumentReading) throws -> Document {
        var archive = try XMLArchive(bytes, reading)
        let main = "content.xml"
        guard archive.contains(main) else {
            throw CalqueError(
                "\(reading.name) is no document of OpenDocument: it has no \(main).", kind: .input)
        }
        let manifest = "META-INF/manifest.xml"
        if archive.contains(manifest),
            String(decoding: try archive.zip.content(of: manifest), as: UTF8.self)
                .contains("encryption-data")
        {
            throw CalqueError(
                "\(reading.name) is protected by a password. Save it without one.", kind: .input)
        }
        let members = try [main, "styles.xml"].filter(archive.contains).map { name in
            let spans = try archive.spans(of: name)
            let slots = OpenDocumentReader.slots(spans, isMain: name == main)
            return (name, XMLMember(spans: spans, slots: slots))
        }
        return ArchiveSkeleton.document(archive.zip, members)
    }
}
