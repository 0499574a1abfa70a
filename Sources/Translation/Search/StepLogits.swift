import Tensors

/// What a step of the decoder says of every hypothesis: logits of all tokens, or of those that its
/// sentence may have.
struct StepLogits {
    /// `[rows, columns]`; row i belongs to hypothesis i, and is the search's to change.
    let values: Tensor
    /// The tokens of every row's columns, ascending; none where the columns are all tokens. Columns
    /// after a row's last token are −∞.
    private let tokens: [[Int32]]

    /// - Parameter tokens: Of every hypothesis; none for all tokens.
    init(_ values: Tensor, of tokens: [[Int32]] = []) {
        self.values = values
        self.tokens = tokens
    }

    /// The tokens of a row's columns; nil for all tokens.
    func tokens(_ row: Int) -> [Int32]? { tokens.isEmpty ? nil : tokens[row] }

    /// The number of tokens that a row has.
    func count(_ row: Int) -> Int { tokens(row)?.count ?? values.columns }

    /// The token of a column.
    func token(_ row: Int, column: Int) -> Int32 { tokens(row)?[column] ?? Int32(column) }

    /// The column of a token; nil where the row has none.
    func column(of token: Int32, row: Int) -> Int? {
        guard let tokens = tokens(row) else { return Int(token) }
        return tokens.place(of: token)
    }

    /// The logit in a column.
    func value(_ row: Int, column: Int) -> Float { values.floats[row * values.columns + column] }
}

extension [Int32] {
    /// The place of a number among these ascending ones; nil if it is not there.
    func place(of number: Int32) -> Int? {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low < count && self[low] == number ? low : nil
    }
}
