/// A record of little-endian numbers.
struct ZipFields {
    private let archive: UnsafeRawBufferPointer
    let position: Int

    /// The record at a place, which has to hold it whole and begin with its signature.
    init(
        _ archive: UnsafeRawBufferPointer, at position: Int, count: Int, signature: UInt32
    ) throws {
        self.archive = archive
        self.position = position
        guard position >= 0, position + count <= archive.count, long(0) == Int(signature) else {
            throw FileProblem("its directory is damaged")
        }
    }

    func short(_ offset: Int) -> Int {
        Int(
            UInt16(
                littleEndian: archive.loadUnaligned(
                    fromByteOffset: position + offset, as: UInt16.self)))
    }

    func long(_ offset: Int) -> Int {
        Int(
            UInt32(
                littleEndian: archive.loadUnaligned(
                    fromByteOffset: position + offset, as: UInt32.self)))
    }

    /// The record after the directory. A comment of up to 65,535 bytes may follow it.
    static func endRecord(of archive: UnsafeRawBufferPointer) throws -> ZipFields {
        let size = 22
        let last = archive.count - size
        for position in stride(from: last, through: max(0, last - 65_535), by: -1) {
            let record = try? ZipFields(
                archive, at: position, count: size, signature: 0x0605_4B50)
            if let record, position + size + record.short(20) == archive.count { return record }
        }
        throw FileProblem("it has no directory at its end: it is cut off or of another kind")
    }
}
