/// What is wrong inside a file, before it is known which file it is. Whoever opened the file makes
/// a ``CalqueError`` of it.
package struct FileProblem: Error {
    /// Half a sentence: "its shape is missing".
    package var text: String

    package init(_ text: String) {
        self.text = text
    }

    /// A name from a file, made fit to be read in a sentence: short, control characters escaped.
    package static func quoted(_ name: String) -> String {
        let limit = 120
        return String(name.prefix(limit)).debugDescription + (name.count > limit ? "…" : "")
    }
}
