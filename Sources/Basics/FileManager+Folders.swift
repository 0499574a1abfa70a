package import Foundation

extension FileManager {
    /// Creates a folder and those above it.
    package func createFolder(_ url: URL) throws {
        do {
            try createDirectory(at: url, withIntermediateDirectories: true)
        } catch {
            throw CalqueError(
                "The folder \(url.path) cannot be created (\(error.localizedDescription)). Choose another place."
            )
        }
    }
}
