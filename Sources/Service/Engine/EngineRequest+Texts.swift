package import Documents

extension EngineRequest {
    /// Texts to translate, with nothing else said.
    ///
    /// - Parameters:
    ///   - texts: The texts.
    ///   - source: Their language; nil for what is detected.
    ///   - target: The language that they are translated into.
    package init(_ texts: [String], from source: String?, into target: String) {
        self.init(texts: texts, source: source, target: target)
    }
}

extension EngineDocument {
    /// A document to translate, with nothing else said.
    ///
    /// - Parameters:
    ///   - bytes: The document.
    ///   - name: Its name, without a folder.
    ///   - format: Its format.
    ///   - source: Its language; nil for what is detected.
    ///   - target: The language that it is translated into.
    package init(
        _ bytes: [UInt8], name: String, format: DocumentFormat, from source: String?,
        into target: String
    ) {
        self.init(bytes: bytes, name: name, format: format, source: source, target: target)
    }
}
