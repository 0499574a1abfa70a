/// From which language into which a request wants to go.
struct LanguageChoice: Equatable {
    /// nil for what is detected.
    let source: String?
    let target: String

    /// Looks the codes of a request up.
    ///
    /// - Parameter check: What is checked between the languages and the pair that they make.
    /// - Throws: ``ServiceProblem`` in LibreTranslate's words.
    init(
        _ source: String, _ target: String, _ languages: [ServedLanguage],
        before check: () throws(ServiceProblem) -> Void = {}
    ) throws(ServiceProblem) {
        let isDetected = source.lowercased() == ServedLanguage.automatic
        let from = isDetected ? nil : languages.served(source)
        guard isDetected || from != nil else { throw .unknownLanguage(source) }
        guard let into = languages.served(target) else { throw .unknownLanguage(target) }
        try check()
        if let from, !from.targets.contains(where: { $0.code == into.code }) {
            throw .noPair(from.code, into.code)
        }
        self.source = from?.code
        self.target = into.code
    }
}
