/// The OpenAPI document of all routes, put together from parts: each has the paths and schemas of some
/// routes.
package enum APIDescription {
    private static let parts = [PackageResources.libretranslate_json, PackageResources.v1_json]

    /// The document.
    package static let document = merged(
        parts.map { part in
            guard let value = try? JSONValue(parsing: part) else {
                preconditionFailure("a part of the OpenAPI document is not JSON")
            }
            return value
        })

    /// Every operation, as method and path.
    package static var operations: [(method: String, path: String)] {
        (document["paths"]?.members ?? []).flatMap { path, item in
            item.members.map { ($0.name.uppercased(), path) }
        }
    }

    /// A schema, or the one that it refers to.
    package static func schema(_ value: JSONValue?) -> JSONValue? {
        guard let reference = value?["$ref"]?.string else { return value }
        let name = String(reference.split(separator: "/").last ?? "")
        return document["components"]?["schemas"]?[name]
    }

    /// Objects of several values become one; of other values the first counts.
    private static func merged(_ values: [JSONValue]) -> JSONValue {
        guard let first = values.first else { return .null }
        guard case .object = first else { return first }
        var names: [String] = []
        for name in values.flatMap({ $0.members.map(\.name) }) where !names.contains(name) {
            names.append(name)
        }
        return .object(names.map { name in (name, merged(values.compactMap { $0[name] })) })
    }
}
