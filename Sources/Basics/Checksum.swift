import CZlib

extension UnsafeRawBufferPointer {
    /// CRC-32 of the bytes, as zip and gzip have it.
    package var crc32: UInt32 {
        UInt32(crc32_z(0, bindMemory(to: UInt8.self).baseAddress, count))
    }
}
