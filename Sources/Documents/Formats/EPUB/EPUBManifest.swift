/// What a book's package lists.
struct EPUBManifest {
    /// The references to documents with text, in the order in which they are read; and whether one
    /// is a table of contents of EPUB 2.
    let documents: [(reference: String, isContents: Bool)]

    /// Reads a package.
    init(_ package: XMLSpans) {
        struct Item {
            let reference: String
            let type: String
            let isNavigation: Bool
        }
        var items: [String: Item] = [:]
        var order: [String] = []
        var spine: [String] = []
        for index in package.nodes.indices where package.nodes[index].kind == .start {
            switch package.name(of: index).local {
            case "item":
                guard let id = package.attribute("id", of: index),
                    let reference = package.attribute("href", of: index)
                else { continue }
                let properties = package.attribute("properties", of: index) ?? ""
                items[id] = Item(
                    reference: reference,
                    type: package.attribute("media-type", of: index) ?? "",
                    isNavigation: properties.split(separator: " ").contains("nav"))
                order.append(id)
            case "itemref": package.attribute("idref", of: index).map { spine.append($0) }
            default: break
            }
        }
        let isPage: (String) -> Bool = { $0 == "application/xhtml+xml" }
        let read = spine.compactMap { items[$0] }.filter { isPage($0.type) }
        let others = order.compactMap { items[$0] }
        documents =
            read.map { ($0.reference, false) }
            + others.filter(\.isNavigation).map { ($0.reference, false) }
            + others.filter { $0.type == "application/x-dtbncx+xml" }.map { ($0.reference, true) }
    }
}
