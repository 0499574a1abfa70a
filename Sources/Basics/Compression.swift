/// How a file is compressed. Text is unpacked as it is read (``DecompressingInput``); what is read
/// as it lies, such as a model, has to be unpacked by its user.
package enum Compression: CaseIterable {
    case gzip
    case xz
    case zstandard

    /// How the file is compressed that begins with these bytes; nil if it is in no way that is
    /// known.
    package init?(_ bytes: UnsafeRawBufferPointer) {
        guard
            let kind = Self.allCases.first(where: {
                $0.beginnings.contains { bytes.starts(with: $0) }
            })
        else {
            return nil
        }
        self = kind
    }

    /// How the file is compressed that has this name; nil if its ending says nothing of it.
    package init?(fileName: String) {
        guard let kind = Self.allCases.first(where: { fileName.hasSuffix($0.ending) }) else {
            return nil
        }
        self = kind
    }

    /// Whether more bytes may tell how the file is compressed that begins with these.
    static func mayBegin(with bytes: UnsafeRawBufferPointer) -> Bool {
        allCases.contains { kind in
            kind.beginnings.contains { bytes.count < $0.count && $0.starts(with: bytes) }
        }
    }

    /// The bytes that such files begin with, one or the other.
    private var beginnings: [[UInt8]] {
        switch self {
        case .gzip: [[0x1F, 0x8B]]
        case .xz: [[0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]]
        // The second is a frame to be skipped, which pzstd begins with.
        case .zstandard: [[0x28, 0xB5, 0x2F, 0xFD], [0x50, 0x2A, 0x4D, 0x18]]
        }
    }

    /// What people call it.
    var name: String {
        switch self {
        case .gzip: "gzip"
        case .xz: "xz"
        case .zstandard: "zstd"
        }
    }

    /// What the names of such files end in.
    private var ending: String {
        switch self {
        case .gzip: ".gz"
        case .xz: ".xz"
        case .zstandard: ".zst"
        }
    }

    /// The program that unpacks such files.
    package var program: String {
        switch self {
        case .gzip: "gunzip"
        case .xz: "unxz"
        case .zstandard: "unzstd"
        }
    }
}
