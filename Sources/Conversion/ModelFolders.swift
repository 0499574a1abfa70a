public import Foundation
public import Models

/// Folders that hold models, in every form that Calque reads.
public enum ModelFolders {
    /// The folder at a place: one of Firefox's or Bergamot's where its files are named so, else a model
    /// directory. Whether it holds a whole model shows when it is loaded.
    ///
    /// - Throws: `CalqueError` when it has some of the files of Bergamot's models, but not those that
    ///   are needed.
    public static func folder(at url: URL) throws -> any ModelFolder {
        guard BergamotFolder.isOne(at: url) else { return ModelDirectory(url) }
        return try BergamotFolder(url)
    }
}
