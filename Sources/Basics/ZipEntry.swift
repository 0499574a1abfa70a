/// A member of an archive that is in memory, and the places of its parts.
struct ZipEntry: Sendable {
    /// Its name, as far as it is UTF-8.
    let name: String
    /// Its record in the directory at the end.
    let record: Range<Int>
    /// Its own header, with name and extra fields.
    let header: Range<Int>
    /// What is stored of it.
    let stored: Range<Int>
    let flags: Int
    /// 0 where it is stored as it is, 8 where it is deflated.
    let method: Int
    let checksum: UInt32
    /// Its size, unpacked.
    let size: Int

    /// Whether its sizes and its checksum stand behind it once more.
    var hasDescriptor: Bool { flags & 8 != 0 }
    private var isEncrypted: Bool { flags & 1 != 0 }

    /// Reads a member's record in the directory, and its own header.
    ///
    /// - Parameter position: The place of the record.
    /// - Throws: `FileProblem` when they are damaged or do not agree.
    init(_ archive: UnsafeRawBufferPointer, at position: Int) throws {
        let fixed = 46
        let fields = try ZipFields(archive, at: position, count: fixed, signature: 0x0201_4B50)
        let nameRange = position + fixed..<position + fixed + fields.short(28)
        record = position..<nameRange.upperBound + fields.short(30) + fields.short(32)
        guard record.upperBound <= archive.count else {
            throw FileProblem("its directory is damaged")
        }
        name = String(decoding: archive[nameRange], as: UTF8.self)
        (flags, method) = (fields.short(8), fields.short(10))
        (checksum, size) = (UInt32(fields.long(16)), fields.long(24))
        let (storedSize, start) = (fields.long(20), fields.long(42))
        guard max(storedSize, size, start) < Int(UInt32.max) else {
            throw FileProblem("it is a zip64 archive, which holds more than 4 GiB")
        }
        let own = try ZipFields(archive, at: start, count: 30, signature: 0x0403_4B50)
        let ownName = start + 30..<start + 30 + own.short(26)
        header = start..<ownName.upperBound + own.short(28)
        stored = header.upperBound..<header.upperBound + storedSize
        guard stored.upperBound <= archive.count else { throw FileProblem("it is cut off") }
        guard archive[ownName].elementsEqual(archive[nameRange]) else {
            throw FileProblem("its directory is damaged")
        }
    }

    /// Checks that nobody made the member up to do harm.
    ///
    /// - Throws: `FileProblem` when its name leads out of a folder, or when it is unpacked to far
    ///   more than documents are.
    func check() throws {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard !name.contains("\\") else {
            throw FileProblem(
                "its name has “\\” between folders, as old programs wrote it, where zip has “/”")
        }
        guard !parts.contains(".."), !name.hasPrefix("/"), !name.unicodeScalars.contains("\0")
        else { throw FileProblem("its name leads out of the archive's folder") }
        let (ratio, harmless) = (200, 8 << 20)
        guard size <= max(harmless, ratio * stored.count) else {
            throw FileProblem(
                "it would be unpacked from \(stored.count) bytes to \(size), as documents never are"
            )
        }
    }

    /// The member's content.
    ///
    /// - Throws: `FileProblem` when it is damaged, encrypted or packed in an unusual way.
    func content(in archive: UnsafeRawBufferPointer) throws -> [UInt8] {
        // A byte more, if there is one, tells that the size is a lie.
        let content = try beginning(in: archive, count: size + 1)
        guard content.count == size, content.withUnsafeBytes(\.crc32) == checksum else {
            throw FileProblem("its length or its checksum is wrong")
        }
        return content
    }

    /// The first bytes of the content, as many as there are up to `count`, which are not checked.
    ///
    /// - Throws: `FileProblem` when they are damaged, encrypted or packed in an unusual way.
    func beginning(in archive: UnsafeRawBufferPointer, count: Int) throws -> [UInt8] {
        guard !isEncrypted else { throw FileProblem("it is encrypted") }
        let bytes = UnsafeRawBufferPointer(rebasing: archive[stored])
        switch method {
        case 0: return Array(bytes.prefix(count))
        case 8: return try Inflater.inflated(bytes, size: size, upTo: count)
        default: throw FileProblem("it is compressed in another way than by deflating")
        }
    }
}
