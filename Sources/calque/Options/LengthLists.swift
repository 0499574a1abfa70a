import ArgumentParser

/// Whole numbers of at least 1 with commas between them.
func lengthList(_ text: String) throws -> [Int] {
    let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    let lengths = numbers.compactMap { $0 }.filter { (1...1 << 16).contains($0) }
    guard !lengths.isEmpty, lengths.count == numbers.count else {
        throw ValidationError("Give whole numbers from 1 on, such as 10,20,30.")
    }
    return lengths
}

/// Two whole numbers of at least 1 with a hyphen between them, or one.
func lengthRange(_ text: String) throws -> ClosedRange<Int> {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1],
        (1...1 << 16).contains(first), (first...1 << 16).contains(last)
    else { throw ValidationError("Give whole numbers such as 1-20, the smaller first.") }
    return first...last
}

extension [Int] {
    /// As they are written on the command line.
    var asLengths: String { map(String.init).joined(separator: ",") }
}

extension ClosedRange<Int> {
    /// As it is written on the command line.
    var asLengths: String { "\(lowerBound)-\(upperBound)" }
}
