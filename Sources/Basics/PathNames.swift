package import Foundation

// What paths mean that people write.

extension String {
    /// The file or folder that the path names.
    package var fileURL: URL { URL(fileURLWithPath: self) }

    /// The text that the path names: a file, or standard input for `-`.
    package var textFile: TextFile { self == "-" ? .standardInput() : TextFile(url: fileURL) }

    /// Whether the path is one of the names of standard input.
    package var isStandardInput: Bool { ["-", "/dev/stdin", "/dev/fd/0"].contains(self) }
}
