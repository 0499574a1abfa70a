import Basics

extension RandomSource {
    /// True in `percent` of a hundred draws.
    mutating func chance(_ percent: Int) -> Bool {
        next(below: 100) < percent
    }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[next(below: elements.count)]
    }

    /// One of the keys, each as often as its weight says.
    mutating func pick<Key>(weighted choices: KeyValuePairs<Key, Int>) -> Key {
        var draw = next(below: choices.reduce(0) { $0 + $1.value })
        for (key, weight) in choices {
            if draw < weight { return key }
            draw -= weight
        }
        preconditionFailure("RandomSource.pick drew beyond the sum of the weights by \(draw)")
    }
}
