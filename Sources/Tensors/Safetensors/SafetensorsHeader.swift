/// The header of a safetensors file: its tensors in order, and notes about the whole.
///
///     {"__metadata__": {"format": "pt"},
///      "a.weight": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, …}
///
/// The format is described at <https://github.com/huggingface/safetensors>.
struct SafetensorsHeader {
    /// The name under which the notes stand.
    static let metadataName = "__metadata__"

    private(set) var names: [String] = []
    private(set) var entries: [String: SafetensorsEntry] = [:]
    private(set) var metadata: [String: String] = [:]

    /// Reads and verifies a header.
    ///
    /// - Parameters:
    ///   - bytes: The header's JSON.
    ///   - dataCount: The number of bytes that follow it in the file.
    /// - Throws: `SafetensorsProblem` unless the tensors cover those bytes without overlap or hole.
    init(_ bytes: UnsafeRawBufferPointer, dataCount: Int) throws {
        guard bytes.first == UInt8(ascii: "{") else {
            throw SafetensorsProblem("its header does not begin with “{”")
        }
        var scanner = SafetensorsScanner(bytes)
        try scanner.object { scanner, name in
            if name == Self.metadataName {
                try scanner.object { metadata[$1] = try $0.string() }
            } else {
                names.append(name)
                entries[name] = try Self.entry(name, &scanner)
            }
        }
        try scanner.expectEnd()
        try verifyCoverage(of: dataCount)
    }

    private static func entry(
        _ name: String, _ scanner: inout SafetensorsScanner
    ) throws -> SafetensorsEntry {
        var type: String?
        var shape: [Int]?
        var offsets: [Int]?
        do {
            try scanner.object { scanner, field in
                switch field {
                case "dtype": type = try scanner.string()
                case "shape": shape = try scanner.naturalNumbers()
                case "data_offsets": offsets = try scanner.naturalNumbers()
                default:
                    let field = SafetensorsProblem.quoted(field)
                    throw SafetensorsProblem("the format has no field \(field)")
                }
            }
            return try entry(type: type, shape: shape, offsets: offsets)
        } catch let problem as SafetensorsProblem {
            throw SafetensorsProblem(tensor: name, problem.text)
        }
    }

    private static func entry(
        type typeName: String?, shape: [Int]?, offsets: [Int]?
    ) throws -> SafetensorsEntry {
        guard let typeName, let shape, let offsets else {
            throw SafetensorsProblem("its dtype, shape or data_offsets are missing")
        }
        guard let type = SafetensorsType(rawValue: typeName) else {
            let known = SafetensorsType.allCases.map(\.rawValue).joined(separator: ", ")
            throw SafetensorsProblem(
                "its dtype \(SafetensorsProblem.quoted(typeName)) is none of \(known)")
        }
        guard offsets.count == 2, offsets[0] <= offsets[1] else {
            throw SafetensorsProblem(
                "its data_offsets \(brief(offsets)) are not a beginning and an end")
        }
        guard let byteCount = byteCount(of: shape, type) else {
            throw SafetensorsProblem(
                "its shape \(brief(shape)) has more elements than can be counted")
        }
        guard offsets[1] - offsets[0] == byteCount else {
            throw SafetensorsProblem(
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
                throw SafetensorsProblem(
                    tensor: name, "\(offsets) reach behind the file's \(dataCount) bytes of data")
            }
            if range.lowerBound < end {
                throw SafetensorsProblem(
                    tensor: name, "\(offsets) overlap with another tensor's, which end at \(end)")
            }
            if range.lowerBound > end {
                throw SafetensorsProblem(
                    tensor: name, "\(offsets) leave a hole behind byte \(end) of the data")
            }
            end = range.upperBound
        }
        if end != dataCount {
            throw SafetensorsProblem(
                "its tensors take \(end) bytes, but the file has \(dataCount) bytes of data")
        }
    }
}
