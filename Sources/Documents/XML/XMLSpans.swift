import Basics

/// A document of XML: its bytes, and what stands where in them.
struct XMLSpans: Sendable {
    /// What errors call it.
    let name: String
    /// The document in UTF-8, without a byte order mark.
    let bytes: [UInt8]
    /// What stands in it, in order.
    let nodes: [XMLNode]
    /// The names of its elements.
    let names: [XMLName]
    let encoding: XMLEncoding

    /// Reads a document.
    ///
    /// - Parameters:
    ///   - bytes: It, as it is in its file.
    ///   - name: What errors call it: its file, and its place in an archive.
    ///   - nodeLimit: The most nodes that it may have, of what is left of those of an archive.
    /// - Throws: `CalqueError` that names line and column, when it is not well-formed.
    init(
        _ bytes: [UInt8], name: String, nodeLimit: Int = XMLReader.nodeLimit
    ) throws {
        self.name = name
        var decoded = bytes
        do throws(XMLProblem) {
            (encoding, decoded) = try XMLEncoding.decode(bytes)
            (nodes, names) = try XMLReader.read(decoded, nodeLimit: nodeLimit)
        } catch {
            let place = min(max(0, error.position), decoded.count)
            let lines = LinePlaces(decoded)
            let (line, column) = (lines.line(of: place), lines.column(of: place, in: decoded))
            throw CalqueError(
                "\(name), line \(line), column \(column): it is not XML that can be "
                    + "read: \(error.text). Correct it there, or save it again with the program "
                    + "that it is from.", kind: .input)
        }
        self.bytes = decoded
    }

    /// The name of a tag.
    func name(of index: Int) -> XMLName { names[Int(nodes[index].name)] }

    /// Whether a node is a start tag of a name in any namespace.
    func isStart(_ index: Int, _ local: String) -> Bool {
        nodes[index].kind == .start && name(of: index).local == local
    }

    /// All bytes of a node, and, of a start tag, of its element.
    func elementRange(_ index: Int) -> Range<Int> {
        nodes[index].range.lowerBound..<nodes[max(index, nodes[index].partner)].range.upperBound
    }

    /// The bytes between the tags of an element; none, behind it, where it has only one.
    func innerRange(_ start: Int) -> Range<Int> {
        let end = nodes[start].partner
        guard end > start else {
            return nodes[start].range.upperBound..<nodes[start].range.upperBound
        }
        return nodes[start].range.upperBound..<nodes[end].range.lowerBound
    }

    /// The nodes right in an element, without those in its elements.
    func children(of start: Int) -> [Int] {
        var (result, index) = ([Int](), start + 1)
        while index < nodes[start].partner {
            result.append(index)
            index = nodes[index].partner + 1
        }
        return result
    }

    /// The first element of a name right in another.
    func child(_ local: String, of start: Int) -> Int? {
        children(of: start).first { isStart($0, local) }
    }

    /// The outermost element.
    var root: Int? { nodes.firstIndex { $0.kind == .start } }

    /// What stands in the document at a place, as text.
    func source(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    /// The text of a node that is text; of an entity, its character, where it has one everywhere.
    func text(of index: Int) -> String? {
        let node = nodes[index]
        switch node.kind {
        case .text: return XMLText.decoded(bytes[node.range])
        case .characterData:
            return XMLText.withPlainLineEnds(source(inner(ofText: index))[...])
        case .entity:
            return CharacterReference.scalar(source(node.range).dropFirst().dropLast())
                .map { String(Character($0)) }
        default: return nil
        }
    }

    /// All text in an element.
    func text(in start: Int) -> String {
        guard nodes[start].partner > start else { return "" }
        return (start...nodes[start].partner).compactMap(text(of:)).joined()
    }

    /// The document with edits, in its encoding.
    func replacing(_ edits: [ByteEdit]) -> [UInt8] {
        encoding.encode(EditedBytes(bytes, edits).bytes)
    }
}
