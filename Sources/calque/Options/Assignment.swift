import ArgumentParser

/// A setting as `--set` takes it: `key=value`.
struct Assignment {
    let key: String
    let value: String

    /// Reads one.
    ///
    /// - Throws: `ValidationError` when there is no value.
    init(parsing text: String) throws {
        guard let sign = text.firstIndex(of: "=") else {
            throw ValidationError("--set \(text) has no value. Give it as --set key=value.")
        }
        key = String(text[..<sign])
        value = String(text[text.index(after: sign)...])
    }
}
