/// Every lemma that the tables hold.
package struct Lexicon: Sendable {
    package let nouns: [Noun]
    package let adjectives: [Adjective]
    package let verbs: [Verb]
    package let people: [Name]
    package let cities: [Name]
    package let countries: [Name]

    package static let shared = Lexicon()

    private init() {
        nouns = Table(Noun.table).rows.enumerated().map(Noun.init(index:row:))
        adjectives = Table(Adjective.table).rows.enumerated().map(Adjective.init(index:row:))
        verbs = Table(Verb.table).rows.enumerated().map(Verb.init(index:row:))
        let names = Table(Name.table).rows.enumerated().map(Name.init(index:row:))
        people = names.filter { $0.kind == .person }
        cities = names.filter { $0.kind == .city }
        countries = names.filter { $0.kind == .country }
    }

    /// How many lemmas there are, function words without articles and pronouns among them.
    package var lemmaCount: Int {
        nouns.count + adjectives.count + verbs.count + people.count + cities.count
            + countries.count + Modal.all.count + TimeAdverb.all.count + Frequency.all.count
            + Manner.all.count + PlaceAdverb.all.count + Sensation.all.count
            + Preposition.locations.count + Quantity.all.count
    }
}

/// A lexicon table: one line a lemma, columns between bars, lines after "#" for the reader alone.
///
/// Tables are text and not array literals because the compiler checks thousands of literals slowly.
struct Table {
    /// One line: its cells without the spaces around them.
    struct Row {
        let cells: [String]

        subscript(column: Int) -> String {
            precondition(
                column < cells.count,
                "a lexicon row has \(cells.count) columns, wanted column \(column): \(cells)")
            return cells[column]
        }

        /// The cell's words.
        func words(_ column: Int) -> [String] {
            self[column].split(separator: " ").map(String.init)
        }

        /// The cell's forms, between slashes.
        func forms(_ column: Int) -> [String] {
            self[column].split(separator: "/").map(String.init)
        }

        func traits(_ column: Int) -> Traits {
            words(column).reduce(into: Traits()) { traits, name in
                guard let trait = Traits.names[name] else {
                    preconditionFailure("the lexicon knows no trait \"\(name)\": \(cells)")
                }
                traits.insert(trait)
            }
        }
    }

    let rows: [Row]

    init(_ text: String) {
        rows = text.split(separator: "\n").compactMap { line in
            guard line.contains(where: { $0 != " " }), line.first != "#" else { return nil }
            return Row(cells: line.split(separator: "|").map { Table.trimmed($0) })
        }
    }

    private static func trimmed(_ cell: Substring) -> String {
        var cell = cell.drop { $0 == " " }
        while cell.last == " " { cell.removeLast() }
        return String(cell)
    }
}
