/// An attribute of a start tag.
struct XMLAttribute: Sendable {
    /// Its name as it is written, with a prefix.
    let name: String
    /// The bytes between the quotes.
    let value: Range<Int>
}

extension XMLSpans {
    /// The attributes of a start tag, which expat has found to be well-formed.
    func attributes(of index: Int) -> [XMLAttribute] {
        let tag = nodes[index].range
        var result: [XMLAttribute] = []
        var rest = bytes[tag].dropFirst()
        rest = rest.drop { !Self.isSpace($0) && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "/") }
        while true {
            rest = rest.drop(while: Self.isSpace)
            guard let equals = rest.firstIndex(of: UInt8(ascii: "=")),
                let quote = rest[equals...].firstIndex(where: { $0 == 0x22 || $0 == 0x27 }),
                let end = rest[(quote + 1)...].firstIndex(of: rest[quote])
            else { return result }
            let name = rest[..<equals].prefix { !Self.isSpace($0) }
            result.append(
                XMLAttribute(
                    name: String(decoding: name, as: UTF8.self), value: quote + 1..<end))
            rest = rest[(end + 1)...]
        }
    }

    /// The value of an attribute of a start tag by its name as it is written; nil where there is
    /// none.
    func attribute(_ name: String, of index: Int) -> String? {
        attributes(of: index).first { $0.name == name }.map { XMLText.decoded(bytes[$0.value]) }
    }

    /// The value of an attribute by its name without the prefix.
    func attribute(local name: String, of index: Int) -> String? {
        attributes(of: index)
            .first { $0.name == name || $0.name.hasSuffix(":" + name) }
            .map { XMLText.decoded(bytes[$0.value]) }
    }

    /// What gives an attribute of a start tag a value, whether it has it already or not.
    func setting(_ name: String, to value: String, of index: Int) -> ByteEdit {
        let value = XMLText.escaped(value, in: .attribute)
        if let attribute = attributes(of: index).first(where: { $0.name == name }) {
            return ByteEdit(attribute.value, value)
        }
        let tag = nodes[index].range
        var end = bytes[tag].dropLast()
        if end.last == UInt8(ascii: "/") { end = end.dropLast() }
        while let last = end.last, Self.isSpace(last) { end = end.dropLast() }
        return ByteEdit(end.endIndex..<end.endIndex, " \(name)=\"\(value)\"")
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }
}
