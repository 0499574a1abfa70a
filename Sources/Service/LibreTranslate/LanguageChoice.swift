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
        _ source: String, _ target: String, _ languages: ServedLanguages,
        before check: () throws(ServiceProblem) -> Void = {}
    ) throws(ServiceProblem) {
        let isDetected = source.lowercased() == ServedLanguages.automatic
        let served = isDetected ? nil : languages.source(source)
        guard isDetected || served != nil else {
            throw ServiceProblem(.badRequest, "\(source) is not supported")
        }
        guard let code = languages.target(target) else {
            throw ServiceProblem(.badRequest, "\(target) is not supported")
        }
        try check()
        if let served, served.code != code, !served.targets.contains(where: { $0.code == code }) {
            throw languages.noPair(served.code, code)
        }
        self.source = served?.code
        self.target = code
    }
}

extension ServedLanguages {
    /// Runs a translation whose problems are told in LibreTranslate's words.
    func naming<Result>(_ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch EngineProblem.noPair(let source, let target) {
            throw noPair(source, target)
        }
    }
}
