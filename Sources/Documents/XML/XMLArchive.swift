import Basics

/// An archive whose members are read as XML. They share a limit of nodes, so that many are no way
/// around it.
struct XMLArchive {
    let zip: RewritableZip
    /// What errors call it.
    let name: String
    private var nodesLeft = XMLReader.nodeLimit

    /// Reads the directory of an archive.
    ///
    /// - Throws: `CalqueError` when it is no sound archive, or too large.
    init(_ bytes: [UInt8], _ reading: DocumentReading) throws {
        zip = try RewritableZip(bytes, name: reading.name, upTo: reading.unpackedLimit)
        name = reading.name
    }

    /// Whether there is a member of a name.
    func contains(_ member: String) -> Bool { zip.contains(member) }

    /// Reads a member.
    ///
    /// - Throws: `CalqueError` when it is damaged, no XML, or has too many nodes.
    mutating func spans(of member: String) throws -> XMLSpans {
        let spans = try XMLSpans(
            zip.content(of: member), name: "\(name), \(member)", nodeLimit: nodesLeft)
        nodesLeft -= spans.nodes.count
        return spans
    }
}
