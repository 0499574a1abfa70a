/// Writes an archive anew with other content of some members.
struct ZipWriter {
    private let zip: RewritableZip
    private var output: [UInt8] = []
    /// Of every member, where it begins now.
    private var starts: [Int: Int] = [:]
    private var changes: [Int: Change] = [:]

    /// What the headers say of new content.
    private struct Change {
        let checksum: UInt32
        let storedSize: Int
        let size: Int
    }

    private init(_ zip: RewritableZip) {
        self.zip = zip
    }

    /// The archive's bytes.
    ///
    /// - Parameter contents: The new contents by the indices of members.
    /// - Throws: `FileProblem` when it would be too large.
    static func bytes(
        of zip: RewritableZip, replacing contents: [Int: [UInt8]]
    ) throws -> [UInt8] {
        var writer = ZipWriter(zip)
        return try writer.bytes(replacing: contents)
    }

    private mutating func bytes(replacing contents: [Int: [UInt8]]) throws -> [UInt8] {
        output.reserveCapacity(zip.bytes.count)
        var position = 0
        let order = zip.entries.indices.sorted {
            zip.entries[$0].header.lowerBound < zip.entries[$1].header.lowerBound
        }
        for index in order {
            let entry = zip.entries[index]
            guard position <= entry.header.lowerBound else {
                throw FileProblem("its members overlap")
            }
            // Whatever stands between members stays.
            output += zip.bytes[position..<entry.header.lowerBound]
            starts[index] = output.count
            if let content = contents[index] {
                position = try write(content, of: index)
            } else {
                output += zip.bytes[entry.header.lowerBound..<entry.stored.upperBound]
                position = entry.stored.upperBound
            }
        }
        output += zip.bytes[position..<zip.directory.lowerBound]
        writeDirectory()
        guard output.count < Int(UInt32.max) else {
            throw FileProblem("it would be larger than 4 GiB")
        }
        return output
    }

    /// Writes a member with new content.
    ///
    /// - Returns: Where the archive goes on behind the old one.
    private mutating func write(_ content: [UInt8], of index: Int) throws -> Int {
        let entry = zip.entries[index]
        let stored = entry.method == 0 ? content : Deflater.deflated(content)
        guard max(stored.count, content.count) < Int(UInt32.max) else {
            throw FileProblem("member \(FileProblem.quoted(entry.name)) would be larger than 4 GiB")
        }
        let change = Change(
            checksum: content.withUnsafeBytes(\.crc32), storedSize: stored.count,
            size: content.count)
        changes[index] = change
        let start = output.count
        output += zip.bytes[entry.header]
        // A member with a descriptor may have its sizes there alone.
        let old = zip.bytes[entry.header.lowerBound + 14..<entry.header.lowerBound + 26]
        guard !old.dropFirst(4).starts(with: [0xFF, 0xFF, 0xFF, 0xFF]) else {
            throw FileProblem(
                "member \(FileProblem.quoted(entry.name)) is written as zip64, which holds more than 4 GiB"
            )
        }
        if !entry.hasDescriptor || old.contains(where: { $0 != 0 }) {
            set(change, at: start + 14)
        }
        output += stored
        guard entry.hasDescriptor else { return entry.stored.upperBound }
        return writeDescriptor(change, of: entry)
    }

    /// Writes what stands behind a member of its sizes, with its signature if it has one.
    private mutating func writeDescriptor(_ change: Change, of entry: ZipEntry) -> Int {
        let signature: [UInt8] = [0x50, 0x4B, 0x07, 0x08]
        let place = entry.stored.upperBound
        let isSigned = zip.bytes[place...].starts(with: signature)
        if isSigned { output += signature }
        let start = output.count
        output += [UInt8](repeating: 0, count: 12)
        set(change, at: start)
        return min(place + (isSigned ? 16 : 12), zip.directory.lowerBound)
    }

    private mutating func writeDirectory() {
        let start = output.count
        for (index, entry) in zip.entries.enumerated() {
            let record = output.count
            output += zip.bytes[entry.record]
            if let change = changes[index] { set(change, at: record + 16) }
            set(UInt32(truncatingIfNeeded: starts[index] ?? 0), at: record + 42)
        }
        let end = output.count
        output += zip.bytes[zip.directory.upperBound...]
        set(UInt32(truncatingIfNeeded: start), at: end + 16)
    }

    private mutating func set(_ change: Change, at place: Int) {
        set(change.checksum, at: place)
        set(UInt32(change.storedSize), at: place + 4)
        set(UInt32(change.size), at: place + 8)
    }

    private mutating func set(_ number: UInt32, at place: Int) {
        for byte in 0..<4 { output[place + byte] = UInt8(truncatingIfNeeded: number >> (8 * byte)) }
    }
}
