/// What a paragraph has, in order, before it is known which format most of its text has.
struct OfficeRunText {
    /// Text with the number of its format, or something else.
    enum Item {
        case text(String, format: Int)
        case code(InlineFlow<OfficePart>.Item)
    }

    var items: [Item] = []
    private var formats: [Range<Int>?] = []
    private var formatNumbers: [String: Int] = [:]

    /// Adds text.
    ///
    /// - Parameters:
    ///   - properties: Where its run's properties are.
    ///   - key: What of them a reader sees.
    mutating func append(_ text: String, _ properties: Range<Int>?, key: String) {
        guard !text.isEmpty else { return }
        let number = formatNumbers[key] ?? formats.count
        if number == formats.count {
            formatNumbers[key] = number
            formats.append(properties)
        }
        items.append(.text(text, format: number))
    }

    /// The format that most of the text has.
    private var mainFormat: Int? {
        var counts = [Int](repeating: 0, count: formats.count)
        for case .text(let text, let format) in items {
            counts[format] += text.unicodeScalars.count
        }
        return counts.indices.max { (counts[$0], $1) < (counts[$1], $0) }
    }

    /// The text with codes around what has another format than most, and the properties of most.
    func flow() -> (InlineFlow<OfficePart>, format: Range<Int>?) {
        var flow = InlineFlow<OfficePart>()
        guard let main = mainFormat else { return (flow, nil) }
        var (current, waiting, count) = (main, [InlineFlow<OfficePart>.Item](), 0)
        func change(to format: Int) {
            if current != main { flow.append(.close("#format\(count)", .format(formats[current]))) }
            waiting.forEach { flow.append($0) }
            waiting = []
            if format != main {
                count += 1
                flow.append(.open("#format\(count)", .format(formats[format])))
            }
            current = format
        }
        for item in items {
            switch item {
            case .text(let text, let format):
                // A space has the format of what is before it.
                let isSpace = text.unicodeScalars.allSatisfy(\.properties.isWhitespace)
                if isSpace || format == current {
                    waiting.forEach { flow.append($0) }
                    waiting = []
                } else {
                    change(to: format)
                }
                flow.append(text: text)
            case .code(.alone(let part, let carriedText, let separatesWords)):
                waiting.append(
                    .alone(part, carriedText: carriedText, separatesWords: separatesWords))
            case .code(let item):
                change(to: main)
                flow.append(item)
            }
        }
        change(to: main)
        return (flow, formats[main])
    }
}
