/// Reads the paragraphs of WordprocessingML and DrawingML, whose text is divided into runs wherever
/// a program pleased.
struct OfficeParagraphReader {
    let spans: XMLSpans
    let dialect: OfficeDialect
    /// Whether the parts of fields are things of their own, since they do not end where they should.
    private let dividesFields: Bool
    private var text = OfficeRunText()
    private var field: OfficeField?
    private var openFields: [String] = []
    private var fieldCount = 0
    private var hasBrokenField = false

    private init(_ spans: XMLSpans, _ dialect: OfficeDialect, dividesFields: Bool) {
        (self.spans, self.dialect, self.dividesFields) = (spans, dialect, dividesFields)
    }

    /// The slots of all paragraphs of a document that have words.
    static func slots(_ spans: XMLSpans) -> [XMLSlot] {
        spans.nodes.indices.compactMap { index in
            guard spans.isStart(index, "p"), spans.nodes[index].partner > index,
                let dialect = OfficeDialect(spans.name(of: index))
            else { return nil }
            return slot(spans, index, dialect)
        }
    }

    private static func slot(
        _ spans: XMLSpans, _ start: Int, _ dialect: OfficeDialect
    ) -> XMLSlot? {
        let properties = ["pPr", "endParaRPr"]
        let children = spans.children(of: start).filter {
            spans.nodes[$0].kind == .start && !properties.contains(spans.name(of: $0).local)
        }
        guard let first = children.first, let last = children.last else { return nil }
        var reader = OfficeParagraphReader(spans, dialect, dividesFields: false)
        reader.read(children)
        if reader.hasBrokenField || reader.field != nil {
            reader = OfficeParagraphReader(spans, dialect, dividesFields: true)
            reader.read(children)
        }
        let (flow, format) = reader.text.flow()
        let segment = flow.assembled(collapsesSpace: false) { part in
            switch part {
            case .format(let range): range.map(spans.source) ?? ""
            case .atoms(let atoms): atoms.map { spans.source($0.range) }.joined()
            }
        }
        guard let segment else { return nil }
        let range = spans.elementRange(first).lowerBound..<spans.elementRange(last).upperBound
        let tag = spans.source(spans.nodes[start].range).dropFirst()
            .prefix { $0 != ">" && !$0.isWhitespace }
        return XMLSlot(
            range: range, content: segment.content,
            writer: OfficeParagraph(
                segment: segment, dialect: dialect, prefix: String(tag.dropLast()),
                format: format))
    }

    private mutating func read(_ children: [Int]) {
        for index in children where spans.nodes[index].kind == .start {
            let name = spans.name(of: index)
            if OfficeDialect(name) != dialect {
                add(index)
            } else if name.local == "r" {
                readRun(index)
            } else if field != nil {
                addToField(index)
            } else if dialect == .word {
                readElement(index, name.local)
            } else {
                readDrawingElement(index, name.local)
            }
        }
    }

    /// An element beside runs.
    private mutating func readElement(_ index: Int, _ name: String) {
        switch name {
        case "proofErr": break
        case "bookmarkStart", "commentRangeStart", "permStart":
            text.items.append(.code(.open(key(index, name.dropLast(5)), part(index))))
        case "bookmarkEnd", "commentRangeEnd", "permEnd":
            text.items.append(.code(.close(key(index, name.dropLast(3)), part(index))))
        case "hyperlink", "ins", "moveTo", "smartTag", "customXml", "dir", "bdo":
            readContainer(index, content: index)
        case "sdt":
            let content = spans.child("sdtContent", of: index)
            guard let content, !isChoice(index) else { return add(index, isRead: true) }
            readContainer(index, content: content)
        case "fldSimple":
            let instruction = spans.attribute(local: "instr", of: index) ?? ""
            guard OfficeField.holdsText(instruction) else { return add(index, isRead: true) }
            readContainer(index, content: index)
        default: add(index)
        }
    }

    private mutating func readDrawingElement(_ index: Int, _ name: String) {
        switch name {
        case "br": add(index, separatesWords: true)
        case "fld": add(index, isRead: true)
        default: add(index)
        }
    }

    /// Whether what stands in a control is no text: one of a list, a date, what to enter.
    private func isChoice(_ index: Int) -> Bool {
        let kinds: Set = ["showingPlcHdr", "dropDownList", "comboBox", "date", "picture"]
        guard let properties = spans.child("sdtPr", of: index) else { return false }
        return spans.children(of: properties).contains {
            spans.nodes[$0].kind == .start && kinds.contains(spans.name(of: $0).local)
        }
    }

    /// An element that holds runs: its begin and its end are a pair around them.
    private mutating func readContainer(_ index: Int, content: Int) {
        let end = spans.nodes[content].partner
        guard end > content else { return add(index) }
        let properties: Set = ["smartTagPr", "customXmlPr"]
        let children = spans.children(of: content)
        let head = children.prefix {
            spans.nodes[$0].kind != .start || properties.contains(spans.name(of: $0).local)
        }
        let opening =
            head.last.map { spans.elementRange($0).upperBound }
            ?? spans.nodes[content].range.upperBound
        let outer = spans.elementRange(index)
        let key = "#element\(index)"
        text.items.append(
            .code(.open(key, .atoms([OfficeAtom(range: outer.lowerBound..<opening)]))))
        read(Array(children.dropFirst(head.count)))
        if field != nil { hasBrokenField = true }
        let closing = spans.nodes[end].range.lowerBound..<outer.upperBound
        text.items.append(.code(.close(key, .atoms([OfficeAtom(range: closing)]))))
    }

    private func key(_ index: Int, _ kind: Substring) -> String {
        "\(kind) \(spans.attribute(local: "id", of: index) ?? "")"
    }

    private func part(_ index: Int) -> OfficePart {
        .atoms([OfficeAtom(range: spans.elementRange(index))])
    }

    private mutating func add(_ index: Int, isRead: Bool = false, separatesWords: Bool = false) {
        if field != nil { return addToField(index) }
        let words = isRead ? spans.text(in: index) : ""
        text.items.append(
            .code(
                .alone(
                    part(index), carriedText: words.isEmpty ? nil : words,
                    separatesWords: separatesWords)))
    }

    private mutating func addToField(_ index: Int) {
        let end = spans.nodes[index].partner
        if (index...end).contains(where: { spans.isStart($0, "fldChar") }) { hasBrokenField = true }
        field?.add(OfficeAtom(range: spans.elementRange(index)), text: spans.text(in: index))
    }
}

// Runs.
extension OfficeParagraphReader {
    private mutating func readRun(_ run: Int) {
        let children = spans.children(of: run).filter { spans.nodes[$0].kind == .start }
        let properties = children.first { spans.isStart($0, "rPr") }
        let format = properties.map(spans.elementRange)
        let key = properties.map { formatKey($0) } ?? ""
        for index in children where index != properties {
            let name = spans.name(of: index)
            let atom = OfficeAtom(range: spans.elementRange(index), isInRun: true, format: format)
            let isOwn = OfficeDialect(name) == dialect
            switch name.local {
            case "lastRenderedPageBreak" where isOwn: break
            case "fldChar" where isOwn && !dividesFields: readFieldMark(index, atom)
            case "instrText" where isOwn && field != nil:
                field?.add(atom, instruction: spans.text(in: index))
            case _ where field != nil:
                field?.add(atom, text: name.local == "t" ? spans.text(in: index) : "")
            case "t" where isOwn: text.append(words(index), format, key: key)
            case "tab", "br", "cr", "ptab":
                text.items.append(.code(.alone(.atoms([atom]), separatesWords: true)))
            case "noBreakHyphen": text.items.append(.code(.alone(.atoms([atom]), carriedText: "-")))
            default: text.items.append(.code(.alone(.atoms([atom]))))
            }
        }
    }

    /// The text of a `t`, which in WordprocessingML has space at its ends only where it says so.
    private func words(_ index: Int) -> String {
        let words = spans.text(in: index)
        guard dialect == .word, spans.attribute("xml:space", of: index) != "preserve" else {
            return words
        }
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\n" || $0 == "\t" }
        let start = words.drop(while: isSpace)
        return String(start.reversed().drop(while: isSpace).reversed())
    }

    /// What of a run's properties makes it look or act otherwise than its neighbours.
    private func formatKey(_ properties: Int) -> String {
        let noise: Set = ["lang", "noProof", "rPrChange"]
        let noisyAttributes: Set = [
            "lang", "altLang", "dirty", "err", "smtClean", "smtId", "noProof", "bmk",
        ]
        let attributes = spans.attributes(of: properties)
            .filter { !noisyAttributes.contains($0.name) }
            .map { "\($0.name)=\(spans.source($0.value))" }
        let children = spans.children(of: properties)
            .filter { spans.nodes[$0].kind == .start && !noise.contains(spans.name(of: $0).local) }
            .map { spans.source(spans.elementRange($0)) }
        return (attributes.sorted() + children).joined(separator: " ")
    }

    private mutating func readFieldMark(_ index: Int, _ atom: OfficeAtom) {
        switch spans.attribute(local: "fldCharType", of: index) {
        case "begin":
            if field == nil { field = OfficeField() }
            field?.begin(atom)
        case "separate":
            guard field != nil else { return text.items.append(.code(.alone(.atoms([atom])))) }
            field?.separate(atom)
            if let field, field.depth == 1, OfficeField.holdsText(field.instruction) {
                fieldCount += 1
                openFields.append("field \(fieldCount)")
                text.items.append(.code(.open("field \(fieldCount)", .atoms(field.atoms))))
                self.field = nil
            }
        default:
            guard field != nil else {
                let key = openFields.popLast() ?? "field"
                return text.items.append(.code(.close(key, .atoms([atom]))))
            }
            field?.end(atom)
            if let field, field.depth == 0 {
                text.items.append(
                    .code(
                        .alone(
                            .atoms(field.atoms), carriedText: field.text.isEmpty ? nil : field.text)
                    ))
                self.field = nil
            }
        }
    }
}
