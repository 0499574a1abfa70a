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

    /// Checks that nothing is lost when the folder of a model is made: that there is none, or an empty one,
    /// or, where a model is to be replaced, one with a model's files and nothing else.
    ///
    /// - Parameters:
    ///   - url: The folder.
    ///   - isReplacing: Whether to replace a model that is there.
    ///   - marker: The file that every such folder has; nil where there is none.
    ///   - isModelFile: Whether a name is that of a model's file.
    /// - Throws: `CalqueError` saying what is there.
    package func requireFree(
        _ url: URL, isReplacing: Bool, marker: String? = nil, isModelFile: (String) -> Bool
    ) throws {
        guard fileExists(atPath: url.path) else { return }
        guard let contents = try? contentsOfDirectory(atPath: url.path) else {
            throw CalqueError(
                "\(url.path) is there already and is no folder. Choose another name for the model.",
                kind: .system)
        }
        if contents.isEmpty { return }
        guard isReplacing else {
            throw CalqueError(
                "\(url.path) is there already.", remedy: .otherNameOrReplace, kind: .system)
        }
        let other = contents.sorted().first { !isModelFile($0) }
        let problem =
            other.map { "has other files than such a model's, such as \($0)" }
            ?? marker.flatMap { contents.contains($0) ? nil : "is no model: it has no \($0)" }
        guard let problem else { return }
        throw CalqueError(
            "\(url.path) \(problem), and is not replaced. Choose another name, or delete it "
                + "yourself.", kind: .system)
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
