/// The list of members at the end of a zip archive.
struct ZipDirectory {
    /// The members, each with a name of its own.
    let entries: [ZipEntry]
    /// The list's place, without the record that ends it.
    let range: Range<Int>

    /// Reads the directory of an archive.
    ///
    /// - Throws: `FileProblem` when it is damaged, of several parts, or zip64.
    init(_ archive: UnsafeRawBufferPointer) throws {
        let end = try ZipFields.endRecord(of: archive)
        guard end.short(4) == 0, end.short(8) == end.short(10) else {
            throw FileProblem("it is one of several parts")
        }
        guard end.long(16) < Int(UInt32.max), end.short(10) < Int(UInt16.max) else {
            throw FileProblem("it is a zip64 archive, which holds more than 4 GiB")
        }
        var entries: [ZipEntry] = []
        var position = end.long(16)
        for _ in 0..<end.short(10) {
            let entry = try ZipEntry(archive, at: position)
            entries.append(entry)
            position = entry.record.upperBound
        }
        guard position == end.position else {
            throw FileProblem("it is a zip64 archive, or its directory is damaged")
        }
        guard Set(entries.map(\.name)).count == entries.count else {
            throw FileProblem("it has a member twice")
        }
        (self.entries, range) = (entries, end.long(16)..<position)
    }
}
