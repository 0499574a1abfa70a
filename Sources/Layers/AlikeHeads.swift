internal import Tensors

/// First weights of an attention whose heads are all alike: W_i^Q = W_1^Q, W_i^K = W_1^K, W_i^V = W_1^V,
/// and every head has the same columns of Wᴼ. To study what makes heads learn different things.
///
/// Heads that are alike compute the same, so they get the same gradients, and a step leaves them alike:
/// nothing but what treats them differently, such as dropout of their attention weights, can part
/// them.
///
/// What the heads say has the scale that it has when they differ. There, a number of the output is a sum of
/// h independent terms, whose standard deviation is √h times that of one; equal terms add up to h times
/// one. So Wᴼ begins √h times smaller.
struct AlikeHeads {
    /// Of W^Q, of W^K and of W^V: the rows of the first head, once for every head.
    let inputs: Initializer
    /// Of Wᴼ: the columns of the first head, once for every head.
    let output: Initializer

    /// - Parameters:
    ///   - width: The width of the model, d: a multiple of the heads.
    ///   - heads: The number of heads, h.
    init(width: Int, heads: Int) {
        inputs = .tiles(of: .xavierUniform, rows: width / heads, columns: width)
        // Xavier's bound of a `[d, d]` matrix, √(6 / 2 d), over √h.
        let bound = (3 / Float(width * heads)).squareRoot()
        output = .tiles(of: .uniform(bound: bound), rows: width, columns: width / heads)
    }
}
