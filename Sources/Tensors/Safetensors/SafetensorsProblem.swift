import Basics

/// What is wrong inside a safetensors file, before it is known which file it is.
struct SafetensorsProblem: Error {
    /// Half a sentence: "its shape is missing".
    var text: String

    init(_ text: String) {
        self.text = text
    }

    init(tensor name: String, _ text: String) {
        self.text = "tensor \(Self.quoted(name)): \(text)"
    }

    /// A name from the file, made fit to be read in a sentence: short, control characters escaped.
    static func quoted(_ name: String) -> String {
        let limit = 120
        return String(name.prefix(limit)).debugDescription + (name.count > limit ? "…" : "")
    }

    /// The whole sentence about the file at `path`.
    func error(path: String) -> CalqueError {
        CalqueError(
            "\(path) is not a sound safetensors file: \(text). Fetch the file again, or write it "
                + "anew.")
    }
}
