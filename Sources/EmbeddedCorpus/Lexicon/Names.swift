/// A person, a city or a country.
package final class Name: Sendable {
    enum Kind: String, Sendable {
        case person, city, country
    }

    let index: Int
    package let forms: Translations<String>
    /// Of a person: both languages' gender. Of a country: the French gender, which decides between
    /// "en France" and "au Japon".
    let gender: Gender
    let kind: Kind

    init(index: Int, row: Table.Row) {
        self.index = index
        forms = Translations(english: row[0], french: row[1], spanish: row[2])
        gender = row[3] == "f" ? .feminine : .masculine
        guard let kind = Kind(rawValue: row[4]) else {
            preconditionFailure("a name has no kind \"\(row[4])\": \(row.cells)")
        }
        self.kind = kind
    }

    // Of persons only names that all three languages spell alike.
    static let table = """
        Laura    | Laura     | Laura    | f | person
        Clara    | Clara     | Clara    | f | person
        Nora     | Nora      | Nora     | f | person
        Emma     | Emma      | Emma     | f | person
        Iris     | Iris      | Iris     | f | person
        Olivia   | Olivia    | Olivia   | f | person
        Samuel   | Samuel    | Samuel   | m | person
        Bruno    | Bruno     | Bruno    | m | person
        Daniel   | Daniel    | Daniel   | m | person
        David    | David     | David    | m | person
        Marco    | Marco     | Marco    | m | person
        Leo      | Leo       | Leo      | m | person
        Paris    | Paris     | París    | m | city
        London   | Londres   | Londres  | m | city
        Madrid   | Madrid    | Madrid   | m | city
        Rome     | Rome      | Roma     | f | city
        Lisbon   | Lisbonne  | Lisboa   | f | city
        Vienna   | Vienne    | Viena    | f | city
        Athens   | Athènes   | Atenas   | f | city
        France   | France    | Francia  | f | country
        Spain    | Espagne   | España   | f | country
        Italy    | Italie    | Italia   | f | country
        Germany  | Allemagne | Alemania | f | country
        Portugal | Portugal  | Portugal | m | country
        Japan    | Japon     | Japón    | m | country
        Mexico   | Mexique   | México   | m | country
        """
}
