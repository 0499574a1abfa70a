import Basics

/// The header of a safetensors file: its tensors in order, and notes about the whole.
///
///     {"__metadata__": {"format": "pt"},
///      "a.weight": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, …}
///
/// The format is described at <https://github.com/huggingface/safetensors>.
struct SafetensorsHeader {
    /// The name under which the notes stand.
    static let metadataName = "__metadata__"
    /// Where the header begins in its file, after its length.
    static let start = 8

    private(set) var names: [String] = []
    private(set) var entries: [String: SafetensorsEntry] = [:]
    private(set) var metadata: [String: String] = [:]

    /// Reads and verifies a header.
    ///
    /// - Parameters:
    ///   - bytes: The header's JSON.
    ///   - dataCount: The number of bytes that follow it in the file.
    /// - Throws: `FileProblem` unless the tensors cover those bytes without overlap or hole.
    init(_ bytes: UnsafeRawBufferPointer, dataCount: Int) throws {
        guard bytes.first == UInt8(ascii: "{") else {
            throw FileProblem("its header does not begin with “{”")
        }
        var scanner = JSONScanner(bytes, offset: Self.start)
        try scanner.distinctMembers { scanner, name in
            if name == Self.metadataName {
                try scanner.distinctMembers { metadata[$1] = try $0.string() }
            } else {
                names.append(name)
                entries[name] = try Self.entry(name, &scanner)
            }
        }
        try scanner.expectEnd()
        try verifyCoverage(of: dataCount)
    }

    private static func entry(
        _ name: String, _ scanner: inout JSONScanner
    ) throws -> SafetensorsEntry {
        var type: String?
        var shape: [Int]?
        var offsets: [Int]?
        do {
            try scanner.distinctMembers { scanner, field in
                switch field {
                case "dtype": type = try scanner.string()
                case "shape": shape = try scanner.naturalNumbers()
                case "data_offsets": offsets = try scanner.naturalNumbers()
                default:
                    let field = FileProblem.quoted(field)
                    throw FileProblem("the format has no field \(field)")
                }
            }
            return try entry(type: type, shape: shape, offsets: offsets)
        } catch let problem as FileProblem {
            throw FileProblem(tensor: name, problem.text)
        }
    }

    private static func entry(
        type typeName: String?, shape: [Int]?, offsets: [Int]?
    ) throws -> SafetensorsEntry {
        guard let typeName, let shape, let offsets else {
            throw FileProblem("its dtype, shape or data_offsets are missing")
        }
        guard let type = SafetensorsType(rawValue: typeName) else {
            let known = SafetensorsType.allCases.map(\.rawValue).joined(separator: ", ")
            throw FileProblem(
                "its dtype \(FileProblem.quoted(typeName)) is none of \(known)")
        }
        guard offsets.count == 2, offsets[0] <= offsets[1] else {
            throw FileProblem(
                "its data_offsets \(brief(offsets)) are not a beginning and an end")
        }
        guard let byteCount = byteCount(of: shape, type) else {
            throw FileProblem(
                "its shape \(brief(shape)) has more elements than can be counted")
        }
        guard offsets[1] - offsets[0] == byteCount else {
            throw FileProblem(
                "its shape \(brief(shape)) of \(typeName) takes \(byteCount) bytes, but its "
                    + "data_offsets \(offsets) hold \(offsets[1] - offsets[0])")
        }
        return SafetensorsEntry(type: type, shape: shape, byteRange: offsets[0]..<offsets[1])
    }

    /// Numbers from the file, made fit to be read in a sentence.
    private static func brief(_ numbers: [Int]) -> String {
        let limit = 8
        if numbers.count <= limit { return "\(numbers)" }
        return "\(Array(numbers.prefix(limit))) and \(numbers.count - limit) more"
    }

    /// The bytes a tensor takes; nil if they are more than an `Int` counts.
    private static func byteCount(of shape: [Int], _ type: SafetensorsType) -> Int? {
        var product = type.byteCount
        for size in shape {
            let (next, isTooLarge) = product.multipliedReportingOverflow(by: size)
            if isTooLarge { return nil }
            product = next
        }
        return product
    }

    private func verifyCoverage(of dataCount: Int) throws {
        let inOrder = entries.sorted {
            let (left, right) = ($0.value.byteRange, $1.value.byteRange)
            return (left.lowerBound, left.upperBound) < (right.lowerBound, right.upperBound)
        }
        var end = 0
        for (name, entry) in inOrder {
            let range = entry.byteRange
            let offsets = "its data_offsets [\(range.lowerBound), \(range.upperBound)]"
            if range.upperBound > dataCount {
                throw FileProblem(
                    tensor: name, "\(offsets) reach past the file's \(dataCount) bytes of data")
            }
            if range.lowerBound < end {
                throw FileProblem(
                    tensor: name, "\(offsets) overlap with another tensor's, which end at \(end)")
            }
            if range.lowerBound > end {
                throw FileProblem(
                    tensor: name, "\(offsets) leave a hole after byte \(end) of the data")
            }
            end = range.upperBound
        }
        if end != dataCount {
            throw FileProblem(
                "its tensors take \(end) bytes, but the file has \(dataCount) bytes of data")
        }
    }
}

extension FileProblem {
    fileprivate init(tensor name: String, _ text: String) {
        self.init("tensor \(Self.quoted(name)): \(text)")
    }
}

extension JSONScanner {
    /// Reads an object that has no name twice.
    fileprivate mutating func distinctMembers(
        _ member: (inout Self, String) throws -> Void
    ) throws {
        var names: Set<String> = []
        try object { scanner, name in
            guard names.insert(name).inserted else {
                throw FileProblem("the header has the name \(FileProblem.quoted(name)) twice")
            }
            try member(&scanner, name)
        }
    }

    fileprivate mutating func naturalNumbers() throws -> [Int] {
        var numbers: [Int] = []
        try array { numbers.append(try $0.naturalNumber()) }
        return numbers
    }
}
