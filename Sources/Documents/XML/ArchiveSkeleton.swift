import Basics

/// A zip archive some of whose members hold segments.
struct ArchiveSkeleton: DocumentSkeleton {
    let archive: RewritableZip
    /// The members with segments, in the order of the segments.
    private let members: [(name: String, content: XMLMember)]
    /// A member that says in which language the whole is.
    private let package: (name: String, content: XMLMember)?

    private init(
        _ archive: RewritableZip, _ members: [(name: String, content: XMLMember)],
        package: (name: String, content: XMLMember)?
    ) {
        (self.archive, self.members, self.package) = (archive, members, package)
    }

    /// A document of an archive.
    static func document(
        _ archive: RewritableZip, _ members: [(name: String, content: XMLMember)],
        package: (name: String, content: XMLMember)? = nil
    ) -> Document {
        Document(
            segments: members.flatMap { $0.content.segments(member: $0.name) },
            skeleton: ArchiveSkeleton(archive, members, package: package))
    }

    func bytes(
        with contents: [InlineContent?], _ languages: DocumentLanguages
    ) throws -> [UInt8] {
        var (replaced, position) = ([String: [UInt8]](), 0)
        for (name, member) in members {
            let own = contents[position..<position + member.slots.count]
            position += own.count
            replaced[name] = try member.bytes(with: own, languages)
        }
        if let package, !replaced.isEmpty {
            replaced[package.name] = try package.content.bytes(
                with: [], languages, isTranslated: true)
        }
        return try archive.bytes(replacing: replaced)
    }
}
