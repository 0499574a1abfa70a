import Text

/// The languages that a service has, for looking them up.
package struct ServedLanguages {
    /// What asks for the language to be found out.
    package static let automatic = "auto"

    package let all: [ServedLanguage]

    /// A language that can be translated from; nil where there is none.
    ///
    /// - Parameter code: In any case, or an older one.
    package func source(_ code: String) -> ServedLanguage? {
        match(code, all.map(\.code)).flatMap { code in all.first { $0.code == code } }
    }

    /// The code of a language that something can be translated into; nil where there is none.
    package func target(_ code: String) -> String? {
        match(code, all.map(\.code) + all.flatMap { $0.targets.map(\.code) })
    }

    /// What a language is called in English.
    package func name(_ code: String) -> String {
        all.first { $0.code == code }?.name
            ?? LanguageCode.englishName(of: code)
    }

    /// Why there is no way from a language to another.
    package func noPair(_ source: String, _ target: String) -> ServiceProblem {
        ServiceProblem(
            .badRequest,
            """
            \(name(target)) (\(target)) is not available as a target language from \
            \(name(source)) (\(source))
            """)
    }

    /// The code among some that another one stands for: `zh` is served as `zh-Hans`, or as itself.
    private func match(_ code: String, _ codes: [String]) -> String? {
        let normalized = LanguageCode.canonical(code)
        return codes.first { $0 == normalized }
            ?? codes.first { LanguageCode.canonical($0) == normalized }
    }
}

extension ServiceState {
    /// The languages that there are now.
    package var languages: ServedLanguages {
        get async { ServedLanguages(all: await engine.languages()) }
    }
}
