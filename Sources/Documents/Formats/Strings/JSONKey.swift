/// A key with those that lead to it, which many values share.
final class JSONKey: Sendable {
    /// The key; a number for an element of an array.
    let name: String
    /// The key that leads to its object; nil for one of the outermost.
    let parent: JSONKey?
    /// How many keys lead to a value, this one included.
    let depth: Int
    /// Whether it or one before it begins with `@`, as those of notes do.
    let isNote: Bool

    init(_ name: String, in parent: JSONKey?) {
        (self.name, self.parent) = (name, parent)
        depth = (parent?.depth ?? 0) + 1
        isNote = name.hasPrefix("@") || parent?.isNote ?? false
    }

    /// The outermost key.
    var first: JSONKey {
        var key = self
        while let parent = key.parent { key = parent }
        return key
    }

    /// The keys as people are told of them: `menu.file.0`. Of many there are the last ones.
    var path: String {
        let most = 8
        var (names, key) = ([name], parent)
        while let next = key, names.count < most {
            names.append(next.name)
            key = next.parent
        }
        return (key == nil ? "" : "….") + names.reversed().joined(separator: ".")
    }
}
