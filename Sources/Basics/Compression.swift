/// How a file is compressed that is read as it lies, so that its user has to unpack it.
package enum Compression: CaseIterable {
    case gzip
    case xz
    case zstandard

    /// How the file is compressed that begins with these bytes; nil if it is in no way that is
    /// known.
    package init?(_ bytes: UnsafeRawBufferPointer) {
        guard let kind = Self.allCases.first(where: { bytes.starts(with: $0.beginning) }) else {
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

    /// The bytes that such files begin with.
    private var beginning: [UInt8] {
        switch self {
        case .gzip: [0x1F, 0x8B]
        case .xz: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]
        case .zstandard: [0x28, 0xB5, 0x2F, 0xFD]
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
