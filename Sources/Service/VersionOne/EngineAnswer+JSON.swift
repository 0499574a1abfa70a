import CalqueKit

extension EngineAnswer {
    /// What is said of all translations.
    var summary: JSONValue.Members {
        let detected: JSONValue = self.detected.map(\.object) ?? .null
        return [
            ("source", .string(source)), ("target", .string(target)), ("detected", detected),
            ("via", .optional(via)),
        ]
    }
}

extension DetectedLanguage {
    /// As the routes under `/v1` write it.
    var object: JSONValue {
        .object([("code", .string(code)), ("confidence", .number(confidence))])
    }
}

extension EngineTranslation {
    /// The translation as JSON.
    ///
    /// - Parameters:
    ///   - alignment: Whether with what goes together.
    ///   - codes: Whether segments have codes.
    func json(alignment: Bool, codes: Bool) -> JSONValue.Members {
        [
            ("text", .string(text)),
            ("alternatives", .strings(alternatives)),
            ("warnings", .strings(warnings)),
            ("segments", .array(segments.map { $0.json(alignment: alignment, codes: codes) })),
        ]
    }
}

extension SegmentTranslation {
    fileprivate func json(alignment wantsAlignment: Bool, codes: Bool) -> JSONValue {
        var members: JSONValue.Members = [("text", .string(content.text))]
        if codes { members.append(("elements", content.json)) }
        members += [
            ("warnings", .strings(warnings)),
            ("protected", .array(protected.map(\.json))),
            ("terms", .array(terms.map(\.json))),
            ("quality", quality.map(\.json) ?? .null),
        ]
        if wantsAlignment { members.append(("alignment", alignment.map(\.json) ?? .null)) }
        return .object(members)
    }
}

extension TermUse {
    fileprivate var json: JSONValue {
        .object([
            ("text", .string(text)), ("wanted", .strings(wanted)),
            ("translation", .optional(translation)),
            ("outcome", .string(outcome.rawValue)),
        ])
    }
}

extension ProtectedOutcome {
    fileprivate var json: JSONValue {
        .object([
            ("text", .string(text)), ("kind", .string("\(kind)")),
            ("outcome", .string(outcome.rawValue)),
        ])
    }
}

extension SegmentQuality {
    fileprivate var json: JSONValue {
        .object([
            ("reasons", .strings(reasons.map(\.rawValue))),
            (
                "sentences",
                .array(
                    sentences.map { sentence in
                        .object([
                            ("score", .number(sentence.score)),
                            ("coverage", sentence.coverage.map { .number($0) } ?? .null),
                            ("lengthRatio", .number(sentence.lengthRatio)),
                            ("reasons", .strings(sentence.reasons.map(\.rawValue))),
                        ])
                    })
            ),
        ])
    }
}

extension AlignedTranslation {
    /// The places of Unicode scalars in line and text that go together.
    fileprivate var json: JSONValue {
        func place(_ range: Range<Int>) -> JSONValue {
            .array([.integer(range.lowerBound), .integer(range.upperBound)])
        }
        return .object([
            ("line", .string(line)), ("text", .string(text)),
            (
                "pieces",
                .array(
                    pieces.map { piece in
                        .object([
                            ("target", place(piece.target)),
                            ("source", piece.source.map(place) ?? .null),
                            ("weight", .number(Double(piece.weight))),
                        ])
                    })
            ),
            (
                "sentences",
                .array(
                    sentences.map {
                        .object([("source", place($0.source)), ("target", place($0.target))])
                    })
            ),
        ])
    }
}
