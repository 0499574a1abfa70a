import Basics

extension DocumentFormat {
    /// What translators' programs exchange: XLIFF 1.2 and 2.
    ///
    /// Units whose target is missing, empty or marked as not translated get one, which a person is
    /// asked to review.
    public static let xliff = DocumentFormat(
        "xliff", fileExtensions: ["xlf", "xliff"], mediaType: "application/xliff+xml", isText: true,
        hasMenus: true
    ) { bytes, reading in
        let spans = try XMLSpans(bytes, name: reading.name)
        guard let root = spans.root, spans.isStart(root, "xliff") else {
            throw CalqueError(
                "\(reading.name) is no XLIFF: it does not begin with <xliff>.", kind: .input)
        }
        let isSecond =
            spans.attribute("version", of: root)?.hasPrefix("2") ?? false
            || spans.name(of: root).namespace.contains(":2.")
        var reader = XLIFFReader(spans, isSecond ? .second : .first)
        return reader.document(bytes)
    }
}

/// The editions of XLIFF, which have other names for the same.
enum XLIFFEdition: Sendable {
    /// 1.0 to 1.2.
    case first
    /// 2.0 and later.
    case second
}
