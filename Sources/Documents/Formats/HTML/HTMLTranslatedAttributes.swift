/// Which attributes of HTML's elements are read by people.
package enum HTMLTranslatedAttributes {
    private static let ofAll: Set<String> = [
        "alt", "aria-description", "aria-label", "aria-placeholder", "placeholder", "title",
    ]
    private static let labelled: Set<String> = ["optgroup", "option", "track"]
    private static let buttons: Set<String> = ["button", "reset", "submit"]
    private static let metadata: Set<String> = [
        "description", "og:description", "og:title", "twitter:description", "twitter:title",
    ]

    /// Whether an attribute's value is translated.
    ///
    /// - Parameters:
    ///   - attribute: Its name, in lower case.
    ///   - element: The name of its element, in lower case.
    ///   - value: The value of another attribute of the same element, by name; nil where it has none.
    package static func contains(
        _ attribute: String, of element: String, value: (String) -> String?
    ) -> Bool {
        switch (element, attribute) {
        // A style sheet's title is a name to choose it by.
        case ("link", "title"), ("style", "title"): false
        case ("input", "value"): buttons.contains(value("type")?.lowercased() ?? "")
        case ("meta", "content"):
            metadata.contains((value("name") ?? value("property"))?.lowercased() ?? "")
        case (_, "label"): labelled.contains(element)
        default: ofAll.contains(attribute)
        }
    }
}
