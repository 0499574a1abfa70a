import CalqueKit

/// Translates lines for the command line, one after the other.
struct LineTranslation {
    let text: TranslationTextFlags
    let flags: TranslationLineFlags
    let attention: AlignmentFlags

    /// Translates them, and draws the first one's attention if that is asked for.
    ///
    /// - Parameters:
    ///   - model: The model.
    ///   - search: How translations are searched for.
    ///   - communicator: The processes that translate together, of which the first reads and writes; nil for one.
    func run(
        _ model: ModelOptions, _ search: SearchFlags, across communicator: Communicator?
    ) throws {
        let isFirst = communicator?.isFirst ?? true
        if isFirst, let path = flags.attentionSvg { try PictureFile.check(path.outputURL) }
        let translator = try model.load(across: communicator)
        let options = try search.options(for: translator, nBest: flags.nBest ?? 1)
        let ranks = communicator.map {
            RankTranslation(by: reading(by: translator), options, across: $0)
        }
        guard isFirst else { return try ranks?.takePart() ?? () }
        let first = try LineOutput.write(to: text.output) {
            try translate(translator, options, across: ranks, $0)
        }
        if let path = flags.attentionSvg, let first {
            try drawAttention(of: first, translator, options, to: path)
        }
    }

    /// The translator, as it is to read lines.
    private func reading(by translator: Translator) -> Translator {
        var translator = translator
        translator.lines = text.reading
        translator.copiesUnknown = flags.copyUnknown
        if flags.alignment || attention.softAlignment {
            translator.alignment = attention.attention.selection
        }
        return translator
    }

    /// Translates all lines.
    ///
    /// - Returns: The first line.
    private func translate(
        _ translator: Translator, _ options: SearchOptions, across ranks: RankTranslation?,
        _ write: (String) throws -> Void
    ) throws -> TranslationRequest? {
        let progress = LineProgress(
            "lines", inputs: [text.input ?? "-", flags.targetPrefix], output: text.output ?? "-")
        let warn = { (line: Int, warning: String) in
            progress.say("line \(line): \(warning)")
        }
        let input = try TranslationInput(
            path: text.input ?? "-", prefixes: flags.targetPrefix, skipsInvalid: flags.skipInvalid,
            warn: warn)
        var (number, readCount) = (0, 0)
        var first: TranslationRequest?
        let glossary = try text.readGlossary(for: translator)
        let format = flags.format(isSoft: attention.softAlignment)
        func next() throws -> TranslationRequest? {
            if readCount == number { progress.show(number, fraction: input.fractionRead) }
            var request = try input.next()
            if let line = request?.line, let glossary {
                request?.terms = glossary.terms(in: line)
            }
            readCount += 1
            first = first ?? request
            return request
        }
        func take(_ result: TranslationResult) throws {
            number += 1
            for warning in result.warnings { warn(number, warning) }
            try write(format.lines(result, number: number, translator.tokenizer.target))
        }
        if let ranks {
            try ranks.run(requests: next, to: take)
        } else {
            try reading(by: translator).translate(
                options, requests: next, hasArrived: input.answersAtOnce, to: take)
        }
        return first
    }

    /// Draws what the model looked at, which it did sentence by sentence.
    private func drawAttention(
        of line: TranslationRequest, _ translator: Translator, _ options: SearchOptions,
        to path: String
    ) throws {
        var request = line
        if text.lines == .paragraphs {
            let splitter = SentenceSplitter(language: translator.tokenizer.settings.sourceLanguage)
            request.line = try splitter.sentences(in: line.line).first.map(String.init) ?? line.line
        }
        var translator = translator
        translator.lines = .sentences
        let result = try translator.translate(requests: [request], options)[0]
        let target = result.alternatives[0].tokens + [translator.model.specialTokens.end]
        let source = translator.tokenizer.encodeSource(request.line)
        let map = try translator.reader.attention(
            of: EncodedPair(source: source, target: target))
        try map.picture.writeSVG(to: path.outputURL)
    }
}
