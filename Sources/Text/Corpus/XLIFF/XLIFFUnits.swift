import Basics

/// Makes pairs of the tags and texts of a file in XLIFF 1.2 or 2, as they come: of its `trans-unit`s, or
/// of its `segment`s.
///
/// What is held is a unit: a text for each side.
struct XLIFFUnits: PairUnits {
    /// Elements that stand for codes of the original document, with them as their content.
    private static let codes: Set<String> = ["bpt", "ept", "ph", "it", "sub", "data"]
    /// What a target is in as long as nobody has translated it.
    private static let untranslatedStates: Set<String> = ["new", "needs-translation", "initial"]

    /// A text of a unit that is open or has ended.
    private struct Side {
        var text = SegmentText()
        var language: String?
        /// An entity in it that nobody declared.
        var unknownEntity: String?
    }

    /// A unit that is open.
    private struct Unit {
        let line: Int
        let depth: Int
        var state: String?
        var source: Side?
        var target: Side?
    }

    /// Which of a unit's texts is open.
    private enum Place {
        case source, target

        var path: WritableKeyPath<Unit, Side?> { self == .source ? \.source : \.target }
    }

    /// A text that is open.
    private struct OpenSide {
        let place: Place
        let depth: Int
        /// How deep the element of codes is that is open in it.
        var codeDepth: Int?
    }

    /// The languages that are asked for; nil for those that the file names.
    private var languages: MemoryLanguages?
    /// What the file calls its languages.
    private var fileLanguages: (source: String?, target: String?) = (nil, nil)
    /// What a file has that names no languages.
    private var rootLanguages: (source: String?, target: String?) = (nil, nil)
    private var finished: [ParallelLine] = []
    private(set) var count = 0
    private(set) var pairCount = 0
    /// The units that are translated, in whichever languages.
    private var translatedCount = 0
    private var depth = 0
    private var unit: Unit?
    private var open: OpenSide?

    /// - Parameters:
    ///   - source: The source language's code; nil for what the file calls so.
    ///   - target: The target language's code, likewise.
    ///   - name: What errors call the file.
    /// - Throws: `CalqueError` when both are the same.
    init(source: String?, target: String?, in name: String) throws {
        guard (source == nil) == (target == nil) else {
            throw CalqueError(
                "\(name) is XLIFF, and one language alone is given. Give source and target language, or "
                    + "neither.", kind: .configuration)
        }
        guard let source, let target else { return }
        languages = try MemoryLanguages(source: source, target: target, in: name)
    }

    let format = "XLIFF"
    let kind = "a file in XLIFF"

    var absence: String {
        guard let languages, translatedCount > 0 else {
            return "is translated. Name a file that has been translated."
        }
        return
            "has text in both \(languages.source) and \(languages.target). Choose its languages: "
            + "\(languages.description)."
    }

    mutating func takeFinished() -> [ParallelLine] {
        defer { finished = [] }
        return finished
    }

    mutating func start(
        _ name: String, line: @autoclosure () -> Int, attributes: ExpatAttributes
    ) -> String? {
        depth += 1
        // A prefix stands for the namespace, which is XLIFF's own here.
        let name = name.split(separator: ":").last.map(String.init) ?? name
        if depth == 1, name != "xliff" {
            return "its outermost element is \(FileProblem.quoted(name)) and not \"xliff\""
        }
        if depth > ExpatParser.depthLimit {
            return "more than \(ExpatParser.depthLimit) elements stand in each other"
        }
        if open != nil {
            startInline(name, attributes)
        } else if let unit {
            if depth == unit.depth + 1 { startSide(name, attributes) }
        } else {
            startOuter(name, line(), attributes)
        }
        return nil
    }

    private mutating func startOuter(
        _ name: String, _ line: Int, _ attributes: ExpatAttributes
    ) {
        switch name {
        case "xliff":
            rootLanguages = (attributes["srcLang"], attributes["trgLang"])
            fileLanguages = rootLanguages
        case "file":
            fileLanguages.source = attributes["source-language"] ?? rootLanguages.source
            fileLanguages.target = attributes["target-language"] ?? rootLanguages.target
        case "trans-unit", "segment":
            unit = Unit(line: line, depth: depth, state: attributes["state"])
        default: break
        }
    }

    /// Begins a text of the unit itself: what is deeper in it are matches of a memory.
    private mutating func startSide(_ name: String, _ attributes: ExpatAttributes) {
        let place: Place
        switch name {
        case "source": place = .source
        case "target": place = .target
        default: return
        }
        guard unit?[keyPath: place.path] == nil else { return }
        let written = attributes["xml:lang"]
        let language = place == .source ? fileLanguages.source : fileLanguages.target
        unit?[keyPath: place.path] = Side(language: written ?? language)
        if place == .target, let state = attributes["state"] { unit?.state = state }
        open = OpenSide(place: place, depth: depth)
    }

    private mutating func startInline(_ name: String, _ attributes: ExpatAttributes) {
        guard open?.codeDepth == nil else { return }
        if attributes["ctype"] == "lb" || attributes["subType"] == "xlf:lb" { append(space: " ") }
        if Self.codes.contains(name) { open?.codeDepth = depth }
    }

    private mutating func append(space: StaticString) {
        text(.init(start: space.utf8Start, count: space.utf8CodeUnitCount))
    }

    mutating func text(_ text: UnsafeBufferPointer<UInt8>) {
        guard let open, open.codeDepth == nil else { return }
        unit?[keyPath: open.place.path]?.text.append(text)
    }

    mutating func unknownEntity(_ name: String) {
        guard let open, open.codeDepth == nil else { return }
        let path = open.place.path
        if unit?[keyPath: path]?.unknownEntity == nil {
            unit?[keyPath: path]?.unknownEntity = name
        }
    }

    mutating func end() {
        if open?.codeDepth == depth { open?.codeDepth = nil }
        if open?.depth == depth { open = nil }
        if let unit, unit.depth == depth { end(unit) }
        depth -= 1
    }

    // MARK: Units

    private mutating func end(_ ended: Unit) {
        unit = nil
        count += 1
        switch pair(of: ended) {
        case .success(let pair):
            pairCount += 1
            finished.append(
                ParallelLine(
                    number: ended.line, unit: count, source: pair.source, target: pair.target))
        case .failure(let flaw):
            finished.append(ParallelLine(number: ended.line, unit: count, flaw: flaw.flaw))
        }
    }

    private struct Flawed: Error {
        let flaw: ParallelLine.Flaw
    }

    private mutating func pair(
        of unit: Unit
    ) -> Result<(source: String, target: String), Flawed> {
        guard let source = unit.source, let target = unit.target else {
            return .failure(Flawed(flaw: .untranslated))
        }
        if let entity = source.unknownEntity ?? target.unknownEntity {
            return .failure(Flawed(flaw: .unknownEntity(FileProblem.quoted("&\(entity);"))))
        }
        if source.text.isTooLong || target.text.isTooLong {
            return .failure(Flawed(flaw: .tooLong))
        }
        let texts = (source: source.text.text, target: target.text.text)
        let isCopied = texts.source == texts.target
        if texts.target.isEmpty
            || isCopied && Self.untranslatedStates.contains(unit.state ?? "")
        {
            return .failure(Flawed(flaw: .untranslated))
        }
        translatedCount += 1
        return inOrder(texts, (source.language, target.language))
    }

    /// The texts, the one in the source language first.
    private mutating func inOrder(
        _ texts: (source: String, target: String), _ written: (source: String?, target: String?)
    ) -> Result<(source: String, target: String), Flawed> {
        guard languages != nil else { return .success(texts) }
        let source = languages?.note(written.source)
        let target = languages?.note(written.target)
        let sides = (source?.match?.side, target?.match?.side)
        // A file may leave its target language open.
        let isOpen = written.target == nil
        if sides.0 == .source, isOpen || sides.1 == .target { return .success(texts) }
        if sides.0 == .target, isOpen || sides.1 == .source {
            return .success((texts.target, texts.source))
        } else {
            let codes = [source?.code, target?.code].compactMap(\.self)
            return .failure(Flawed(flaw: .missingLanguage(FileProblem.list(codes))))
        }
    }
}
