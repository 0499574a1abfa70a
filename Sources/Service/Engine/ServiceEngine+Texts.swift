import CalqueKit

extension ServiceEngine {
    /// Translates texts, or segments with codes.
    package func translate(_ request: EngineRequest) async throws -> EngineAnswer {
        let direction = try await direction(
            request.source, request.target,
            of: request.input.plain.joined(separator: "\n"))
        guard direction.source != direction.target else {
            return EngineAnswer(unchanged: request, direction)
        }
        var run = try await run(direction, alternatives: request.alternatives) { own in
            try SearchOptions(request.options, defaults: own)
        }
        run.glossary = try glossary(request.glossary, direction, run)
        run.wantsAlignment = request.wantsAlignment
        let texts = try parted(request.input, direction)
        let collector = TextCollector(texts, told: request.onTranslation)
        var segments: [QueuedSegment] = []
        for (number, text) in texts.enumerated() {
            let prefix =
                number < request.targetPrefixes.count ? request.targetPrefixes[number] : ""
            segments += zip(text.contents, text.prefixes(of: prefix)).map { content, prefix in
                QueuedSegment(content: content, prefix: prefix)
            }
        }
        try await queue.translate(segments, run, client: request.client) { place, translation in
            collector.take(translation, at: place)
        }
        queue.watch.translated(direction.pair, texts: texts.count, segments)
        return EngineAnswer(
            source: direction.source, target: direction.target, detected: direction.detected,
            via: run.path.via, translations: try collector.translations())
    }

    /// The terms for a request: its own, and those of the service.
    ///
    /// - Throws: `CalqueError` when one of its own is none.
    func glossary(
        _ entries: [(term: String, translation: String)], _ direction: Direction,
        _ run: TranslationRun
    ) throws -> EngineGlossary? {
        let own = served.use { $0.glossaries[direction.pair] }
        // What is drawn at random has no terms; to ask for both is an error of the request alone.
        guard !entries.isEmpty else { return run.options.sampling == nil ? own : nil }
        var terms: [Glossary.Term] = []
        for (term, translation) in entries {
            do {
                terms.append(try Glossary.Term(written: term, [translation]))
            } catch {
                throw CalqueError("The glossary: \(error.message)", kind: .input)
            }
        }
        let sources = Set(terms.map(\.source))
        terms += (own?.glossary.terms ?? []).filter { !sources.contains($0.source) }
        return EngineGlossary(Glossary(terms, sourceLanguage: direction.source))
    }

    private func parted(
        _ input: EngineRequest.Input, _ direction: Direction
    ) throws -> [EngineText] {
        switch input {
        case .texts(let texts, .text): texts.map(EngineText.init(text:))
        case .texts(let texts, .html):
            try texts.map { try EngineText(html: $0, direction.documentLanguages) }
        case .segments(let contents): contents.map(EngineText.init(content:))
        }
    }
}

extension EngineAnswer {
    /// Texts that are in the language which is asked for.
    fileprivate init(
        unchanged request: EngineRequest, _ direction: ServiceEngine.Direction
    ) {
        let translations =
            switch request.input {
            case .texts(let texts, _): texts.map { EngineTranslation(text: $0) }
            case .segments(let contents):
                contents.map { content in
                    EngineTranslation(
                        text: content.text, segments: [SegmentTranslation(content: content)])
                }
            }
        for (place, translation) in translations.enumerated() {
            request.onTranslation?(place, translation)
        }
        self.init(
            source: direction.source, target: direction.target, detected: direction.detected,
            via: nil, translations: translations)
    }
}
