/// The OpenAPI document with what a service allows now: its languages and its limits.
///
/// A program that reads it then knows which values are good, and a reader need not look elsewhere.
struct ServedDescription {
    let languages: [ServedLanguage]
    let limits: ServiceConfiguration.Limits

    /// The document.
    var document: JSONValue {
        var document = APIDescription.document
        for (name, members) in additions {
            let path = ["components", "schemas", name]
            document = document.adding(members, at: path[...])
        }
        return document
    }

    /// Members that schemas get, by the schema's name.
    private var additions: [(schema: String, members: JSONValue.Members)] {
        let sources = languages.filter { $0.isTranslated }.map(\.code)
        let targets = languages.flatMap { language in
            language.targets.map(\.code).filter { $0 != language.code }
        }
        let automatic = ServedLanguage.automatic
        return [
            ("SourceLanguage", choice(sources)),
            ("SourceOrAuto", choice([automatic] + sources)),
            ("OptionalSource", choice([automatic] + sources, orNothing: true)),
            ("TargetLanguage", choice(Array(Set(targets)).sorted())),
            ("QueryText", limit("maxLength", limits.characters)),
            ("QueryTexts", limit("maxItems", limits.batch)),
            ("AlternativesInForm", limit("maximum", limits.alternatives)),
            ("AlternativesAsNumber", limit("maximum", limits.alternatives)),
            ("AlternativesAsText", choice((0...limits.alternatives).map { "\($0)" })),
            ("AlternativeCount", limit("maximum", limits.alternatives)),
        ]
    }

    private func choice(
        _ values: [String], orNothing: Bool = false
    ) -> JSONValue.Members {
        // An enumeration may not be empty.
        guard !values.isEmpty else { return [] }
        return [("enum", .array(values.map { .string($0) } + (orNothing ? [.null] : [])))]
    }

    private func limit(_ name: String, _ limit: Int?) -> JSONValue.Members {
        limit.map { [(name, .integer($0))] } ?? []
    }
}

extension JSONValue {
    /// The same with further members of the object that a path leads to.
    fileprivate func adding(
        _ members: JSONValue.Members, at path: ArraySlice<String>
    ) -> JSONValue {
        guard case .object(let own) = self else { return self }
        guard let name = path.first else { return .object(own + members) }
        return .object(
            own.map { member in
                member.name == name
                    ? (name, member.value.adding(members, at: path.dropFirst())) : member
            })
    }
}
