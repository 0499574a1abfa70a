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

extension FileManager {
    /// Creates a folder and those above it.
    package func createFolder(_ url: URL) throws {
        do {
            try createDirectory(at: url, withIntermediateDirectories: true)
        } catch {
            throw CalqueError(
                "The folder \(url.path) cannot be created (\(error.localizedDescription)). Choose another place.",
                kind: .system)
        }
    }

    /// Throws where a folder cannot be created, which is found out without creating it.
    package func requirePlace(forFolder url: URL) throws {
        var place = url.standardizedFileURL
        while !fileExists(atPath: place.path), place.path != "/" { place.deleteLastPathComponent() }
        var isFolder: ObjCBool = false
        _ = fileExists(atPath: place.path, isDirectory: &isFolder)
        guard isFolder.boolValue, isWritableFile(atPath: place.path) else {
            throw CalqueError(
                "The folder \(url.path) cannot be written: \(place.path) "
                    + (isFolder.boolValue ? "may not be written to." : "is a file.")
                    + " Choose another place.", kind: .system)
        }
    }
}
