/// The tokens of all hypotheses of a search, as a tree: a hypothesis is a node, its tokens are
/// those on the way from the root, and hypotheses that begin alike share their beginning. Extending
/// one adds a node and copies nothing.
struct TokenTree {
    /// The node of the empty hypothesis.
    static let root: Int32 = -1

    private struct Node {
        let parent: Int32
        let token: Int32
        let logProbability: Float
    }

    private var nodes: [Node] = []

    /// Adds a token after `parent` and returns its node.
    mutating func append(_ token: Int32, logProbability: Float, to parent: Int32) -> Int32 {
        nodes.append(Node(parent: parent, token: token, logProbability: logProbability))
        return Int32(nodes.count - 1)
    }

    /// The tokens on the way from the root to `node`.
    func tokens(to node: Int32) -> [Int32] { path(to: node).tokens }

    /// The tokens on the way from the root to `node`, with log P of each.
    func path(to node: Int32) -> (tokens: [Int32], logProbabilities: [Float]) {
        var tokens: [Int32] = []
        var logProbabilities: [Float] = []
        var node = node
        while node != Self.root {
            tokens.append(nodes[Int(node)].token)
            logProbabilities.append(nodes[Int(node)].logProbability)
            node = nodes[Int(node)].parent
        }
        return (tokens.reversed(), logProbabilities.reversed())
    }
}
