extension MarkdownScanner {
    /// Finds which runs of delimiters belong together: CommonMark's "process emphasis".
    ///
    /// - Parameter bottom: How many runs there are before the first that is looked at.
    mutating func matchDelimiters(from bottom: Int) {
        // Below these no beginning was found for an end of the same kind; without them, a long text
        // of ends would take a time that grows with the square.
        var bottoms: [BottomKey: Int] = [:]
        var current = bottom
        while current < delimiters.count {
            guard let closer = run(current), closer.canClose, closer.left > 0 else {
                current += 1
                continue
            }
            let key = BottomKey(closer)
            let least = max(bottoms[key] ?? bottom, bottom)
            if let opener = opener(of: closer, before: current, from: least) {
                match(opener, current)
                let between = opener + 1..<current
                current -= between.count
                delimiters.removeSubrange(between)
                for (key, value) in bottoms where value > opener { bottoms[key] = opener + 1 }
            } else {
                bottoms[key] = current
                current += 1
            }
        }
        delimiters.removeSubrange(min(bottom, delimiters.count)...)
    }

    private struct BottomKey: Hashable {
        let character: Unicode.Scalar
        let canOpen: Bool
        let remainder: Int

        init(_ run: MarkdownDelimiters) {
            character = run.character
            canOpen = run.canOpen
            remainder = run.character == "~" ? run.left : run.count % 3
        }
    }

    private func run(_ number: Int) -> MarkdownDelimiters? {
        guard case .delimiter(let run) = nodes[delimiters[number]].kind else { return nil }
        return run
    }

    private func opener(
        of closer: MarkdownDelimiters, before end: Int, from start: Int
    ) -> Int? {
        guard start < end else { return nil }
        return (start..<end).last { number in
            guard let opener = run(number), opener.canOpen, opener.left > 0,
                opener.character == closer.character
            else { return false }
            if opener.character == "~" { return opener.left == closer.left }
            let isBoth = opener.canClose || closer.canOpen
            return
                !(isBoth && (opener.count + closer.count) % 3 == 0
                && (opener.count % 3 != 0 || closer.count % 3 != 0))
        }
    }

    private mutating func match(_ opener: Int, _ closer: Int) {
        guard var first = run(opener), var second = run(closer) else { return }
        let count =
            first.character == "~" ? first.left : first.left >= 2 && second.left >= 2 ? 2 : 1
        first.left -= count
        second.left -= count
        first.opening.append(count)
        second.closing.append(count)
        nodes[delimiters[opener]].kind = .delimiter(first)
        nodes[delimiters[closer]].kind = .delimiter(second)
    }
}
